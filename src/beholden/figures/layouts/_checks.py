"""What every reading is told, whatever its layout: whose it is, and what keeps it out.

The force comes from the folder's list, else from the letter when it names one
force only; it is never guessed. What a value, a unit, an offence or a period
means for a series of offences by financial year is flagged here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from beholden.figures.core import offences, periods
from beholden.figures.core.documents import Document, Table
from beholden.figures.core.models import (
    Day,
    Flag,
    Force,
    ForceCode,
    Period,
    Reading,
    State,
    Unit,
)
from beholden.figures.layouts._common import flag, full_text, with_flags
from beholden.figures.layouts._doubts import around_flags
from beholden.figures.layouts._notes import note_flags, said_in
from beholden.figures.layouts._surroundings import Places
from beholden.figures.layouts.context import Context, Interpretation

_SEVERAL_ARE, _LISTED = 2, 4
# ``A, B and C Police``: the word that makes it a force stands once, for all of them.
_SEVERAL = re.compile(
    r"(?:[A-Z][\w-]+,? )+(?:and|&) [A-Z][\w-]+(?: [A-Z][\w-]+)? (?:Police|Constab)"
)


def checked(found: Interpretation, document: Document, context: Context) -> Interpretation:
    """The interpretation with every reading given its force and its flags."""
    whose, doubts = _force(document, context)
    shared = tuple(_noticed(document))
    hidden = tuple(
        f"Hidden, not read: {each.name}."
        for each in document.blocks
        if isinstance(each, Table) and each.hidden
    )
    places = Places(document)
    said = said_in(document, context.question)
    readings = tuple(
        with_flags(
            _owned(each, whose, doubts),
            *shared,
            *_meaning(each, context),
            *around_flags(each, around, context),
            *note_flags(each, around, said),
        )
        for each, around in ((each, places.around(each)) for each in found.readings)
    )
    readings = tuple(_contradicted(readings))
    steps = found.steps + hidden + tuple(each.sentence for each in document.notices)
    return msgspec.structs.replace(found, readings=readings, steps=steps)


def _contradicted(readings: Sequence[Reading]) -> Iterator[Reading]:
    """Two numbers of one file for the same thing: neither is believed alone."""
    told: dict[tuple[object, ...], set[int]] = {}
    for each in readings:
        if each.value.count is not None:
            told.setdefault(_subject(each), set()).add(each.value.count)
    for each in readings:
        counts = told.get(_subject(each), set())
        aside = each.role == "check" or each.split or each.offence is None
        asked = any(one.code == "uncertain-offence" for one in each.flags)
        if aside or asked or len(counts) < _SEVERAL_ARE:
            yield each
            continue
        listed = " and ".join(str(count) for count in sorted(counts)[:_LISTED])
        yield with_flags(each, flag("uncertain-number", f"the file has {listed} for the same"))


def _subject(reading: Reading) -> tuple[object, ...]:
    """What a number is of; a part or a check is of nothing else's."""
    aside = reading.split or reading.role == "check"
    return (reading.force, reading.period, reading.offence, reading.unit, bool(aside))


def _owned(reading: Reading, whose: ForceCode | None, doubts: tuple[Flag, ...]) -> Reading:
    # A check belongs to a region or to nobody; a row that names its force is sure of it.
    if reading.force is not None:
        return reading
    if reading.role == "check":
        return msgspec.structs.replace(reading, force=whose)
    return with_flags(msgspec.structs.replace(reading, force=whose), *doubts)


def _noticed(document: Document) -> Iterator[Flag]:
    """What the reader of the file saw: what must be looked at, and sheets that were hidden."""
    for notice in document.notices:
        if notice.review:
            yield Flag(notice.code, "review", notice.sentence)
        elif notice.code == "hidden-sheet":
            yield Flag(notice.code, "note", notice.sentence)


# --- whose ---------------------------------------------------------------------------------


def _force(document: Document, context: Context) -> tuple[ForceCode | None, tuple[Flag, ...]]:
    named = named_forces(document, context)
    names = ", ".join(force.name for force in named)
    if context.force is not None:
        given = context.registry.by_code(context.force)
        return given.code, _other_force(document, given, named, context)
    if len(named) == 1:
        return named[0].code, _other_force(document, named[0], named, context)
    if named:
        sentence = f"The document names {names}. Say in the list whose answer it is."
        return None, (Flag("shared-unit", "review", sentence),)
    sentence = "Nothing says which force this is of. Name it in the list of answers."
    return None, (Flag("force-unknown", "review", sentence),)


def _other_force(
    document: Document, given: Force, named: tuple[Force, ...], context: Context
) -> tuple[Flag, ...]:
    """What names another force than the one that an answer is taken to be of."""
    names = ", ".join(force.name for force in named)
    if named and given not in named:
        sentence = f"The list says {given.name}, the document names {names}."
        return (Flag("force-disagrees", "review", sentence),)
    if (other := _named_by_file(document, given, context)) is not None:
        sentence = f"It is taken as of {given.name}; the name of the file says {other.name}."
        return (Flag("force-disagrees", "review", sentence),)
    if len(named) > 1:
        sentence = f"The document names {names}; the list says it is of {given.name}."
        return (Flag("shared-unit", "note", sentence),)
    return ()


def _named_by_file(document: Document, force: Force, context: Context) -> Force | None:
    """Another force that the file's own name names, and not this one; folders are the list's."""
    name = document.file.rpartition("/")[2].rpartition(".")[0] or document.file
    mentioned = context.registry.mentioned(re.sub(r"[_.+-]+", " ", name))
    return mentioned[0] if mentioned and force not in mentioned else None


def named_forces(document: Document, context: Context) -> tuple[Force, ...]:
    """The forces that a document names as organisations, in the order of their mention."""
    sheets = [
        f"{each.name}\n{_opening(each)}"
        for each in document.blocks
        if isinstance(each, Table) and not each.hidden
    ]
    text = "\n".join((document.sender, full_text(document), *sheets))
    # Places are named in every letter ("London EC2A"); only an organisation is a force.
    official = [
        (each.start, each.force) for each in context.registry.mentions(text) if each.official
    ]
    several = [
        (found.start(), force)
        for found in _SEVERAL.finditer(text)
        for force in context.registry.mentioned(found[0])
    ]
    ordered = sorted((*official, *several), key=lambda pair: pair[0])
    return tuple({force.code: force for _, force in ordered}.values())


def _opening(table: Table) -> str:
    """The first rows of a sheet, where a workbook says whose it is."""
    return "\n".join(cell.text for row in table.rows[:4] for cell in row if cell is not None)


# --- what a reading means ------------------------------------------------------------------


def _meaning(reading: Reading, context: Context) -> Iterator[Flag]:
    if reading.role == "check":
        return
    yield from _counted(reading)
    yield from _what(reading)
    yield from _state(reading)
    if reading.period is None:
        yield flag("uncertain-period", "the answer gives none")
    else:
        yield from _when(reading.period, context.received)
        yield from _asked(reading.period, context.asked)


def _counted(reading: Reading) -> Iterator[Flag]:
    if reading.unit is Unit.UNKNOWN:
        yield flag("uncertain-unit")
    elif reading.unit is not Unit.OFFENCES:
        sentence = f"These are {reading.unit.value}, which are no count of offences."
        yield Flag("unit-not-offences", "reject", sentence)


def _what(reading: Reading) -> Iterator[Flag]:
    if reading.offence is None and not any(
        each.code == "uncertain-offence" for each in reading.flags
    ):
        yield flag("uncertain-offence", "the answer names none")
    elif reading.offence == offences.ADULT:
        sentence = f"Code {reading.code or 'of class 86'} is not about children."
        yield Flag("adult-code", "reject", sentence)
    elif reading.offence == offences.CLASS_86:
        sentence = "The whole of class 86 was counted; child-image offences are only a part of it."
        yield Flag("class-86-only", "review", sentence)


def _state(reading: Reading) -> Iterator[Flag]:
    if reading.value.state is State.BLANK:
        yield Flag("blank", "note", "The answer has no number here. A blank is not zero.")
    elif reading.value.state is State.SUPPRESSED:
        bound = f" It is below {reading.value.below}." if reading.value.below else ""
        yield Flag("suppressed", "note", f"The force withheld a small number here.{bound}")


def _when(period: Period, received: Day | None) -> Iterator[Flag]:
    kind = periods.kind(period)
    if received is not None and period.end >= received:
        sentence = f"{periods.label(period)} was not over when the answer came."
        yield Flag("part-year", "review", sentence)
    elif kind in {"half", "quarter", "part"}:
        yield Flag("part-year", "review", f"{periods.label(period)} is not a whole year.")
    if kind not in {"calendar", "span"} and (days := periods.crossing(period)):
        sentence = f"The period crosses the end of a financial year by {days} days."
        yield Flag("crosses-year-end", "review", sentence)
    if kind == "calendar":
        sentence = "A calendar year: it never joins a series of financial years."
        yield Flag("calendar-year", "note", sentence)
    elif kind == "span" and _whole_financial_years(period):
        sentence = f"One total for several years: {periods.label(period)}."
        yield Flag("multi-year-total", "note", sentence)
    elif kind == "span":
        sentence = f"{periods.label(period)} is no financial year: it never joins their series."
        yield Flag("period-off-year", "note", sentence)


def _whole_financial_years(period: Period) -> bool:
    return (period.start.month, period.start.day, period.end.month, period.end.day) == (4, 1, 3, 31)


def _asked(period: Period, asked: Period | None) -> Iterator[Flag]:
    if asked is not None and not asked.start <= period.start <= period.end <= asked.end:
        sentence = f"Asked for {periods.label(asked)}, the answer is of {periods.label(period)}."
        yield Flag("wrong-period", "review", sentence)

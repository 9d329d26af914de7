"""A list by force: a force's name on a line, then one line for each year.

The force stays the same until another line names one. ``2014/15: 1,118`` and
``14/15: 1,358`` may stand in one list.
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core import periods
from beholden.figures.core.documents import Document, Line
from beholden.figures.core.models import ForceCode, Reading, Unit
from beholden.figures.layouts import _common, _prose, _statuses, _telling
from beholden.figures.layouts._pairing import Around
from beholden.figures.layouts._restrictions import headings
from beholden.figures.layouts.context import Context, Interpretation

NAME = "force-list"
SENTENCE = "Forces by name, each followed by a line for every year, as 14/15: 1,358."

_SURE = 88
_FORCES_AT_LEAST = 2


class _Entry(msgspec.Struct, frozen=True):
    force: ForceCode
    line: Line
    when: periods.ParsedPeriod
    number: _common.Number
    text: str


def recognise(document: Document, context: Context) -> int:
    """88 for two forces or more, each with a line of its own for a year."""
    forces = {each.force for each in _entries(document, context)}
    return _SURE if len(forces) >= _FORCES_AT_LEAST else 0


def read(document: Document, context: Context) -> Interpretation:
    """One reading for each line of a year, of the force named last."""
    sentences = _prose.sentences(document)
    wide = _telling.around(context, sentences, document.title)
    heading = next((each.text for each in sentences if _common.offence_of(each.text)), "")
    if heading:
        wide = _telling.narrowed(wide, heading)
    entries = _entries(document, context)
    above = headings(document.title, *(each.text for each in _common.lines(document)))
    readings = tuple(
        # Each line stands under the force that it is of.
        _common.with_flags(
            _reading(document, each, wide),
            *(flag for flag in above if flag.code != "force-disagrees"),
        )
        for each in entries
    )
    names = [
        context.registry.by_code(each).name for each in dict.fromkeys(e.force for e in entries)
    ]
    return Interpretation(
        layout=NAME,
        readings=readings,
        statuses=_statuses.statuses(document, sentences, readings, context.asked),
        steps=(f"Forces named on a line of their own: {', '.join(names)}.",),
    )


def _entries(document: Document, context: Context) -> list[_Entry]:
    found: list[_Entry] = []
    force: ForceCode | None = None
    for line in _common.lines(document):
        named = context.registry.find(line.text.strip().rstrip(":*"))
        if named is not None:
            force = named.code
            continue
        entry = _entry(line, force) if force is not None else None
        if entry is not None:
            found.append(entry)
        elif re.search(r"[A-Za-z]{3}", line.text):
            # Any other words end the list of this force: a region, a note.
            force = None
    return found


def _entry(line: Line, force: ForceCode) -> _Entry | None:
    years = periods.find_periods(line.text)
    if not years or line.text[: years[0].start].strip(" •*-–"):  # noqa: RUF001
        return None
    rest = line.text[years[0].end :].strip(" :=-–\t")  # noqa: RUF001
    number = _common.number_of(rest) if rest else None
    return _Entry(force, line, years[0], number, rest) if number is not None else None


def _reading(document: Document, entry: _Entry, wide: Around) -> Reading:
    offence = wide.offence
    return Reading(
        force=entry.force,
        period=entry.when.period,
        offence=offence.offence if offence else None,
        unit=wide.unit or Unit.UNKNOWN,
        value=entry.number.value,
        sources=(_common.source(document, entry.line, text=entry.text),),
        layout=NAME,
        code=offence.code if offence else "",
        offence_text=wide.offence_text,
        period_text=entry.when.text,
        flags=(
            *_common.number_flags(entry.number),
            *_common.period_flags(entry.when),
            *_common.offence_flags(offence, wide.offence_text),
        ),
    )

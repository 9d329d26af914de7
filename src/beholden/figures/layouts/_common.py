"""What all layouts need: words to offences and units, cells to values, flags and sources.

Nothing here knows a shape. Every look-up either gives one meaning or says that it
is not sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from beholden.figures.core import numbers, offences, periods
from beholden.figures.core.documents import Cell, Document, Line, Table
from beholden.figures.core.models import (
    Flag,
    OffenceId,
    Place,
    Reading,
    Severity,
    Source,
    State,
    Unit,
    Value,
)

# --- flags ---------------------------------------------------------------------------------

_SENTENCES: dict[str, tuple[Severity, str]] = {
    "uncertain-number": ("review", "It is not certain what number stands here: {}."),
    "uncertain-period": ("review", "It is not certain which period this is of: {}."),
    "uncertain-offence": ("review", "It is not certain which offence this is: {}."),
    "uncertain-unit": ("review", "Nothing says what was counted. Confirm that it is offences."),
    "total-disagrees": ("review", "The parts do not add up to the printed total: {}."),
    "total-below-part": ("review", "The printed total is below one of its parts: {}."),
    "recoverable-suppression": ("note", "The numbers around it give the hidden number away: {}."),
    "quoted-history": ("note", "Numbers in forwarded or quoted text were not read: {}."),
    "place-by-total": ("note", "The column totals place this number, in one way only: {}."),
    "gap-not-unique": ("reject", "The row can be read in more than one way: {}."),
    "ambiguous-layout": ("review", "The answer can be read as several layouts: {}."),
}


def flag(code: str, detail: str = "", *, severity: Severity | None = None) -> Flag:
    """A flag of the shared vocabulary; ``detail`` completes its sentence."""
    usual, sentence = _SENTENCES[code]
    return Flag(code, severity or usual, sentence.format(detail.rstrip(".")))


def with_flags(reading: Reading, *flags: Flag | None) -> Reading:
    """The reading with flags added, none twice."""
    added = (each for each in flags if each is not None)
    together = tuple(dict.fromkeys((*reading.flags, *added)))
    return msgspec.structs.replace(reading, flags=together)


# --- sources -------------------------------------------------------------------------------


def source(document: Document, at: Cell | Line, *, sentence: str = "", text: str = "") -> Source:
    """Where a number was taken from. ``sentence`` and ``text`` narrow a line down."""
    place = msgspec.structs.replace(at.place, sentence=sentence) if sentence else at.place
    return Source(document.file, document.digest, place, text or at.text)


def source_at(document: Document, place: Place, text: str = "") -> Source:
    """A source for a place without a cell, as an empty one of a workbook."""
    return Source(document.file, document.digest, place, text)


# --- the document --------------------------------------------------------------------------


def lines(document: Document, *, quoted: bool = False) -> tuple[Line, ...]:
    """The lines of text; forwarded history only when asked for."""
    return tuple(
        each for each in document.blocks if isinstance(each, Line) and (quoted or not each.quoted)
    )


def tables(document: Document) -> tuple[Table, ...]:
    """The tables that are shown, with at least one row."""
    return tuple(
        each
        for each in document.blocks
        if isinstance(each, Table) and not each.hidden and each.rows
    )


def full_text(document: Document) -> str:
    """Title, subject and all lines that are no history, for look-ups that need no place."""
    return "\n".join((document.title, document.subject, *(each.text for each in lines(document))))


# --- what was counted ----------------------------------------------------------------------

_OUTCOMES = (
    r"outcomes?|disposals?|caution(?:s|ed)?|charged?s?|convictions?|prosecutions?|summons"
    r"|(?:offences|crimes) (?:(?:that|which|were|have been|resulting in|with|an?) )*"
    r"(?:charge|solved|detected|cleared|caution|convict|prosecut|outcome|disposal)\w*"
)
_PERSONS = r"suspects?|offenders?|defendants?|perpetrators?|persons?|people|individuals?|accused"
# Acts and departments are named after offences and crimes, and count none.
_OFFENCES = (
    r"offences?(?! act)"
    r"|crimes?(?! (?:record|regist|reduc|commission|agency|survey|prevent|unit))"
)
_UNIT_WORDS = (
    (Unit.ARRESTS, r"arrest(?:s|ed)?"),
    (Unit.OUTCOMES, _OUTCOMES),
    (Unit.PERSONS, _PERSONS),
    (Unit.VICTIMS, r"victims?"),
    (Unit.OFFENCES, _OFFENCES),
)
_UNIT = re.compile(
    "|".join(rf"(?P<{unit.value}>\b(?:{words})\b)" for unit, words in _UNIT_WORDS), re.IGNORECASE
)
# "245 were recorded": what police record is offences, unless another noun stands there.
_RECORDED = re.compile(r"(?<!information )(?<!data )\brecorded\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:number|count|total) of (?:(?:all|recorded|reported) )*((?:[\w/-]+ ?){1,8})",
    re.IGNORECASE,
)
_ENDS_NOUN = re.compile(
    r"\b(?:of|in|on|at|for|by|with|where|who|which|that|from|per|under|involving|relating"
    r"|concerning|about|and|or|to|recorded|reported)\b",
    re.IGNORECASE,
)
# Counted in answers as well, and no offences.
_OTHER_NOUN = re.compile(
    r"\b(?:images|children|devices|computers|referrals|incidents|reports|investigations|cases"
    r"|warrants|calls|requests|files)$",
    re.IGNORECASE,
)


def unit_of(text: str) -> Unit | None:
    """What a heading says is counted: the noun of "number of", else the first that is one.

    ``Suspects of recorded offences`` counts suspects, ``Offences by age of victim``
    offences, and ``Number of images`` nothing that is known here.
    """
    for counted in _COUNTED.finditer(text):
        ends = _ENDS_NOUN.search(counted[1])
        noun = (counted[1][: ends.start()] if ends else counted[1]).strip()
        if _OTHER_NOUN.search(noun):
            return Unit.UNKNOWN
        if unit := _UNIT.search(noun):
            return _unit(unit)
    found = _UNIT.search(text)
    if found is None:
        return Unit.OFFENCES if _RECORDED.search(text) else None
    return _unit(found)


def _unit(found: re.Match[str]) -> Unit:
    return Unit(found.lastgroup or "unknown")


def unit_among(texts: Iterable[str]) -> Unit:
    """What the first text that says so says is counted; the nearest heading comes first."""
    return next((unit for each in texts if (unit := unit_of(each))), Unit.UNKNOWN)


# --- offences ------------------------------------------------------------------------------

_TOTAL = re.compile(
    r"(?:grand |overall |sub-?\s?)?totals?(?:\b(?!.*\bof\b).*)?|all(?: offences| codes)?|sums?",
    re.IGNORECASE,
)


class Offence(msgspec.Struct, frozen=True, omit_defaults=True):
    """The offence a text names. ``doubt`` is empty where it names one only."""

    offence: OffenceId
    code: str = ""
    doubt: str = ""


def offence_of(text: str) -> Offence | None:
    """The offence that a label, heading or question names, by codes or by words."""
    found = offences.match_wording(text) if text.strip() else None
    if found is None:
        return None
    return Offence(found.offence, found.code, "" if found.certain else found.why)


def is_total(text: str) -> bool:
    """Whether a label is that of a total: ``Total``, ``Grand total``, ``Total offences``."""
    return _TOTAL.fullmatch(text.strip().rstrip(":").strip()) is not None


# --- values and periods --------------------------------------------------------------------


class Number(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value as a cell or word shows it. ``doubt`` is empty where there is only one way."""

    value: Value
    doubt: str = ""


def number_of(text: str) -> Number | None:
    """The value a text shows; nothing where it is neither a count nor an absence."""
    found = numbers.parse_count(text)
    return None if found is None else Number(found.value, "" if found.certain else found.why)


def value_of(cell: Cell | None) -> Number | None:
    """The value of a cell. A cell that is not there is blank; nothing where it holds words."""
    if cell is None:
        return Number(Value(State.BLANK))
    if cell.number is None:
        return number_of(cell.text)
    if cell.number < 0 or cell.number != cell.number.to_integral_value():
        return Number(Value(State.BLANK, reason=cell.text), f"{cell.text} is not a count")
    shown = number_of(cell.text)
    count = numbers.count(int(cell.number))
    if shown is not None and shown.value.known and shown.value != count:
        return Number(count, f"the cell shows {cell.text} and holds {cell.number}")
    return Number(count)


def period_flags(found: periods.ParsedPeriod | None) -> tuple[Flag, ...]:
    """The flag for a period that could be another one."""
    if found is None or found.certain:
        return ()
    return (flag("uncertain-period", found.why or found.text),)


def number_flags(found: Number) -> tuple[Flag, ...]:
    """The flag for a number that could be another one."""
    return (flag("uncertain-number", found.doubt),) if found.doubt else ()


def offence_flags(found: Offence | None, text: str = "") -> tuple[Flag, ...]:
    """The flag for wording that names no offence, or could name another one."""
    if found is None:
        return (flag("uncertain-offence", f'"{text}" names none that is known'),)
    return (flag("uncertain-offence", found.doubt),) if found.doubt else ()


# --- sums ----------------------------------------------------------------------------------


def total_flag(total: Value, parts: Sequence[Value]) -> Flag | None:
    """The flag for a printed total that its parts contradict; none where they can agree."""
    if total.count is None or not parts:
        return None
    known = [each.count for each in parts if each.count is not None]
    arithmetic = " + ".join(str(each) for each in known)
    if known and max(known) > total.count:
        return flag("total-below-part", f"{total.count} is less than {max(known)}")
    added = sum(known)
    # A part that nobody knows may be the rest; a hidden one only up to its bound.
    room = sum(
        each.below - 1 if each.below else total.count for each in parts if each.count is None
    )
    if not added <= total.count <= added + room:
        return flag("total-disagrees", f"{arithmetic} = {added}, printed {total.count}")
    return None


class Whole(msgspec.Struct, frozen=True):
    """What a total is of, and what is doubtful about it; a ``check`` is never published."""

    offence: Offence | None
    role: Literal["total", "check"]
    doubt: Flag | None = None


def whole_of(parts: Sequence[Reading]) -> Whole:
    """What a total without a name of its own is of, told by its parts."""
    summed = {part.offence for part in parts}
    if summed == set(offences.IMAGE_SET):
        return Whole(Offence(offences.IIOC_TOTAL), "total")
    if summed < set(offences.IMAGE_SET):
        codes = " and ".join(dict.fromkeys(part.code or part.offence_text for part in parts))
        doubt = flag("uncertain-offence", f"the total is of {codes} only")
        return Whole(Offence(offences.IIOC_TOTAL), "total", doubt)
    return Whole(None, "check")

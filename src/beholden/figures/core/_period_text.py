"""Periods as people write them, in a label or in a running text.

The pieces of ``_period_atoms`` become periods: two joined by "to", a dash or
"between ... and" are one; a quarter or a month takes its year from what stands
beside it. What could be read in two ways is uncertain, and says why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core._calendar import is_financial_year, kind, months
from beholden.figures.core._period_atoms import NEARBY, Atom, atoms, words_before
from beholden.figures.core._spoken_years import in_digits
from beholden.figures.core.models import Day, Period


class ParsedPeriod(msgspec.Struct, frozen=True, omit_defaults=True):
    """A period, the words that gave it, and whether they could mean only that.

    ``start`` and ``end`` are offsets into the text that was searched; ``why`` says
    what makes it uncertain.
    """

    period: Period
    text: str
    certain: bool
    why: str = ""
    start: int = 0
    end: int = 0


_JOIN = re.compile(
    r"\s*(?:inclusive\s*)?(?P<how>\(?\s*(?:up\s+)?(?:to|until|till|through)\b|\band\b|&"
    r"|[-\u2013\u2014\u2212])\s*(?:the\s+)?(?:end\s+of\s+)?(?:\w+day,?\s+)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?(?:\w+day,?\s+)?$", re.IGNORECASE)
_ENDING = re.compile(
    r"\b(?:(?:year|12[\s-]months?|twelve[\s-]months?)\s+(?:period\s+)?"
    r"(?:(?:which\s+|that\s+)?end(?:ing|ed|s)?|(?:(?:leading|running)\s+)?(?:up\s+)?to)|f?y/?e)\s+(?:on\s+|in\s+)?(?:the\s+)?(?:end\s+of\s+)?"
    r"(?:\w+day,?\s+)?$",
    re.IGNORECASE,
)
# A year on the next line begins a row of its own, and is not the months' above.
_BESIDE = re.compile(
    r"[^\S\n]*[,:()\-\u2013]?(?:[^\S\n]|[,:()\-\u2013])*(?:(?:of|in|for)\s+)?(?:the\s+)?",
    re.IGNORECASE,
)
_PARTIAL = re.compile(
    r"\s*[,(\[*-]*\s*(?:to[\s-]date|ytd|year[\s-]to[\s-]date|so\s+far|part(?:ial)?\b|up\s+to|until"
    r"|(?:first|last)\s+\w+\s+months|\w+\s+months?\s+only|(?:[1-9]|1[01])[\s-]months?\b"
    r"|incomplete|not\s+(?:yet\s+)?complete|provisional|prov\b|to\s+(?:the\s+)?(?:end\s+of\s+)?"
    r"(?:\d\d?(?:st|nd|rd|th)?\s+)?(?:jan|feb|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b)",
    re.IGNORECASE,
)
_OPEN_END = re.compile(
    r"\s*(?:[-\u2013\u2014]|to|until)\s*(?:the\s+)?(?:present|now|today|date|current)",
    re.IGNORECASE,
)
_OPEN_START = re.compile(r"\b(?:since|from|after|before|prior\s+to)\s+$", re.IGNORECASE)
_GLUED_NOTE = re.compile(r"\s*((?:19|20)\d\d[/-]\d\d)\d\s*")
_SUPERSCRIPTS = re.compile("[\u00b2\u00b3\u00b9\u2070\u2074-\u2079]")
_THIS_YEAR = re.compile(r"\s*(?:of\s+)?this\s+year\b", re.IGNORECASE)
_PLAIN_SHAPES = {"day", "month"}


def parse_period(text: str, *, near: Period | None = None) -> ParsedPeriod | None:
    """The period that a label or a phrase names.

    Args:
        text: The words, as ``2016/17`` or ``1 April 2016 to 31 March 2017``.
        near: A period known to be meant nearby, as a heading above; ``Q1`` alone
            is then its first quarter.

    Returns:
        The period; the first and uncertain where the text names several.
    """
    found = find_periods(text, near=near)
    if not found:
        return _with_note(text)
    first = found[0]
    if any(each.period != first.period for each in found):
        return msgspec.structs.replace(first, certain=False, why="the text names several periods")
    return next((each for each in found if each.certain), first)


def find_periods(text: str, *, near: Period | None = None) -> tuple[ParsedPeriod, ...]:
    """Every period in a running text, in order. A single day is no period."""
    spoken = in_digits(_SUPERSCRIPTS.sub(" ", text))
    joined = _join_neighbours(spoken.text, atoms(spoken.text, near))
    placed = _place_quarters(spoken.text, joined, near)
    found = (
        _parsed(spoken.text, atom, atom.period)
        for atom in placed
        if atom.period is not None and atom.period.start != atom.period.end
    )
    return tuple(_as_written(one, text, spoken.starts.get(one.start)) for one in found)


def _as_written(parsed: ParsedPeriod, text: str, start: int | None) -> ParsedPeriod:
    """A period with the words of the text, where its year was put in digits."""
    start = parsed.start if start is None else start
    return msgspec.structs.replace(parsed, text=text[start : parsed.end], start=start)


def _with_note(text: str) -> ParsedPeriod | None:
    """``2016/171``: the mark of a note touches the year."""
    glued = _GLUED_NOTE.fullmatch(text)
    parsed = parse_period(glued[1]) if glued else None
    if glued is None or parsed is None:
        return None
    why = "the last digit may be the mark of a note"
    return msgspec.structs.replace(
        parsed, certain=False, why=why, start=glued.start(1), end=glued.end(1)
    )


def _parsed(text: str, atom: Atom, period: Period) -> ParsedPeriod:
    why = atom.why or _open(text, atom)
    if _PARTIAL.match(text, atom.end):
        why = "the text says that it is only a part of the period"
    return ParsedPeriod(
        period, text[atom.start : atom.end], not why, why, start=atom.start, end=atom.end
    )


def _open(text: str, atom: Atom) -> str:
    if _OPEN_END.match(text, atom.end):
        return "the period has no end"
    if atom.shape != "span" and _OPEN_START.search(words_before(text, atom.start)):
        return "the words may name only where a period begins"
    return ""


def _join_neighbours(text: str, found: Sequence[Atom]) -> list[Atom]:
    joined: list[Atom] = []
    for atom in found:
        here = _year_ending(text, atom)
        pair = _pair(text, joined[-1], here) if joined else None
        if pair is not None:
            joined[-1] = pair
        else:
            joined.append(here)
    return joined


def _year_ending(text: str, atom: Atom) -> Atom:
    """``year ending March 2018``: the twelve months up to it."""
    words = _ENDING.search(words_before(text, atom.start))
    if words is None or atom.period is None or atom.shape not in _PLAIN_SHAPES:
        return atom
    end = atom.period.end
    following = Day.fromordinal(end.toordinal() + 1)
    year, month, day = following.year - 1, following.month, following.day
    begin = atom.start - (words.end() - words.start())
    start = Day(year, 3, 1) if (month, day) == (2, 29) else Day(year, month, day)
    return Atom(begin, atom.end, "span", Period(start, end))


def _pair(text: str, one: Atom, other: Atom) -> Atom | None:
    """Two neighbours as one period, where the words between them join them."""
    if other.start - one.end > NEARBY:
        return None
    between = _JOIN.fullmatch(text, one.end, other.start)
    if between is None:
        return None
    both_days = one.shape == other.shape == "day"
    compared = one.shape not in _PLAIN_SHAPES
    said = _BETWEEN.search(words_before(text, one.start))
    if between["how"].lower() in {"and", "&"} and (compared or not (said or both_days)):
        return None
    span, why = _span(one, other)
    if span is None and (one.period or other.period):
        return None
    end = other.end
    if this := _THIS_YEAR.match(text, end):
        end = this.end()
    if span is None:
        return _yearless(one, other)
    why = why or one.why or other.why
    return Atom(one.start, end, "span", span, certain=not why, why=why)


def _span(one: Atom, other: Atom) -> tuple[Period | None, str]:
    why = ""
    if one.period and other.period:
        start, end = one.period.start, other.period.end
        plain = {one.shape, other.shape} <= _PLAIN_SHAPES
        if other.shape in _PLAIN_SHAPES and start < end < one.period.end and not plain:
            return Period(start, end), "the text says that it is only a part of the period"
        if not plain and one.shape != other.shape:
            return None, ""
        if one.shape == "year":
            why = "the years may be calendar or financial years"
    elif one.period and other.shape in _PLAIN_SHAPES:
        start = one.period.start
        end = _on_or_after(start, other)
        why = "the second date has no year"
    elif other.period and one.shape in _PLAIN_SHAPES and other.shape in _PLAIN_SHAPES:
        end = other.period.end
        begin = _first(end.year, one)
        start = begin if begin <= end else _first(end.year - 1, one)
    else:
        return None, ""
    return (Period(start, end), why) if start < end else (None, "")


def _first(year: int, atom: Atom) -> Day:
    return months(year, atom.month, 1).start if not atom.day else _clipped(year, atom)


def _last(year: int, atom: Atom) -> Day:
    return months(year, atom.month, 1).end if not atom.day else _clipped(year, atom)


def _clipped(year: int, atom: Atom) -> Day:
    return Day(year, atom.month, min(atom.day, months(year, atom.month, 1).end.day))


def _on_or_after(start: Day, atom: Atom) -> Day:
    end = _last(start.year, atom)
    return end if end > start else _last(start.year + 1, atom)


def _yearless(one: Atom, other: Atom) -> Atom | None:
    """``April to June`` without a year: a quarter of whatever year stands beside it."""
    if {one.shape, other.shape} - _PLAIN_SHAPES or (one.day > 1):
        return None
    if other.day and _last(2001, other) != months(2001, other.month, 1).end:
        return None
    count = (other.month - one.month) % 12 + 1
    return Atom(one.start, other.end, "quarter", first=(one.month - 4) % 12, count=count)


def _place_quarters(text: str, found: Sequence[Atom], near: Period | None) -> list[Atom]:
    placed: list[Atom] = []
    waiting: list[Atom] = []
    for atom in found:
        if atom.shape == "quarter" and atom.period is None:
            before = placed[-1] if placed and not waiting else None
            if before is not None and _names_year(before) and _beside(text, before, atom):
                placed[-1] = _within(before, atom, before.start, atom.end)
            else:
                waiting.append(atom)
            continue
        last = waiting[-1] if waiting else None
        if last is not None and _names_year(atom) and _beside(text, last, atom):
            placed.append(_within(atom, last, waiting[0].start, atom.end))
            waiting.clear()
        else:
            placed.append(atom)
    if near is not None and kind(near) in {"financial", "calendar"}:
        year = Atom(0, 0, "financial" if is_financial_year(near) else "year", near)
        placed += [_within(year, each, each.start, each.end) for each in waiting]
    return sorted(placed, key=lambda atom: atom.start)


def _names_year(atom: Atom) -> bool:
    return atom.period is not None and kind(atom.period) in {"financial", "calendar"}


def _beside(text: str, one: Atom, other: Atom) -> bool:
    near = other.start - one.end <= NEARBY
    return near and _BESIDE.fullmatch(text, one.end, other.start) is not None


def _within(year: Atom, quarter: Atom, start: int, end: int) -> Atom:
    """The quarter in its year: counted from April in a financial year."""
    assert year.period is not None  # noqa: S101 - for the type checker; callers checked
    if is_financial_year(year.period):
        first = 3 + quarter.first
        span = months(year.period.start.year + first // 12, first % 12 + 1, quarter.count)
        return Atom(start, end, "span", span, certain=year.certain, why=year.why)
    span = months(year.period.start.year, quarter.first + 1, quarter.count)
    why = "a quarter of a calendar year may be meant, or of a financial year"
    return Atom(start, end, "span", span, certain=False, why=why)

"""The cells of a file of figures: whom a number is of, when, what, and how many.

Each reader gives a value or raises ``CellError`` with a sentence that says what to write
instead. What is kept under a name that nobody knows here has a key of its own (``other:``, or
``own:`` for a series, and the name in lower case); nothing is guessed.

    read_subject("UK total", registry).key  # "group:uk"
    read_number("over 78,000").at_least     # True
"""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from beholden.figures.core.claims.models import Subject
from beholden.figures.core.claims.naming.own_series import key_of
from beholden.figures.core.forces import Registry
from beholden.figures.core.models import Day, ForceCode, Period
from beholden.figures.core.offences import (
    ADULT,
    CLASS_86,
    IIOC_TOTAL,
    IMAGE_SET,
    SEXUAL_COMMUNICATION,
    match_wording,
)
from beholden.figures.core.offences import name as offence_name
from beholden.figures.core.periods import (
    calendar_year,
    financial_year,
    is_financial_year,
    months,
    parse_period,
)

OTHER = "other:"
GROUP = "group:"

OFFENCES = (IIOC_TOTAL, *IMAGE_SET, SEXUAL_COMMUNICATION, CLASS_86, ADULT)
_MOST_CHARACTERS = 300
_MOST_DIGITS = 15
_MOST_QUOTED = 40
_NUMBER = re.compile(
    r"(?P<bound>(?:over|more than|at least|above|>=?|\u2265)\s*)?"
    r"(?P<sign>[-\u2212+])?"
    r"(?P<digits>\d{1,3}(?:[,\u2009\u202f]\d{3}){1,4}|\d{1,15})(?P<decimals>\.\d{1,9})?"
    r"\s*(?P<percent>%|per cent|percent|pc)?(?:\s*\[[a-z]{1,4}\])?",
    re.ASCII | re.IGNORECASE,
)
# The shorthand of official statistics and what stands for it elsewhere.
_MISSING = re.compile(r"\[[a-z]{1,4}\]|n/?a|[-\u2013\u2014*:]|\.\.", re.IGNORECASE)
_BOTH_FINANCIAL = re.compile(r"(\d{4}/\d\d(?:\d\d)?)\s*[-\u2013\u2014]\s*(\d{4}/\d\d(?:\d\d)?)")
_BOTH_CALENDAR = re.compile(r"((?:19|20)\d\d)\s*(?:[-\u2013\u2014]|to)\s*((?:19|20)\d\d)", re.ASCII)
_TWO_YEARS = re.compile(r"((?:19|20)\d\d)\s*[-\u2013\u2014/]\s*((?:19|20)\d\d)", re.ASCII)
_WRITE_PERIOD = "write 2016/17, 2017, 2013-2015 or 1 April 2016 to 31 March 2017"
_DAY = re.compile(r"((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?", re.ASCII)
_COMBINED = re.compile(r"(?P<area>[^()+]{1,80})\((?P<parts>[^()]{1,200})\)")
# Words of a series that counts something else, although it names an offence.
_NOT_OFFENCES = re.compile(
    r"\b(?:url|web|site|page|link|arrest|charg|convict|caution|victim|helpline|hotline|call"
    r"|contact|counsel|survey|asked|people|person|pupil|young|adult|parent|suspect|offender"
    r"|report|search|visit|visitor|share|percentage|proportion|rate|referral)",
    re.IGNORECASE,
)
_GROOMING = re.compile(
    r"(?:online |recorded )?(?:child )?grooming(?: (?:offences|crimes))?(?: recorded)?",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,30}):\S", re.ASCII | re.IGNORECASE)
_PERCENT_UNITS = frozenset({"%", "percent", "per cent", "pc", "percentage"})
_SHARE_UNITS = frozenset({"share", "proportion", "fraction"})
_MINUTE_UNITS = frozenset({"minute", "minutes"})
_RATE_UNIT = re.compile(r"\brates?\b|\bper (?:[\d,]+|head|person|capita)\b")
_COUNT_UNITS = frozenset({"", "count", "counts", "number"})


class CellError(ValueError):
    """A cell that cannot be read; the sentence says what to write."""


class Number(msgspec.Struct, frozen=True):
    """A number as printed. ``at_least`` is true of "over 78,000", ``percent`` of "2%"."""

    value: Decimal
    at_least: bool = False
    percent: bool = False


class Series(msgspec.Struct, frozen=True):
    """What was counted: its key, and its name as people say it."""

    key: str
    name: str


def plain(text: str) -> str:
    """A name in lower case, with single spaces."""
    return " ".join(text.casefold().split())


def read_subject(text: str, registry: Registry) -> Subject:
    """The force, group, combination of forces or other subject of that name."""
    name = _bounded(text)
    if not name:
        raise CellError("is empty: name a force, an area or who the number is of.")
    if force := registry.find(name):
        return Subject(key=force.code, name=force.name, members=(force.code,))
    if group := registry.find_group(name):
        return Subject(key=GROUP + group.id, name=group.name, members=group.members)
    return Subject(key=OTHER + plain(name), name=name, members=_combined(name, registry))


def _combined(name: str, registry: Registry) -> tuple[ForceCode, ...]:
    """The forces of ``Yorkshire (North+South+West)`` or of ``Kent+Surrey``; else none.

    Raises:
        CellError: A plus joins names of which one is no force.
    """
    if "+" not in name:
        return ()
    inside = _COMBINED.fullmatch(name)
    area = inside["area"].strip() if inside else ""
    names = [each.strip() for each in (inside["parts"] if inside else name).split("+")]
    codes = []
    for each in names:
        force = registry.find(f"{each} {area}" if area else each)
        if force is None:
            raise CellError(f"joins {each!r}, which is no force: write names of forces with +.")
        codes.append(force.code)
    return tuple(dict.fromkeys(codes))


def read_financial_year(text: str) -> Period:
    """The financial year that a cell names, and no other period; ``2016-2017`` is one here."""
    said = _bounded(text)
    if not said:
        raise CellError("is empty: write a financial year, as 2016/17.")
    both = _TWO_YEARS.fullmatch(said)
    if both is not None and int(both[2]) == int(both[1]) + 1:
        return financial_year(int(both[1]))
    parsed = parse_period(said)
    if parsed is None or not parsed.certain or not is_financial_year(parsed.period):
        raise CellError(f"holds {_quoted(text)}, which is no financial year: write 2016/17.")
    return parsed.period


def read_period(text: str) -> Period:
    """The period that a cell names: a year of either kind, a span of years, a month, a day."""
    said = _bounded(text)
    if not said:
        raise CellError(f"is empty: {_WRITE_PERIOD}.")
    said = _BOTH_FINANCIAL.sub(r"\1 to \2", said)
    parsed = parse_period(said)
    if parsed is not None and parsed.certain:
        return parsed.period
    if period := _years(said) or _iso(said):
        return period
    why = f" ({parsed.why})" if parsed is not None else ""
    raise CellError(
        f"holds {_quoted(text)}, which is not certainly one period{why}: {_WRITE_PERIOD}."
    )


def _years(said: str) -> Period | None:
    """``2013-2015``: calendar years. ``2016-2017`` is left out, as it is often one year."""
    both = _BOTH_CALENDAR.fullmatch(said)
    if both is None or int(both[2]) - int(both[1]) <= 1:
        return None
    return Period(calendar_year(int(both[1])).start, calendar_year(int(both[2])).end)


def _iso(said: str) -> Period | None:
    """``2018-09`` the month, or ``2018-09-13`` the day."""
    day = day_of(said)
    if day is None:
        return None
    return Period(day, day) if said.count("-") > 1 else months(day.year, day.month, 1)


def day_of(release: str) -> Day | None:
    """The day that a release's name gives: ``2018-09`` its first, ``2018-09-13`` itself."""
    found = _DAY.fullmatch(release)
    if found is None:
        return None
    try:
        return Day(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        return None


def read_offence(text: str) -> Series:
    """The offence of a cell: its id, or words or codes that name it for certain."""
    return _series(_bounded(text), offences_only=True)


def read_series(text: str) -> Series:
    """The series of a cell: an offence, or anything else under its own name."""
    return _series(_bounded(text), offences_only=False)


def _series(said: str, *, offences_only: bool) -> Series:
    if not said:
        raise CellError("is empty: say what was counted, as iioc_total.")
    for offence in OFFENCES:
        if plain(said) == offence:
            return Series(offence, offence_name(offence))
    if _GROOMING.fullmatch(said):
        return Series(SEXUAL_COMMUNICATION, offence_name(SEXUAL_COMMUNICATION))
    match = match_wording(said)
    counts_offences = offences_only or not _NOT_OFFENCES.search(said)
    if match is not None and match.certain and counts_offences:
        return Series(match.offence, offence_name(match.offence))
    return Series(key_of(said), said)


def read_number(text: str) -> Number | None:
    """The number of a cell; None where a mark or an empty cell says that there is none."""
    if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS:
        return Number(Decimal(text))  # nearly all cells of a large file
    said = _bounded(text)
    if not said or _MISSING.fullmatch(said):
        return None
    found = _NUMBER.fullmatch(said)
    if found is None:
        raise CellError(f"holds {_quoted(text)}, which is no number: write 1199, 1,199 or 22.7%.")
    digits = re.sub(r"\D", "", found["digits"])
    value = Decimal(digits + (found["decimals"] or ""))
    percent = bool(found["percent"])
    if found["sign"] in {"-", "\u2212"}:
        if not percent:
            raise CellError(f"holds {_quoted(text)}: a count is never below zero.")
        value = -value
    return Number(value, at_least=bool(found["bound"]), percent=percent)


def read_count(text: str) -> Number | None:
    """The whole number of a cell; None where there is none.

    Raises:
        CellError: It is a percentage, a bound or a broken number.
    """
    number = read_number(text)
    if number is not None and (number.percent or number.at_least or number.value % 1):
        raise CellError(f"holds {_quoted(text)}, which is no whole number: write 1199.")
    return number


def read_unit(text: str, number: Number) -> tuple[str, str, Decimal]:
    """The unit of a number, the noun that is counted, and the value in that unit."""
    said = plain(_bounded(text)) if text else ""
    if number.percent or said in _PERCENT_UNITS:
        if said not in _PERCENT_UNITS | _SHARE_UNITS | _COUNT_UNITS:
            raise CellError(f"says {_quoted(text)} of a percentage: write percent.")
        return "percent", "", number.value
    if said in _SHARE_UNITS:
        if number.value > 1:
            raise CellError("says share of a number above 1: write it as a percentage, 2%.")
        return "percent", "", number.value * 100
    if said in _MINUTE_UNITS:
        return "minutes", "", number.value
    if _RATE_UNIT.search(said):
        return "rate", said, number.value
    return "count", "" if said in _COUNT_UNITS else said, number.value


def read_address(text: str) -> str:
    """The address or the name of a source; nothing that a browser would run."""
    said = " ".join(text.split())
    scheme = _SCHEME.match(said)
    if scheme is not None and scheme[1].casefold() not in {"http", "https"}:
        raise CellError("is no address of a page: write one that begins with https://.")
    return said


def _bounded(text: str) -> str:
    said = " ".join(text.split())
    if len(said) > _MOST_CHARACTERS:
        raise CellError(f"is longer than {_MOST_CHARACTERS} characters: write a short name.")
    return said


def _quoted(text: str) -> str:
    shown = " ".join(text.split())
    return repr(shown if len(shown) <= _MOST_QUOTED else shown[:_MOST_QUOTED] + "\u2026")

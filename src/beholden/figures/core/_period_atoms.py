"""The date-like pieces of a text: days, months, years, financial years, quarters.

A piece is an ``Atom``. One that names no year of its own has no period yet; what
stands beside it may give it one. Years of Acts and of reference numbers, codes of
offences, age bands and dates that do not exist are no atoms.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import msgspec

from beholden.figures.core._calendar import calendar_year, financial_year, months
from beholden.figures.core.models import Day, Period

Shape = Literal["day", "month", "year", "financial", "quarter", "span"]


class Atom(msgspec.Struct, frozen=True):
    """One piece. ``first`` and ``count`` are the months of a quarter within its financial year.

    ``month`` and ``day`` are present for a day or month without a year. ``why``
    tells why a piece that is not ``certain`` is not.
    """

    start: int
    end: int
    shape: Shape
    period: Period | None = None
    month: int = 0
    day: int = 0
    first: int = 0
    count: int = 0
    certain: bool = True
    why: str = ""


MONTHS = "january february march april may june july august september october november december"
_MONTH = {name[:3]: number for number, name in enumerate(MONTHS.split(), start=1)}
_MONTH_WORD = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_ORDINAL = r"(?:\s?(?:st|nd|rd|th)\b)?"
_YEAR = r"(?:19|20)\d\d"
# A date may be broken over a line after a separator, never within a number.
_BREAK = r"(?:[^\S\n]*\n[^\S\n]*)?"
# A two-digit year after a space is only a year where the date ends there.
_ENDS = r"(?=\s*(?:$|[-\u2013\u2014),.;:]|to\b|and\b|until\b|inclusive\b))"
# A year that begins a line with its count is a row of a list, and no end of a date above.
_NO_ROW = (
    r"(?![\s,\-/]*\n\s*(?:19|20)\d\d[^\S\n]*[:=\u2013-]?[^\S\n]+\d[\d,]*(?![\d,]|[./-]\d)"
    rf"(?!{_ORDINAL}[-\s]*(?:day\s+)?(?:of\s+)?{_MONTH_WORD}))"
)
_PIECES = re.compile(
    rf"""
    (?<![\d/.-])(?P<iso>(?P<iy>{_YEAR})-(?P<im>\d\d)-(?P<id>\d\d))(?![\d-])
  | (?<![\w/.])(?P<numbered>(?P<n1>\d\d?)[/.](?P<y1>{_YEAR})\s*(?:to|[-\u2013\u2014\u2212])\s*
        (?P<n2>\d\d?)[/.](?P<y2>{_YEAR}))(?![\d/.])
  | (?<![\d/.])(?P<numeric>(?P<nd>\d\d?)(?P<sep>[./-]){_BREAK}(?P<nm>\d\d?)(?P=sep){_BREAK}
        (?P<ny>{_YEAR}|\d\d))(?!\d|[./]\d)
  | (?<![\w/.])(?P<financial>(?P<fmark>f/?y\s*|(?:financial|fiscal)\s+year\s*)?
        (?P<fa>{_YEAR}|\d\d)\s?(?P<fsep>[/\-\u2013\u2014\u2212])\s?{_BREAK}
        (?P<fb>{_YEAR}|\d\d))(?!\d|[./-]\d)
  | (?<![\w/.])(?P<clipped>(?P<ca>{_YEAR})[/\-\u2013](?P<cb>[1-9]))(?![\w%]|[.,/:-]\d)
  | (?<![\w/.])(?P<cut>(?P<cy>{_YEAR})/)(?!\s?\w)
  | (?<![\d/.])(?P<written>(?P<wd>\d\d?){_ORDINAL}[-\s]*(?:day\s+)?(?:of\s+)?(?P<wm>{_MONTH_WORD})
        (?:{_NO_ROW}[\s,\-]*(?P<wy>{_YEAR})(?!\d|/\d)|[\s\-]?['\u2019](?P<wq>\d\d)(?!\d)|-(?P<wh>\d\d)(?!\d)
        |\s(?P<ws>\d\d){_ENDS})?)
  | \b(?P<american>(?P<am>{_MONTH_WORD})\s+(?P<ad>\d\d?){_ORDINAL},?\s+(?P<ay>{_YEAR})(?!\d))
  | \b(?P<monthly>(?P<mm>{_MONTH_WORD})
        (?:{_NO_ROW}[\s,\-/]*(?P<my>{_YEAR})(?!\d|\s?[/-]\s?\d)|[\s\-]?['\u2019](?P<mq>\d\d)(?!\d)
        |[-/](?P<mh>\d\d)(?![\d/.-]))?)
  | \b(?P<quarter>q(?:uarter|tr)?\s*(?P<q1>[1-4])|(?P<q2>[1-4])(?:st|nd|rd|th)\s+quarter
        |(?P<qw>first|second|third|fourth|last|final)\s+quarter
        |h(?P<h1>[12])|(?P<hw>first|second|last)\s+half)\b
  | (?<![\w/.,'\u2019\u00a3-])(?P<yearly>(?P<ymark>f/?y\s*|(?:financial|fiscal)\s+year\s*)?
        (?P<yy>{_YEAR}))(?!\w|/\w|[.,-]\d)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ACT = re.compile(
    r"\b(?:acts?|order|regulations?|rules|directive|bill|code)"
    r"(?:\s*\([^)]*\))?(?:\s*,?\s*(?:19|20)\d\d,?(?:\s+and)?)?\s*,?\s*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s+(?:\w+\s+){0,2}?(?:offences?|crimes?|images|records?|arrests?|people|persons|children|"
    r"suspects|victims|incidents)\b",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"(?:^|[,:;(/|\t\n-]|\b(?:in|during|for|of|from|since|to|and|or|year|years|between|by|until|"
    r"than|vs|versus|calendar))\s*$",
    re.IGNORECASE,
)
_AGES = re.compile(r"\s*(?:years?\b|yrs?\b|year[- ]olds?)", re.IGNORECASE)
_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_LAST_SHORT_YEAR = 49
_FIRST_PLAIN_YEAR, _LAST_PLAIN_YEAR = 1990, 2049
_LAST_MONTH = 12
ONE_DIGIT = "the second year has one digit, and may be a month"
NEARBY = 80
"""How many characters around a piece may tell what it means."""


def atoms(text: str, near: Period | None) -> list[Atom]:
    """The pieces of a text, in order. ``near`` is a period known to be meant nearby."""
    found = (_READERS[match.lastgroup or ""](match, near) for match in _PIECES.finditer(text))
    return [atom for atom in found if atom is not None]


def words_before(text: str, at: int) -> str:
    """The words just before a place; what is further away says nothing of it."""
    return text[max(0, at - NEARBY) : at]


def _iso(match: re.Match[str], _: Period | None) -> Atom | None:
    return _day(match, match["iy"], int(match["im"]), int(match["id"]))


def _numeric(match: re.Match[str], _: Period | None) -> Atom | None:
    return _day(match, match["ny"], int(match["nm"]), int(match["nd"]))


def _numbered(match: re.Match[str], _: Period | None) -> Atom | None:
    first, last = int(match["n1"]), int(match["n2"])
    if not (1 <= first <= _LAST_MONTH and 1 <= last <= _LAST_MONTH):
        return None
    start = months(int(match["y1"]), first, 1).start
    end = months(int(match["y2"]), last, 1).end
    return Atom(match.start(), match.end(), "span", Period(start, end)) if start < end else None


def _written(match: re.Match[str], _: Period | None) -> Atom | None:
    month, day = _month(match["wm"]), int(match["wd"])
    year = match["wy"] or match["wq"] or match["wh"] or match["ws"]
    if year:
        return _day(match, year, month, day)
    if _exact(2000, month, day) is None:
        return None
    return Atom(match.start(), match.end(), "day", month=month, day=day)


def _american(match: re.Match[str], _: Period | None) -> Atom | None:
    return _day(match, match["ay"], _month(match["am"]), int(match["ad"]))


def _monthly(match: re.Match[str], _: Period | None) -> Atom | None:
    month = _month(match["mm"])
    year = match["my"] or match["mq"] or match["mh"]
    period = months(_full(year), month, 1) if year else None
    return Atom(match.start(), match.end(), "month", period, month=month)


def _financial(match: re.Match[str], near: Period | None) -> Atom | None:
    first, second = match["fa"], match["fb"]
    short = _is_short(first)
    if short and not _is_short(second):
        return None
    whole = match.start() == 0 and match.end() == len(match.string)
    if short and not (match["fsep"] == "/" or whole or match["fmark"]):
        return None
    if _AGES.match(match.string, match.end()):
        return None
    start = _full(first)
    if int(second) != (start + 1) % 100 and int(second) != start + 1:
        return _years(match, first, second)
    likely = match["fmark"] or (near is not None and abs(near.start.year - start) <= 1)
    why = "" if likely else _doubt(match)
    return Atom(
        match.start(), match.end(), "financial", financial_year(start), certain=not why, why=why
    )


def _doubt(match: re.Match[str]) -> str:
    """What else two consecutive years may be, when nothing nearby says that they are one."""
    dash, second = match["fsep"] != "/", match["fb"]
    if not _is_short(match["fa"]):
        return "it may be two calendar years" if dash and not _is_short(second) else ""
    if dash:
        return "two-digit numbers with a dash may be something else than a year"
    return "it may be a day and a month" if int(second) <= _LAST_MONTH else ""


def _clipped(match: re.Match[str], _: Period | None) -> Atom | None:
    """``2014-5``: the second year by its last digit, where it is the next one."""
    start = int(match["ca"])
    if int(match["cb"]) != (start + 1) % 10 or _AGES.match(match.string, match.end()):
        return None
    year = financial_year(start)
    return Atom(match.start(), match.end(), "financial", year, certain=False, why=ONE_DIGIT)


def _years(match: re.Match[str], first: str, second: str) -> Atom | None:
    """``2016-2018``: years that are not one financial year."""
    if _is_short(first) or _is_short(second) or int(second) <= int(first):
        return None
    span = Period(calendar_year(int(first)).start, calendar_year(int(second)).end)
    why = "the years may be calendar or financial years"
    return Atom(match.start(), match.end(), "year", span, certain=False, why=why)


def _cut(match: re.Match[str], _: Period | None) -> Atom | None:
    why = "the label is cut off after the first year"
    year = financial_year(int(match["cy"]))
    return Atom(match.start(), match.end(), "financial", year, certain=False, why=why)


def _quarter(match: re.Match[str], _: Period | None) -> Atom | None:
    half = match["h1"] or match["hw"]
    word = (half or match["q1"] or match["q2"] or match["qw"]).lower()
    count = 6 if half else 3
    last = _LAST_MONTH // count
    number = int(word) if word.isdigit() else _ORDER.get(word, last)
    return Atom(match.start(), match.end(), "quarter", first=(number - 1) * count, count=count)


def _yearly(match: re.Match[str], _: Period | None) -> Atom | None:
    year, text = int(match["yy"]), match.string
    before = words_before(text, match.start())
    if not _FIRST_PLAIN_YEAR <= year <= _LAST_PLAIN_YEAR or _ACT.search(before):
        return None
    if match["ymark"]:
        why = "a financial year is named by one of its two years"
        span = financial_year(year - 1)
        return Atom(match.start(), match.end(), "financial", span, certain=False, why=why)
    if _COUNTED.match(text, match.end()):
        return None
    certain = bool(_CUE.search(before))
    why = "" if certain else "the number may be no year"
    return Atom(match.start(), match.end(), "year", calendar_year(year), certain=certain, why=why)


def _day(match: re.Match[str], year: str, month: int, day: int) -> Atom | None:
    exact = _exact(_full(year), month, day)
    if exact is None:
        return None
    return Atom(match.start(), match.end(), "day", Period(exact, exact), month=month, day=day)


def _exact(year: int, month: int, day: int) -> Day | None:
    try:
        return Day(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    return _MONTH[word[:3].lower()]


def _is_short(year: str) -> bool:
    return len(year) == len("16")


def _full(year: str) -> int:
    """A year in four digits; of two digits, 50 and above are of the last century."""
    number = int(year)
    if not _is_short(year):
        return number
    return number + (2000 if number <= _LAST_SHORT_YEAR else 1900)


_READERS: dict[str, Callable[[re.Match[str], Period | None], Atom | None]] = {
    "iso": _iso,
    "numbered": _numbered,
    "numeric": _numeric,
    "financial": _financial,
    "clipped": _clipped,
    "cut": _cut,
    "written": _written,
    "american": _american,
    "monthly": _monthly,
    "quarter": _quarter,
    "yearly": _yearly,
}

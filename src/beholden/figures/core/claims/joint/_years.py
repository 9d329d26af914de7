"""The years and the spans of years that a sentence names outright.

named_years("from 2016/17 to 2019")  # ((2016, 2017), (2019, 2019))
spans_said("in five years")  # {5}
"""

from __future__ import annotations

import re

from beholden.figures.core._number_words import number_said, words_of
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.models import Period

Year = tuple[int, int]
"""The first and the last calendar year of one that is named; twice the same of a bare one."""

_CENTURY = 2000
_YEARS = lazily(
    r"(?<![\d,./])(?P<first>(?:19|20)\d\d)(?:\s?[/\u2013-]\s?(?P<last>(?:19|20)?\d\d))?(?![\d,/%])"
    r"|(?<![\d,./])(?P<short>\d\d)/(?P<next>\d\d)(?![\d/])",
)
_MONTHS = r"(?:year|12\smonths|twelve\smonths)"
_NUMBERS = rf"{words_of(2, 10)}|[2-9]|10"
_SPAN = lazily(
    rf"\b(?P<n>{_NUMBERS})[\s-]years?\b"
    rf"|\b(?:a|one|the\slast|last|past|just)\s(?:single\s)?{_MONTHS}\b"
    rf"|\b{_MONTHS}\s(?:before|earlier)\b|\b(?:previous|preceding)\s{_MONTHS}\b"
    r"|\bannual(?:ly)?\b|\byear[\s-]on[\s-]year\b",
    re.IGNORECASE,
)
_LAPSE = lazily(
    rf"(?<!those\s)(?<!these\s)\b(?P<n>{_NUMBERS})[\s-]years?\b"
    rf"|\b(?:(?:a|one|single)\s{_MONTHS}|{_MONTHS}\s(?:ago|before|earlier|previously)"
    rf"|(?:previous|preceding)\s{_MONTHS})\b",
    re.IGNORECASE,
)
_LAST = lazily(rf"\b(?:last|past|latest)\s({_NUMBERS})\syears\b", re.IGNORECASE)
_AGO = lazily(rf"\b({_NUMBERS})\syears\sago\b", re.IGNORECASE)


def named_years(sentence: str) -> tuple[Year, ...]:
    """The years that a sentence names, by the first and the last calendar year of each."""
    found: list[Year] = []
    for one in _YEARS.finditer(sentence):
        if one["short"] is not None:
            first, last = _CENTURY + int(one["short"]), _CENTURY + int(one["next"])
            found += [(first, last)] if last == first + 1 else []
            continue
        first, tail = int(one["first"]), one["last"] or ""
        last = int(str(first)[: len(str(first)) - len(tail)] + tail)
        # "2013-15" are two years, of which the one between is not named.
        found += [(first, last)] if last in {first, first + 1} else [(first, first), (last, last)]
    return tuple(found)


def spans_said(sentence: str) -> frozenset[int]:
    """For how many years a sentence says that something changed; empty where it says nothing."""
    return frozenset(
        1 if one["n"] is None else number_said(one["n"]) for one in _SPAN.finditer(sentence)
    )


def lapses_said(sentence: str) -> frozenset[int]:
    """How many years a sentence says to lie between two of its counts, or to hold them all."""
    return frozenset(
        1 if one["n"] is None else number_said(one["n"]) for one in _LAPSE.finditer(sentence)
    )


def years_ago(sentence: str) -> int | None:
    """How many years ago a sentence says that something was; none where it says several."""
    found = {one.lower() for one in _AGO.findall(sentence)}
    if len(found) != 1:
        return None
    (ago,) = found
    return number_said(ago)


def last_years(sentence: str) -> int | None:
    """How many years up to now a sentence speaks of: "in the last three years"."""
    found = _LAST.search(sentence)
    return None if found is None else number_said(found[1])


def fits_year(year: Year, period: Period) -> bool:
    """Whether a year that is named may be a period: a bare year is one that it touches."""
    first, last = year
    if first != last:
        return (period.start.year, period.end.year) == year
    return first in {period.start.year, period.end.year}


__all__ = [
    "Year",
    "fits_year",
    "lapses_said",
    "last_years",
    "named_years",
    "spans_said",
    "years_ago",
]

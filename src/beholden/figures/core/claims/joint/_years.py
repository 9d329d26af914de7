"""The years and the spans of years that a sentence names outright.

named_years("from 2016/17 to 2019")  # ((2016, 2017), (2019, 2019))
spans_said("in five years")  # {5}
"""

from __future__ import annotations

import re

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
_SPAN = lazily(
    r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten|[2-9]|10)[\s-]years?\b"
    rf"|\b(?:a|one|the\slast|last|past|just)\s(?:single\s)?{_MONTHS}\b"
    rf"|\b{_MONTHS}\s(?:before|earlier)\b|\b(?:previous|preceding)\s{_MONTHS}\b"
    r"|\bannual(?:ly)?\b|\byear[\s-]on[\s-]year\b",
    re.IGNORECASE,
)
_COUNTED = {
    word: at
    for at, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=2
    )
}


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
    found = set()
    for one in _SPAN.finditer(sentence):
        said = one["n"]
        found.add(1 if said is None else _COUNTED.get(said.lower()) or int(said))
    return frozenset(found)


def fits_year(year: Year, period: Period) -> bool:
    """Whether a year that is named may be a period: a bare year is one that it touches."""
    first, last = year
    if first != last:
        return (period.start.year, period.end.year) == year
    return first in {period.start.year, period.end.year}


__all__ = ["Year", "fits_year", "named_years", "spans_said"]

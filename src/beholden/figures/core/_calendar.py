"""Counting days: financial years, halves, quarters, and whether parts fill a whole.

A financial year runs from 1 April to 31 March, both included. Spans are never
shortened or joined here; this module only says what they are.

    days(financial_year(2019))  # 366: it holds 29 February 2020
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from beholden.figures.core.models import Day, OffenceId, Period

Kind = Literal["financial", "calendar", "half", "quarter", "part", "span"]

_APRIL = 4
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTHS_IN_YEAR = 12
_SHORTEST_YEAR = 365
_MINUTES_IN_DAY = 1440
_KIND_OF_MONTHS: dict[int, Kind] = {3: "quarter", 6: "half"}

# When an offence came into force; only the ones that did so within living series.
_COMMENCED = {OffenceId("sexual_communication_with_child"): Day(2017, 4, 3)}


def financial_year(start_year: int) -> Period:
    """The financial year that begins on 1 April of ``start_year``."""
    return Period(Day(start_year, _APRIL, 1), Day(start_year + 1, 3, 31))


def calendar_year(year: int) -> Period:
    """The calendar year."""
    return Period(Day(year, 1, 1), Day(year, 12, 31))


def months(year: int, month: int, count: int) -> Period:
    """``count`` whole months, the first being ``month`` of ``year``."""
    last = year * _MONTHS_IN_YEAR + month - 1 + count
    following = Day(last // _MONTHS_IN_YEAR, last % _MONTHS_IN_YEAR + 1, 1)
    return Period(Day(year, month, 1), Day.fromordinal(following.toordinal() - 1))


def whole_months(period: Period) -> int:
    """How many whole months a period is made of; 0 where it begins or ends within one."""
    start, end = period.start, period.end
    count = _MONTHS_IN_YEAR * (end.year - start.year) + end.month - start.month + 1
    return count if months(start.year, start.month, count) == period else 0


def year_of(day: Day) -> int:
    """The year in which the financial year of ``day`` begins."""
    return day.year if day.month >= _APRIL else day.year - 1


def is_financial_year(period: Period) -> bool:
    """Whether the period is one whole financial year."""
    return period == financial_year(period.start.year)


def kind(period: Period) -> Kind:
    """What the period is.

    Halves and quarters are those of the calendar, which are also those of the
    financial year. ``part`` is anything else shorter than a year, ``span`` a
    year that begins on another day, or something longer.
    """
    if is_financial_year(period):
        return "financial"
    if period == calendar_year(period.start.year):
        return "calendar"
    for count, name in _KIND_OF_MONTHS.items():
        starts = period.start.month % 3 == 1 and period.start.day == 1
        if starts and period == months(period.start.year, period.start.month, count):
            return name
    return "part" if days(period) < _SHORTEST_YEAR else "span"


def label(period: Period) -> str:
    """The period in words: ``2016/17``, ``2015``, or both of its days."""
    what = kind(period)
    if what == "financial":
        return f"{period.start.year}/{period.end.year % 100:02}"
    if what == "calendar":
        return str(period.start.year)
    return f"{_in_words(period.start)} to {_in_words(period.end)}"


def days(period: Period) -> int:
    """How many days, both ends counted."""
    return period.end.toordinal() - period.start.toordinal() + 1


def minutes(period: Period) -> int:
    """How many minutes; days of 24 hours."""
    return days(period) * _MINUTES_IN_DAY


def overlap(one: Period, other: Period) -> int:
    """How many days the two share."""
    first, last = max(one.start, other.start), min(one.end, other.end)
    return max(0, last.toordinal() - first.toordinal() + 1)


def exposure(offence: OffenceId, period: Period) -> int:
    """How many days of the period the offence was in force."""
    commenced = _COMMENCED.get(offence)
    if commenced is None or commenced <= period.start:
        return days(period)
    return overlap(period, Period(commenced, max(commenced, period.end)))


def tiles(parts: Sequence[Period], whole: Period) -> bool:
    """Whether the parts fill the whole exactly, without a gap and without an overlap."""
    ordered = sorted(parts)
    if not ordered or ordered[0].start != whole.start or ordered[-1].end != whole.end:
        return False
    return all(a.end.toordinal() + 1 == b.start.toordinal() for a, b in pairwise(ordered))


def crossing(period: Period) -> int:
    """By how many days the period reaches over the end of a financial year.

    The days outside the financial year that holds most of it; 0 for a period
    within one financial year and for whole financial years.
    """
    first, last = year_of(period.start), year_of(period.end)
    years = [financial_year(year) for year in range(first, last + 1)]
    if tiles(years, period):
        return 0
    return days(period) - max(overlap(period, year) for year in years)


def _in_words(day: Day) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

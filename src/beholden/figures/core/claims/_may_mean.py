"""The years that words may mean besides those they name: only a number that agrees tells.

"The year to April 2019" is in most articles the financial year that ended in March; "between
2013 and 2014" is often one financial year; and a year that was only supposed may be
the one before, where the data do not go so far. None of these ever contradicts.

    [one.period for one in may_mean(claim)]  # the year to April 2019: [2018/19]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from beholden.figures.core._calendar import (
    calendar_year,
    financial_year,
    is_financial_year,
    kind,
    label,
    months,
)
from beholden.figures.core._number_words import number_said
from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.models import Claim, Measure
from beholden.figures.core.models import Period

_FEWEST = 2
_TELLING = 100
_IN_YEARS = lazily(
    r"\b(?:(?:in|over|within|across|during|past|last|did|was)\s(?:\w+\s){0,2}?|(?=\w+\syears\sago))(?P<n>two|three"
    r"|four|five|six|seven|eight|nine|ten|[2-9]|10)[\s-]years?\b(?!\s(?:earlier|before))",
    re.IGNORECASE,
)
# "In just over two years" is more than two, of which the first and the last lie one apart.
_MORE_YEARS = lazily(
    r"\b(?:(?:just|little|slightly|well|a\sbit)\sover|more\sthan"
    r"|(?:in|within|during|past|last)\sover)\s$",
    re.IGNORECASE,
)
_THE_TWO = lazily(
    r"\b(?:the|that|this)\stwo[\s-]years?\speriod\b|\bth[eo]se\stwo\syears\b", re.IGNORECASE
)
_CHANGES = frozenset({Measure.CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE})
_MAY = 5
_YEAR = 12
_OF_PERIODS = frozenset({Measure.COUNT, Measure.CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE,
                         Measure.FREQUENCY})  # fmt: skip


def may_mean(claim: Claim) -> Iterator[Claim]:
    """The same claim of other years that its words may mean, likeliest first."""
    period = claim.period
    if period is None:
        return
    if claim.series.startswith("other:"):
        # A hotline counts by calendar years: "last year" in an article on 2017/18 is 2017.
        yield _moved(claim, calendar_year(period.start.year), _calendar(claim.earlier))
    april = to_april(claim)
    if april is not None:
        yield april
    if claim.measure is Measure.SUM and _two_halves(claim):
        count = msgspec.structs.replace(claim, measure=Measure.COUNT)
        yield _moved(count, financial_year(period.start.year - 1), None)
    shorter = _a_year_shorter(claim)
    if shorter is not None:
        yield shorter
    if claim.measure in _OF_PERIODS and is_financial_year(period) and not claim.period_said:
        yield from _a_year_before(claim, period)


def _moved(claim: Claim, period: Period, earlier: Period | None) -> Claim:
    return msgspec.structs.replace(claim, period=period, earlier=earlier)


def _calendar(period: Period | None) -> Period | None:
    return None if period is None else calendar_year(period.start.year)


def to_april(claim: Claim) -> Claim | None:
    """The claim of the financial year that "the year to April 2019" is, where it says so."""
    period, earlier = claim.period, claim.earlier
    if claim.measure not in _OF_PERIODS or period is None or not _to_april(period):
        return None
    before = _financial(earlier) if earlier is not None and _to_april(earlier) else earlier
    return _moved(claim, _financial(period), before)


def _to_april(period: Period) -> bool:
    """Whether these are the twelve months to the end of April, or "April 2018 to April 2019"."""
    year = period.start.year
    return period in {months(year, _MAY, _YEAR), months(year, _MAY - 1, _YEAR + 1)}


def _financial(period: Period) -> Period:
    return financial_year(period.start.year)


def _two_halves(claim: Claim) -> bool:
    """Whether two calendar years, one after the other, may be one financial year."""
    first, last = claim.earlier, claim.period
    if first is None or last is None or {kind(first), kind(last)} != {"calendar"}:
        return False
    return last.start.year == first.start.year + 1


def _a_year_shorter(claim: Claim) -> Claim | None:
    """A change "in five years" between the first and the last of five, which lie four apart."""
    first, last = claim.earlier, claim.period
    if claim.measure not in _CHANGES or first is None or last is None:
        return None
    apart = last.start.year - first.start.year
    told = {
        number_said(one["n"])
        for one in _IN_YEARS.finditer(claim.sentence)
        if _MORE_YEARS.search(claim.sentence[: one.start("n")]) is None
    }
    if apart < _FEWEST or apart not in told:
        return None
    year = financial_year if is_financial_year(first) else calendar_year
    return _moved(claim, last, year(first.start.year + 1))


# "225 more for officers, who have now handled over 2,000 in two years".
_OF_ANOTHER_CLAUSE = lazily(
    r"(?:(?!years|since|20\d\d)[^.;:]){0,60},\s(?:who|which|and|but|while)\s"
    r"(?=[^.;:]{0,120}(?<![\d/])\d[\d,]{2,}(?!/))[^.;:]{0,60}\b(?:two|both)\s(?:\w+\s)?years\b",
    re.IGNORECASE,
)


def a_year_short(claim: Claim, again: Claim) -> bool:
    """Whether one year's change is said to be that of two: it is not told to agree.

    Three years may well be the first and the last of three, which lie two apart. So may two, where
    the sentence names the first, or points back at them: "over the two-year period".
    """
    first, later = claim.earlier, again.earlier
    if first is None or later is None or again.period != claim.period or claim.period is None:
        return False
    told = label(later) in claim.sentence or _THE_TWO.search(claim.sentence) is not None
    told = told or _OF_ANOTHER_CLAUSE.match(claim.after) is not None
    one_year = later.start.year == claim.period.start.year - 1
    return one_year and later > first and not told


def _a_year_before(claim: Claim, period: Period) -> Iterator[Claim]:
    """The year before the one supposed, and a change over as long, or by one year less.

    Only an exact count, or a change over several years, is hardly true by chance of another
    year than the one that is meant; "two a day" or "up by a third" may be.
    """
    before = financial_year(period.start.year - 1)
    earlier, phrase = claim.earlier, claim.phrase
    if earlier is None:
        exact = phrase.wording is Wording.PLAIN and not phrase.places and phrase.value >= _TELLING
        if claim.measure is Measure.COUNT and exact:
            yield _moved(claim, before, None)
    elif is_financial_year(earlier) and earlier.start.year + _FEWEST <= period.start.year:
        for first in (financial_year(earlier.start.year - 1), earlier):
            if first.start < before.start:
                yield _moved(claim, before, first)


__all__ = ["a_year_short", "may_mean", "to_april"]

"""Changes that a file prints as such: 292 per cent for 2010/11 to 2014/15, without the counts.

A row of per cents over several years is no count and no share of a year. It may confirm the change
between its first and its last year, and not more: of what it is a percentage, files seldom say.

    by_printed_change(claim, data).verdict  # "agrees"
"""

from __future__ import annotations

import re
from fractions import Fraction

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.judging._fitting import fit_percent
from beholden.figures.core.claims.judging._recompute import Result, percent
from beholden.figures.core.claims.judging._saying import judgement
from beholden.figures.core.claims.judging._values import Known, plain
from beholden.figures.core.claims.judging.dataset import Data, Fact
from beholden.figures.core.claims.models import Claim, Judgement, Measure
from beholden.figures.core.models import Day
from beholden.figures.core.periods import days

_YEAR = 366
_A_LEVEL = lazily(
    r"\b(?:rates?|shares?|proportions?|percentages?|per\scent|satisfaction|confidence)\b",
    re.IGNORECASE,
)
_OF_A_YEAR = lazily(
    r"\b(?:in|on|over|during)\s(?:the|a|one|just\sa)\s(?:single\s|last\s|past\s|previous\s)?"
    r"(?:year|12\smonths|twelve\smonths)\b|\byear[\s-]on[\s-]year\b|\blast\syear\b",
    re.IGNORECASE,
)


def by_printed_change(claim: Claim, data: Data, published: Day | None) -> Judgement | None:
    """That a change is the one printed for just this series, area and years; none where it is not.

    Where a sentence does not say since when, it is the only one that ends in its year.
    """
    if claim.measure is not Measure.CHANGE or claim.subject.part or claim.period is None:
        return None
    if _A_LEVEL.search(claim.series_name):
        # "60 per cent" of a conviction rate is how high it is, and no rise.
        return None
    keys = data.keys(claim.subject)
    found = [
        fact
        for fact in data.shares
        if fact.series == claim.series and fact.subject in keys and _over_years(fact, claim)
        if not (published and fact.published and fact.published > published)
    ]
    if len({fact.value for fact in found}) != 1:
        return None
    fact = found[0]
    value = Fraction(fact.value)
    fell = value < 0
    if fell != (claim.direction == "down") or not fit_percent(claim.phrase, abs(value)).strict:
        return None
    sources = (fact.source,) if fact.source else ()
    known = Known(value, plain(value), sources=sources, releases=(fact.release,))
    told = f"{percent(value)} as printed"
    return judgement("agrees", (f"{told}.",), result=Result(value, percent(value), told, (known,)))


def _over_years(fact: Fact, claim: Claim) -> bool:
    """Whether a row of per cents is over the years of a change."""
    first, last = claim.earlier, claim.period
    if fact.unit != "percent" or fact.base is not None or days(fact.period) <= _YEAR:
        return False
    if last is None or fact.period.end != last.end:
        return False
    if not claim.earlier_said and _OF_A_YEAR.search(claim.sentence):
        return False
    return not claim.earlier_said or (first is not None and fact.period.start == first.start)


__all__ = ["by_printed_change"]

"""Rates that a file prints as such: "8.5 per 10,000 people" of its row with that unit.

Such a row counts nothing, and is no second number of the count beside it. It may confirm a rate,
and not more: of which people it is, files seldom say.

    by_printed_rate(claim, data).verdict  # "agrees"
"""

from __future__ import annotations

import re
from fractions import Fraction

from beholden.figures.core.claims.judging._fitting import fit_rate
from beholden.figures.core.claims.judging._recompute import Result
from beholden.figures.core.claims.judging._saying import judgement
from beholden.figures.core.claims.judging._values import Known, plain
from beholden.figures.core.claims.judging.dataset import Data, Fact
from beholden.figures.core.claims.models import Claim, Judgement, Measure
from beholden.figures.core.claims.naming.own_series import is_own, own_series, words_of

_PER = re.compile(r"per (?P<many>[\d,]+)(?P<whom>[^\d]*)$")
_PER_SO_MANY = re.compile(r"^.*(?=per )")
_OF_A_RATE = frozenset({"rate", "1", "10", "100", "000", "person", "population", "head"})
_PEOPLE = frozenset({"person", "population", "of", "the", "head", "resident", "inhabitant", ""})


def by_printed_rate(claim: Claim, data: Data) -> Judgement | None:
    """That a rate is the one printed for just this series, area and year; none where it is not."""
    if claim.measure is not Measure.PER_HEAD or claim.subject.part:
        return None
    keys = data.keys(claim.subject)
    found = [
        fact
        for fact in data.rates
        if _of_the_same(claim, fact)
        and fact.subject in keys
        and fact.period == claim.period
        and _per_the_same(claim, fact)
    ]
    if len({fact.value for fact in found}) != 1:
        return None
    fact = found[0]
    value, told = (
        Fraction(fact.value),
        f"{plain(Fraction(fact.value))} {_PER_SO_MANY.sub('', fact.noun)}",
    )
    if not fit_rate(claim.phrase, value).strict:
        return None
    sources = (fact.source,) if fact.source else ()
    known = Known(value, plain(value), sources=sources, releases=(fact.release,))
    return judgement("agrees", (f"{told}.",), result=Result(value, told, told, (known,)))


def _of_the_same(claim: Claim, fact: Fact) -> bool:
    """Whether a rate is of what a claim counts: "knife crime rate" of the knife crime offences."""
    if fact.series == claim.series:
        return True
    told = own_series(fact.series_name).telling - _OF_A_RATE
    return is_own(claim.series) and told == own_series(claim.series_name).telling


def _per_the_same(claim: Claim, fact: Fact) -> bool:
    """Whether a rate is per as many of the same: of people where the file says of nobody else."""
    per = _PER.search(fact.noun)
    if per is None or per["many"].replace(",", "") != claim.phrase.per.replace(",", ""):
        return False
    whom = words_of(per["whom"])
    return whom <= _PEOPLE or whom <= words_of(claim.sentence)


__all__ = ["by_printed_rate"]

"""Ranks of a year among the others of the same area: "the most since records began"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.judging._recompute import shown, years_between
from beholden.figures.core.claims.judging._saying import cannot_tell, judgement, where
from beholden.figures.core.claims.judging._values import Cell, Known, cited, known
from beholden.figures.core.claims.judging.dataset import Data
from beholden.figures.core.claims.judging.wrong_ways import CLASSES
from beholden.figures.core.claims.models import Claim, Judgement
from beholden.figures.core.claims.naming._laws import first_year
from beholden.figures.core.models import Day, Period
from beholden.figures.core.periods import days, label

_RISE = lazily(
    r"(?:rise|increase|jump|growth|surge|leap|hike|spike|upsurge|fall|drop|decrease|decline|reduction|dip"
    r"|slump)s?\b",
    re.IGNORECASE,
)
_ENDINGS = ("th", "st", "nd", "rd")
_TEENS = range(11, 14)
_DAYS_APART = 2


def among_years(claim: Claim, period: Period, data: Data, published: Day | None) -> Judgement:
    """The most "since": among the subject's own years, every one of which must be known."""
    periods = [
        each
        for each in data.periods(claim.series, data.keys(claim.subject))
        if each <= period
        and abs(days(each) - days(period)) < _DAYS_APART
        and (claim.earlier is None or each >= claim.earlier)
    ]
    if _RISE.match(claim.phrase.noun):
        return cannot_tell("rank_basis", f"Rises of other years are not ranked. {where(claim)}.")
    edition = cited(data, [Cell(claim.series, claim.subject, period)], published)
    if claim.basis not in {"", "count"} or edition is None or period not in periods:
        return cannot_tell("not_in_data", f"No number to rank by for {where(claim)}.")
    values = {
        each: single(known(data, Cell(claim.series, claim.subject, each), edition))
        for each in periods
    }
    own = values[period]
    if own is None:
        return cannot_tell("release_conflict", where(claim))
    others = [value for each, value in values.items() if value is not None and each != period]
    up = claim.phrase.direction != "down"
    place = 1 + sum(value > own if up else value < own for value in others)
    text = f"{ordinal(place)} of {len(others) + 1} known years"
    said = f"{claim.subject.name}, {label(period)}: {shown(own)}, {text}."
    if place > claim.phrase.value or (own in others and place == claim.phrase.value):
        found = judgement("differs", (CLASSES["unexplained"], said), error_class="unexplained")
    elif _every_year(claim, period, values) and place == claim.phrase.value:
        found = judgement("agrees", (said,))
    else:
        found = cannot_tell("not_in_data", said, "Not every year since is known.")
    return msgspec.structs.replace(found, recomputed=text)


def _every_year(claim: Claim, period: Period, values: Mapping[Period, Fraction | None]) -> bool:
    """Whether every year is known that is ranked: those since it was first an offence, if none."""
    held = {each for each, value in values.items() if value is not None}
    first = claim.earlier or min(held)
    if set(years_between(first, period)) != held:
        return False
    # Only where the sentence names the area: "a record high" opens many articles on another one.
    ever = claim.subject_said and first == first_year(claim.series, claim.subject, period)
    return claim.earlier is not None or ever


def ordinal(place: int) -> str:
    """``1st``, ``22nd``."""
    last = place % 10
    ending = "th" if place % 100 in _TEENS or last >= len(_ENDINGS) else _ENDINGS[last]
    return f"{place}{ending}"


def single(found: tuple[Known, ...]) -> Fraction | None:
    """The one number that is known, if no other is."""
    return found[0].value if len(found) == 1 and not found[0].at_least else None


__all__ = ["among_years", "ordinal", "single"]

"""The country that a number of a local story may be of, where its sentence names no area.

"Last year more than 30,000 such crimes were recorded, the charity found" stands in a story on one
county and tells of them all. No county comes near such a number, so that it may be confirmed of
the country; it never contradicts.

    [one.subject.name for one in may_be_of(claim, data, gazetteer)]  # ["United Kingdom"]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.judging.dataset import Data
from beholden.figures.core.claims.models import Claim, Measure, Shape
from beholden.figures.core.claims.naming._who_words import SO_MANY_FORCES
from beholden.figures.core.claims.naming.gazetteer import GREAT_BRITAIN, Gazetteer, of_group
from beholden.figures.core.claims.naming.who import mentions

_LEAST = 1_000
"""A yearly count below it may be that of a county too."""

_TIMES_MORE = 5
_NEAR = Fraction(4, 5)
_A_YEAR = {"minute": 525_600, "hour": 8_760, "day": 365, "week": 52, "month": 12}
_OF_THE_LAST = lazily(
    r"^\W*(?:they|it|he|she|that|this|which|these|those|its|their)\b|\b(?:its|their|our|local|here)\b"
    r"|\b(?:we|officers|detectives)\s"
    # "Over the four forces", "meaning the number has gone up": of those told before.
    rf"|{SO_MANY_FORCES}|\bmean(?:s|ing)\s(?:that\s)?the\s(?:figure|number|total)\b",
    re.IGNORECASE,
)
"""Words that speak of whom the text spoke last."""

_GOES_ON = lazily(
    r"\W*(?:and|but|so|while)?\s?(?:(?:last|this|that)\syear,?\s|in\s20\d\d\S{0,5}\s)?(?:the\s(?:(?:overall|final|latest|corresponding|equivalent|comparable)\s)?"
    r"(?:figure|number|total|count|tally)\b\D*"
    r"|\D*\b(?:(?:year|12\smonths|twelve\smonths)\s(?:before|earlier|previously|ago|after|later)"
    r"|(?:previous|preceding|prior|following|next)\s(?:financial\s)?(?:year|12\smonths|twelve\smonths))\b\D*)",
    re.IGNORECASE,
)
"""What stands before a count that goes on from the last: "The figure for the year before"."""

_COUNT = lazily(r"(?<![\d,/])\d[\d,]{1,8}(?![\d/])")
_TELLING = 50
_COUNTRIES = ("uk", "england-and-wales")
_MEASURES = frozenset({Measure.COUNT, Measure.FREQUENCY})


def may_be_of(claim: Claim, data: Data, gazetteer: Gazetteer) -> Iterator[Claim]:
    """The same claim of the countries that it may be of, the largest first.

    Args:
        claim: A claim whose area was only supposed.
        data: What it is judged by.
        gazetteer: Names of areas: a sentence that names any other one is of none of these.
    """
    subject = claim.subject
    if claim.subject_said or claim.measure not in _MEASURES or claim.period is None:
        return
    if subject.key == GREAT_BRITAIN:
        return
    if claim.measure is Measure.COUNT and claim.phrase.value < _LEAST:
        return
    if of_the_last(claim) or _tells_its_own(claim, data):
        return
    own = set(data.members(subject))
    if not own:
        # "30 of the 43 forces", a hotline: nobody's number is the country's.
        return
    # "The force recorded more than 22,000" names nobody and still means one.
    named = {
        "" if one.subject is None else one.subject.key
        for one in mentions(claim.sentence, gazetteer)
    }
    for name in _COUNTRIES:
        country = of_group(data.registry.group(name))
        if not named <= {country.key}:
            continue
        if not own < set(country.members):
            continue
        if _far_larger(claim, country.key, data):
            yield msgspec.structs.replace(claim, subject=country, operands=(), elsewhere=())


def of_the_last(claim: Claim) -> bool:
    """Whether a number is of whom the text spoke last."""
    return _OF_THE_LAST.search(claim.sentence) is not None or goes_on(claim)


def goes_on(claim: Claim) -> bool:
    """Whether a number goes on from the last: "The year before it was 591"."""
    before = claim.before
    return _GOES_ON.fullmatch(before) is not None


def _tells_its_own(claim: Claim, data: Data) -> bool:
    """Whether another number of the sentence is one of the area: "22,724, up from 568"."""
    keys = data.keys(claim.subject)
    own = {
        fact.value
        for period in data.periods(claim.series, keys)
        for fact in data.facts(claim.series, keys, period)
        if fact.value >= _TELLING
    }
    told = {Decimal(one.replace(",", "")) for one in _COUNT.findall(claim.sentence)}
    return bool(own & told)


def _far_larger(claim: Claim, country: str, data: Data) -> bool:
    """Whether a country had about as many, and the area that was supposed far fewer."""
    told = in_a_year(claim)
    if claim.period is None or told is None:
        return False
    whole = data.facts(claim.series, (country,), claim.period)
    own = data.facts(claim.series, data.keys(claim.subject), claim.period)
    if not whole:
        return False
    least = min(one.value for one in whole)
    # "More than 13 a day" is true of a hundred a day, and hardly said of it.
    near = all(Fraction(one.value) * _NEAR <= told <= Fraction(one.value) / _NEAR for one in whole)
    return near and least >= _LEAST and all(one.value * _TIMES_MORE <= least for one in own)


def in_a_year(claim: Claim) -> Fraction | None:
    """How many a year a count or a rate says, roughly."""
    value = Fraction(claim.phrase.value)
    if claim.measure is Measure.COUNT:
        return value
    times = _A_YEAR.get(claim.phrase.per)
    if times is None or not value:
        return None
    return times / value if claim.phrase.shape is Shape.EVERY else times * value


__all__ = ["goes_on", "in_a_year", "may_be_of", "of_the_last"]

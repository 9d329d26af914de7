"""A count of several years, or of months, that somebody printed as one number.

"6,341 since April 2013", where the data hold just that for 2013-2017: the edges of such a time
are told by the quarter, and differ between the article and the data. Such a reading may confirm a
number, and never shows it to be wrong: an exact and large count, or a rough one of as long a time.

    as_printed(claim, data)  # "6,341 from April 2013 to December 2017": that of 2013-2017
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from beholden.figures.core._calendar import days, whole_months
from beholden.figures.core._number_words import number_said
from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.judging.dataset import Data
from beholden.figures.core.claims.models import Claim, Measure
from beholden.figures.core.claims.naming.when import whens
from beholden.figures.core.models import Period

_LARGE, _ROUND = 1_000, 100
_EDGE = 100
"""Days by which two edges may differ that mean the same: by a quarter."""
_YEAR = range(350, 380)
_COUNTS = frozenset({Measure.COUNT, Measure.SUM})
_SEVERAL = frozenset({"span", "since"})
_ONE_YEAR = frozenset({"last", "this", "previous", "same", "step"})
_A_SINGLE_YEAR = lazily(
    r"\b(?:in|within|during|over)\s(?:just\s|only\s|the\sspace\sof\s)?(?:a|one|any\sone|any)\s(?:single\s)?"
    r"(?:year|12\smonths|twelve\smonths)\b|\b(?:a|each|every|per)\s(?:single\s)?year\b|\byearly\b|\bannual(?:ly)?\b",
    re.IGNORECASE,
)
_SO_MANY_MONTHS = lazily(
    r"\b(?P<many>three|six|nine|fifteen|eighteen|[3-9]|1[0-8])[\s-]months?\b", re.IGNORECASE
)


def as_printed(claim: Claim, data: Data) -> Iterator[Claim]:
    """The claim of each period of the data, no year, that its words may mean."""
    if claim.measure not in _COUNTS or claim.operands or claim.subject.part:
        return
    if _A_SINGLE_YEAR.search(claim.sentence):
        return
    for period in data.periods(claim.series, data.keys(claim.subject)):
        if days(period) not in _YEAR and _may_be(claim, period):
            yield msgspec.structs.replace(claim, measure=Measure.COUNT, period=period, earlier=None)


def _may_be(claim: Claim, period: Period) -> bool:
    said = _said(claim)
    if said is not None and _near(said, period):
        return True
    if days(period) < _YEAR.start or said is None:
        told = claim.period is None and whole_months(period) in _months_said(claim)
        return told and _exact(claim)
    return _exact(claim) and _of_several_years(claim)


def _said(claim: Claim) -> Period | None:
    """The whole time that a claim speaks of, where it is no single year."""
    if claim.period is None:
        return None
    first = claim.earlier or claim.period
    return Period(first.start, claim.period.end) if first.start < claim.period.end else None


def _near(one: Period, other: Period) -> bool:
    edges = ((one.start, other.start), (one.end, other.end))
    return all(abs(a.toordinal() - b.toordinal()) <= _EDGE for a, b in edges)


def _exact(claim: Claim) -> bool:
    value = claim.phrase.value
    plain = claim.phrase.wording is Wording.PLAIN and not claim.phrase.places
    return plain and value >= _LARGE and value % _ROUND != 0


def _of_several_years(claim: Claim) -> bool:
    """Whether a count is told of several years, or in a sentence that tells no single one.

    "3,234 since 2019, with 672 last year": nobody knows here which of them is of the last year.
    """
    if claim.measure is Measure.SUM or _long(claim.period):
        return True
    single = (
        one
        for one in whens(claim.sentence)
        if one.how not in _SEVERAL and one.first is None and not _long(one.period)
    )
    return not any(one.how in _ONE_YEAR or one.period or one.months for one in single)


def _long(period: Period | None) -> bool:
    return period is not None and days(period) >= _YEAR.stop


def _months_said(claim: Claim) -> set[int]:
    return {number_said(one["many"]) for one in _SO_MANY_MONTHS.finditer(claim.sentence)}


__all__ = ["as_printed"]

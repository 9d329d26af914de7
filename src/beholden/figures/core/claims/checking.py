"""A whole article against the data: what it claims, and what the data make of each claim.

check(article, gazetteer, dataset).differs  # True where any number is other than the data say
"""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from beholden.figures.core._calendar import calendar_year, is_financial_year
from beholden.figures.core.claims.finding._merged import rejoined
from beholden.figures.core.claims.finding._resolve import points_back
from beholden.figures.core.claims.finding.extract import extract
from beholden.figures.core.claims.judging.dataset import Data, Dataset, index
from beholden.figures.core.claims.judging.verdict import judge
from beholden.figures.core.claims.language import english
from beholden.figures.core.claims.models import (
    Article,
    Checked,
    Checking,
    Claim,
    Judgement,
    Subject,
)
from beholden.figures.core.claims.naming.gazetteer import Gazetteer
from beholden.figures.core.models import Day, Period

NOT_ENGLISH = "This article does not seem to be in English: nothing was checked."


def check(article: Article, gazetteer: Gazetteer, dataset: Dataset) -> Checking:
    """Checks every claim of an article.

    Args:
        article: What a reader sees of it.
        gazetteer: Names of forces, areas and places.
        dataset: What it is checked against.
    """
    if not english("\n".join(block.text for block in article.blocks)):
        return Checking(article, (), (), dataset.name, (*article.notices, NOT_ENGLISH))
    data = index(dataset, gazetteer.registry)
    found = extract(article, gazetteer, _latest(dataset), _Held(data))
    checked = rejoined(
        [Checked(claim, _judged(claim, data, article.published)) for claim in found.claims]
    )
    notices = (*article.notices, *found.notices)
    return Checking(article, checked, found.left_alone, dataset.name, notices)


def _judged(claim: Claim, data: Data, published: Day | None) -> Judgement:
    """The verdict; by counts of other sentences only where nothing else can tell."""
    first = _cautious(claim, judge(claim, data, published))
    if first.error_class != "not_in_data":
        return first
    by_calendar = _by_calendar(claim, data, published)
    if by_calendar is not None:
        return by_calendar
    if claim.operands or not claim.elsewhere:
        return first
    again = judge(msgspec.structs.replace(claim, operands=claim.elsewhere), data, published)
    return _cautious(claim, again)


def _by_calendar(claim: Claim, data: Data, published: Day | None) -> Judgement | None:
    """A hotline counts by calendar years: "last year" in an article on 2017/18 is 2017.

    Only a number that then agrees tells that the calendar year was meant.
    """
    period = claim.period
    if period is None or not claim.series.startswith("other:"):
        return None
    earlier = claim.earlier
    again = msgspec.structs.replace(
        claim,
        period=calendar_year(period.start.year),
        earlier=None if earlier is None else calendar_year(earlier.start.year),
    )
    found = judge(again, data, published)
    return found if found.verdict == "agrees" else None


_DOUBTFUL = frozenset({"geography", "unexplained", "direction"})
"""Classes of what may as well be a true number of another area than the one supposed."""


_THE_FIGURE = re.compile(
    r"\W*(?:the|this|that)\s+(?:figure|number|total|count|tally|rise|increase|fall|drop)\b"
    r"|\W*it\s+(?:has|had|rose|fell|went)\b",
    re.IGNORECASE,
)


def _cautious(claim: Claim, judgement: Judgement) -> Judgement:
    """Nobody is told to be wrong about an area that was only supposed to be meant."""
    doubtful = judgement.error_class in _DOUBTFUL and judgement.verdict == "differs"
    if not doubtful or claim.subject_said or claim.subject.part:
        return judgement
    if claim.course is not None and judgement.error_class == "direction":
        # The number is that of the area supposed, so that it is meant; only its way is false.
        return judgement
    if judgement.error_class != "geography" and _worked_out(claim):
        return judgement
    reason = f"The sentence names no area; {claim.subject.name} was supposed. {judgement.reason}"
    return msgspec.structs.replace(
        judgement,
        verdict="cannot_tell",
        tolerant_verdict="cannot_tell",
        error_class="ambiguous",
        reason=reason,
    )


def _worked_out(claim: Claim) -> bool:
    """Whether a change points back at two counts: "118, then 200. That is 66 per cent"."""
    roles = {each.role for each in claim.elsewhere}
    back = points_back(claim.sentence) or _THE_FIGURE.match(claim.sentence)
    return {"earlier", "later"} <= roles and bool(back)


def _latest(dataset: Dataset) -> Period | None:
    """The newest financial year of the data."""
    years = (fact.period for fact in dataset.facts if is_financial_year(fact.period))
    return max(years, default=None)


class _Held(msgspec.Struct, frozen=True):
    """What the data hold, of whatever release."""

    data: Data

    def years_of(self, subject: Subject, series: str, number: Decimal) -> tuple[Period, ...]:
        """The periods for which any release holds this number."""
        keys = self.data.keys(subject)
        return tuple(
            period
            for period in self.data.periods(series, keys)
            if any(fact.value == number for fact in self.data.facts(series, keys, period))
        )

    def knows(self, subject: Subject, series: str, period: Period) -> bool:
        """Whether any release holds a number for a period."""
        return bool(self.data.facts(series, self.data.keys(subject), period))


__all__ = ["NOT_ENGLISH", "check"]

"""A whole article against the data: what it claims, and what the data make of each claim.

check(article, gazetteer, dataset).differs  # True where any number is other than the data say
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core._calendar import is_financial_year
from beholden.figures.core.claims._may_mean import may_mean
from beholden.figures.core.claims.finding._merged import rejoined
from beholden.figures.core.claims.finding._resolve import points_back
from beholden.figures.core.claims.finding.extract import extract
from beholden.figures.core.claims.judging.dataset import Data, Dataset, index
from beholden.figures.core.claims.judging.held import HeldByData
from beholden.figures.core.claims.judging.verdict import judge
from beholden.figures.core.claims.language import english
from beholden.figures.core.claims.models import (
    Article,
    Checked,
    Checking,
    Claim,
    Judgement,
    Measure,
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
    found = extract(article, gazetteer, _latest(dataset), HeldByData(data))
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
    by_other_years = _by_other_years(claim, data, published)
    if by_other_years is not None:
        return by_other_years
    given = {each.role for each in claim.operands}
    more = tuple(each for each in claim.elsewhere if each.role not in given)
    if not more:
        return first
    both = msgspec.structs.replace(claim, operands=(*claim.operands, *more))
    again = judge(both, data, published)
    if not again.sources and again.verdict == "differs" and _of_many_kinds(claim):
        return _left_open(again, "The counts of other sentences may be of something else.")
    return _cautious(claim, again)


def _of_many_kinds(claim: Claim) -> bool:
    """Whether a change is of what an article counts in several kinds, as calls to a helpline.

    Only where it gives one of them, or points back at two, are they its own.
    """
    changed = claim.measure is not Measure.FREQUENCY and not claim.operands
    return changed and claim.series.startswith("other:") and not _worked_out(claim)


def _by_other_years(claim: Claim, data: Data, published: Day | None) -> Judgement | None:
    """By years that the words may mean too: only a number that then agrees tells that they do."""
    for again in may_mean(claim):
        # Counts of the article's own are those of the years that it names.
        found = judge(msgspec.structs.replace(again, operands=()), data, published)
        if found.verdict == "agrees":
            return found
    return None


_DOUBTFUL = frozenset({"geography", "unexplained", "direction"})
"""Classes of what may as well be a true number of another area than the one supposed."""


_THE_FIGURE = re.compile(
    r"\W*(?:the|this|that)\s+(?:figure|number|total|count|tally|rise|increase|fall|drop)\b"
    r"|\W*it\s+(?:has|had|rose|fell|went)\b",
    re.IGNORECASE,
)


def _cautious(claim: Claim, judgement: Judgement) -> Judgement:
    """Nobody is told to be wrong about an area that was only supposed to be meant."""
    if judgement.error_class == "category_confusion" and not claim.series_said:
        return _left_open(
            judgement,
            f"The sentence does not say what is counted; {claim.series_name} was supposed.",
        )
    doubtful = judgement.error_class in _DOUBTFUL and judgement.verdict == "differs"
    if not doubtful or claim.subject_said or claim.subject.part:
        return judgement
    if claim.course is not None and judgement.error_class == "direction":
        # The number is that of the area supposed, so that it is meant; only its way is false.
        return judgement
    alone = claim.subject_alone and claim.measure not in {Measure.COUNT, Measure.SUM}
    if judgement.error_class != "geography" and (alone or _worked_out(claim)):
        return judgement
    return _left_open(judgement, f"The sentence names no area; {claim.subject.name} was supposed.")


def _left_open(judgement: Judgement, why: str) -> Judgement:
    return msgspec.structs.replace(
        judgement,
        verdict="cannot_tell",
        tolerant_verdict="cannot_tell",
        error_class="ambiguous",
        reason=f"{why} {judgement.reason}",
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


__all__ = ["NOT_ENGLISH", "check"]

"""A whole article against the data: what it claims, and what the data make of each claim.

check(article, gazetteer, dataset).differs  # True where any number is other than the data say
"""

from __future__ import annotations

import re
from fractions import Fraction

import msgspec

from beholden.figures.core._calendar import is_financial_year
from beholden.figures.core.claims._may_be_of import in_a_year, may_be_of
from beholden.figures.core.claims._may_mean import may_mean
from beholden.figures.core.claims._wider_area import wider
from beholden.figures.core.claims.finding._merged import rejoined
from beholden.figures.core.claims.finding._resolve import points_back
from beholden.figures.core.claims.finding.extract import extract
from beholden.figures.core.claims.judging._values import UK
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
        [
            Checked(claim, _judged(claim, data, article.published, gazetteer))
            for claim in found.claims
        ]
    )
    notices = (*article.notices, *found.notices)
    return Checking(article, checked, found.left_alone, dataset.name, notices)


def _judged(claim: Claim, data: Data, published: Day | None, gazetteer: Gazetteer) -> Judgement:
    """The verdict; by counts of other sentences only where nothing else can tell."""
    first = _cautious(claim, judge(claim, data, published))
    if first.verdict == "cannot_tell":
        of_country = _by_country(claim, data, published, gazetteer)
        if of_country is not None:
            return of_country
    if first.error_class in {"geography", "ambiguous"}:
        return _of_wider_area(claim, data, published) or first
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


def _by_country(
    claim: Claim, data: Data, published: Day | None, gazetteer: Gazetteer
) -> Judgement | None:
    """By the country, where the number of a sentence without an area is hardly a county's."""
    for again in may_be_of(claim, data, gazetteer):
        found = judge(again, data, published)
        if found.verdict == "agrees":
            note = f"The sentence names no area; this is the number of {again.subject.name}."
            return msgspec.structs.replace(found, reason=f"{note} {found.reason}")
    return None


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


def _of_wider_area(claim: Claim, data: Data, published: Day | None) -> Judgement | None:
    """By the area around the one supposed: only a rate that then agrees tells that it is meant."""
    for again in wider(claim, data):
        found = judge(again, data, published)
        if found.verdict == "agrees":
            why = f"It is that of {again.subject.name}. {found.reason}"
            return msgspec.structs.replace(found, reason=why)
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
    if _of_fewer_nations(claim, judgement):
        return _left_open(judgement, f"The data hold no number of {claim.subject.name} alone.")
    if judgement.error_class == "category_confusion" and not claim.series_said:
        return _left_open(
            judgement,
            f"The sentence does not say what is counted; {claim.series_name} was supposed.",
        )
    if _by_chance_counts(claim, judgement) or not _stands(claim, judgement):
        supposed = f"The sentence names no area; {claim.subject.name} was supposed."
        return _left_open(judgement, supposed)
    return judgement


def _stands(claim: Claim, judgement: Judgement) -> bool:
    """Whether a verdict holds although its area may only have been supposed."""
    key, told_here = claim.subject.key, claim.subject_said or bool(claim.operands)
    if key.startswith("other:") and not claim.subject.members and not told_here:
        # What a hotline counts has many names: counts of other sentences may be of other things.
        return judgement.verdict != "differs" or bool(judgement.release)
    doubtful = judgement.error_class in _DOUBTFUL and judgement.verdict == "differs"
    if not doubtful or claim.subject_said or claim.subject.part:
        return True
    if claim.course is not None and judgement.error_class == "direction":
        # The number is that of the area supposed, so that it is meant; only its way is false.
        return True
    alone = claim.subject_alone and claim.measure not in {Measure.COUNT, Measure.SUM}
    return judgement.error_class != "geography" and (alone or _worked_out(claim))


def _of_fewer_nations(claim: Claim, judgement: Judgement) -> bool:
    """Whether data of the UK contradict what is told of three of its nations."""
    by_data = judgement.verdict == "differs" and bool(judgement.release)
    return by_data and claim.subject.key == UK and claim.subject.name != _UK_NAME


_UK_NAME = "United Kingdom"
_FAR_RATE = 10


def _by_chance_counts(claim: Claim, judgement: Judgement) -> bool:
    """Whether a rate of nobody is held against a count of another sentence, far from it.

    "Police now record 85 every day" opens a story in which a county has over 90 in a year.
    """
    if judgement.verdict != "differs" or claim.measure is not Measure.FREQUENCY:
        return False
    if claim.subject_said or claim.operands or judgement.error_class != "arithmetic":
        return False
    told = in_a_year(claim)
    return told is not None and any(
        not told / _FAR_RATE <= Fraction(one.value) <= told * _FAR_RATE for one in claim.elsewhere
    )


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

"""A whole article against the data: what it claims, and what the data make of each claim.

check(article, gazetteer, dataset).differs  # True where any number is other than the data say
"""

from __future__ import annotations

from beholden.figures.core._calendar import is_financial_year
from beholden.figures.core.claims._gazetteer import Gazetteer
from beholden.figures.core.claims.dataset import Dataset, index
from beholden.figures.core.claims.extract import extract
from beholden.figures.core.claims.judging import judge
from beholden.figures.core.claims.language import english
from beholden.figures.core.claims.models import Article, Checked, Checking
from beholden.figures.core.models import Period

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
    found = extract(article, gazetteer, _latest(dataset))
    data = index(dataset, gazetteer.registry)
    checked = tuple(Checked(claim, judge(claim, data, article.published)) for claim in found.claims)
    notices = (*article.notices, *found.notices)
    return Checking(article, checked, found.left_alone, dataset.name, notices)


def _latest(dataset: Dataset) -> Period | None:
    """The newest financial year of the data."""
    years = (fact.period for fact in dataset.facts if is_financial_year(fact.period))
    return max(years, default=None)


__all__ = ["NOT_ENGLISH", "check"]

"""Articles in one line for the tests of extraction, and their claims in one line each."""

from __future__ import annotations

from datetime import date

from beholden.figures.core.claims.finding.extract import extract
from beholden.figures.core.claims.models import (
    Article,
    Block,
    BlockKind,
    Claim,
    Extraction,
    Measure,
)
from beholden.figures.core.periods import financial_year, label
from beholden.figures.registry import load_gazetteer

NEWEST = financial_year(2017)
HEADLINE = "Child abuse image offences recorded by police"
DAY = date(2018, 9, 13)

Piece = str | tuple[BlockKind, str]


def article(*pieces: Piece, headline: str = HEADLINE, published: date | None = None) -> Article:
    """An article; a piece is a paragraph unless it says what else it is."""
    told: list[tuple[BlockKind, str]] = [("headline", headline)] if headline else []
    told += [("paragraph", one) if isinstance(one, str) else one for one in pieces]
    return Article("example", tuple(Block(*one) for one in told), published)


def extracted(
    *pieces: Piece, headline: str = HEADLINE, published: date | None = None
) -> Extraction:
    """What is found in an article, whose data end with 2017/18."""
    told = article(*pieces, headline=headline, published=published)
    return extract(told, load_gazetteer(), NEWEST)


def claims(
    *pieces: Piece, headline: str = HEADLINE, published: date | None = None
) -> tuple[Claim, ...]:
    """The claims of an article."""
    return extracted(*pieces, headline=headline, published=published).claims


def year(claim: Claim) -> str:
    """The years of a claim as people write them: ``2016/17 to 2017/18`` for a change."""
    both = (one for one in (claim.earlier, claim.period) if one is not None)
    return " to ".join(label(one) for one in both)


def told(claim: Claim) -> tuple[str, str, str]:
    """Number, area and year of a claim."""
    return claim.phrase.text, claim.subject.name, year(claim)


def counts(*pieces: Piece, headline: str = HEADLINE) -> list[tuple[str, str, str]]:
    """Number, area and year of all counts of an article."""
    found = claims(*pieces, headline=headline)
    return [told(one) for one in found if one.measure is Measure.COUNT]

"""An article read word by word: its sentences, and the numbers, names and times in each.

see(article, gazetteer)[0].phrases[0].text  # "767"
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from beholden.figures.core._calendar import (
    months,
)
from beholden.figures.core.claims.finding._read_otherwise import read_otherwise
from beholden.figures.core.claims.finding.counted._examples import without_examples
from beholden.figures.core.claims.finding.related._far_rates import with_far_rates
from beholden.figures.core.claims.finding.said._workings import without_workings
from beholden.figures.core.claims.finding.sentences import (
    Quotation,
    Sentence,
    quotations,
    sentences,
)
from beholden.figures.core.claims.grammar.phrases import Alone, scan
from beholden.figures.core.claims.models import Article, Block, Phrase, Shape
from beholden.figures.core.claims.naming.gazetteer import Gazetteer
from beholden.figures.core.claims.naming.own_areas import with_own_areas
from beholden.figures.core.claims.naming.own_named import own_named
from beholden.figures.core.claims.naming.series import Series, named
from beholden.figures.core.claims.naming.what import What, whats
from beholden.figures.core.claims.naming.when import When, whens
from beholden.figures.core.claims.naming.who import WhoMention, mentions
from beholden.figures.core.models import Day, Period

_HEADS = frozenset({"1,000", "10,000", "100,000"})


class Seen(msgspec.Struct, frozen=True):
    """One block with everything that is found in it."""

    index: int
    block: Block
    sentences: tuple[Sentence, ...]
    phrases: tuple[Phrase, ...]
    alone: tuple[Alone, ...]
    whos: tuple[WhoMention, ...]
    whens: tuple[When, ...]
    whats: tuple[What, ...]
    quotations: tuple[Quotation, ...]
    heads: tuple[Phrase, ...] = ()
    """Those of the phrases that are rates per so many people."""


def see(
    article: Article,
    gazetteer: Gazetteer,
    series: Sequence[Series] = (),
    areas: Sequence[str] = (),
) -> tuple[Seen, ...]:
    """Every block of an article, read word by word.

    Args:
        article: What a reader sees of it.
        gazetteer: Names of forces, areas and places.
        series: What else the data count than offences that are known by name.
        areas: Names of areas for which the data count series of their own.
    """
    found: list[Seen] = []
    speaker = ""
    whos = [
        with_own_areas(block.text, mentions(block.text, gazetteer), areas)
        for block in article.blocks
    ]
    spans = [[(who.start, who.end) for who in each] for each in whos]
    own = own_named([block.text for block in article.blocks], series, spans)
    for index, block in enumerate(article.blocks):
        told = scan(block.text)
        phrases, alone = without_workings(block.text, told.phrases, told.left_alone)
        phrases, alone = read_otherwise(block.text, phrases, alone)
        phrases = with_far_rates(block.text, phrases)
        quoted = quotations(block, speaker)
        speaker = quoted[-1].speaker if quoted else ""
        found.append(
            Seen(
                index,
                block,
                (Sentence(0, len(block.text), block.text),)
                if block.kind == "table"
                else sentences(block.text),
                phrases,
                alone,
                whos[index],
                whens(block.text),
                without_examples(
                    block.text, whats(block.text, (*own[index], *named(block.text, series)))
                ),
                quoted,
                tuple(one for one in phrases if one.shape is Shape.PER and one.per in _HEADS),
            )
        )
    return tuple(found)


def shifted(period: Period, years: int) -> Period:
    """The same part of another year; ends of months stay ends of months."""
    return Period(_moved(period.start, years, last=False), _moved(period.end, years, last=True))


def _moved(day: Day, years: int, *, last: bool) -> Day:
    month = months(day.year, day.month, 1)
    there = months(day.year + years, day.month, 1)
    if last and day == month.end:
        return there.end
    return Day(there.start.year, there.start.month, min(day.day, there.end.day))


__all__ = ["Seen", "see", "shifted"]

"""What an article is about before any sentence of it: its area, its offence, its newest year.

A sentence that names no area, offence or year means those of its surroundings;
what was supposed from where is kept in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from beholden.figures.core._calendar import financial_year, is_financial_year, kind, months
from beholden.figures.core.claims._gazetteer import Gazetteer
from beholden.figures.core.claims.models import Article, Block, Phrase, Subject
from beholden.figures.core.claims.phrases import Alone, scan
from beholden.figures.core.claims.sentences import Quotation, Sentence, quotations, sentences
from beholden.figures.core.claims.what import What, whats
from beholden.figures.core.claims.when import When, whens
from beholden.figures.core.claims.who import WhoMention, mentions
from beholden.figures.core.models import Day, Period


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


class Topic(msgspec.Struct, frozen=True):
    """What a sentence means that says nothing of it, and why.

    ``newest`` is the year that "last year" means; ``subject`` and ``what`` may be absent.
    """

    subject: Subject | None
    subject_why: str
    what: What | None
    newest: Period | None
    newest_why: str


def see(article: Article, gazetteer: Gazetteer) -> tuple[Seen, ...]:
    """Every block of an article, read word by word."""
    found: list[Seen] = []
    speaker = ""
    for index, block in enumerate(article.blocks):
        told = scan(block.text)
        quoted = quotations(block, speaker)
        speaker = quoted[-1].speaker if quoted else ""
        found.append(
            Seen(
                index,
                block,
                (Sentence(0, len(block.text), block.text),)
                if block.kind == "table"
                else sentences(block.text),
                told.phrases,
                told.left_alone,
                mentions(block.text, gazetteer),
                whens(block.text),
                whats(block.text),
                quoted,
            )
        )
    return tuple(found)


def topic(seen: Sequence[Seen], published: Day | None, latest: Period | None) -> Topic:
    """What the article is about as a whole.

    Args:
        seen: Its blocks.
        published: Its day, if known.
        latest: The newest year of the data, which is meant where nothing else says one.
    """
    subject, why = _subject(seen)
    newest, newest_why = _newest(seen, published, latest)
    return Topic(subject, why, _what(seen), newest, newest_why)


_LEADING = ("headline", "standfirst")


def _subject(seen: Sequence[Seen]) -> tuple[Subject | None, str]:
    leading = [one for one in seen if one.block.kind in _LEADING]
    for blocks, where in ((leading, "named in the headline"), (seen, "named first in the article")):
        for kinds in ({"force", "area"}, {"group"}, {"part"}, {"uk"}):
            for mention in _mentions(blocks):
                if mention.kind in kinds and mention.subject is not None:
                    return mention.subject, where
    return None, "no area is named"


def _mentions(seen: Iterable[Seen]) -> Iterable[WhoMention]:
    return (mention for one in seen for mention in one.whos)


def _what(seen: Sequence[Seen]) -> What | None:
    """What is counted: an offence of the release if any is named, else whatever comes first."""
    named = [what for one in seen for what in one.whats if not what.generic]
    own = [what for what in named if not what.series.startswith("other:")]
    return own[0] if own else None


def _newest(
    seen: Sequence[Seen], published: Day | None, latest: Period | None
) -> tuple[Period | None, str]:
    named = [when.period for one in seen for when in one.whens if when.period is not None]
    years = [one for one in named if kind(one) in {"financial", "calendar"}]
    financial = [one for one in years if is_financial_year(one)]
    if published is not None:
        years = [one for one in years if one.start <= published]
        financial = [one for one in financial if one.start <= published]
    if financial:
        return max(financial), "the newest financial year that the article names"
    if years:
        return max(years), "the newest year that the article names"
    if published is not None:
        return _complete(published), "the last financial year before the article's day"
    return latest, "the newest year of the data"


def _complete(day: Day) -> Period:
    """The newest financial year whose figures can have been published on a day."""
    ended = financial_year(day.year - 1)
    return ended if ended.end < day else financial_year(day.year - 2)


def shifted(period: Period, years: int) -> Period:
    """The same part of another year; ends of months stay ends of months."""
    return Period(_moved(period.start, years, last=False), _moved(period.end, years, last=True))


def _moved(day: Day, years: int, *, last: bool) -> Day:
    month = months(day.year, day.month, 1)
    there = months(day.year + years, day.month, 1)
    if last and day == month.end:
        return there.end
    return Day(there.start.year, there.start.month, min(day.day, there.end.day))


__all__ = ["Seen", "Topic", "see", "shifted", "topic"]

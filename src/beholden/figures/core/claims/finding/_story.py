"""What an article is about before any sentence of it: its area, its offence, its newest year.

A sentence that names no area, offence or year means those of its surroundings;
what was supposed from where is kept in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from beholden.figures.core._calendar import (
    calendar_year,
    financial_year,
    is_financial_year,
    kind,
    label,
    months,
)
from beholden.figures.core.claims.finding._far_rates import with_far_rates
from beholden.figures.core.claims.finding._workings import without_workings
from beholden.figures.core.claims.finding.sentences import (
    Quotation,
    Sentence,
    quotations,
    sentences,
    so_far,
    within,
)
from beholden.figures.core.claims.grammar.phrases import Alone, scan
from beholden.figures.core.claims.models import Article, Block, Phrase, Shape, Subject
from beholden.figures.core.claims.naming._topics import ANECDOTES, RECORDED
from beholden.figures.core.claims.naming.gazetteer import Gazetteer
from beholden.figures.core.claims.naming.series import Series, named
from beholden.figures.core.claims.naming.what import What, whats
from beholden.figures.core.claims.naming.when import When, resolved, whens
from beholden.figures.core.claims.naming.who import WhoMention, mentions
from beholden.figures.core.models import Day, Period
from beholden.figures.core.offences import IIOC_TOTAL, POSSESSION, TAKE

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


class Topic(msgspec.Struct, frozen=True):
    """What a sentence means that says nothing of it, and why.

    ``newest`` is the year that "last year" means; ``subject`` and ``what`` may be absent.
    ``current`` is the newest year that can be meant by "now": the last one complete before
    the article's day, or else the newest of the data. ``groups`` are the keys of all regions
    and nations that it names, ``named`` all periods; ``only`` is that of the one area, where it
    names a single one.
    """

    subject: Subject | None
    subject_why: str
    what: What | None
    newest: Period | None
    newest_why: str
    current: Period | None = None
    groups: frozenset[str] = frozenset()
    named: frozenset[Period] = frozenset()
    only: str = ""


def see(article: Article, gazetteer: Gazetteer, series: Sequence[Series] = ()) -> tuple[Seen, ...]:
    """Every block of an article, read word by word.

    Args:
        article: What a reader sees of it.
        gazetteer: Names of forces, areas and places.
        series: What else the data count than offences that are known by name.
    """
    found: list[Seen] = []
    speaker = ""
    for index, block in enumerate(article.blocks):
        told = scan(block.text)
        phrases, alone = without_workings(block.text, told.phrases, told.left_alone)
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
                mentions(block.text, gazetteer),
                whens(block.text),
                whats(block.text, named(block.text, series)),
                quoted,
                tuple(one for one in phrases if one.shape is Shape.PER and one.per in _HEADS),
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
    groups = frozenset(
        one.subject.key
        for one in _mentions(seen)
        if one.kind == "group" and one.subject is not None
    )
    named = frozenset(when.period for one in seen for when in one.whens if when.period)
    current = latest if published is None else _complete(published)
    areas = {one.subject.key for one in _mentions(seen) if one.subject is not None}
    only = next(iter(areas)) if len(areas) == 1 else ""
    return Topic(subject, why, _what(seen), newest, newest_why, current, groups, named, only)


_LEADING = ("headline", "standfirst")
_OPENING = 3
_HEAD_WEIGHT, _OPENING_WEIGHT = 4, 2
_OWN, _RECORDED = 4, 3
"""How much an offence of the release, and another one, counts for beside calls and addresses."""


def _subject(seen: Sequence[Seen]) -> tuple[Subject | None, str]:
    leading = [one for one in seen if one.block.kind in _LEADING]
    opening = [one for one in seen if one.block.kind == "paragraph"][:_OPENING]
    for blocks, where in (
        (leading, "named in the headline"),
        (opening, "named at the beginning of the article"),
        (seen if len(seen) <= _OPENING else (), "named in the article"),
    ):
        # A town may only be where somebody is based, unless the headline names it.
        parts = {"part"} if blocks is leading else set()
        for kinds in ({"force", "area", "group", "uk"}, parts):
            for mention in _mentions(blocks):
                if mention.kind in kinds and mention.subject is not None:
                    return mention.subject, where
    return None, "no area is named"


def _mentions(seen: Iterable[Seen]) -> Iterable[WhoMention]:
    return (mention for one in seen for mention in one.whos)


def _what(seen: Sequence[Seen]) -> What | None:
    """What is counted: what the article speaks of most, its head and beginning above all."""
    weights: dict[str, int] = {}
    first: dict[str, What] = {}
    for at, one in enumerate(seen):
        weight = _weight(one, at)
        for what in dict.fromkeys(_topics(one)):
            first.setdefault(what.series, what)
            weights[what.series] = weights.get(what.series, 0) + weight
    found = max(weights, key=lambda series: weights[series] * _standing(series), default=None)
    if found is not None and found not in ANECDOTES:
        return first[found]
    return next(iter((*_by_surroundings(seen), *first.values())), None)


def _topics(seen: Seen) -> Iterator[What]:
    """What a block names that an article may be about, each series once."""
    named: dict[str, What] = {}
    for what in seen.whats:
        if not what.generic and what.series not in ANECDOTES:
            told = _as_whole(what)
            named.setdefault(told.series, told)
    return iter(named.values())


def _weight(seen: Seen, at: int) -> int:
    if seen.block.kind in _LEADING or at == 0:
        return _HEAD_WEIGHT
    return _OPENING_WEIGHT if at <= _OPENING else 1


def _standing(series: str) -> int:
    """Offences come before the calls and the addresses that an article also counts."""
    if not series.startswith("other:"):
        return _OWN
    return _RECORDED if series in RECORDED else 1


def _as_whole(what: What) -> What:
    """All such offences: an article on "possessing indecent images" is on them all."""
    if what.series not in _IMAGE_PARTS:
        return what
    return msgspec.structs.replace(what, series=IIOC_TOTAL, name=_IMAGES)


def _newest(
    seen: Sequence[Seen], published: Day | None, latest: Period | None
) -> tuple[Period | None, str]:
    years = [one for one in _of_numbers(seen, published) if kind(one) in {"financial", "calendar"}]
    if published is not None:
        years = [one for one in years if one.end < published]
    financial = [one for one in years if is_financial_year(one)]
    newest = max(financial or years, default=None)
    since = None if published is None else _complete(published)
    if newest is not None and since is not None and _means_last(seen, newest, since):
        return since, "the last financial year before the article's day"
    if newest is not None and _only_compared(seen, newest):
        following = _up_to(newest, published, latest)
        if following is not None:
            return following, f"the newest year after {label(newest)}, which is only compared with"
    if financial:
        return max(financial), "the newest financial year that the article names"
    if years:
        return max(years), "the newest year that the article names"
    if published is not None:
        return _complete(published), "the last financial year before the article's day"
    return latest, "the newest year of the data"


def _up_to(base: Period, published: Day | None, latest: Period | None) -> Period | None:
    """The year up to which a change goes that names only its base: "has trebled since 2013/14".

    It is the last one complete before the article's day, or else the newest of the data.
    """
    newest = latest if published is None else _complete(published)
    if published is not None and kind(base) == "calendar":
        newest = calendar_year(published.year - 1)
    if newest is not None and newest.start > base.start and kind(newest) == kind(base):
        return newest
    following = shifted(base, 1)
    return following if published is None or following.end < published else None


def _means_last(seen: Sequence[Seen], newest: Period, since: Period) -> bool:
    """Whether the last full year before an article is meant, though it names older ones only."""
    apart = since.start.year - newest.start.year
    if apart == 1:
        return _relative(seen)
    compared = is_financial_year(newest) and _only_compared(seen, newest)
    return apart > 1 and (compared or _last_said(seen))


def _relative(seen: Sequence[Seen]) -> bool:
    """Whether the article speaks of "last year" or "in a year"."""
    return any(when.how in {"last", "this"} for one in seen for when in one.whens)


def _last_said(seen: Sequence[Seen]) -> bool:
    """Whether a sentence with numbers says "last year"."""
    return any(
        any(when.how == "last" for when in within(one.whens, sentence))
        and bool(within(one.phrases, sentence))
        for one in seen
        for sentence in one.sentences
    )


_IMAGE_PARTS = frozenset({str(POSSESSION), str(TAKE)})
_IMAGES = "child abuse image offences"
_CHILD = re.compile(r"\bchild(?:ren)?\b", re.IGNORECASE)
_PICTURES = re.compile(
    r"\b(?:images?|imagery|pictures?|photographs?|photos|material|online)\b", re.IGNORECASE
)
_OFFENCES = re.compile(r"\b(?:offences?|crimes?)\b", re.IGNORECASE)


def _by_surroundings(seen: Sequence[Seen]) -> Iterator[What]:
    """Offences with images of children, where the article names them only in pieces."""
    text = "\n".join(one.block.text for one in seen)
    found = _OFFENCES.search(text)
    if found and _CHILD.search(text) and _PICTURES.search(text):
        yield What(0, len(found[0]), found[0], IIOC_TOTAL, _IMAGES)


def _of_numbers(seen: Sequence[Seen], published: Day | None) -> Iterator[Period]:
    """The periods of sentences that hold numbers; others are those of laws and plans."""
    for one in seen:
        table = one.block.kind == "table"
        for when in one.whens:
            if when.period is None:
                dated = None if published is None else resolved(when, published)
                if dated is not None and is_financial_year(dated) and _with_number(when, one):
                    yield dated
                continue
            # "2016/17" is how statistics write; a calendar year may be that of anything.
            if table or is_financial_year(when.period) or _with_number(when, one):
                yield when.period
            # "Between 2013/14 and 2014/15" is a span with two years as its ends.
            yield from (end for end in (when.first, when.last) if end is not None)


def _with_number(when: When, seen: Seen) -> bool:
    """Whether a time stands in a sentence that holds a number."""
    begun = so_far(seen.sentences, when.start + 1)
    if not begun:
        return False
    sentence = seen.sentences[begun - 1]
    return when.start < sentence.end and bool(within(seen.phrases, sentence))


_COMPARED = re.compile(
    r"\b(?:from|compared\s+(?:with|to)|against(?!\s+(?:\w+\s+)?(?:child|victim|minor|young|girl|boy|under|teen))|than|on(?:\s+the)?(?=\s*$)|on\s+the|where\s+in(?=\s*$)|since|up\s+from|down\s+from"
    r"|the\s+year\s+before|(?:up|down|rise|increase|fall|drop|higher|more|lower|fewer)"
    r"(?:\s+(?:by\s+)?\d\d?\s?(?:per\s?cent|%|pc))?\s+on|above|below|double)\b[^.;]{0,50}$",
    re.IGNORECASE,
)
_SAME_SENTENCE = 120
_HAD_BEEN = re.compile(r"\W{1,3}(?:\w+\s+){1,3}had\b")


def _only_compared(seen: Sequence[Seen], newest: Period) -> bool:
    """Whether the newest year stands only as the earlier one: "up on the 568 of 2016/17"."""
    said = False
    for one in seen:
        for when in one.whens:
            if newest in {when.first, when.last} or one.block.kind == "table":
                return False
            if when.period != newest:
                continue
            said = True
            if any(
                other.period is not None
                and other.period.start < newest.start
                and abs(other.start - when.start) < _SAME_SENTENCE
                for other in one.whens
            ):
                return False
            compared = _COMPARED.search(one.block.text[max(0, when.start - 70) : when.start])
            before = _HAD_BEEN.match(one.block.text, when.end)
            if when.how != "since" and not compared and not before and not _aside(when, one):
                return False
    return said


_OPENED = re.compile(r"\(\s?(?P<number>[\d,]{2,9}\s(?:\w+\s)?in\s)?(?:the\s)?$")
_NUMBER_NEXT = re.compile(
    r"\s?[:=\u2013-]?\s?\d|\s(?:figures?\s)?(?:in|is\sin)\s(?:the\s)?brackets?"
)


def _aside(when: When, seen: Seen) -> bool:
    """Whether a year stands in brackets with a number: "767 (2016/17: 568)", "(568 in 2016/17)"."""
    opened = _OPENED.search(seen.block.text[max(0, when.start - 40) : when.start])
    if opened is None:
        return False
    return bool(opened["number"]) or _NUMBER_NEXT.match(seen.block.text, when.end) is not None


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

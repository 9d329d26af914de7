"""When a number is of: the period of one that stands alone.

Words of time are resolved against the newest year that the article speaks of; what is
not said is supposed, and marked so. The two periods of a change are in ``_year_pairs``, those
of two counts that are compared in ``_years_compared``.

    year_of(phrase, scene).period  # 2017/18 of "767 last year"
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

from beholden.figures.core._calendar import days, label
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._attach import STRONG, nearest_when, when_cost
from beholden.figures.core.claims.finding._draft import Years
from beholden.figures.core.claims.finding._memory import Memory
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.finding.times._owned import (
    label_of,
    own_only,
    with_new,
)
from beholden.figures.core.claims.finding.times._years_after import (
    above_row,
    after_the_year_told,
    later_than_before,
    now,
)
from beholden.figures.core.claims.models import Phrase, Shape
from beholden.figures.core.claims.naming.when import When
from beholden.figures.core.models import Period

_S = TypeVar("_S", When, Phrase)
# "April 2018 to April 2019" is a year too.
A_YEAR = range(360, 400)
_PAIR = 2
_AT_HAND = 4
_BASE = 30
_PREVIOUS_IN = lazily(r"\b(?:previous|preceding|before|earlier|prior)\b", re.IGNORECASE)
_POINTS = frozenset({"named", "last", "this", "same", "previous"})
COMPARED_FROM = lazily(
    r"\b(?:from|since|compared\s+(?:with|to)|than(?:\s+(?:that|those|the\s+\w+))?(?:\s+(?:in|for|of))?"
    r"|against|on|between)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def resolved(when: When, memory: Memory, reference: Period | None = None) -> Period | None:
    """The period that words of time mean; ``reference`` is what "the year before" is before."""
    newest = memory.about.newest
    if when.how in {"named", "since"}:
        return memory.dated(when)
    if when.how in {"last", "this"}:
        return newest
    if when.how in {"previous", "step"}:
        base = reference or memory.reference or newest
        return None if base is None else shifted(base, -(when.years or 1))
    if when.how == "same":
        # "Over the same period" is that of a comparison, "in the same year" the one just told.
        told = memory.year_told if "year" in when.text.lower() else None
        return reference or told or newest
    return None


def year_of(phrase: Phrase, scene: Scene) -> Years:
    """The period of a number that stands alone, or of the later of two."""
    pointing = [one for one in scene.whens if _points_at(one, phrase, scene)]
    points = [
        one for one in own_only(pointing, phrase, scene) if not _told_against(one, phrase, scene)
    ]
    later = later_than_before(phrase, scene) or _in_turn(phrase, scene)
    if later is not None:
        return later
    own = label_of(phrase, scene)
    found = nearest_when(
        phrase,
        scene,
        [one for one in points if not anothers(one, phrase, scene)] if own is None else [own],
    )
    if found is None:
        return above_row(phrase, scene) or now(phrase, scene) or _carried(scene.memory)
    when = found[0]
    if when.how == "last" and (after := after_the_year_told(when.text, scene)) is not None:
        return after
    period = resolved(when, scene.memory, _named_with(when, points, scene))
    if period is None:
        return newest_supposed(scene.memory)
    why = f"{label(period)}, said as \u201c{when.text}\u201d"
    return Years(period, when.how in {"named", "previous"} and when.certain, why)


_RESPECTIVELY = lazily(r"\brespectively\b", re.IGNORECASE)
_AND = lazily(r"\s*(?:,|,?\s*and|/)\s*(?:in\s+)?", re.IGNORECASE)


_MORE_THAN = lazily(
    r"\b(?:more|higher|fewer|lower|up|down|increase|rise|jump|surge|growth|fall|drop|decrease|decline|reduction)\b"
    r"[^.;:,]{0,40}\b(?:than|on|from|since|against|over|versus|compared\s(?:with|to))\s(?:in\s)?(?:the\s)?$"
    r"|\b(?:twice|double|times|half|thrice)\s[^.;:,\d]{0,30}\bas\s(?:in\s)?(?:the\s)?$",
    re.IGNORECASE,
)


# "Up by a third on 2016/17, at 767" tells the new number.
_WHEN_IT_WAS = lazily(r"[,(\s]{0,3}(?:when|where|which|with)\b|\s?\(|\s?:", re.IGNORECASE)


_TO = lazily(
    r",?\s(?:to|at|reaching|with)\s(?:(?:a|an|the|some|about|total|record|of)\s){0,3}",
    re.IGNORECASE,
)


_AGAINST_N_OF = lazily(
    r"\W*(?:when\s|if\s)?(?:(?:set|held|measured|put)\s)?(?:compared\s(?:with|to)|(?:up|down)\sfrom|against)\s"
    r"[^.;:\d]{0,60}\d[\d,]{0,9}(?:\s[a-z]+){0,4}\s(?:\(?in\s|for\s|of\s|during\s)?(?:the\s)?",
    re.IGNORECASE,
)


# "Its 390 were 15 more than it had dealt with 12 months earlier"; "one every 44 hours, where the
# year before it was one every 74"; "348, and has overtaken us; in 2016/17 it had been behind".
_OF_THEN = lazily(
    r"\bthan\s(?:it|they|he|she|the\s[a-z]+|officers|police)\s(?:had\s)?(?:[a-z]+\s){0,3}$"
    r"|;\s(?:and\s|but\s)?(?:in\s|for\s|during\s)?(?:the\s)?$",
    re.IGNORECASE,
)
_WHERE_THEN = lazily(r",\s(?:where|whereas|while|but)\s(?:in\s)?$", re.IGNORECASE)


def _of_then(when: When, phrase: Phrase, scene: Scene) -> bool:
    """Whether a year behind a number opens what is told of another time."""
    if when.start < phrase.end or when.how not in {"named", "previous"}:
        return False
    if _OF_THEN.search(scene.text, phrase.end, when.start):
        return True
    follows = any(one.start >= when.end and scene.holds(one.start) for one in scene.phrases)
    return follows and _WHERE_THEN.search(scene.text, phrase.end, when.start) is not None


_HAVING = lazily(r"\bhaving\s(?:been|had|recorded|stood|come)\b[^.;]*$", re.IGNORECASE)


def _told_against(when: When, phrase: Phrase, scene: Scene) -> bool:
    """Whether a year is only what another number is told against.

    "The total - 199 higher than in 2016/17 - means an average of two a day", "767 were recorded,
    an increase of a third compared to the previous year".
    """
    opening = _AGAINST_N_OF.fullmatch(scene.text, scene.sentence.start, when.start)
    if opening and "," in scene.text[when.end : phrase.start]:
        # "Compared with 568 in 2016/17, the 767 of Essex": of the other year.
        return True
    having = _HAVING.search(scene.text, phrase.end, max(phrase.end, when.start))
    if having or _of_then(when, phrase, scene):
        # "With 543, having been behind Essex a year ago": of the time before.
        return True
    since = when.text.lower().startswith("since ")
    if since and _TO.fullmatch(scene.text, when.end, phrase.start):
        # "Up a third since 2016/17 to 767": of the newer year.
        return True
    first, last = min(phrase.end, when.end), max(phrase.start, when.start)
    between = any(
        first <= one.start < last and one is not phrase and one.end <= when.start
        for one in scene.phrases
    )
    apart = when.end <= phrase.start or between
    against = _MORE_THAN.search(scene.text, scene.sentence.start, when.start)
    if against is not None and against.start() >= phrase.end:
        # "In 2017/18 it recorded 767, an increase on 2016/17, when it had 568".
        return True
    if not apart or against is None:
        return False
    new = with_new(scene.text[when.end : phrase.start], phrase, scene)
    return new or _WHEN_IT_WAS.match(scene.text, when.end) is None


def _in_turn(phrase: Phrase, scene: Scene) -> Years | None:
    """The year of a number in a list: "in 2016/17 and 2017/18 ... 568 and 767 respectively".

    Or below a heading of years: "2016/17 and 2017/18: Essex 568, 767; Kent 512, 703".
    """
    counts = [one for one in scene.phrases if one.shape is Shape.COUNT]
    named = [one for one in scene.whens if one.how == "named" and one.period is not None]
    if phrase not in counts or len(named) < _PAIR or not _listed(named, scene):
        return None
    respectively = _RESPECTIVELY.search(scene.sentence.text) and len(named) == len(counts)
    # "In 2016/17 and 2017/18 there were 568 and 767": both in the same order.
    paired = len(named) == len(counts) == _PAIR and _listed(counts, scene)
    if not respectively and not paired and not _headed(named, counts, scene):
        return None
    when = named[counts.index(phrase) % len(named)]
    return Years(when.period, when.certain, f"said in turn as \u201c{when.text}\u201d")


def _listed(told: Sequence[_S], scene: Scene) -> bool:
    return all(_AND.fullmatch(scene.text[a.end : b.start]) for a, b in pairwise(told))


def _headed(named: Sequence[When], counts: Sequence[Phrase], scene: Scene) -> bool:
    """Whether years stand before a colon, and then as many counts for each area in turn."""
    size = len(named)
    if len(counts) % size or named[-1].end > counts[0].start:
        return False
    groups = [counts[at : at + size] for at in range(0, len(counts), size)]
    colon = ":" in scene.text[named[-1].end : counts[0].start]
    parted = all(not _listed([a[-1], b[0]], scene) for a, b in pairwise(groups))
    return colon and parted and all(_listed(one, scene) for one in groups)


# "86,962 offences, one of the most since the research began 16 years ago": not of that year.
_SINCE_IT_BEGAN = lazily(r"\bsince\s+(?:[\w'\u2019-]{1,20}\s+){1,10}$", re.IGNORECASE)


def _of_a_beginning(when: When, phrase: Phrase, scene: Scene) -> bool:
    """Whether words of time only say when something began, since when the number is told."""
    since = _SINCE_IT_BEGAN.search(scene.text, scene.sentence.start, when.start)
    return since is not None and phrase.end <= since.start()


def _points_at(when: When, phrase: Phrase, scene: Scene) -> bool:
    """Whether words of time may be those of a number: "since 2013, when it was 59" too."""
    if _of_a_beginning(when, phrase, scene):
        return False
    if when.how == "since" and when.period is not None:
        return when.end <= phrase.start and when_cost(phrase, when, scene) < STRONG
    if when.how == "step":
        # "On the previous 12 months, when there were 18,522".
        return bool(_PREVIOUS_IN.search(when.text)) and (
            when.end <= phrase.start and when_cost(phrase, when, scene) < _AT_HAND
        )
    return when.how in _POINTS and when.first is None


def _named_with(when: When, points: Sequence[When], scene: Scene) -> Period | None:
    """What "the year before" is before: a year named in the sentence, else the newest."""
    others = not_compared_with(when, points, scene)
    named = [one.period for one in others if one.how == "named" and one.period]
    years = [one for one in named if days(one) in A_YEAR]
    return max(years) if years else None


def not_compared_with(when: When, points: Sequence[When], scene: Scene) -> list[When]:
    """The other times of a sentence, but for the base of another comparison after one.

    "Up by a third on the previous year, and by 131 per cent on 2014/15": the year before the
    newest one, and not before 2014/15.
    """
    return [
        one
        for one in points
        if one is not when
        and (
            one.start < when.start
            or not COMPARED_FROM.search(scene.text[max(when.end, one.start - _BASE) : one.start])
        )
    ]


def anothers(when: When, phrase: Phrase, scene: Scene) -> bool:
    """Whether a year stands so near to another number that it is that one's."""
    own = when_cost(phrase, when, scene)
    # A year that opens the clause is that of all its numbers.
    others = [
        when_cost(one, when, scene)
        for one in scene.phrases
        if one is not phrase and one.end <= when.start
    ]
    least = min(others, default=own)
    return least <= STRONG and least < own and own > STRONG


def _carried(memory: Memory) -> Years:
    """The year that the paragraph speaks of, or the newest of the article."""
    last = memory.last
    newest_told = memory.about.newest in {one.years.period for one in memory.sentence_before}
    if last is not None and last.years.said and last.role.end != "earlier" and not newest_told:
        period = last.years.period
        if period is not None and period != memory.about.newest:
            why = f"{label(period)}, which the paragraph speaks of"
            return Years(period, said=False, why=why)
    return newest_supposed(memory)


def newest_supposed(memory: Memory) -> Years:
    newest = memory.about.newest
    why = "" if newest is None else f"{label(newest)}, {memory.about.newest_why}"
    return Years(newest, said=False, why=why)


__all__ = [
    "A_YEAR",
    "COMPARED_FROM",
    "anothers",
    "newest_supposed",
    "not_compared_with",
    "resolved",
    "year_of",
]

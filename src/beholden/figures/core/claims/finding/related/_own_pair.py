"""Which two counts of a sentence a change lies between, where it gives several pairs of them.

"Referrals rose by 30%, from 144 to 187, and calls by 61%, from 499 to 803": of two changes with two
pairs each has the pair in its turn.

    in_its_turn(work, counts)  # the counts 499 and 803 for "61%"
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft
from beholden.figures.core.claims.finding._work import Work
from beholden.figures.core.claims.models import Shape

_TO = lazily(
    r"\s*(?:[\w-]+\s+){0,3}?(?:in\s+\d{4}(?:[/-]\d{2,4})?\s+)?to\s+(?:the\s+)?", re.IGNORECASE
)
_FROM = lazily(r"\bfrom\s+(?:the\s+)?$", re.IGNORECASE)
_SEVERAL = 2
_CHANGED = frozenset({Shape.PERCENT, Shape.MULTIPLE})
_AGAINST = lazily(
    r"(?:\s+(?!to\b|and\b|but\b)[a-z-]+){0,4}\s+(?:than|on|from|compared\s+(?:with|to)|over)\s+(?:the\s+)?",
    re.IGNORECASE,
)


def in_its_turn(work: Work, same: Sequence[Draft]) -> Sequence[Draft]:
    """The two counts that belong to a change, or all of them where the words do not tell.

    Args:
        work: The change.
        same: The counts of its area in its sentence, in their order.
    """
    text = work.scene.text
    pairs = [
        (one, other)
        for one, other in pairwise(sorted(same, key=lambda each: each.phrase.start))
        if _TO.fullmatch(text[one.phrase.end : other.phrase.start])
        and _FROM.search(text[max(0, one.phrase.start - 12) : one.phrase.start])
    ]
    changes = [one for one in work.scene.phrases if one.shape is work.phrase.shape is Shape.PERCENT]
    if len(pairs) < _SEVERAL or len(pairs) != len(changes) or len(same) != 2 * len(pairs):
        return same
    return pairs[changes.index(work.phrase)]


def with_own_base(work: Work, same: Sequence[Draft]) -> Sequence[Draft]:
    """The counts of a sentence without the bases of its other changes.

    "A jump of 80% on the 381 of 2015/16 and 5% more than the 651 of 2019/20": 651 is what the 5%
    is told against, and neither is the number after the other.

    Args:
        work: The change.
        same: The counts of its area in its sentence.
    """
    bases = [one for one in same if one.role.end == "earlier"]
    behind = [one for one in bases if one.phrase.start >= work.phrase.end]
    if not behind:
        return same
    own = min(behind, key=lambda one: one.phrase.start)
    between = work.scene.text[work.phrase.end : own.phrase.start]
    if _AGAINST.fullmatch(between) is None:
        return same
    others = [one.start for one in work.scene.phrases if one.shape in _CHANGED]
    until = min((one for one in others if one >= own.phrase.end), default=work.scene.sentence.end)
    return [
        one
        for one in same
        if one is own or (one.role.end != "earlier" and one.phrase.start < until)
    ]


__all__ = ["in_its_turn", "with_own_base"]

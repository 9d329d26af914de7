"""Sentences that say of another area what was said just before: "In Bedfordshire it was 69%".

The number is a change where the claim before was one, and over the same years.

    gone_on(phrase, scene)  # the claim before, or None where the sentence says more
"""

from __future__ import annotations

import re

from beholden.figures.core.claims.finding._draft import Draft
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Measure, Phrase, Shape

_AREA = r"(?:the\s+)?(?-i:[A-Z])[^.;:\d\u201c\"]{1,60}?"
_IT_WAS = re.compile(
    rf"^\W*(?:(?:and|but|while)\s+)?(?:(?:in|for|at|across)\s+{_AREA},?\s+(?:it|that|this|the\s+(?:figure|rise|increase|number|change))"
    rf"|(?:the\s+)?(?:figure|rise|increase|change)\s+(?:for|in|at|across)\s+{_AREA}|{_AREA}['\u2019]s(?:\s+(?:figure|rise|increase))?)\s+"
    r"(?:was|is|stands\s+at|stood\s+at)\s+(?:just\s+|only\s+|even\s+)?$",
    re.IGNORECASE,
)


_NEAR = 2
"""Blocks: one that gives no number may stand between."""


def gone_on(phrase: Phrase, scene: Scene) -> Draft | None:
    """The change of another area that a percentage goes on from."""
    before = scene.memory.told_before
    if phrase.shape is not Shape.PERCENT or not before or not scene.whos:
        return None
    last = before[-1]
    changes = last.measure is Measure.CHANGE and last.block >= scene.seen.index - _NEAR
    return last if changes and _IT_WAS.match(scene.before(phrase)) else None


__all__ = ["gone_on"]

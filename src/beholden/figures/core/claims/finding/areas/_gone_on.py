"""Sentences that say of another area what was said just before: "In Bedfordshire it was 69%".

The number is a change where the claim before was one, and over the same years.

    gone_on(phrase, scene)  # the claim before, or None where the sentence says more
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Direction, Measure, Phrase, Shape

_AREA = r"(?:the\s+)?(?-i:[A-Z])[^.;:\d\u201c\"]{1,60}?"
_IT_WAS = lazily(
    rf"^[\W\d]{{0,6}}(?:(?:and|but|while)\s+)?(?:(?:in|for|at|across)\s+{_AREA},?\s+(?:it|that|this|the\s+(?:figure|rise|increase|number|change))"
    rf"|(?:the\s+)?(?:figure|rise|increase|change)\s+(?:for|in|at|across)\s+{_AREA}|{_AREA}['\u2019]s(?:\s+(?:figure|rise|increase))?)\s+"
    r"(?:was|is|stands\s+at|stood\s+at)\s+(?:just\s+|only\s+|even\s+)?$",
    re.IGNORECASE,
)


_NUMBER = r"\d{1,3}(?:,?\d{3}){0,3}"
_WENT = lazily(
    rf"\b(?:went|gone|moved|swung)\s+from\s+(?P<first>{_NUMBER})\s+to\s+(?P<last>{_NUMBER})(?!\d)[^.;\d]{{0,60}},?\s+"
    r"(?:which|that|this)\s+(?:is|was|means|comes\s+to|amounts\s+to)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_THAT_IS = lazily(
    r"^\W*(?:that|this|which|it)(?:['\u2019]s|\s+is|\s+was|\s+means|\s+comes\s+to)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_NO_MORE = lazily(r"\s*(?:[.,;:)!\u2013\u2014]|$)")
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


def of_two_counts(phrase: Phrase, scene: Scene) -> Direction:
    """Which way the two counts went that a bare percentage tells of; empty where it tells of none.

    "It went from 363 to 275, which is 24%", "Up from 568 to 767. That's 35%."
    """
    if phrase.shape is not Shape.PERCENT or not _NO_MORE.match(scene.after(phrase)):
        return ""
    before = scene.before(phrase)
    found = _WENT.search(before)
    if found is not None:
        first, last = (int(found[one].replace(",", "")) for one in ("first", "last"))
        return "up" if last > first else "down"
    if not _THAT_IS.match(before):
        return ""
    counts = {one.role.end: one for one in scene.memory.sentence_before}
    earlier, later = counts.get("earlier"), counts.get("later") or counts.get("")
    if earlier is None or later is None:
        return ""
    if earlier.who.subject != later.who.subject:
        return ""
    return "up" if later.phrase.value > earlier.phrase.value else "down"


__all__ = ["gone_on", "of_two_counts"]

"""Numbers that answer a question: in an interview the sentence before says what they are.

"As a percentage?" and then "It's just over 60 per cent" is the change just told, in per cents.
"If you divide it out it's more than two" is so many a day, where somebody spoke of a day.

    answered_in_per_cents(phrase, scene).years  # 2016/17 to 2017/18, of which the rise was told
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Measure, Per, Phrase, Shape

_IN_PER_CENTS = (
    r"(?:as\s+a\s+(?:percentage|per\s?cent(?:age)?)|in\s+(?:percentage|per\s?cent)\s+terms|in\s+percentages|in\s+per\s?cents?"
    r"|what\s+(?:percentage|per\s?cent)(?:\s+(?:is|was)\s+(?:that|it))?)"
)
_ASKS = lazily(rf"\b{_IN_PER_CENTS}\b[^.?!:;\d]{{0,30}}\?\W*$", re.IGNORECASE)
_SAYS = lazily(rf"\b{_IN_PER_CENTS}\b", re.IGNORECASE)
# The answer, with the name of its speaker before it.
_IT_IS = lazily(
    r"(?:[A-Z][\w .'\u2019-]{0,40}:\s+)?\W*(?:(?:well|oh|yes|so|and),?\s+)?"
    r"(?:(?:it|that)(?:['\u2019]s|\s+is|\s+was|\s+works\s+out\s+(?:at|as)|\s+comes\s+(?:to|out\s+at))\s+)?(?:(?:a|an)\s+)?$",
    re.IGNORECASE,
)
_ENDS = lazily(
    r"\s*(?:(?:more|higher|up|extra)\s*)?(?:,?\s*(?:in\s+fact|roughly|I\s+think))?[\s.!\"\u201d\u2019)]*$",
    re.IGNORECASE,
)
_CHANGED = frozenset({Measure.DIFFERENCE, Measure.CHANGE, Measure.MULTIPLE})
# By time alone: what is divided by the number of schools is no rate of these.
_DIVIDED = lazily(
    r"\b(?:(?:divid|work|averag|split|spread)\w*\s+(?:it|that|them|those)\s+(?:out|up|down)"
    r"|divide\s+(?:it|that|them))\b(?:(?!\b(?:by|between|among)\b)[^.;:?\d]){0,40}$",
    re.IGNORECASE,
)


def sentence_before(scene: Scene) -> str:
    """The sentence before one, if need be the last of the block before; empty at the beginning."""
    at = scene.seen.sentences.index(scene.sentence)
    if at:
        return scene.seen.sentences[at - 1].text
    before = scene.memory.seen_before
    return before.sentences[-1].text if before is not None and before.sentences else ""


def answered_in_per_cents(phrase: Phrase, scene: Scene) -> Draft | None:
    """The change just told in numbers, where a percentage answers what it is as one."""
    last = _told_last(scene)
    if phrase.shape is not Shape.PERCENT or last is None or last.measure not in _CHANGED:
        return None
    if not _ENDS.match(scene.after(phrase)):
        return None
    before = scene.before(phrase)
    asked = _IT_IS.fullmatch(before) and _ASKS.search(sentence_before(scene))
    said = _SAYS.search(before)
    itself = said is not None and _IT_IS.fullmatch(before, said.end())
    return last if asked or itself else None


def unit_answered(phrase: Phrase, scene: Scene) -> Per:
    """The unit of a number that says what a rate is: "if you divide it out it's more than two"."""
    rate = rate_answered(phrase, scene)
    return rate.phrase.per if rate is not None and phrase.shape is Shape.COUNT else ""


def rate_answered(phrase: Phrase, scene: Scene) -> Draft | None:
    """The rate told last, where a number says what it is if divided out."""
    last = _told_last(scene)
    if last is None or last.measure is not Measure.FREQUENCY:
        return None
    divided = _DIVIDED.search(scene.before(phrase)) and _ENDS.match(scene.after(phrase))
    return last if divided else None


def _told_last(scene: Scene) -> Draft | None:
    """The last claim of this block, or of the two before it: a question tells none of its own."""
    told = scene.memory.told_before
    near = bool(told) and scene.seen.index - told[-1].block <= _NEAR
    return told[-1] if near else None


_NEAR = 2

__all__ = ["answered_in_per_cents", "rate_answered", "sentence_before", "unit_answered"]

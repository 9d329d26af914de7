"""Rises told in a list, whose word stands once: "a rise of 199 in Essex, 225 in Hampshire".

"The rise in Essex was 199, in Hampshire 225"  # two rises
"Essex's total rose by 199 to 767, Gwent's by eight to 267"  # rises, and what they led to
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._roles import CHANGE, Role, changed, no_change, role_of
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Measure, Phrase, Shape

_NAME = r"@(?:\s+(?:police|alone))?"
_SPACE = r"[\s,]{1,3}(?:and\s+)?"
# The words between two rises, an area's name put as "@".
_IN_BETWEEN = lazily(
    rf"\s+(?:in|for|at)\s+(?:the\s+)?{_NAME}{_SPACE}(?:(?:by|of)\s+)?", re.IGNORECASE
)
_AFTER = lazily(r"\s+(?:in|for|at)\s+(?:the\s+)?@", re.IGNORECASE)
_NAMED_FIRST = lazily(rf"{_SPACE}(?:(?:in|for)\s+)?(?:the\s+)?{_NAME}\s+(?:by\s+)?", re.IGNORECASE)
_THEIRS_BY = lazily(
    rf"(?:[,;]|\band)\s+(?:{_NAME}(?:'s|\u2019s|s['\u2019])|(?:that|those)\s+(?:for|in|of)\s+(?:the\s+)?{_NAME})"
    r"\s+by\s+$",
    re.IGNORECASE,
)
_RISE_IN_WAS = lazily(
    r"\b(?:rise|increase|jump|fall|drop|decrease|reduction)\s+(?:in\s+(?:the\s+number\s+of\s+)?(?:[\w-]+\s+){0,3}"
    rf"(?:offences|crimes|cases)\s+)?(?:in|for|at)\s+(?:the\s+)?{_NAME}\s+(?:was|is)\s+$",
    re.IGNORECASE,
)
_AND = lazily(r"\s+and\s+", re.IGNORECASE)
_RESPECTIVELY = lazily(r"[^.;:\d]{0,30}\brespectively\b", re.IGNORECASE)


def listed_change(phrase: Phrase, scene: Scene) -> Role | None:
    """The change that a bare count is by the list it stands in; ``None`` where it is none."""
    if phrase.shape is not Shape.COUNT:
        return None
    before = _masked(scene, scene.sentence.start, phrase.start)
    words = [one for one in CHANGE.finditer(before) if not no_change(before, one)]
    if not words:
        return None
    counts = [one for one in scene.phrases if one.shape is Shape.COUNT and one.end <= phrase.start]
    said = _RISE_IN_WAS.search(before) or (counts and _THEIRS_BY.search(before))
    if said or (counts and _goes_on(counts[-1], phrase, scene)):
        return Role(Measure.DIFFERENCE, changed(words[-1]))
    return None


def _goes_on(last: Phrase, phrase: Phrase, scene: Scene) -> bool:
    """Whether a number goes on with the change before it: "199 in Essex, 225 in Hampshire"."""
    between = _masked(scene, last.end, phrase.start)
    after = _masked(scene, phrase.end, scene.sentence.end)
    listed = (
        (_IN_BETWEEN.fullmatch(between) and _AFTER.match(after))
        or (_NAMED_FIRST.fullmatch(between) and _named_first(last, scene))
        or (_AND.fullmatch(between) and _RESPECTIVELY.match(after))
    )
    return bool(listed) and _is_change(last, scene)


def _named_first(phrase: Phrase, scene: Scene) -> bool:
    """Whether the area of the number before stands before it: "in Essex was 199, in Kent 225"."""
    after = _masked(scene, phrase.end, scene.sentence.end)
    return _AFTER.match(after) is None


def _is_change(phrase: Phrase, scene: Scene) -> bool:
    """Whether the number before in the list is a change itself."""
    role = role_of(phrase, scene.before(phrase), scene.after(phrase))
    return role.measure is Measure.DIFFERENCE or listed_change(phrase, scene) is not None


def _masked(scene: Scene, start: int, end: int) -> str:
    """A stretch of the text with each area's name put as "@"."""
    pieces: list[str] = []
    at = start
    for one in scene.whos:
        if start <= one.start and one.end <= end and one.start >= at:
            pieces += (scene.text[at : one.start], "@")
            at = one.end
    return "".join((*pieces, scene.text[at:end]))


__all__ = ["listed_change"]

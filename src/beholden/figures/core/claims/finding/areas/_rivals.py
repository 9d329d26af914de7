"""Two areas in one sentence, one of which is said to have more: "Kent (1,042) than Essex (767)".

more_of(first, second, scene)  # "up" where the first is said to be the larger
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft, exact
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Course, Direction, Shape

_MORE = r"(?P<more>more|higher|greater|larger|bigger|worse|above)"
_FEWER = r"(?P<fewer>fewer|lower|less|smaller|below)"
_THAN = lazily(rf"\b(?:{_MORE}|{_FEWER})\b[^.;:\u2013\u2014]{{0,80}}?\bthan\b", re.IGNORECASE)
_BEAT = lazily(
    r"\b(?:dwarf(?:ed|s|ing)?|topp?(?:ed|s|ing)|exceed(?:ed|s|ing)?|outstripp?(?:ed|s|ing)"
    r"|surpass(?:ed|es|ing)?|overt(?:ook|akes|aking)|ahead\s+of|in\s+front\s+of)\b",
    re.IGNORECASE,
)
_TRAIL = lazily(
    r"\b(?:behind|trail(?:ed|s|ing)?|lagg?(?:ed|s|ing)|(?:fell|falls|falling)\s+(?:just\s+|well\s+)?short\s+of"
    r"|second\s+to)\b",
    re.IGNORECASE,
)
_TURN = lazily(
    r"\b(?:but|however|while|whereas|although|though|not|never|no|before|after)\b", re.IGNORECASE
)
# What is larger is then no count: a rate, a rise, a share.
_NO_COUNT = lazily(
    r"\b(?:rates?|ris(?:e|es|ing)|rose|increas\w+|jump\w*|growth|grew|fall|fell|drop\w*|proportion|share"
    r"|percentage|per\s+(?:head|capita|person)|population|average)\b",
    re.IGNORECASE,
)
_IN = lazily(r"\s(?:(?:in|for|during|over)\s)?(?:the\s)?", re.IGNORECASE)
_PAIR = 2


def with_rival(counts: Sequence[Draft], draft: Draft, scene: Scene) -> Course | None:
    """What a sentence says of a count against that of another area in the same year."""
    numbers = [one for one in scene.phrases if one.shape is not Shape.RANK]
    if len(counts) != _PAIR or len(numbers) != _PAIR:
        return None
    first, second = counts
    apart = first.who.subject != second.who.subject and first.years.period == second.years.period
    if not apart or first.what.series != second.what.series:
        return None
    direction = more_of(first, second, scene)
    if not direction:
        return None
    if draft is second:
        direction = "down" if direction == "up" else "up"
    return Course(direction, (), exact((second if draft is first else first).phrase))


def more_of(first: Draft, second: Draft, scene: Scene) -> Direction:
    """Which way the first of two areas is said to differ from the second."""
    before = scene.before(second.phrase)
    if _TURN.search(before) or _NO_COUNT.search(scene.sentence.text):
        return ""
    at = first.phrase.start - scene.sentence.start
    if beat := _BEAT.search(before):
        return "up" if at < beat.start() else ""
    if trail := _TRAIL.search(before):
        return "down" if at < trail.start() else ""
    than = _THAN.search(before)
    names = [one for one in scene.whos if one.subject is not None]
    ordered = [one.subject.key for one in names if one.subject is not None]
    if than is not None and _than_when(scene.sentence.start + than.end(), scene):
        # "Fewer than in 2016/17, when Kent recorded 728 and Essex 568": no area is held
        # against the other.
        return ""
    if than is None or not ordered or ordered[0] != first.who.subject.key:
        return ""
    return "up" if than["more"] else "down"


def _than_when(end: int, scene: Scene) -> bool:
    """Whether a year, and no area, stands behind "than"."""
    return any(
        one.start >= end and _IN.fullmatch(scene.text[end : one.start]) for one in scene.whens
    )


__all__ = ["more_of", "with_rival"]

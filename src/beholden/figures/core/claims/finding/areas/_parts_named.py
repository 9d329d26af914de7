"""Which towns of a sentence count beside the force that it names too.

"Essex Police, based in Chelmsford, recorded 767" is of Essex. "Essex Police recorded 767
offences in Basildon" and "in Basildon, Essex, there were 767" are of the town alone, and the
data hold no town.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.naming.who import WhoMention

_ON_ITS_OWN = lazily(r"\s+(?:on\s+its\s+own|alone|by\s+itself)\b", re.IGNORECASE)
_NUMBER_IN = lazily(
    r"\s+(?:(?!and\b|but\b|while\b|based\b|said\b|held\b|living\b|told\b|from\b|to\b|by\b|after\b|at\b|in\b)"
    r"[a-z]+\s+){0,5}(?:in|across|around|within)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_OPENS = lazily(r"\W*(?:but\s+|and\s+|meanwhile,?\s+)?in\s+(?:the\s+\w+\s+of\s+)?", re.IGNORECASE)
_COMMA = lazily(r",\s+")
_LISTED = lazily(r"\s*,?\s*(?:and\s+)?(?:the\s+)?", re.IGNORECASE)
_AND = lazily(r",?\s+and\s", re.IGNORECASE)
_SAW = lazily(
    r"\s+(?:alone\s+)?(?:police\s+)?(?:saw|had|recorded|logged|registered|accounted|reported)\b",
    re.IGNORECASE,
)
_STATION = lazily(r"\s+(?:police\s+)?(?:station|division|district|office|officers|team|command)\b")
_OWNED = lazily(r"['\u2019]s?\s+$")
_WHOLE = frozenset({"force", "area"})


def in_parts(found: Sequence[WhoMention], scene: Scene) -> tuple[WhoMention, ...]:
    """The areas that count, where a force and a town of it stand in one sentence."""
    whole = {one.subject.key for one in found if one.subject and one.kind in _WHOLE}
    left = [
        one
        for one in found
        if one.kind != "part"
        or one.subject is None
        or one.subject.key not in whole
        or _ON_ITS_OWN.match(scene.text, one.end)
        or _counted_in(one, scene)
    ]
    opening = next((one for one in left if _opens(one, scene)), None)
    if opening is None:
        return tuple(left)
    # "In Chelmsford, Essex, there were 767": the second name only says where the first one is.
    return tuple(
        one
        for one in left
        if not (one.kind in _WHOLE and _COMMA.fullmatch(scene.text, opening.end, one.start))
    )


def _counted_in(one: WhoMention, scene: Scene) -> bool:
    """Whether a town stands right after a number: "767 offences in Basildon"."""
    if _opens(one, scene) and _COMMA.match(scene.text, one.end):
        return True
    before = scene.text[scene.sentence.start : one.start]
    if not before.strip(' "\u201c\u2018') and _SAW.match(scene.text, one.end):
        return True
    if _STATION.match(scene.text, one.end) and _OWNED.search(before):
        return True
    if _of_all(one, scene):
        return False
    return any(
        _NUMBER_IN.fullmatch(scene.text, phrase.end, one.start)
        for phrase in scene.phrases
        if phrase.end < one.start
    )


def _of_all(one: WhoMention, scene: Scene) -> bool:
    """Whether the force is listed with its town: "in Leicester, Leicestershire and Rutland"."""
    other = next((each for each in scene.whos if each.start >= one.end), None)
    if other is None or not _LISTED.fullmatch(scene.text, one.end, other.start):
        return False
    return "and" in scene.text[one.end : other.start] or bool(_AND.match(scene.text, other.end))


def _opens(one: WhoMention, scene: Scene) -> bool:
    """Whether a sentence begins with "In" and the town."""
    return one.kind == "part" and bool(
        _OPENS.fullmatch(scene.text, scene.sentence.start, one.start)
    )


__all__ = ["in_parts"]

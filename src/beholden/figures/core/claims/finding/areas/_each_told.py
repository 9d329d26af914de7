"""The sum of areas that have their own number in brackets: "A (267) and B (543) recorded 810".

sum_of_told(phrase, scene, mentions).members  # those of A and B, for the 810
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.areas._listed import several
from beholden.figures.core.claims.models import Phrase, Subject
from beholden.figures.core.claims.naming.who import WhoMention
from beholden.figures.core.models import ForceCode

_PAIR = 2
_ALONE = frozenset({"force", "area"})
_ITS_OWN = lazily(
    r"(?:\s(?:police|constabulary))?\s?\(\d[\d,]{0,8}\),?(?:\s(?:and|&))?\s(?:the\s)?",
    re.IGNORECASE,
)
_RECORDED = lazily(
    r"(?:\s(?:police|constabulary))?\s?\(\d[\d,]{0,8}\),?\s(?:(?:together|between\sthem|all|have|had)\s)?"
    r"(?:recorded|logged|registered|saw|had|reported|dealt\swith)\s(?:an?\s(?:combined\s)?total\sof\s)?",
    re.IGNORECASE,
)


def sum_of_told(phrase: Phrase, scene: Scene, mentions: Sequence[WhoMention]) -> Subject | None:
    """All areas before a number that each have their own in brackets; ``None`` without such."""
    named = [one for one in mentions if one.end <= phrase.start]
    if len(named) < _PAIR or any(one.kind not in _ALONE for one in named):
        return None
    text = scene.text
    listed = all(_ITS_OWN.fullmatch(text[a.end : b.start]) for a, b in pairwise(named))
    if not listed or not _RECORDED.fullmatch(text[named[-1].end : phrase.start]):
        return None
    members = tuple(ForceCode(one.subject.key) for one in named if one.subject is not None)
    return several(members, scene.gazetteer) if len(set(members)) == len(named) else None


__all__ = ["sum_of_told"]

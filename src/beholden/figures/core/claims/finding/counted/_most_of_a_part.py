"""Superlatives of a breakdown: the platform named most often, the worst offender.

They rank no area and no year, so that the data hold nothing to rank by; but they are claims,
and whoever checks an article wants to see them.

    most_of_a_part(scene)  # "Snapchat was named most often" -> the rank "named most often"
"""

from __future__ import annotations

import re
from decimal import Decimal

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.counted._parts_of import SERVICE
from beholden.figures.core.claims.models import Phrase, Shape

OF_A_PART = "most of a part"
"""The form of a superlative that ranks platforms, ages or kinds of offence."""

_SERVICE = lazily(rf"\b{SERVICE}\b", re.IGNORECASE)
_OF_SERVICE = lazily(
    r"\b(?P<rank>(?:named|used|recorded|mentioned|cited|featured|reported|identified)\s+(?:the\s+)?most(?:\s+(?:often|frequently))?"
    r"|most\s+(?:often|frequently)\s+(?:named|used|recorded|mentioned|cited|reported)"
    r"|(?:the\s+)?most\s+used|top\s+(?:two|three|four|five)\s+most[\s-](?:recorded|used|named|common)|came\s+up\s+(?:the\s+)?most|most\s+of\s+all"
    r"|(?:the\s+)?worst\s+offenders?|more\s+than\s+any(?:thing|\s+other)(?:\s+else)?)\b(?!\s+(?:in|by)\s+(?:the\s+)?police)",
    re.IGNORECASE,
)
_OF_KIND = lazily(
    r"\b(?P<rank>(?:the\s+)?(?:second\s+)?most\s+common\s+(?:\w+\s+)?(?:offences?|crimes?|victims|method|platform|concern|reason|cause)"
    r"|(?:the\s+)?(?:(?:second|third)[\s-]+|single\s+)?(?:largest|biggest)\s+(?:group|category|cause|source|share))\b",
    re.IGNORECASE,
)
# "Mental health was what grew most", "exploitation online went up most": of several kinds.
_GREW_MOST = lazily(
    r"\b(?P<rank>(?:grew|rose|increased|fell|dropped|(?:went|gone|going)\s+(?:up|down))\s+(?:the\s+)?most)\b"
    r"(?!\s+(?:in|by|at|for|of)\b)",
    re.IGNORECASE,
)
_RECORDED = lazily(
    r"\b(?:recorded|offences|crimes|cases|instances|incidents|known|police|forces|victims|perpetrators|offenders|groomers"
    r"|abusers|helplines?|childline|register|referrals|contacts|reports)\b",
    re.IGNORECASE,
)


def most_of_a_part(scene: Scene) -> list[Phrase]:
    """The superlatives of a sentence that rank a part of what is counted."""
    if scene.memory.about.what is None or not _RECORDED.search(scene.sentence.text):
        return []
    start, end = scene.sentence.start, scene.sentence.end
    patterns = [_OF_KIND]
    if not any(one.kind in {"force", "area", "group"} for one in scene.whos):
        patterns.append(_GREW_MOST)
    if _SERVICE.search(scene.text, start, end):
        patterns.append(_OF_SERVICE)
    taken = [(one.start, one.end) for one in scene.phrases]
    return [
        _rank(found)
        for pattern in patterns
        for found in pattern.finditer(scene.text, start, end)
        if not any(first < found.end() and found.start() < last for first, last in taken)
    ]


def _rank(found: re.Match[str]) -> Phrase:
    said = found["rank"].lower()
    place = next((at for word, at in (("second", 2), ("third", 3)) if word in said), 1)
    return Phrase(
        found.start("rank"),
        found.end("rank"),
        found["rank"],
        Shape.RANK,
        Decimal(place),
        OF_A_PART,
        number=found["rank"],
        direction="up",
        noun="number",
    )


__all__ = ["OF_A_PART", "most_of_a_part"]

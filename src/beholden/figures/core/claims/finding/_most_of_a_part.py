"""Superlatives of a breakdown: the platform named most often, the worst offender.

They rank no area and no year, so that the data hold nothing to rank by; but they are claims,
and whoever checks an article wants to see them.

    most_of_a_part(scene)  # "Snapchat was named most often" -> the rank "named most often"
"""

from __future__ import annotations

import re
from decimal import Decimal

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._parts_of import SERVICE
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Phrase, Shape

OF_A_PART = "most of a part"
"""The form of a superlative that ranks platforms, ages or kinds of offence."""

_SERVICE = lazily(rf"\b{SERVICE}\b", re.IGNORECASE)
_OF_SERVICE = lazily(
    r"\b(?P<rank>(?:named|used|recorded|mentioned|cited|featured|reported|identified)\s+(?:the\s+)?most(?:\s+(?:often|frequently))?"
    r"|most\s+(?:often|frequently)\s+(?:named|used|recorded|mentioned|cited|reported)"
    r"|(?:the\s+)?worst\s+offenders?|more\s+than\s+any(?:thing|\s+other)(?:\s+else)?)\b(?!\s+(?:in|by)\s+(?:the\s+)?police)",
    re.IGNORECASE,
)
_OF_KIND = lazily(
    r"\b(?P<rank>(?:the\s+)?(?:second\s+)?most\s+common\s+(?:\w+\s+)?(?:offences?|crimes?|victims|method|platform|concern|reason))\b",
    re.IGNORECASE,
)
_RECORDED = lazily(
    r"\b(?:recorded|offences|crimes|cases|instances|incidents|known|police|forces|victims)\b",
    re.IGNORECASE,
)


def most_of_a_part(scene: Scene) -> list[Phrase]:
    """The superlatives of a sentence that rank a part of what is counted."""
    if scene.memory.about.what is None or not _RECORDED.search(scene.sentence.text):
        return []
    start, end = scene.sentence.start, scene.sentence.end
    patterns = [_OF_KIND]
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
    place = 2 if "second" in found["rank"].lower() else 1
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

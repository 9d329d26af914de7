"""Areas that a newsroom's file brings and no register of places knows: a hospital trust, a ward.

with_own_areas("At Barts Health NHS Trust", (), ["Barts Health NHS Trust"])[0].kind  # "area"
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from beholden.figures.core.claims.naming._spans import longest
from beholden.figures.core.claims.naming.gazetteer import of_other
from beholden.figures.core.claims.naming.who import WhoMention

# "Barts" for "Barts Health NHS Trust": what stands behind a name says what kind of body it is.
_KIND = re.compile(
    r"(?:\s+(?:NHS|Foundation|Trust|Health|Healthcare|Hospitals?|University|Teaching|Council|Borough|City|District"
    r"|County|Academy|School|College|Ward))+$"
)
_SHORTEST = 4


def with_own_areas(
    text: str, mentions: Sequence[WhoMention], areas: Sequence[str]
) -> tuple[WhoMention, ...]:
    """The mentions of a text, and those of the areas of the data by their whole names.

    A shorter name counts only where it is no name of a place that is known anyway: a hospital
    is not the town that it is called after.
    """
    if not areas:
        return tuple(mentions)
    whole = [one for name in areas for one in _found(text, name, name)]
    known = longest((*whole, *mentions))
    short = [
        one
        for name in areas
        if (front := _KIND.sub("", name)) != name and len(front) >= _SHORTEST
        for one in _found(text, front, name)
        if all(one.end <= each.start or each.end <= one.start for each in known)
    ]
    return tuple(longest((*known, *short)))


def _found(text: str, said: str, name: str) -> Iterator[WhoMention]:
    for match in _pattern(said).finditer(text):
        yield WhoMention(match.start(), match.end(), match[0], of_other(name), "area")


@functools.lru_cache(maxsize=1024)
def _pattern(said: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, said.split()))
    return re.compile(rf"(?<![\w-]){words}(?![\w-])")


__all__ = ["with_own_areas"]

"""Years of counts that are told in their order: "568 in the first year, 767 in the fifth".

The words say how the years lie to each other, and not which they are. Only the data tell: they hold
each number for a year, and these years stand in the order and as far apart as is said. Else
no year is known, for one number alone fits where the order goes against it.

    in_order(phrase, scene, subject, what)  # the years of "412, then 568, then 767"
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, product

from beholden.figures.core._calendar import kind, label
from beholden.figures.core._number_words import ORDINALS, number_said, words_of
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted, Years
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.counted._standing import held_years
from beholden.figures.core.claims.models import Phrase, Shape, Subject
from beholden.figures.core.models import Period

_IN_NTH = lazily(
    r"\s(?:(?:offences|crimes|cases|of\sthem|recorded|logged)\s){0,2}(?:in|for|during)\s"
    rf"(?:(?:the|its|their|that)\s(?P<place>{'|'.join(ORDINALS)})\b(?!\s(?:half|month|week|quarter|place|part|\d))"
    rf"|year\s(?P<number>{words_of(1, 10)}|\d)\b)",
    re.IGNORECASE,
)
_THEN = lazily(
    r"\s?(?:offences|crimes|cases)?,?\s(?:and\s|but\s)?(?:then|next|after\sthat|finally)\s(?:to\s|by\s|came\s)?",
    re.IGNORECASE,
)
_FEWEST = 2
_CHAIN = 3


def in_order(phrase: Phrase, scene: Scene, subject: Subject, what: Counted) -> Years | None:
    """The year of a count by its place among others; ``None`` where no such order is told."""
    if scene.whens:
        return None
    counts = [one for one in scene.phrases if one.shape is Shape.COUNT]
    placed = [(one, place) for one in counts if (place := _place(one, scene))]
    if len(placed) >= _FEWEST and max(place for _, place in placed) > _FEWEST:
        told = [one for one, _ in placed]
        apart = [place for _, place in placed]
    else:
        told, apart = _chain(phrase, counts, scene), []
    if phrase not in told or len(told) < (_FEWEST if apart else _CHAIN):
        return None
    ways = [
        years
        for years in product(*(held_years(one, subject, what, scene) for one in told))
        if _stand_so(years, apart)
    ]
    if len(ways) != 1:
        return Years(None, said=True, why="one of several years that are not named")
    period = ways[0][told.index(phrase)]
    return Years(period, said=False, why=f"{label(period)}, by its place among the others")


def _place(phrase: Phrase, scene: Scene) -> int:
    """Of the how manyeth year a count is said to be; 0 where it is not said."""
    found = _IN_NTH.match(scene.text, phrase.end)
    if found is None:
        return 0
    if found["place"]:
        return ORDINALS[found["place"].lower()]
    return number_said(found["number"])


def _chain(phrase: Phrase, counts: Sequence[Phrase], scene: Scene) -> list[Phrase]:
    """The counts told with "then" in a row, the number among them."""
    if phrase not in counts:
        return []
    at = counts.index(phrase)
    first = last = at
    while first and _follows(counts[first - 1], counts[first], scene):
        first -= 1
    while last + 1 < len(counts) and _follows(counts[last], counts[last + 1], scene):
        last += 1
    return list(counts[first : last + 1])


def _follows(one: Phrase, other: Phrase, scene: Scene) -> bool:
    return _THEN.fullmatch(scene.text, one.end, other.start) is not None


def _stand_so(years: Sequence[Period], places: Sequence[int]) -> bool:
    """Whether years stand in their order, and as far apart as their places."""
    if len({kind(one) for one in years}) != 1:
        return False
    if places:
        begun = {one.start.year - place for one, place in zip(years, places, strict=True)}
        return len(begun) == 1
    return all(one.start < other.start for one, other in pairwise(years))


__all__ = ["in_order"]

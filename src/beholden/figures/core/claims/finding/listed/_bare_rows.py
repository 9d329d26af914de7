"""Rows of a list that are nothing but an area and its numbers: "Kent: 19, 41, n/a, 34".

Small numbers are counts there too, and where the line above names a span of as many years as
a row has entries, each is of the year of its place.

    entries(scene)  # the numbers of the row in turn, None for "n/a"
"""

from __future__ import annotations

import re

from beholden.figures.core._calendar import is_financial_year, label
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Years
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding._story import shifted
from beholden.figures.core.claims.models import Phrase, Shape
from beholden.figures.core.models import Period

_BULLET = lazily(r"\s*(?:[-\u2022*\u2013\u2014\u00b7]\s*)?")
_AFTER_AREA = lazily(r"\s*(?:police|constabulary)?\s*[:=\u2013\u2014-]\s*", re.IGNORECASE)
_BETWEEN = lazily(r"\s*[,;|]\s+")
_MISSING = lazily(
    r"(?:n/?a|not\s+(?:available|known|given|recorded)|no\s+(?:data|figures?|reply)|[-\u2013\u2014*?]+)",
    re.IGNORECASE,
)
_WORDS = lazily(
    r"(?:\s|[()\[\],;:.\u2013\u2014/-]|\b(?:up|down|from|in|to|and|was|compared|with|n/?a|offences|crimes)\b)*",
    re.IGNORECASE,
)
_FEWEST = 3


def bare_row(scene: Scene) -> bool:
    """Whether a row holds its area, its counts and their years, and no other words."""
    start = _numbers_from(scene)
    if start is None or any(one.shape is not Shape.COUNT for one in scene.phrases):
        return False
    if not scene.whens and (scene.memory.above is None or not scene.memory.above.whens):
        return False
    told = [(one.start, one.end) for one in scene.phrases]
    told += [(one.start, one.end) for one in scene.whens]
    rest, at = "", start
    for first, last in sorted(told):
        rest += f"{scene.text[at:first]} "
        at = max(at, last)
    return _WORDS.fullmatch(rest + scene.text[at:].rstrip()) is not None


def entries(scene: Scene) -> tuple[Phrase | None, ...]:
    """The numbers of a row that lists them in turn; nothing where it holds anything else."""
    start = _numbers_from(scene)
    if start is None or scene.whens:
        return ()
    found: list[Phrase | None] = []
    at = start
    for piece in _BETWEEN.split(scene.text[start:].rstrip(" .")):
        at = scene.text.index(piece, at)
        phrase = next((one for one in scene.phrases if one.start == at), None)
        if phrase is not None and phrase.shape is Shape.COUNT and phrase.end == at + len(piece):
            found.append(phrase)
        elif _MISSING.fullmatch(piece):
            found.append(None)
        else:
            return ()
        at += len(piece)
    return tuple(found)


def year_in_turn(phrase: Phrase, scene: Scene, first: Period, last: Period) -> Years | None:
    """The year of a number by its place, where a span above has just as many years."""
    told = entries(scene)
    count = last.start.year - first.start.year + 1
    if phrase not in told or len(told) != count or count < _FEWEST:
        return None
    if not (is_financial_year(first) and is_financial_year(last)):
        return None
    period = shifted(first, told.index(phrase))
    return Years(period, said=True, why=f"{label(period)}, in turn of the years above the list")


def _numbers_from(scene: Scene) -> int | None:
    """Where the numbers of a row begin: behind its area and a colon or a dash."""
    if not scene.memory.in_row or len(scene.whos) != 1:
        return None
    area = scene.whos[0]
    if _BULLET.fullmatch(scene.text[: area.start]) is None:
        return None
    found = _AFTER_AREA.match(scene.text, area.end)
    return None if found is None else found.end()


__all__ = ["bare_row", "entries", "year_in_turn"]

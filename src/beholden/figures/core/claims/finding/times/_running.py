"""A change that is said to have come several years on end: "for the second year running".

running_years(scene)  # 2
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core._number_words import ORDINALS, number_said, words_of
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Course, Measure

_LATER = {word: place for word, place in ORDINALS.items() if place > 1}
_ORDINALS = _LATER | {"2nd": 2, "3rd": 3} | {f"{place}th": place for place in range(4, 11)}
_NTH = lazily(
    rf"\b(?P<nth>{'|'.join(_ORDINALS)})\s+(?:(?:consecutive|successive|straight)\s+(?:annual\s+|yearly\s+)?"
    r"(?:year|rise|increase|fall|drop)|year\s+(?:running|in\s+a\s+row|in\s+succession))\b",
    re.IGNORECASE,
)
_YEARS = lazily(
    rf"\b(?P<many>{words_of(2, 10)})"
    r"\s+(?:(?:consecutive|successive|straight)\s+years|years\s+(?:running"
    r"|in\s+a\s+row|in\s+succession))\b",
    re.IGNORECASE,
)
_MOVED = frozenset({Measure.CHANGE, Measure.DIFFERENCE})


def with_running(draft: Draft, scene: Scene) -> Draft:
    """A change, or a count that moved, with the years on end for which it is said."""
    years = running_years(scene)
    direction = draft.course.direction if draft.course else draft.role.direction
    moved = draft.measure in _MOVED or draft.course is not None
    if not years or not direction or not moved:
        return draft
    others = draft.course.others if draft.course else ()
    value = draft.course.value if draft.course else None
    course = Course(direction, others, value, running=years)
    return msgspec.structs.replace(draft, course=course)


def running_years(scene: Scene) -> int:
    """How many years on end a sentence says that something went one way; 0 where it does not."""
    text = scene.sentence.text
    nth = _NTH.search(text)
    if nth is not None:
        return _ORDINALS[nth["nth"].lower()]
    many = _YEARS.search(text)
    return number_said(many["many"]) if many is not None else 0


__all__ = ["running_years", "with_running"]

"""Places in an order whose noun stands elsewhere, and records that are none of the offences.

# "South Wales, which came fourth", "is second with 373", "the most of any force"
"""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Direction, Phrase, Shape

NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
}  # fmt: skip
_NEAR = 200
_MOST_PLACES = 45
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
# "Came fourth", "comes out lowest with 109": a place that stands without its noun.
_CAME = lazily(
    rf"\b(?:came|comes|finish(?:ed|es)|placed|ranks)\s+(?:out\s+|joint\s+)?(?P<rank>{'|'.join(_ORDINALS)}|highest|lowest)"
    r"(?=\s*(?:[.,;:)]|$|(?:with|on|at)\s+(?:just\s+|only\s+)?\d|behind\s+(?-i:[A-Z])|overall\b"
    r"|(?:in|of|among)\s+(?:the\s+)?(?:region|country|nation|list|table|forces|(?-i:[A-Z]))))",
    re.IGNORECASE,
)
_PLACED = lazily(
    rf"\b(?:is|was|came|comes|were|are)\s+(?P<rank>{'|'.join(_ORDINALS)})\b(?:\s+highest)?"
    r"(?:,?\s+(?:with|on|at)|\s+\()\s*(?:just\s+|only\s+)?\d",
    re.IGNORECASE,
)
_LEAST_FIRST = lazily(r"\b(?:lowest|fewest|smallest|least)\b", re.IGNORECASE)
_SUPERLATIVE = lazily(
    rf"\b(?P<rank>the\s+(?:(?P<place>{'|'.join(_ORDINALS)})[\s-]+)?"
    r"(?:largest|biggest|highest|steepest|sharpest|greatest|most|(?P<low>lowest|smallest|fewest)))\s+"
    r"(?:of|among)\s+(?:any|all(?:\s+the)?|the|those|these)\s+(?:[\w-]+\s+){0,3}?"
    rf"(?:forces?|areas?|count(?:y|ies)|constabular(?:y|ies)|years|regions?|nations?|{'|'.join(NUMBERS)})\b",
    re.IGNORECASE,
)
_RANKED = lazily(
    r"\b(?:rise|increase|jump|growth|surge|fall|drop|decrease|decline|rate|number|total|figure|count)\b",
    re.IGNORECASE,
)
_WITH_NUMBER = lazily(r"\s+(?:with|on|at)\s+(?:just\s+|only\s+)?\d", re.IGNORECASE)
_POINTS = lazily(r"\W*(?:that|this|it)\b", re.IGNORECASE)
# "A record 8,224 offences" claims a count, and that there never were more.
_RECORD_NUMBER = lazily(r"\b(?P<rank>a\s+record)(?=\s+\d)", re.IGNORECASE)
_NEAR_A_RECORD = lazily(r"(?:close\s+to|near(?:ly|ing)?|almost|approaching|below)\b", re.IGNORECASE)
RECORD = "record"
"""The form of "a record high": a place among the area's own years."""


def places_told(scene: Scene) -> list[Phrase]:
    """Places whose noun stands elsewhere: "is second with 373", "the most of any force"."""
    taken = [(one.start, one.end) for one in scene.phrases if one.shape is not Shape.COUNT]
    told = (*_seconds(scene), *_places(scene), *_superlatives(scene), *_records(scene))
    return [
        phrase
        for phrase in {one.start: one for one in told}.values()
        if not any(start < phrase.end and phrase.start < end for start, end in taken)
    ]


def _seconds(scene: Scene) -> list[Phrase]:
    if _LEAST_FIRST.search(scene.sentence.text):
        return []
    found = _PLACED.finditer(scene.text, scene.sentence.start, scene.sentence.end)
    return [_place(one, _ORDINALS[one["rank"].lower()], "up", "number") for one in found]


def _places(scene: Scene) -> list[Phrase]:
    """Places that an area came in; of offences only, not of a race."""
    if not scene.whos or scene.memory.about.what is None:
        return []
    made = []
    for one in _CAME.finditer(scene.text, scene.sentence.start, scene.sentence.end):
        if not scene.whats and not _WITH_NUMBER.match(scene.text, one.end()):
            continue
        said = one["rank"].lower()
        down: Direction = "down" if said == "lowest" else "up"
        made.append(_place(one, _ORDINALS.get(said, 1), down, "number"))
    return made


def _superlatives(scene: Scene) -> list[Phrase]:
    """A superlative with whom it is of, and its noun before it: "the largest of the four"."""
    made = []
    for one in _SUPERLATIVE.finditer(scene.text, scene.sentence.start, scene.sentence.end):
        nouns = _RANKED.findall(
            scene.text[max(scene.sentence.start, one.start() - _NEAR) : one.start()]
        )
        noun = nouns[-1].lower() if nouns else "number"
        place = _ORDINALS.get((one["place"] or "").lower(), 1)
        made.append(_place(one, place, "down" if one["low"] else "up", noun))
    return made


def _records(scene: Scene) -> list[Phrase]:
    """The place that "a record 8,224 offences" gives to its number."""
    found = _RECORD_NUMBER.finditer(scene.text, scene.sentence.start, scene.sentence.end)
    return [
        msgspec.structs.replace(_place(one, 1, "up", "number"), form=RECORD)
        for one in found
        if scene.whats
    ]


def _place(found: re.Match[str], place: int, direction: Direction, noun: str) -> Phrase:
    return Phrase(
        found.start("rank"),
        found.end("rank"),
        found["rank"],
        Shape.RANK,
        Decimal(place),
        "told by the words around",
        number=found["rank"],
        direction=direction,
        noun=noun,
    )


def no_place(phrase: Phrase) -> bool:
    """Whether a place is too low to be one among forces: "ranked 48th"."""
    return phrase.value > _MOST_PLACES


def recorded(phrase: Phrase, scene: Scene) -> bool:
    """Whether a record is one of what the article counts: temperatures have theirs too."""
    if phrase.form != RECORD:
        return True
    if _NEAR_A_RECORD.match(phrase.text):
        # "Close to record levels" claims none.
        return False
    numbered = any(one.shape is Shape.COUNT for one in scene.phrases)
    return bool(scene.whats) or numbered or _POINTS.match(scene.sentence.text) is not None


__all__ = ["NUMBERS", "RECORD", "no_place", "places_told", "recorded"]

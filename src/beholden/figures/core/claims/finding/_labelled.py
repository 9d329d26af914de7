"""Years that stand right before their number: "767 (2016/17: 568)", "the year before 568".

Such a year is that number's and no other's, least of all that of the number before it.

    label_of(phrase, scene).text  # "2016/17"
"""

from __future__ import annotations

import re

from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Phrase, Shape
from beholden.figures.core.claims.naming.when import When

_YEARS = frozenset({"named", "last", "previous"})
_TO = re.compile(r"\s?(?:[:=]|[\u2013\u2014-])?\s?(?:just\s|only\s|it\swas\s|there\swere\s)?")
# "And, in the previous year, 3,217": the commas set the year off, and it is still the label.
_SET_OFF = re.compile(r",?\s")
# "309 in the year before: eight fewer": the year has its number already.
_OF_NUMBER = re.compile(r"\s(?:\w+\s){0,2}(?:in|for|during|of)\s(?:the\s)?", re.IGNORECASE)
_THAN = re.compile(r"\bthan\s(?:in|for|during)\s(?:the\s)?$", re.IGNORECASE)
_BEFORE_SET_OFF = re.compile(
    r"(?:\b(?:and|but|while)|[;(]),?\s(?:(?:in|for|during)\s)?(?:the\s)?$", re.IGNORECASE
)


def label_of(phrase: Phrase, scene: Scene) -> When | None:
    """The year that stands right before a number."""
    for when in scene.whens:
        if when.how in _YEARS and when.first is None and _labels(when, phrase, scene):
            return when
    return None


def labels_another(when: When, phrase: Phrase, scene: Scene) -> bool:
    """Whether a year behind a number is the label of the next one."""
    if when.start < phrase.end or when.how not in _YEARS:
        return False
    following = (one for one in scene.phrases if one.start >= when.end and one.shape is Shape.COUNT)
    other = next(following, None)
    return other is not None and _labels(when, other, scene)


def _labels(when: When, phrase: Phrase, scene: Scene) -> bool:
    if when.end > phrase.start or phrase.shape is not Shape.COUNT:
        return False
    between = scene.text[when.end : phrase.start]
    before = scene.text[scene.sentence.start : when.start]
    if _THAN.search(before):
        # "More than in 2016/17: 767 against 568": that of the second number, if of any.
        return False
    if _TO.fullmatch(between):
        return not any(
            _OF_NUMBER.fullmatch(scene.text[one.end : when.start])
            for one in scene.phrases
            if one.end <= when.start
        )
    return _SET_OFF.fullmatch(between) is not None and bool(_BEFORE_SET_OFF.search(before))


__all__ = ["label_of", "labels_another"]

"""Counts that stand in pairs, one of a year and one of the year before."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._attach import led_from
from beholden.figures.core.claims.finding._roles import Role, role_of
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.areas._resolve import whos_in
from beholden.figures.core.claims.finding.times._told_base import told_base
from beholden.figures.core.claims.models import Measure, Phrase, Shape
from beholden.figures.core.claims.naming.who import WhoMention

_TO_THEN = lazily(
    r"\s*(?:offences|crimes|cases)?\s*(?:to|became|,?\s*then|,?\s*and\s+then|\u2192|->)\s*",
    re.IGNORECASE,
)
_IN_SECOND = lazily(
    r"\s+(?:\w+\s+)?(?:in\s+the\s+second|(?:in\s+)?the\s+(?:next|following)\s*(?:year|[.,;]|$))\b",
    re.IGNORECASE,
)
# The comma of "1,199" parts nothing.
_CLAUSE = lazily(r",(?!\d)|[;:]|\b(?:and|but|while|whereas|although|though|as)\b", re.IGNORECASE)
_BRACKETED = lazily(r"\s*\(\s*")
_FROM = lazily(r"\bfrom\s$", re.IGNORECASE)
_IN = lazily(r"\s(?:(?:offences|crimes|cases)\s)?(?:in|for|across)\s(?:the\s)?", re.IGNORECASE)
_TENTH = 10
_AND = lazily(r"\s+and\s+", re.IGNORECASE)


def in_pair(phrase: Phrase, role: Role, scene: Scene) -> Role:
    """The role of a number that stands in a pair with the one before or after it.

    "Essex: 767 (568)" has the year before in brackets; "118 to 200" and "309, then 301" the
    earlier year first.
    """
    if role.end or role.measure is not Measure.COUNT:
        return role
    counts = [one for one in scene.phrases if one.shape is Shape.COUNT]
    at = counts.index(phrase)
    before = counts[at - 1] if at else None
    following = counts[at + 1] if at + 1 < len(counts) else None
    first = following is not None and _after_pair(phrase, following, scene)
    if first or told_base(phrase, scene):
        return Role(Measure.COUNT, end="earlier")
    return role if before is None else _second_of(before, phrase, role, scene)


def _second_of(before: Phrase, phrase: Phrase, role: Role, scene: Scene) -> Role:
    """The role of a number by the one before it."""
    between = scene.text[before.end : phrase.start]
    bracketed = _BRACKETED.fullmatch(between) and scene.text[phrase.end : phrase.end + 1] == ")"
    if bracketed and before.wording is not Wording.PLAIN and _nearly(before, phrase):
        # "Almost 4,000 (3,936)": the same number, told exactly.
        return role
    listed = _AND.fullmatch(between) and _is_earlier_end(before, scene)
    if bracketed or listed:
        return Role(Measure.COUNT, end="earlier")
    if _after_pair(before, phrase, scene) or _IN_SECOND.match(scene.text, phrase.end):
        return Role(Measure.COUNT, end="later")
    return role


def _nearly(one: Phrase, other: Phrase) -> bool:
    here, there = Fraction(one.value), Fraction(other.value)
    return abs(here - there) * _TENTH <= here


def _is_earlier_end(phrase: Phrase, scene: Scene) -> bool:
    """Whether a number is the earlier one of a comparison: "up from 250 and 150"."""
    return role_of(phrase, scene.before(phrase), scene.after(phrase)).end == "earlier"


def _after_pair(one: Phrase, other: Phrase, scene: Scene) -> bool:
    """Whether two counts stand as "118 to 200", or "309, then 301": the earlier one first."""
    if _RATIO_OF.search(scene.before(one)):
        # "The ratio of 767 to 568" goes from neither to the other.
        return False
    return _TO_THEN.fullmatch(scene.text[one.end : other.start]) is not None


_RATIO_OF = lazily(r"\b(?:interval|ratio|comparison)\s+(?:of|for)\s+$", re.IGNORECASE)


def area_between(one: Phrase, other: Phrase, scene: Scene) -> bool:
    """Whether an area is named between two numbers."""
    return any(
        one.end <= mention.start < other.start and mention.subject is not None
        for mention in whos_in(scene)
    )


def area_behind(phrase: Phrase, scene: Scene) -> WhoMention | None:
    """The area right behind two counts: "from 637 to 753 in Kent" is Kent's at both ends."""
    counts = [one for one in scene.phrases if one.shape is Shape.COUNT]
    pair = next(
        (two for two in pairwise(counts) if phrase in two and _after_pair(*two, scene)), None
    )
    if pair is None or _FROM.search(scene.before(pair[0])) is None or _area_led(pair[0], scene):
        return None
    return next(
        (
            one
            for one in whos_in(scene)
            if one.subject is not None and _IN.fullmatch(scene.text[pair[1].end : one.start])
        ),
        None,
    )


def _area_led(phrase: Phrase, scene: Scene) -> bool:
    """Whether an area leads to two counts: "in Kent, from 230 to 264, in Sussex, from 189"."""
    return any(led_from(phrase, one, scene) for one in whos_in(scene))


def shares_area(before: Phrase, phrase: Phrase, scene: Scene) -> bool:
    """Whether a number is of the area of the one before, and not of one in the clause behind it.

    "Essex fell to 275 from 363 and in Gwent it rose": 363 is that of Essex.
    """
    behind = next((one for one in whos_in(scene) if one.start >= phrase.end), None)
    if behind is None or area_between(before, phrase, scene):
        return False
    return _CLAUSE.search(scene.text[phrase.end : behind.start]) is not None


__all__ = ["area_behind", "area_between", "in_pair", "shares_area"]

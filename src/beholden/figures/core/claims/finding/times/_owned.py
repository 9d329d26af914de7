"""A year that stands with one number and is no other's: "767 offences (2016/17: 568)".

It opens what is told of its number ("the year before 568", "; in 2016/17, 568"), or shares
brackets with it.

    owner_of(when, scene).text  # "568"
    own_only(scene.whens, phrase, scene)  # without 2016/17 for 767
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Phrase, Shape
from beholden.figures.core.claims.naming.when import When

_YEARS = frozenset({"named", "last", "previous"})
_LED = r"(?:just\s|only\s|it\swas\s|there\swere\s)?"
_COLON = lazily(r"\s{0,2}:\s{0,2}")
_NEXT = lazily(rf"\s?(?:[:=]|[\u2013\u2014-])?\s?{_LED}", re.IGNORECASE)
_AT_ONCE = lazily(rf",?\s{_LED}", re.IGNORECASE)
# "And, in the previous year, 3,217": the commas set the year off, and it still opens.
_OPENS = lazily(
    r"(?:[,;(\u2013\u2014]\s?(?:and\s|in\s)?|(?:\b(?:and|but|while)|[;(]),?\s(?:(?:in|for|during)\s)?)"
    r"(?:the\s)?$",
    re.IGNORECASE,
)
# "309 in the year before: eight fewer": the year has its number already.
_OF_NUMBER = lazily(r"\s(?:\w+\s){0,2}(?:in|for|during|of)\s(?:the\s)?", re.IGNORECASE)
_COMPARED = lazily(r"\b(?:than|on|with|against|from|since|to)\s(?:in\s)?(?:the\s)?$", re.IGNORECASE)
_THAN = lazily(r"\bthan\s(?:(?:in|for|during)\s)?(?:the\s)?$", re.IGNORECASE)
_OPENS_COMPARED = lazily(
    r"\W{0,3}(?:when\s+)?(?:compared\s+(?:with|to)|in\s+comparison\s+(?:with|to)|set\s+against)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_ENDS_OPENING = lazily(r",(?!\s+when\b)", re.IGNORECASE)
_OPENING = lazily(r"\W{0,3}(?:(?:in|for|during)\s)?(?:the\s)?", re.IGNORECASE)
# "By 131 per cent on 2014/15, with its 2,700 cases".
_WITH = lazily(r",?\swith\s(?:(?:its|their|only|just)\s){0,2}", re.IGNORECASE)
# "Up by a third on 2016/17, with 767 recorded": the number of the year that it is told of.
_WITH_NEW = lazily(r",?\swith\s", re.IGNORECASE)
_RECORDED = lazily(
    r"\s(?:[\w-]{1,15}\s){0,5}?(?:recorded|logged|registered|reported|dealt\swith|in\s(?:all|total)"
    r"|altogether|last\syear)\b",
    re.IGNORECASE,
)
# "Double the number of 2017/18, when the law came in (194)".
_BRACKET = lazily(r"[^.;:()\d\u2013\u2014]{0,60}\(")
_CLOSES = lazily(r"(?:\s[a-z]{1,20}){0,2}\)")
_PAIR = 2
_LEAD = 16
_AT_ITS_END = range(3)
_BRACKETS = lazily(r"\([^()]{0,80}\)")


def own_only(whens: Sequence[When], phrase: Phrase, scene: Scene) -> list[When]:
    """The years that may be a number's: its own where it has one, else those of no other."""
    own = [one for one in whens if owner_of(one, scene) == phrase]
    whens = [one for one in whens if not opens_compared(one, scene)]
    return own or [one for one in whens if not _of_another(one, phrase, scene)]


def label_of(phrase: Phrase, scene: Scene) -> When | None:
    """The year that stands right before a number."""
    years = (one for one in scene.whens if one.how in _YEARS and one.first is None)
    return next((one for one in years if owner_of(one, scene) == phrase), None)


def labels_another(when: When, phrase: Phrase, scene: Scene) -> bool:
    """Whether a year behind a number is that of the next one."""
    return when.start >= phrase.end and owner_of(when, scene) is not None


def opens_compared(when: When, scene: Scene) -> bool:
    """Whether a year is only what a sentence compares with: "Compared with 2016/17, ..."."""
    opening = _OPENS_COMPARED.fullmatch(scene.text[scene.sentence.start : when.start])
    return opening is not None and _ENDS_OPENING.match(scene.text, when.end) is not None


def owner_of(when: When, scene: Scene) -> Phrase | None:
    """The number that a year opens, or the second of two where it is compared with."""
    after = [one for one in _counts(scene) if one.start >= when.end]
    if not after:
        return None
    if _THAN.search(_lead(when, scene)):
        # "More than in 2016/17: 767 against 568".
        return after[1] if len(after) == _PAIR else None
    return after[0] if _leads(when, after[0], scene) else None


# "The total - 1,750 higher than in 2015/16 - means 15 a day".
_DASHES = lazily(
    r"\s[\u2013\u2014-]\s[^\u2013\u2014.;]{3,80}?\s[\u2013\u2014-](?=\s)", re.IGNORECASE
)


def _asides(scene: Scene) -> Iterator[tuple[int, int]]:
    """What stands in brackets or between dashes in a sentence."""
    for pattern in (_BRACKETS, _DASHES):
        for one in pattern.finditer(scene.text, scene.sentence.start, scene.sentence.end):
            yield one.span()


def _of_another(when: When, phrase: Phrase, scene: Scene) -> bool:
    """Whether a year is that of a number that follows it at once, or shares its brackets."""
    owner = owner_of(when, scene)
    if owner is not None:
        return owner != phrase
    for start, end in _asides(scene):
        if start <= when.start and when.end <= end:
            inside = [one for one in _counts(scene) if start <= one.start and one.end <= end]
            return bool(inside) and not start <= phrase.start < end
    return False


def _has_another(when: When, number: Phrase, scene: Scene) -> bool:
    """Whether a number says its own year behind it: "with 767 recorded in 2017/18"."""
    return any(
        _OF_NUMBER.fullmatch(scene.text[number.end : one.start])
        for one in scene.whens
        if one is not when and one.start > number.end
    )


def with_new(between: str, number: Phrase, scene: Scene) -> bool:
    """Whether the number after a base is the new one: "up on 2016/17, with 767 recorded".

    "A 131% rise on 2014/15, with 2,700 cases" tells the base itself.
    """
    return bool(_WITH_NEW.fullmatch(between) and _RECORDED.match(scene.text, number.end))


def _in_brackets(between: str, number: Phrase, scene: Scene) -> bool:
    """Whether a number stands alone in brackets behind a year and what is told of that."""
    opens = _BRACKET.fullmatch(between) is not None
    return opens and _CLOSES.match(scene.text, number.end) is not None


def _lead(when: When, scene: Scene) -> str:
    return scene.text[max(scene.sentence.start, when.start - _LEAD) : when.start]


def _counts(scene: Scene) -> list[Phrase]:
    return [one for one in scene.phrases if one.shape is Shape.COUNT]


def _leads(when: When, number: Phrase, scene: Scene) -> bool:
    """Whether a year opens what is told of a number: "; 2016/17: 568", ", the year before 568"."""
    between, lead = scene.text[when.end : number.start], _lead(when, scene)
    # "In the year before there were 511 in Kent and 185 in Essex": a year that opens the
    # sentence is that of all its numbers.
    opening = _OPENING.fullmatch(scene.text[scene.sentence.start : when.start]) is not None
    year = when.how in _YEARS and when.first is None and not opening
    if any(one.how == "previous" and one.start - number.end in _AT_ITS_END for one in scene.whens):
        # "178 in the last year - 139 the previous year".
        return False
    if _COLON.fullmatch(between) or (year and _NEXT.fullmatch(between)):
        ends = [one.end for one in scene.phrases if one.end <= when.start]
        if not any(_OF_NUMBER.fullmatch(scene.text[end : when.start]) for end in ends):
            return True
    with_it = _WITH.fullmatch(between) and not _has_another(when, number, scene)
    if with_it and _COMPARED.search(lead) and with_new(between, number, scene):
        return False
    # "767 in 2017/18, more than the year before (568)": the nearer year has the brackets.
    nearest = not any(when.end <= one.start < number.start for one in scene.whens)
    if with_it or (nearest and _in_brackets(between, number, scene)):
        return year
    if _COMPARED.search(lead):
        return False
    return _OPENS.search(lead) is not None and _AT_ONCE.fullmatch(between) is not None


_SHOWN_AS = lazily(
    r",?\s+(?:(?:and|which|or|it|that)\s+){0,2}(?:equates?|equals?|is\s+equal|means?|meaning|works?\s+out|amounts?"
    r"|(?:is\s+)?the\s+equivalent|equivalent|an?\s+average)\b[^.;:]{0,50}$",
    re.IGNORECASE,
)
_AGAINST = lazily(r"\b(?:compared\s+(?:with|to)|on|than|over|from)\s+(?:the\s+)?$", re.IGNORECASE)


def told_against(when: When, phrase: Phrase, scene: Scene) -> bool:
    """Whether a time is what another number is told against: "15% on the year before, which means".

    Args:
        when: The time.
        phrase: A number behind it that says the same in other words: "177 a day".
        scene: Their sentence.
    """
    if when.end > phrase.start or phrase.shape not in {Shape.PER, Shape.EVERY}:
        return False
    changed = any(
        one.shape in {Shape.PERCENT, Shape.MULTIPLE} and one.end <= when.start
        for one in scene.phrases
    )
    against = when.how in {"previous", "step"} or _AGAINST.search(scene.text[: when.start])
    return bool(changed and against and _SHOWN_AS.match(scene.text[when.end : phrase.start]))


__all__ = [
    "label_of",
    "labels_another",
    "opens_compared",
    "own_only",
    "owner_of",
    "told_against",
    "with_new",
]

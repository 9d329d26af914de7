"""For how many of whom a number is: a rate is only known for all people of an area.

"Six per 10,000 children" is no rate of all people, though it have that rate's number, and
"767 offences per million people" is no count, though it have the number of one.

    per_whom(draft, scene).what.name  # "a rate for others than all people"
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Counted, Draft
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Measure
from beholden.figures.core.claims.naming._topics import NEAR_SERIES

_COUNTS = frozenset({Measure.COUNT, Measure.SUM, Measure.DIFFERENCE})
_CHANGES = frozenset({Measure.CHANGE, Measure.YEARLY_CHANGE, Measure.MULTIPLE})
_COMPARED = frozenset({Measure.RANK, Measure.OF_OTHER})

_EVERY = r"\b(?:per|(?:for|to|in|of|among)\s+(?:every|each))\s+(?:every\s+)?"
_SO_MANY = (
    r"(?:(?:\d[\d,.]*|an?|one|two|five|ten|half\s+an?)\s+)?"
    r"(?:\d[\d,.]*\d[mk]?|1m|(?:hundred\s+)?(?:thousand|million)|hundred)\b"
)
_ONE_OF_MANY = (
    r"(?:head|capita|person|resident|inhabitant|adult|child|pupil|schoolchild|household|home"
    r"|family|officer|school|square\s+(?:mile|kilometre))\b"
)
_BASE = lazily(rf"{_EVERY}{_SO_MANY}", re.IGNORECASE)
_ALL_PEOPLE = lazily(
    r"\s*(?:of\s+)?(?:(?:the|its|their)\s+)?"
    r"(?:(?:local|resident|total|whole|general|overall|(?-i:[A-Z])[\w\u2019'-]*)\s+){0,3}"
    r"(?:people|persons?|citizens|population|residents?|inhabitants?|heads?)\b"
    r"(?!,?\s+(?:aged|younger|older|using|online"
    r"|(?:under|over|below|above)\s+(?:\d|the\s+age|s?[a-z]*teen)"
    r"|who\s+(?!lives?\b|living\b|resides?\b)|with\s+(?:access|children|internet|broadband)"
    r"|of\s+(?:school|working|primary|secondary)|in\s+(?:\w+\s+)?(?:work|schools?|education)\b))",
    re.IGNORECASE,
)
_NOBODY = lazily(
    r"\s*(?:$|[^\w\s]|(?:in|at|across|and|but|or|against|compared|which|while|whereas|than|an?"
    r"|every|each|per|was|were|is|are|last|this|that|during|for|on|to|over|from|by|when|where"
    r"|recorded|reported|logged|the|with|within|between|as|so|it|after|before|up|down|ha[sd]|have"
    r"|throughout|nationwide|there|\w+ly)\b)",
    re.IGNORECASE,
)
_FOR_SOME = lazily(
    r"\brates?\s+(?:for|among|amongst)\s+(?:(?:all|the|young|school|adult)\s+){0,2}"
    r"(?:children|adults|households|homes|pupils|schoolchildren|teenagers|under-?\s?1\d+s|boys"
    r"|girls|users)\b",
    re.IGNORECASE,
)
# The words between a count and "per million people": its year may stand there, no number.
_BETWEEN = (
    r"(?:(?!\b(?:rates?|and|or|which|who|but|while|up|down|compared|than|equivalent|equal|with"
    r"|as|one)\b)"
    r"(?:[^.;:,()\u2013\u2014\d]|20\d\d(?:\s?[/\u2013-]\s?\d\d(?:\d\d)?)?)){0,120}?,?\s"
)
_PEOPLE = r"(?:people|persons|residents|inhabitants|children|adults|households|homes)\b"
_A_RATE = lazily(
    rf"{_BETWEEN}(?:[(/]\s?)?(?:{_EVERY}(?:{_SO_MANY}|{_ONE_OF_MANY})"
    rf"|(?:for|among)\s+{_SO_MANY}\s+{_PEOPLE}|(?<=/\s)million\b)",
    re.IGNORECASE,
)
# "In a county of a million people" is no rate.
_A_MILLION = lazily(
    r"(?:\s+(?:offences|crimes|cases|incidents))?\s+an?\s+(?:hundred\s+)?(?:thousand|million)\s+"
    rf"{_PEOPLE}",
    re.IGNORECASE,
)
# "The rate per 100,000 people was 767", "offences per million people rose from 568 to 767".
_RATE_WAS = lazily(
    r"\b(?:offences|crimes|cases|incidents|rates?|numbers?|figures?)\s+"
    rf"{_EVERY}(?:{_SO_MANY}|{_ONE_OF_MANY})(?:(?!\b(?:and|or|but|which|with|as|while|where)\b)"
    r"[^.;:,]){0,90}$",
    re.IGNORECASE,
)
_OPENED = lazily(
    rf"(?:^|[;:\u2013\u2014]\s)\W*(?:and\s+|but\s+)?{_EVERY}(?:{_SO_MANY}|{_ONE_OF_MANY})"
    r"(?:(?!\bwith\b)[^.;:\d]|20\d\d(?:[/\u2013-]\d\d)?){0,90}$",
    re.IGNORECASE,
)
# "Offences per million people rose 35 per cent": of the rate, and not of the count.
_RATE_CHANGED = lazily(
    r"\b(?:offences|crimes|cases|incidents|rates?|numbers?|figures?)\s+"
    rf"(?P<base>{_EVERY}(?:{_SO_MANY}|{_ONE_OF_MANY}))[^.;:,\d]{{0,80}}$",
    re.IGNORECASE,
)
_CHILDREN_IN = lazily(
    r"\W*(?:\w+\s+){0,3}?[\w.,]+\s+(?:children|adults|households|homes|families|pupils"
    rf"|schoolchildren|teenagers|girls|boys|users)\s+{_EVERY}",
    re.IGNORECASE,
)
_RANKED = lazily(rf"[^.;:,\d]{{0,60}}?\s?(?P<base>{_EVERY}{_SO_MANY})", re.IGNORECASE)


def per_whom(draft: Draft, scene: Scene) -> Draft:
    """A number as one of a rate that nobody holds, where its words make it that."""
    series = draft.what.series
    if series.startswith("other:") and series not in NEAR_SERIES:
        return draft
    said = _rate(draft, scene)
    if not said:
        return draft
    what = Counted(f"other:{said}", said, f"{said}, by the words beside the number")
    return msgspec.structs.replace(draft, what=what, operands=())


def _rate(draft: Draft, scene: Scene) -> str:
    if draft.measure is Measure.PER_HEAD:
        text = scene.text[draft.phrase.start : scene.sentence.end]
        some = of_others(text) or _CHILDREN_IN.match(text)
        some = some or _FOR_SOME.search(scene.before(draft.phrase))
        return OTHERS if some else ""
    if draft.measure in _COUNTS and _is_rate(draft, scene):
        return "a rate, and no count"
    if draft.measure in _CHANGES and _rate_changed(draft, scene):
        return "a rate, and no count"
    if draft.measure in _COMPARED:
        after = scene.after(draft.phrase)
        found = _RANKED.match(after)
        return OTHERS if found and of_others(after[found.start("base") :]) else ""
    return ""


def _is_rate(draft: Draft, scene: Scene) -> bool:
    """Whether so many people stand behind a count, or open its clause."""
    phrase = draft.phrase
    behind = scene.after(phrase)
    if _A_RATE.match(behind) is not None or _A_MILLION.match(behind) is not None:
        return True
    before = scene.before(phrase)
    return _OPENED.search(before) is not None or _RATE_WAS.search(before) is not None


def _rate_changed(draft: Draft, scene: Scene) -> bool:
    """Whether offences for so many people are said to have risen or fallen."""
    phrase = draft.phrase
    if _A_RATE.match(scene.text, phrase.end, scene.sentence.end) is not None:
        return True
    found = _RATE_CHANGED.search(scene.before(phrase))
    if found is None:
        return False
    base = scene.sentence.start + found.start("base")
    return not any(one.start <= base < one.end for one in scene.phrases)


OTHERS = "a rate for others than all people"


def of_others(text: str) -> bool:
    """Whether the first "per 10,000" of a text is of children, of homes or of crimes."""
    found = _BASE.search(text)
    if found is None:
        return False
    rest = text[found.end() :]
    return _ALL_PEOPLE.match(rest) is None and (
        _NOBODY.match(rest) is None or _AMONG.match(rest) is not None
    )


_AMONG = lazily(
    r"\s+(?:of|in|for|among)\s+(?:\w+\s+)?(?:children|adults|schoolchildren|pupils|under-?1\d+s)\b",
    re.IGNORECASE,
)

__all__ = ["OTHERS", "of_others", "per_whom"]

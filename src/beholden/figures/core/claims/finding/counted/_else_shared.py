"""Shares, frequencies and multiples of the subject that no other rule claims.

share_else(phrase, scene, told, before)  # of "8 per cent of which were of the gravest class"
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft
from beholden.figures.core.claims.finding._meaning import role_in
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.counted._else_words import (
    ENDS,
    HARM,
    NOUN,
    NOUN_IN,
    OF_ELSE,
    POSSIBLE,
    SUBJECT,
)
from beholden.figures.core.claims.finding.said._relevance import no_share
from beholden.figures.core.claims.models import Measure, Phrase, Shape
from beholden.figures.core.claims.naming._topics import UNNAMED

_PAIR = 2
_OF_WHAT = lazily(
    r"[\"\u201d\u2019')\s]*(?:\([\d,]{1,12}\)\s+)?(?:(?:of\s+)?(?:the|these|those|them|all|its|their|which|whom|known)\b|of\s)",
    re.IGNORECASE,
)
_LEADING_TO = lazily(
    r"\s+(?:(?:were|was|are|is|being|had|have|has)\s+)?(?:lead(?:s|ing)?|led|result(?:s|ed|ing)?|end(?:s|ed|ing)?|went|against|involv\w+|concern\w+|committed"
    r"|recorded|on|by|female|male|girls|boys|aged|under|removed|taken|charged|solved|girls)\b",
    re.IGNORECASE,
)
_IN_LIST = lazily(r"[(\u2013\u2014]\s*$")
_OF_ALL = lazily(
    r"^\W*of\s+[^.;\d]{3,90}?,?\s*(?:(?:only|just|about|around|some|nearly|almost)\s+)?$|,\s+of\s+[^.;,\d]{3,60},?\s*$",
    re.IGNORECASE,
)
_PERSONS_IN = lazily(r"\b(?:people|men|women)\b", re.IGNORECASE)
_OF_SEXES = lazily(
    r"\b(?:girls|female|females)\b.*\b(?:boys|male|males)\b|\b(?:boys|male|males)\b.*\b(?:girls|female|females)\b",
    re.IGNORECASE,
)
_AS_MANY = lazily(
    r"\s+(?:as\s+(?:many|often|likely|high)|more\s+(?:likely|often)|higher|the\s+number)\b",
    re.IGNORECASE,
)
_POINTS = lazily(
    r"^[\"\u201c\u2018(]*(?:that|this|it)(?:['\u2019]s|\s+(?:is|was|makes|means))\s+(?:just\s+|only\s+)?$",
    re.IGNORECASE,
)
_UNCOUNTED_SHARE = lazily(
    r"[\"\u201d\u2019')\s]*of\s+(?:(?:the|its|their|our|these|those|all)\s+)?(?:[\w\u2019'-]+\s+){0,2}?(?:officers|staff|residents|population|pupils|students|schools|users|accounts"
    r"|signatures|readers|parents|adults|people|time|variance|turnover|revenue|households|forces|childhood|it)\b",
    re.IGNORECASE,
)


def share_else(phrase: Phrase, scene: Scene, told: Sequence[Draft], before: Sequence[Draft]) -> str:
    """What a share that no other rule claims is a part of; empty where it is none of the subject.

    Args:
        phrase: The share.
        scene: Its sentence.
        told: The claims of the sentence.
        before: The claims of the sentence before.
    """
    ahead, after = scene.before(phrase), scene.after(phrase)
    if role_in(phrase, scene, told).measure is not Measure.SHARE or no_share(phrase, scene):
        return ""
    if _UNCOUNTED_SHARE.match(after) or _only_possible(ahead, scene):
        return ""
    if _goes_on(ahead, after, before):
        last = before[-1].what
        return last.name if last.series.startswith("other:") else UNNAMED
    if not _of_subject(scene):
        return ""
    part = _OF_ALL.search(ahead) or _OF_WHAT.match(after) or _LEADING_TO.match(after)
    return UNNAMED if part else ""


def _goes_on(ahead: str, after: str, before: Sequence[Draft]) -> bool:
    """Whether a share is told of what the sentence before counts: "That's just 7%"."""
    counted = sum(one.measure is Measure.COUNT for one in before)
    if counted >= _PAIR and _POINTS.search(ahead) and ENDS.fullmatch(after):
        return True
    listed = bool(before) and before[-1].measure is Measure.SHARE
    return listed and _IN_LIST.search(ahead) is not None


def _only_possible(ahead: str, scene: Scene) -> bool:
    asked = scene.sentence.text.rstrip('"\u201d ').endswith("?")
    return asked or POSSIBLE.search(ahead) is not None


def _of_subject(scene: Scene) -> bool:
    text = scene.sentence.text
    return SUBJECT.search(text) is not None and OF_ELSE.search(text) is None


def rate_else(phrase: Phrase, scene: Scene) -> str:
    """What happens so often: "half a million children a year"; empty where it is of no subject."""
    often = phrase.shape in {Shape.PER, Shape.EVERY} and _of_subject(scene)
    if not often or HARM.search(scene.sentence.text) is None:
        return ""
    if _only_possible(scene.before(phrase), scene):
        return ""
    noun = NOUN_IN.search(phrase.text) or NOUN.match(scene.after(phrase))
    noun = noun or _PERSONS_IN.search(phrase.text)
    return noun[0].strip().lower() if noun is not None else ""


def multiple_else(phrase: Phrase, scene: Scene) -> str:
    """What a multiple compares that no other rule claims: girls with boys among the victims."""
    near = f"{scene.before(phrase)} # {scene.after(phrase)}"
    of_sexes = (
        phrase.shape is Shape.MULTIPLE
        and _OF_SEXES.search(near)
        and _AS_MANY.match(scene.after(phrase))
    )
    return "victims of either sex" if of_sexes and SUBJECT.search(near) else ""


__all__ = ["multiple_else", "rate_else", "share_else"]

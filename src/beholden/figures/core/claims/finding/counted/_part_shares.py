"""Percentages that are a part of the offences, by platform, age or outcome, or of those asked.

share_said(phrase, scene, told, before)  # "a part of the offences"; empty where it is none
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._draft import Draft
from beholden.figures.core.claims.finding._meaning import role_in
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.counted._parts_of import PART, SERVICE
from beholden.figures.core.claims.finding.said._relevance import no_share
from beholden.figures.core.claims.models import Measure, Phrase

_SERVICES = lazily(rf"\b{SERVICE}\b", re.IGNORECASE)
_CHANNEL = lazily(
    r"\b(?:platforms?|apps?|social\s+media|social\s+networks?|gaming\s+sites?|chat\s?rooms?"
    r"|(?:means|method)\s+of\s+communication)\b",
    re.IGNORECASE,
)
_USED = lazily(
    r"\b(?:used|involved|appear(?:ed|s)?|turned\s+up|featured|named|mentioned|known|knew|recorded|gave|logged"
    r"|took\s+place|carried\s+out|committed|offences|crimes|cases|instances|incidents)\b",
    re.IGNORECASE,
)
_ON = lazily(rf"\b(?:on|via)\s+{SERVICE}\b", re.IGNORECASE)
# What companies do, and what people do on their platforms all day.
_BUSINESS = lazily(
    r"\b(?:users?\s+(?:are|were|is|was|said)|market|petition|signatures|shares?\s+(?:price|rose|fell)|revenues?|profits?|turnover|advert\w*"
    r"|downloads?|followers|subscribers|staff|moderators|employees|encrypt\w+|age\s+checks?|accounts?\s+(?:were|was)"
    r"|remove[sd]?|detect(?:ed|s)?|own\s+a\b|have\s+an?\s+account)\b",
    re.IGNORECASE,
)
_LISTED = lazily(
    r"(?=[^\d.;!?]{0,70}$)(?:[^.;]*[,(\u2013\u2014-]\s*|[^.;]*\b(?:and|or|while|with)\s+(?:[^,.;]{0,30}\s)?|\s*)"
    r"(?:or\s+|and\s+|just\s+|only\s+|about\s+|another\s+)?$",
    re.IGNORECASE,
)
_BESIDE_COUNT = lazily(
    r"[^\d.;!?]{0,40}(?:[,\u2013\u2014-]\s*(?:or|that\s+is|which\s+is|i\.e\.)\s+(?:just\s+|only\s+)?|\(\s*)$",
    re.IGNORECASE,
)
_OPENS = lazily(
    r"(?:^[\s\"\u201c\u2018\u2022*-]*|\b(?:and|but|only|just|of\s+which|complaints|investigations)\s+)$",
    re.IGNORECASE,
)
_CAME_TO = lazily(
    r"[\"\u201d\u2019]?(?:\s+of\s+(?:these|those|them))?\s+(?:(?:were|was|are|is|been)\s+(?:then\s+|later\s+|urgently\s+)?(?:handed|referred|passed|serious|urgent"
    r"|of\s+(?:possess|making|tak|distribut)\w*|against|aged|girls|boys|under|committed|carried\s+out|closed|solved|dropped)"
    r"|(?:goes|go|went)\s+(?:to\s+court|unsolved|no\s+further)|remain(?:s|ed)?\s+unsolved|(?:lead|leads|led)\s+to\b|(?:result|results|resulted)\s+in\b"
    r"|(?:end|ends|ended)\s+(?:in|with)\b|(?:reach|reaches|reached)\s+court|involved\b|concerned\b)",
    re.IGNORECASE,
)
_ASKED = lazily(
    r"\b(?:research|survey(?:ed)?|polls?|polled|study|asked|it\s+found)\b", re.IGNORECASE
)
_KNEW = lazily(
    r"\s+(?:of\s+(?:\w+\s+){1,3})?(?:realis(?:e|ed)|knew|know|were\s+(?:un)?aware|understood|thought|feared|worried|did\s+not|didn['\u2019]t"
    r"|had\s+(?:never|not|ever)|want(?:ed)?|think|believed?)\b",
    re.IGNORECASE,
)
_IT_WAS = lazily(
    r"\b(?:it|this|that|the\s+(?:figure|share|proportion)\b[^.;:]{0,50})\s+(?:was|is|stood\s+at)\s+(?:just\s+|only\s+)?$"
    r"|['\u2019]s\s+(?:part\s+of\s+it\s+|share\s+|figure\s+)?(?:was\s+|is\s+)?$|\bwith\s+\w+\s+(?:at|on)\s+$",
    re.IGNORECASE,
)
_SERVICE_BEFORE = lazily(rf"\b{SERVICE}\b(?-i:[^.;:A-Z]{{0,40}})$", re.IGNORECASE)
_REACH = 200
_ASKED_PEOPLE = "those who were asked"


def share_said(phrase: Phrase, scene: Scene, told: Sequence[Draft], before: Sequence[Draft]) -> str:
    """What a percentage is a part of; empty where the words do not say that it is one.

    Args:
        phrase: The percentage.
        scene: Its sentence.
        told: The claims of the sentence, in their order.
        before: The claims of the sentence before.
    """
    if role_in(phrase, scene, told).measure is not Measure.SHARE or no_share(phrase, scene):
        return ""
    ahead, after = scene.before(phrase), scene.after(phrase)
    if _KNEW.match(after) and _asked(phrase, scene):
        return _ASKED_PEOPLE
    shared = bool(before) and before[-1].measure is Measure.SHARE
    part = (
        by_channel(scene.sentence.text)
        or (_OPENS.search(ahead) and _CAME_TO.match(after))
        or (shared and _IT_WAS.search(ahead))
    )
    return PART if part else _listed(phrase, scene, told)


def _listed(phrase: Phrase, scene: Scene, told: Sequence[Draft]) -> str:
    """What it is a part of where it follows a share, or a count told in per cents too."""
    last = next((one for one in reversed(told) if one.phrase.end <= phrase.start), None)
    if last is None:
        return ""
    between = scene.text[last.phrase.end : phrase.start]
    if last.measure is Measure.SHARE and _LISTED.match(between):
        other = last.what.series.startswith("other:")
        return last.what.series.removeprefix("other:") if other else PART
    counted = last.measure is Measure.COUNT and not last.role.end
    return PART if counted and _BESIDE_COUNT.fullmatch(between) else ""


def by_channel(text: str) -> bool:
    """Whether words tell by which platform the offences were committed."""
    if _BUSINESS.search(text):
        return False
    services = len(_SERVICES.findall(text))
    if services > 1 or _ON.search(text):
        return True
    return bool(services or _CHANNEL.search(text)) and _USED.search(text) is not None


def of_service(before: str) -> bool:
    """Whether a platform is what the words before a rank speak of: "Snapchat topped the list"."""
    return _SERVICE_BEFORE.search(before) is not None


def _asked(phrase: Phrase, scene: Scene) -> bool:
    """Whether the words before tell of people who were asked."""
    start = max(0, scene.sentence.start - _REACH)
    return _ASKED.search(scene.text[start : phrase.start]) is not None


__all__ = ["by_channel", "of_service", "share_said"]

"""Areas that stand in an aside, or second in a comparison: the number is not theirs.

"Kent Police, which neighbours Essex, recorded 1,042" and "Essex was second to Kent, recording
767" are of the area that the sentence is about. An area keeps what stands right at it:
"behind Kent (1,042)", "second only to Kent's 1,042".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.finding.areas._beside import apposed, beside
from beholden.figures.core.claims.models import Phrase, Shape
from beholden.figures.core.claims.naming.who import WhoMention

_AND = lazily(
    r"(?:\s+(?:police|constabulary))?(?:,\s*(?:and\s+)?|\s+(?:and|or)\s+)(?:the\s+)?", re.IGNORECASE
)
_KEPT = lazily(
    r"(?:['\u2019]s)?(?:\s+(?:police|constabulary))?(?:\s*\(|['\u2019]s?\s+|,\s+(?:which|where|who|whose|at|on)\b"
    r"|\s+(?:on|at|where|which|that|had|recorded|saw|whose)\b|\s*[\u2013\u2014-]\s*(?:\w+\s+)?(?=\d)|['\u2019]s\b)"
    r"[^,;:.()]{0,60}$",
    re.IGNORECASE,
)
_NOT = lazily(r"\bnot\s+(?:in\s+)?$", re.IGNORECASE)
# "The county is above the national average, a 16% rise to 10,391".
_RISE_TO = lazily(
    r"(?:,|\s[\u2013\u2014-]|\s?\()?\s?(?:an?|of\san?|with\san?)\s\d{1,3}(?:\.\d)?\s?(?:per\s?cent|%|pc)\s"
    r"(?:rise|increase|jump|surge|fall|drop|decrease)\s(?:from\s[\d,]{1,9}\s)?to\s(?:a\srecord\s)?",
    re.IGNORECASE,
)
_TOUCHING = lazily(r"\s+(?:just\s+|only\s+|a\s+mere\s+)?", re.IGNORECASE)
_WITH = lazily(r",?\s+with\s+[^,;:.()]{0,20}$", re.IGNORECASE)
_THAN = lazily(r"\bthan\s+(?:in\s+)?(?:the\s+)?$", re.IGNORECASE)
_RECORDING = lazily(
    r"(?:\s+(?:did\s+)?in\s+[\w/-]{1,12})?,?\s+(?:with|recording|having|logging|seeing|at)\s+[^,;:.()]{0,20}",
    re.IGNORECASE,
)
# "Twice as many as Hertfordshire, and down by eight": the first area goes on.
_HELD = lazily(
    r"\b(?:(?:more|fewer|less|higher|lower|larger|bigger|smaller|worse)\b[^.;:]{0,40}?\bthan"
    r"|(?:many|much|high|large)\b[^.;:]{0,40}?\bas)\s+(?:(?:that|those)\s+(?:of|in|for)\s+)?(?:in\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_GOES_ON = lazily(
    r"(?:['\u2019]s?)?(?:\s+(?:police|constabulary))?(?:\s+(?:did\s+)?in\s+[\w/-]{1,12}|\s+last\s+year)?,\s+"
    r"(?!(?:which|where|whose|who|on|at)\b)[^;:.()\d]{0,60}",
    re.IGNORECASE,
)
_AFTER_DOING = lazily(
    r"[^,;:.()\d]{0,30}\bafter\s+(?:recording|logging|seeing|registering|dealing\s+with)\s[^,;:.()\d]{0,20}"
)
_MORE = lazily(r"\s+(?:offences\s+|crimes\s+)?(?:more|fewer|extra)\b", re.IGNORECASE)
# "The most of any force outside London, with 1,320": no number of London.
_ANY_OUTSIDE = lazily(
    r"\b(?:of|than)\s+(?:any|every|all)\s+(?:other\s+)?(?:police\s+)?(?:forces?|areas?|count(?:y|ies))\s+"
    r"(?:outside|but|except|apart\s+from|bar|other\s+than)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# "West Yorkshire had the most, with 1,320, followed by Hampshire": the number is the first one's.
_FOLLOWED_BY = lazily(
    r"\b(?:followed|trailed)\s+(?:closely\s+)?by\s+(?:the\s+)?$|\bahead\s+of\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# "The force, which covers Hull, East Riding and northern Lincolnshire, had 390".
_COVERS = lazily(
    r"(?<!neighbouring\s)(?<!other\s)\b(?:force|police|constabulary|service)\b,?\s+(?:which|that|whose\s+(?:area|patch|beat))\s+(?:also\s+)?"
    r"(?:covers?|serves?|polices?|looks\s+after|takes?\s+in|includes?|is\s+responsible\s+for)\s+[^;:.()\d]{2,120}?,\s+"
    r"(?=(?:had|has|recorded|logged|saw|dealt|reported|registered|counted|received|said|was|is|went|rose|fell)\b)",
    re.IGNORECASE,
)
_LOOK_BACK = 80


def without_asides(
    phrase: Phrase, mentions: Sequence[WhoMention], scene: Scene
) -> tuple[WhoMention, ...]:
    """The areas that a number may be of, but for those that the sentence only names beside."""
    covered = _COVERS.search(scene.text, scene.sentence.start, scene.sentence.end)
    asides: list[WhoMention] = []
    for one in mentions:
        if covered is not None and covered.start() < one.start and one.end < covered.end():
            asides.append(one)
            continue
        listed = bool(asides) and _AND.fullmatch(scene.text, asides[-1].end, one.start)
        named = beside(scene.text, scene.sentence.start, one) or any(
            apposed(scene.text, scene.sentence.start, main, one)
            for main in mentions
            if main.end <= one.start <= phrase.start and main not in asides
        )
        named = named or _than_with(one, phrase, mentions, scene)
        if named or (listed and _within(asides, scene, one)):
            asides.append(one)
    left = tuple(
        one for one in mentions if one not in asides or _keeps(one, phrase, mentions, scene)
    )
    return left or tuple(mentions)


def _than_with(
    one: WhoMention, phrase: Phrase, mentions: Sequence[WhoMention], scene: Scene
) -> bool:
    """Whether an area is compared with before the number of the first: "fewer than Kent, with"."""
    if not any(main.end <= one.start for main in mentions):
        return False
    if phrase.end <= one.start and _FOLLOWED_BY.search(scene.text, phrase.end, one.start):
        return True
    before = scene.text[max(scene.sentence.start, one.start - _LOOK_BACK) : one.start]
    after = scene.text[one.end : phrase.start] if one.end <= phrase.start else ""
    return bool(
        (_THAN.search(before) and _RECORDING.fullmatch(after))
        or _ANY_OUTSIDE.search(before)
        or _AFTER_DOING.fullmatch(after)
        or (_HELD.search(before) and _GOES_ON.fullmatch(after))
    )


def _within(asides: Sequence[WhoMention], scene: Scene, one: WhoMention) -> bool:
    """Whether a list goes on: "which works with Hertfordshire and Cambridgeshire, recorded"."""
    # "Unlike Essex, Kent recorded": the comma ends the aside.
    joint = scene.text[asides[-1].end : one.start]
    return "and" in joint or " or " in joint


def _keeps(one: WhoMention, phrase: Phrase, mentions: Sequence[WhoMention], scene: Scene) -> bool:
    """Whether the number stands right at an area, so that it is its own."""
    if one.end > phrase.start:
        return False
    between = scene.text[one.end : phrase.start]
    denied = _NOT.search(scene.text[scene.sentence.start : one.start]) is not None
    if denied or any(one.end <= other.start < phrase.start for other in mentions):
        return False
    if one.kind == "uk" and _RISE_TO.fullmatch(between):
        return True
    if _KEPT.fullmatch(between) or _TOUCHING.fullmatch(between):
        return True
    if _MORE.match(scene.text, phrase.end):
        # "As many as Dorset, with 81 more than the year before": again of the first.
        return False
    counted = any(each.shape is Shape.COUNT and each.end <= one.start for each in scene.phrases)
    return counted and _WITH.fullmatch(between) is not None


__all__ = ["without_asides"]

"""Areas that stand in an aside, or second in a comparison: the number is not theirs.

"Kent Police, which neighbours Essex, recorded 1,042" and "Essex was second to Kent, recording
767" are of the area that the sentence is about. An area keeps what stands right at it:
"behind Kent (1,042)", "second only to Kent's 1,042".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core.claims.finding._scene import Scene
from beholden.figures.core.claims.models import Phrase, Shape
from beholden.figures.core.claims.naming.who import WhoMention

_BORDERS = (
    r"(?:borders?(?:\s+on)?|bordering(?:\s+on)?|neighbou?rs|neighbou?ring|adjoins?|adjoining|abuts|is\s+next(?:\s+door)?\s+to"
    r"|shares?\s+(?:an?\s+|its\s+)?(?:\w+\s+)?(?:border|boundary|helicopter|unit|team|control\s+room|chief\s+\w+)\s+with"
    r"|(?:works?|working|collaborates?|collaborating|teams?\s+up|is\s+merging|merged|co-?operates?)\s+(?:\w+\s+)?with"
    r"|lies?\s+(?:next\s+to|between|\w+\s+of)|sits?\s+(?:next\s+to|between|\w+\s+of)|looks?\s+across\s+to)"
)
_SIZE = (
    r"(?:is|was|has|covers)\s+(?:(?:a|an|about|almost|nearly|far|much|slightly|the|population)\s+){0,3}"
    r"(?:bigger|larger|smaller|busier|richer|poorer|more\s+populous|less\s+populous|more\s+rural|twice\s+the\s+size\s+of"
    r"|half\s+the\s+size\s+of|the\s+size\s+of|(?:bigger|larger|smaller)\s+(?:population|area|force))\s*(?:than)?"
)
_PLACED = (
    r"(?:(?:second|third|fourth|next)\s+(?:only\s+)?(?:to|behind|after)|(?:close(?:ly)?\s+|just\s+|only\s+|well\s+|far\s+)?behind"
    r"|ahead\s+of|(?:ranked|placed|came|finished|sat|sits|stands|stood)\s+(?:\w+\s+)?(?:above|below|after|behind|ahead\s+of))"
)
_LIKE = (
    r"(?:unlike|like|along\s+with|alongside|next(?:\s+door)?\s+to|as\s+with|in\s+common\s+with|not\s+far\s+from"
    r"|close\s+to|as\s+opposed\s+to|rather\s+than|not)"
)
_ASIDE = re.compile(
    rf"(?:,\s+(?:(?:which|who|whose\s+\w+)\s+(?:also\s+|itself\s+)?(?:{_BORDERS}|{_SIZE})|{_LIKE}|bordering|neighbou?ring|on\s+the\s+border\s+with)"
    rf"|\b{_PLACED}|\s[\u2013\u2014-]\s(?:{_LIKE}|bordering)"
    rf"|(?:^|[.;]\s*|\b(?:and|but)\s)(?:(?:just|only)\s+)?(?:across|over)\s+the\s+(?:\w+\s+)?(?:border|boundary|river|estuary|county\s+line)\s+from"
    rf"|^\W*(?:unlike|like|along\s+with|alongside|as\s+in|as\s+with)|^\W*next\s+door\s+to"
    rf"|\b(?:ahead\s+of|behind))\s+(?:(?:in|the|nearby|its|neighbou?ring|neighbou?rs?,?|both|much|far|larger|bigger|smaller|that\s+of|those\s+of|those\s+in)\s+){{0,3}}$",
    re.IGNORECASE,
)
_AND = re.compile(
    r"(?:\s+(?:police|constabulary))?(?:,\s*(?:and\s+)?|\s+(?:and|or)\s+)(?:the\s+)?", re.IGNORECASE
)
_KEPT = re.compile(
    r"(?:['\u2019]s)?(?:\s+(?:police|constabulary))?(?:\s*\(|['\u2019]s?\s+|,\s+(?:which|where|who|whose|at|on)\b"
    r"|\s+(?:on|at|where|which|that|had|recorded|saw|whose)\b|\s*[\u2013\u2014-]\s*(?:\w+\s+)?(?=\d)|['\u2019]s\b)"
    r"[^,;:.()]{0,60}$",
    re.IGNORECASE,
)
_WITH = re.compile(r",?\s+with\s+[^,;:.()]{0,20}$", re.IGNORECASE)
_LOOK_BACK = 100


def without_asides(
    phrase: Phrase, mentions: Sequence[WhoMention], scene: Scene
) -> tuple[WhoMention, ...]:
    """The areas that a number may be of, but for those that the sentence only names beside."""
    beside: list[WhoMention] = []
    for one in mentions:
        before = scene.text[max(scene.sentence.start, one.start - _LOOK_BACK) : one.start]
        listed = bool(beside) and _AND.fullmatch(scene.text, beside[-1].end, one.start)
        if _ASIDE.search(before) or (listed and _within(beside, scene, one)):
            beside.append(one)
    left = tuple(
        one for one in mentions if one not in beside or _keeps(one, phrase, mentions, scene)
    )
    return left or tuple(mentions)


def _within(beside: Sequence[WhoMention], scene: Scene, one: WhoMention) -> bool:
    """Whether a list goes on: "which works with Hertfordshire and Cambridgeshire, recorded"."""
    # "Unlike Essex, Kent recorded": the comma ends the aside.
    joint = scene.text[beside[-1].end : one.start]
    return "and" in joint or " or " in joint


def _keeps(one: WhoMention, phrase: Phrase, mentions: Sequence[WhoMention], scene: Scene) -> bool:
    """Whether the number stands right at an area, so that it is its own."""
    if one.end > phrase.start:
        return False
    between = scene.text[one.end : phrase.start]
    if any(one.end <= other.start < phrase.start for other in mentions):
        return False
    if _KEPT.fullmatch(between):
        return True
    counted = any(each.shape is Shape.COUNT and each.end <= one.start for each in scene.phrases)
    return counted and _WITH.fullmatch(between) is not None


__all__ = ["without_asides"]

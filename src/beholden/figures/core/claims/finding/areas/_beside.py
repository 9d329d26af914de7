"""Whether an area is named only beside another one: in an aside, or second in a comparison.

beside("Kent, which borders Essex, recorded", 0, essex)  # True
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.naming.who import WhoMention

_BORDERS = (
    r"(?:borders(?:\s+on)?|neighbours|adjoins|abuts|is\s+next(?:\s+door)?\s+to"
    r"|shares?\s+(?:an?\s+|its\s+)?(?:\w+\s+)?"
    r"(?:border|boundary|helicopter|unit|team|control\s+room|chief\s+\w+)\s+with"
    r"|(?:works?|working|collaborates?|collaborating|teams?\s+up|is\s+merging|merged|co-?operates?)"
    r"\s+(?:\w+\s+)?with"
    r"|(?:lies?|sits?)\s+(?:next\s+to|between|\w+\s+of)|looks?\s+across\s+to)"
)
_SIZE = (
    r"(?:is|was|has|covers)\s+(?:(?:a|an|about|almost|nearly|far|much|slightly|the|population)\s+){0,3}"
    r"(?:bigger|larger|smaller|busier|richer|poorer|more\s+populous|less\s+populous|more\s+rural|twice\s+the\s+size\s+of"
    r"|half\s+the\s+size\s+of|the\s+size\s+of|(?:bigger|larger|smaller)\s+(?:population|area|force))\s*(?:than)?"
)
_PLACED = (
    r"(?:(?:second|third|fourth|next)\s+(?:only\s+)?(?:to|behind|after)|(?:close(?:ly)?\s+|just\s+|only\s+|well\s+|far\s+)?behind"
    r"|ahead\s+of|(?:ranked|placed|came|finished|sat|sits|stands|stood)\s+(?:\w+\s+)?(?:above|below|after|behind|ahead\s+of)"
    r"|(?:was|were|is|are)\s+(?:just\s+|well\s+|far\s+)?(?:above|below|under)"
    r"|trail(?:s|ed|ing)?|(?:closely\s+|narrowly\s+)?followed|beat(?:s|ing)?|outstripp?(?:s|ed)|overt(?:ook|akes|aking)|edged\s+out|pipped|outranked|came\s+after)"
)
_LIKE = (
    r"(?:unlike|like|along\s+with|alongside|next(?:\s+door)?\s+to|as\s+(?:with|in)|in\s+common\s+with|not\s+far\s+from"
    r"|close\s+to|as\s+opposed\s+to|in\s+contrast\s+(?:with|to)|in\s+line\s+with|rather\s+than|not)"
)
_ASIDE = lazily(
    rf"(?:\b(?:{_BORDERS}|{_SIZE})|\b(?:and|but)\s+not|,\s+(?:(?:which|who|whose\s+\w+)\s+(?:also\s+|itself\s+)?(?:{_BORDERS}|{_SIZE})|{_LIKE}|bordering|neighbou?ring|on\s+the\s+border\s+with)"
    rf"|\b{_PLACED}|\s[\u2013\u2014-]\s(?:{_LIKE}|bordering)"
    rf"|(?:^|[.;]\s*|\b(?:and|but)\s)(?:(?:just|only)\s+)?(?:across|over)\s+the\s+(?:\w+\s+)?(?:border|boundary|river|estuary|county\s+line)\s+from"
    rf"|^\W*(?:unlike|like|along\s+with|alongside|as\s+in|as\s+with)|^\W*next\s+door\s+to"
    rf"|\b(?:ahead\s+of|behind))\s+(?:(?:in|the|nearby|its|neighbou?ring|neighbou?rs?,?|both|much|far|larger|bigger|smaller|that\s+of|those\s+of|those\s+in)\s+){{0,3}}$",
    re.IGNORECASE,
)
_LOOK_BACK = 100


_APPOSED = lazily(
    r"(?:['\u2019]s(?:\s+[a-z]+){1,3})?,\s+"
    r"(?!(?:and|but|while|when|so|or|because|although|though|in|across|after|before|for|as|compared|up|down|from|there|it)\b)"
    r"(?:one\s+of\s+(?:the\s+|just\s+)?\d{1,2}\s)?[a-z][^,;:.()\d\u2013\u2014]{0,90}$"
)
_CLAUSE = lazily(r",\s+(?:which|whose|where|including)\b")
_PLACED_BY = lazily(
    r",\s+(?:(?:just|right)\s+(?:across|over|beside|next)|next\s+(?:door\s+)?to|near|not\s+far|on\s+the\s+(?:border|edge)"
    r"|to\s+the\s+(?:north|south|east|west)|(?:a|the)\s+(?:neighbou?r|neighbou?ring|(?:county|force|area)\s+next))\b"
)
_OPENING = lazily(
    r"\W*(?:in|across|for|at|within|after|before|throughout|over|from)\s+(?:the\s+)?", re.IGNORECASE
)
_CLOSED = lazily(
    r"(?:['\u2019]s)?(?:\s+[a-zP][a-z]+){0,3},\s+(?!(?:and|but|which|where|with|in|who)\b)"
)


def apposed(text: str, start: int, main: WhoMention, mention: WhoMention) -> bool:
    """Whether a mention stands between two commas after another: "Kent, a part of it, had"."""
    between = text[main.end : mention.start]
    if _APPOSED.fullmatch(between) is None or _CLOSED.match(text, mention.end) is None:
        return False
    if _CLAUSE.match(between) is not None:
        return True
    if _PLACED_BY.match(between) is not None:
        return True
    return main.kind in {"force", "area"} and not _OPENING.fullmatch(text, start, main.start)


def beside(text: str, start: int, mention: WhoMention) -> bool:
    """Whether a mention is only held against the area that its sentence is about."""
    before = text[max(start, mention.start - _LOOK_BACK) : mention.start]
    return _ASIDE.search(before) is not None


__all__ = ["apposed", "beside"]

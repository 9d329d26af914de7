"""Words beside the name of a series that make it another thing: a part of it, or its victims.

No list holds every word that may narrow a name, so that those are listed that do not; any other
word where a reader expects an adjective is taken to narrow it.

    another_thing("870 electric bicycle thefts", (13, 27), ahead, behind)  # (4, 27)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from beholden.figures.core.claims._lazily import lazily

Word = tuple[str, int, int, bool]
"""A word, where it stands, and whether it is in the name of an area."""

_NEUTRAL = lazily(
    r"(?:\d+|[a-z]+ly|recorded|reported|logged|registered|alleged|such|these|those|this|that|the|an?|its|their|our|his|her"
    r"|all|any|some|many|most|more|fewer|less|no|new|other|further|extra|additional|similar|separate|individual|single|same"
    r"|each|every|per|one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|half|quarter|third"
    r"|shocking|appalling|worrying|alarming|disturbing|tragic|terrible|record|high|higher|low|lower|rising|falling|growing"
    r"|soaring|increased|increasing|latest|first|last|previous|next|past|annual|monthly|weekly|total|overall|combined|average"
    r"|national|local|regional|county|countywide|nationwide|police|force|council|trust|official|known|confirmed|in-person"
    r"|of|in|on|at|for|by|to|from|with|about|over|across|and|or|but|as|while|when|where|that|which|than|per|after|before"
    r"|since|during|between|if|because|although|though|whether|how|why|also|then|now|so|yet|only|just|even|still|not|is|are"
    r"|was|were|be|been|being|has|have|had|do|did|does|will|would|can|could|may|might|must|there|it|they|we|year|years|month"
    r"|months|week|weeks|day|days|today|yesterday|period|quarter|area|region|city|town|borough|district|country|nation|uk"
    r"|decades?|example|instance|time|least|now|officers|figures|data|statistics|meanwhile|elsewhere|however|nationwide|again|too|said|says|show|shows|cent|percent"
    r"|number|numbers|levels?|incidents?|cases?|offences?|crimes?|kingdom|kind|sort|january|february|march|april|may|june"
    r"|july|august|september|october|november|december|serious|common|everyday|so-called)",
    re.IGNORECASE,
)
_EXPECTS_ADJECTIVE = lazily(
    r"(?:\d+|the|an?|of|in|for|by|to|from|with|about|over|these|those|such|its|their|our|more|fewer|many|most|all|some|any"
    r"|no|every|each|recorded|reported|cent|hundred|thousand|million|dozen|and)",
    re.IGNORECASE,
)
# "Victims of bicycle theft", "arrests for burglary", "possession of knives": they are counted.
_ABOUT_IT = frozenset({"of", "for", "about", "over", "into", "against", "involving", "after"})
_COUNTED_OF = lazily(
    r"(?:numbers?|totals?|counts?|tall(?:y|ies)|levels?|volumes?|cases|incidents|instances|reports|offences|crimes|acts"
    r"|(?:statistic|figure)s?|rises?|increases?|falls?|drops?|decreases?|declines?|surges?|spates?|waves?|series|years?"
    r"|months?|thousands|hundreds|millions|dozens|lots|records?|trends?|times|is|was|has|does|this|counts|fears|concerns"
    r"|worries|warnings|accounts|records|allegations|hotspots|details|kinds|sorts|types)",
    re.IGNORECASE,
)
_ALSO_SINGULAR = lazily(
    r"(?:possession|victim|risk|fear|threat|cost|detection|share|proportion|percentage|rate|survey|backlog|conviction"
    r"|prevention|suspicion)",
    re.IGNORECASE,
)
_NARROWS = frozenset(
    word
    for line in (
        "involving against among of about linked related relating caused committed where under",
        "without aged due for",
    )
    for word in line.split()
)
_MAY_NARROW = frozenset(("by", "on", "at", "from", "with", "to", "inside", "outside", "via"))
# Whoever is excluded is so from school, and whoever is admitted to hospital.
_GOES_WITHOUT_SAYING = frozenset({"from school", "from schools", "to hospital", "to hospitals"})
# "Road deaths were caused by speeding", "exclusions were for violence": some of them were.
_WERE = frozenset(("were", "was", "are", "is"))
_OF_SOME = frozenset(
    ("caused", "due", "blamed", "linked", "related", "attributed", "for", "of", "against", "among")
)
_ARTICLES = frozenset(("the", "a", "an", "its", "their", "his", "her", "our"))
_PARTED = lazily(r"[^\S\n]?\n?[^\S\n]{0,3}|[-\u2010-\u2013]")
_ONE_PHRASE = lazily(r"[^\W_]*(?:[\s-]{1,3}[^\W_]+){0,2}[\s-]{1,3}", re.IGNORECASE)
_ONLY_SPACE = lazily(r"[^\S\n]{1,3}")
# A noun behind a name in the singular is what is counted: "bicycle theft victims".
_NOUN_BEHIND = lazily(
    r"(?!(?:is|was|has|does|this|its|as|us|rises|falls|remains|continues|increases|soars|jumps|drops|accounts|numbers?"
    r"|figures|totals|levels|statistics|across|plus|minus|versus|hits|cases|incidents|offences|crimes|departments)\b)"
    r"(?:[a-z-]{3,}s|rates?|risk|prevention|squad|campaign|unit|detection|suspect|victim)",
    re.IGNORECASE,
)
_AND = lazily(r"and|or|plus", re.IGNORECASE)
_PLURAL = lazily(r"[a-z-]{3,}s(?<!ss)|children|(?:wo)?men", re.IGNORECASE)


def another_thing(
    text: str, span: tuple[int, int], ahead: Sequence[Word], behind: Sequence[Word]
) -> tuple[int, int] | None:
    """The span of the other thing that a name and the words beside it are; none where it is itself.

    Args:
        text: The text.
        span: Where the name stands in it.
        ahead: The two words before it, as far as there are any.
        behind: The four words after it, as far as there are any.
    """
    start, end = span
    ahead = ahead if ahead and _PARTED.fullmatch(text[ahead[-1][2] : start]) else ()
    if ahead and _narrowed_ahead(text, ahead, start):
        return ahead[-1][1], end
    counted = _what_it_is_about(text, ahead)
    if counted is not None:
        return counted, end
    if behind and _ONLY_SPACE.fullmatch(text[end : behind[0][1]]):
        last = _narrowed_behind(text, (start, end), behind)
        return None if last is None else (start, last)
    return None


def _narrowed_ahead(text: str, ahead: Sequence[Word], start: int) -> bool:
    """Whether the word right before a name tells which of them: "electric", "attempted"."""
    word, first, last, in_name = ahead[-1]
    if in_name or _NEUTRAL.fullmatch(word):
        return False
    if text[last:start].strip():
        # "E-bike", "non-school": one word with the name.
        return True
    before = ahead[0] if len(ahead) > 1 else None
    if before is not None and text[before[2] : first] in {"-", "\u2010", "\u2011"}:
        # "First-aid lessons": two words that are one adjective.
        return True
    if before is None or not _PARTED.fullmatch(text[before[2] : first]):
        # It opens a clause: "Domestic burglaries rose".
        return True
    return before[3] is False and _EXPECTS_ADJECTIVE.fullmatch(before[0]) is not None


def _what_it_is_about(text: str, ahead: Sequence[Word]) -> int | None:
    """Where the noun stands that a name only tells more of: "victims of bicycle theft"."""
    if len(ahead) < 2 or ahead[-1][0].lower() not in _ABOUT_IT:  # noqa: PLR2004 - noun, preposition
        return None
    word, first, last, in_name = ahead[0]
    if in_name or not _PARTED.fullmatch(text[last : ahead[-1][1]]) or _COUNTED_OF.fullmatch(word):
        return None
    return first if _PLURAL.fullmatch(word) or _ALSO_SINGULAR.fullmatch(word) else None


def _narrowed_behind(text: str, span: tuple[int, int], behind: Sequence[Word]) -> int | None:
    """Where the words end that make a name a part of what it names, or something about it."""
    name = text[span[0] : span[1]]
    word, _, last, in_name = behind[0]
    if not in_name and not name.lower().endswith("s") and _NOUN_BEHIND.fullmatch(word):
        return last
    if _AND.fullmatch(word) and len(behind) > 1 and _PLURAL.fullmatch(behind[1][0]):
        # "Thefts and robberies" are counted together.
        return None if _NEUTRAL.fullmatch(behind[1][0]) else behind[1][2]
    if word.lower() in _WERE and len(behind) > 1 and behind[1][0].lower() in _OF_SOME:
        return behind[1][2]
    strict, may = word.lower() in _NARROWS, word.lower() in _MAY_NARROW
    if in_name or not (strict or may):
        return None
    nouns = [one for one in behind[1:] if one[0].lower() not in _ARTICLES]
    noun = nouns[0] if nouns else None
    if noun is None or noun[3] or not _ONE_PHRASE.fullmatch(text[last : noun[1]]):
        return None
    plain = _NEUTRAL.fullmatch(noun[0]) or f"{word} {noun[0]}".lower() in _GOES_WITHOUT_SAYING
    tells = strict or any(_PLURAL.fullmatch(one[0]) and one[0].islower() for one in nouns[:2])
    return noun[2] if tells and not plain else None


__all__ = ["Word", "another_thing"]

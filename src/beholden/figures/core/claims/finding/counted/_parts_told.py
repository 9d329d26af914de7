"""Which of the offences a noun means: "unsolved", "leading to an arrest", "on school premises".

An adjective before the noun, or a clause after it, that picks some of the offences out. All
words are narrow: what only says again what is counted ("recorded", "alleged", "involving
images") picks nothing out.

    picked("767 unsolved child abuse image offences", 13, 38)  # "unsolved"
"""

from __future__ import annotations

import re

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.naming._ages import (
    AGAINST,
    SOME_AGES,
    in_digits,
    may_tell_ages,
)

_REACH = 60  # characters before and after the noun
_BEFORE = lazily(
    r"(?<!these\s)(?<!those\s)(?<!such\s)\b(?P<said>un(?:solved|detected|resolved|charged|prosecuted)|solved|detected|resolved|prosecuted"
    r"|cleared[-\s]up|outstanding|pending|ongoing|(?:the\s+)?(?:more|most|very)\s+serious|serious|severe|gravest"
    r"|(?:low(?:er)?|high(?:er|est)?)[-\s](?:level|risk|harm)|non-?\s?recent|historic(?:al)?"
    r"|(?:category|cat|grade|level|class)[-\s](?:[a-e]|[1-5])|repeat|attempted|violent|contact|offline|fatal"
    r"|other|self-?\s?generated|ai(?:[-\s]generated)?|deep-?\s?fake|peer[-\s]on[-\s]peer"
    r"|(?!image|internet|online|police|child|web|computer)[a-z]{2,12}-(?:related|linked|based|enabled|facilitated)"
    r"|proven|unproven|cancelled|unrecorded|hidden|possible|potential)\s+"
    r"(?:(?:child|online|recorded|reported|alleged|such|sexual|police)\s+){0,2}$",
    re.IGNORECASE,
)
_NOT_ALL = r"(?:the\s+|an?\s+|any\s+)?(?:\w+\s+){0,2}"
_OWN_WORDS = (
    rf"(?!{_NOT_ALL}(?:imag|child|photo|pictur|abus|offence|crime|minor|young|mak|tak|possess|shar|view|distribut"
    r"|download|groom|sexual|indecent|online|internet|web|material|content|communicat|cruelty|neglect|exploit|social"
    r"|under|digital|computer|such|these|those|this|it\b|them\b))"
)
_OUTCOMES = (
    r"(?:arrest|charge|conviction|caution|prosecution|court|trial|jail|prison|sentence|suspect|investigation"
    r"|penalt|summons|(?:no|further)\s+action|evidence|victim|offender|perpetrator|culprit|outcome)"
)
_AFTER = lazily(
    rf"\s*(?P<said>(?:that\s+|which\s+)?(?:lead(?:ing)?|led|result(?:ing|ed)|end(?:ing|ed))\s+(?:to|in|with)\s+"
    rf"{_NOT_ALL}{_OUTCOMES}"
    rf"|(?:that\s+(?:were|was|are)\s+)?(?:linked|connected|relat(?:ed|ing)|tied|attributed)\s+(?:to|with)\s+"
    rf"(?:the\s+dark\s+web\b|{_OWN_WORDS}\w+)"
    r"|(?:(?:that\s+(?:were|was)\s+)?(?:committed|carried\s+out)\s+)?(?:abroad|overseas|elsewhere|outside\s+the)\b"
    r"|(?:committed\s+)?by\s+(?:repeat|serial|known|registered|convicted|young|teenage|juvenile|female|male|adult|older"
    r"|first-time|women|men|boys|girls|teenagers|strangers|relatives)\b"
    r"|(?:committed\s+|carried\s+out\s+)?(?:on|in|at|inside|near|within)\s+(?:a\s+|the\s+)?(?:(?:school|church|prison|hospital"
    r"|university|college|private|nursery|council)\s+(?:premises|grounds|propert\w+|sites?|buildings?)|schools|prisons|churches"
    r"|hospitals|nurseries|care\s+homes|universities|classrooms?|homes|home|work|workplaces?|trains|buses|(?-i:the\s+dark\s+web))\b"
    r"|(?:that\s+(?:were|was|are|remain)\s+)?(?:still|currently|yet\s+to\s+be|awaiting|pending|under\s+investigation"
    r"|being\s+investigated)\b"
    r"|where\s+(?:a|an|the)\s+(?:child|girl|boy|victim)\s+(?:was|were|had\s+been)\s+(?:identified|known|found|rescued|safeguarded)\b"
    r"|(?:for|in)\s+which\s+(?:no\b|nobody|the\s+(?:victim|offender|suspect|child)|a\s+(?:child|girl|boy|victim|charge))"
    rf"|where\s+(?:no|an?|the|one|someone|nobody)\s+(?:\w+\s+){{0,3}}?{_OUTCOMES}"
    r"|that\s+(?:were|was|had|have|has|are)\s+(?:(?:never|not|since|later|already|now|also|been)\s+){0,3}(?:solved|closed"
    r"|detected|dropped|cleared|prosecuted|charged|resolved|cancelled|reclassified|identified|finalised)\b"
    r"|(?:that\s+|which\s+)?(?:had|has|have|with|as\s+having)\s+(?:an?|no)\s+(?:\w+\s+)?(?:element|link|victim|suspect|aspect|component"
    r"|flag)\b"
    r"|(?:that\s+|which\s+)?(?:had|have|has)\s+(?:something\s+to\s+do|to\s+do|victims)\b"
    r"|(?:of|involving)\s+(?:possessing|having|making|taking)?\s*(?:an?\s+)?(?:prohibited|extreme|computer-generated|cartoon)\b"
    r"(?!\s+(?:or|and)\b)"
    r"|against\s+(?:girls|boys)\s+(?:of|aged|under|younger|who)\b"
    r"|against\s+(?:children|victims)\s+who\b"
    r"|(?:came|were\s+committed|took\s+place)\s+(?:by|via|through)\b)",
    re.IGNORECASE,
)

_BY_AGE = lazily(rf"\s*(?:{AGAINST})?{SOME_AGES}", re.IGNORECASE)


def picked(text: str, start: int, end: int) -> str:
    """The words that pick some of the offences out whose noun stands there; empty for all."""
    return picked_before(text, start) or picked_after(text, end)


def picked_before(text: str, start: int) -> str:
    """The adjective before a noun that picks some out."""
    found = _BEFORE.search(text[max(0, start - _REACH) : start])
    return "" if found is None else found["said"].lower()


def picked_after(text: str, end: int) -> str:
    """The first words of a clause after a noun that picks some out."""
    behind = text[end : end + _REACH]
    if found := _AFTER.match(behind):
        return found["said"].lower()
    digits = in_digits(behind)
    by_age = _BY_AGE.match(digits) if may_tell_ages(digits) else None
    return "" if by_age is None else behind[: by_age.end()].strip().lower()


__all__ = ["picked", "picked_after", "picked_before"]

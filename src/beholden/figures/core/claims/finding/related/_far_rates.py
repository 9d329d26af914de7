"""Rates whose time stands far from their number.

"More than three offences are being recorded by police in Hampshire each day".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.models import Per, Phrase, Shape

_FAR = lazily(
    r"(?P<between>[^.;:!?\d]{1,120}?)\b(?:each|every|per|a)\s+(?:single\s+)?"
    r"(?P<per>day|week|hour|month)\b",
    re.IGNORECASE,
)
# "Every day police record more than 60 offences".
_AHEAD = lazily(
    r"(?:^|[.!?:]\s)[\W_]*(?:(?:each|every)\s+(?:single\s+)?"
    r"|(?:on|in|for)\s+(?:an\s+average|a\s+typical|a\s+normal|an\s+ordinary|any\s+given|each|every)\s+)(?P<per>day|week|hour|month),?\s"
    r"(?:(?!\d)[^.;:!?\d]{0,60})?$",
    re.IGNORECASE,
)
_OFFENCES = lazily(r"\s*(?:\w+\s+){0,6}?(?:offences?|crimes?|cases|incidents)\b", re.IGNORECASE)
# "Every day more than six people are caught".
_CAUGHT = lazily(
    r"\s*(?:people|men|offenders|suspects|individuals)\s+(?:\w+\s+){0,2}?"
    r"(?:caught|recorded|reported|found|arrested)\b",
    re.IGNORECASE,
)
_MOST = 500


def with_far_rates(text: str, phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The phrases, each count that is one a day or a week as such."""
    return tuple(_far(text, phrase, phrases) for phrase in phrases)


def _far(text: str, phrase: Phrase, phrases: Sequence[Phrase]) -> Phrase:
    if phrase.shape is not Shape.COUNT or phrase.value > _MOST:
        return phrase
    ahead = _AHEAD.search(text, 0, phrase.start)
    if ahead is not None and (_OFFENCES.match(text, phrase.end) or _CAUGHT.match(text, phrase.end)):
        return msgspec.structs.replace(
            phrase, shape=Shape.PER, per=cast("Per", ahead["per"].lower())
        )
    found = _FAR.match(text, phrase.end)
    if found is None or not _OFFENCES.match(found["between"]):
        return phrase
    if any(phrase.end <= one.start < found.end() for one in phrases):
        return phrase
    per = cast("Per", found["per"].lower())
    return msgspec.structs.replace(phrase, shape=Shape.PER, per=per)


__all__ = ["with_far_rates"]

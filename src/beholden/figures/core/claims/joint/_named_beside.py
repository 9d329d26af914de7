"""Numbers of the area whose name stands right beside them, where the rules took another.

"Bedfordshire's total rose to 200, while that of Hertfordshire slipped from 309", "it fell by 24
per cent in Dyfed-Powys and by 45 to 164 in Cambridgeshire": the name just before or just behind.

    named_beside(words)  # {3: the claim that Cambridgeshire fell by 45}
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.joint._numbers import PAIRS, Number
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.models import Claim, Measure, Subject

_MEASURES = PAIRS | {Measure.COUNT}
# From the name to the number: "'s slipped from", "had gone down to".
_AHEAD = lazily(
    r"(?:['\u2019]s?)?(?:\s(?:the\s)?(?:figure|total|number|tally|count))?"
    r"\s(?:(?:had|has|have|it)\s)?(?:slipped|fell|fallen|dropped|went|gone|rose|risen|climbed|moved|grew)"
    r"\s(?:(?:up|down)\s)?(?:slightly\s)?(?:from|to)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
# From the number to the name: "by 45 to 164 in Cambridgeshire".
_BY = lazily(r"\sand\s(?:fell\s|rose\s|dropped\s)?by\s(?:\w+\s)?$", re.IGNORECASE)
_BEHIND = lazily(r"(?:\s(?:to|from)\s[\d,]{1,7})?(?:\s(?:offences|crimes|cases))?\sin\s(?:the\s)?$")


def named_beside(words: Words) -> dict[int, Claim]:
    """Counts and changes untrue of the area that was read, as those of the one beside them."""
    found: dict[int, Claim] = {}
    for one in words.numbers:
        wrong = one.open or one.checked.judgement.verdict == "differs"
        if not wrong or one.claim.measure not in _MEASURES:
            continue
        area = _beside(one, words)
        if area is not None and area.key != one.claim.subject.key:
            found[one.at] = msgspec.structs.replace(
                one.claim, subject=area, subject_said=True, operands=(), elsewhere=()
            )
    return found


def _beside(one: Number, words: Words) -> Subject | None:
    before, after = one.claim.before, one.claim.after
    if one.claim.measure is Measure.COUNT:
        named = [each for each in words.named(before) if _AHEAD.fullmatch(before, each.end)]
        return named[-1].subject if named else None
    if _BY.search(before) is None:
        return None
    named = [each for each in words.named(after) if _BEHIND.fullmatch(after, 0, each.start)]
    return named[0].subject if named else None


__all__ = ["named_beside"]

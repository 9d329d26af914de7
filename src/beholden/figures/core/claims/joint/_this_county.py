"""Numbers of "this county" in an article on one area, though another was named last.

"Northamptonshire had 263. In two years this county has recorded 603": the columnist's own county.

    of_this_county(words)  # {7: the claim about Derbyshire}
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims._told_plainly import plainly
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.models import Claim, Measure

_THIS = lazily(
    r"^\W*(?:(?:in|over|during|since)\s[\w\s/-]{1,24},?\s)?(?:this|our)\s(?:own\s)?(?:county|force)\s"
    r"(?:(?:has|have|had)\s)?(?:recorded|logged|registered|reported|had|saw|dealt\swith|counted)\s"
    r"(?:(?:just|only|some|about)\s)?$",
    re.IGNORECASE,
)


def says_this_county(claim: Claim) -> bool:
    """Whether a number is what "this county recorded", out of nobody's mouth."""
    return _THIS.search(claim.before) is not None and not claim.speaker


_MEASURES = frozenset(
    {Measure.COUNT, Measure.SUM, Measure.CHANGE, Measure.DIFFERENCE, Measure.FREQUENCY}
)


def of_this_county(words: Words) -> dict[int, Claim]:
    """Open numbers of "this county" as claims of the area that the article is mostly about."""
    own = words.own
    if own is None:
        return {}
    return {
        one.at: msgspec.structs.replace(one.claim, subject=own, operands=(), elsewhere=())
        for one in words.numbers
        if one.open and one.claim.measure in _MEASURES and one.claim.subject.key != own.key
        if one.claim.period is not None and says_this_county(one.claim)
        if not words.named(one.claim.sentence)
        if plainly(one.claim.after, one.claim.series_name)
    }


__all__ = ["of_this_county", "says_this_county"]

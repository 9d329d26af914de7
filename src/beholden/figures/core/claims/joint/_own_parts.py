"""Shares of a count that stands beside them, in a whole that the article counted before.

"Police recorded 727 offences. Over a quarter (197) were of children under ten": what such a part
is called the data seldom know, and of which number it is one the first reading may not tell, as
it does not know yet which of the counts the data hold. Here they are known.

    own_parts(words)  # {7: the claim with the part 197 and the whole 727}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.finding.related._parts_counted import ENDS_PART, OR
from beholden.figures.core.claims.joint._numbers import Number, sharp
from beholden.figures.core.claims.joint._own_counts import operand
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.models import Claim, Measure

_LEAST = 3
_FAR = 2  # blocks back that a whole may stand
_PART_BEFORE = lazily(
    rf"[^\d.;:!?(]{{0,60}}(?:,\s*(?:{OR})?|[;:]\s*{OR}|\s*[\u2013\u2014]\s*(?:{OR})?|\s-\s(?:{OR})?"
    rf"|\s*\(\s*(?:{OR})?|\s(?:made|makes?|making)\sup\s)",
    re.IGNORECASE,
)
_PART_AFTER = lazily(
    r"[^\d.;:!?()]{0,90}?(?:,\s*|\s*[\u2013\u2014]\s*|\s-\s|\s*\(\s*)(?:a\s+total\s+of\s+)?",
    re.IGNORECASE,
)
_OF_THOSE = lazily(r"\s*of\s+(?:all\s+(?:of\s+)?)?(?:these|those|them|which|that)\b", re.IGNORECASE)


def own_parts(words: Words) -> dict[int, Claim]:
    """Open shares of which the part is counted beside them, as claims of that part in its whole."""
    found: dict[int, Claim] = {}
    for one in words.numbers:
        claim = one.claim
        if claim.measure is not Measure.SHARE or not one.open or claim.operands or claim.group:
            continue
        part = _part(one, words)
        whole = None if part is None else _whole(one, part, words)
        if part is not None and whole is not None:
            operands = (operand("part", part), operand("whole", whole))
            found[one.at] = msgspec.structs.replace(claim, operands=operands, elsewhere=())
    return found


def _part(one: Number, words: Words) -> Number | None:
    """The count that a share tells in another way: just before it, or just behind."""
    last = words.numbers[one.at - 1] if one.at else None
    if last is not None and _counted(last) and _PART_BEFORE.fullmatch(words.between(last, one)):
        return last
    following = words.numbers[one.at + 1] if one.at + 1 < len(words.numbers) else None
    if following is None or not _counted(following):
        return None
    told = _PART_AFTER.fullmatch(words.between(one, following))
    return following if told and ENDS_PART.match(following.claim.after) else None


def _counted(one: Number) -> bool:
    claim = one.claim
    whole = claim.phrase.places == 0 and one.value.denominator == 1 and one.value >= _LEAST
    return claim.measure is Measure.COUNT and whole and not claim.phrase.doubt


def _whole(one: Number, part: Number, words: Words) -> Number | None:
    """The count of which it is a part: what the words point at, else the area's of that time."""
    larger = [each for each in _counts(one, part, words) if each.value > part.value]
    near = [each for each in larger if each.at < one.at and _is_near(each, one)]
    if _OF_THOSE.match(one.claim.after) or _OF_THOSE.match(part.claim.after):
        return near[0] if near else None
    held = [each for each in larger if each.held and _alike(one.claim, each.claim)]
    if held:
        return held[0]
    return near[0] if near and sharp(one.claim) else None


def _counts(one: Number, part: Number, words: Words) -> Iterator[Number]:
    """The exact counts of the article: those before, the nearest first, then those behind."""
    first, last = min(one.at, part.at), max(one.at, part.at)
    for each in (*reversed(words.numbers[:first]), *words.numbers[last + 1 :]):
        if each.exact and each.claim.measure is Measure.COUNT:
            yield each


def _is_near(each: Number, one: Number) -> bool:
    return min(one.blocks) - max(each.blocks) <= _FAR


def _alike(one: Claim, other: Claim) -> bool:
    return one.subject.key == other.subject.key and one.period == other.period


__all__ = ["own_parts"]

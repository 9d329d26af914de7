"""Places among so many areas that an article tells of: "the highest of the three".

Which areas are meant is told by their number: all that the article names, or those named last
before, if they are as many. Only a place that is right among them tells that they are.

    ranks_told(words)  # {5: the claim that Hertfordshire is first of the three}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from beholden.figures.core._number_words import number_said, words_of
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.joint._numbers import Number
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.models import Claim, Measure, Subject
from beholden.figures.core.models import ForceCode

_OF_SO_MANY = lazily(
    rf"\b(?:of|among|in)\s(?:all\s)?(?:the|those|these|our)\s(?P<many>{words_of(3, 10)})\b"
    r"(?!\s(?:years|months|weeks|days|financial|nations|regions|countries))",
    re.IGNORECASE,
)
_OURS = lazily(r"\b(?:ours|our\sown|we)\b", re.IGNORECASE)


def ranks_told(words: Words) -> dict[int, Claim]:
    """Open places as claims of a place among the areas that the article tells of."""
    found: dict[int, Claim] = {}
    for one in words.numbers:
        claim = one.claim
        told = _OF_SO_MANY.search(claim.sentence)
        if claim.measure is not Measure.RANK or not one.open or told is None:
            continue
        subject = _subject(claim, words)
        if subject is not None:
            for codes in _groups(one, number_said(told["many"]), words):
                if set(words.lines.data.members(subject)) < set(codes):
                    group = words.several(codes)
                    found[one.at] = msgspec.structs.replace(claim, subject=subject, group=group)
                    break
    return found


def _subject(claim: Claim, words: Words) -> Subject | None:
    """Whose place it is: one force, which "ours" of an article on one force is."""
    if len(words.lines.data.members(claim.subject)) == 1:
        return claim.subject
    return words.own if _OURS.search(claim.sentence) else None


def _groups(one: Number, many: int, words: Words) -> Iterator[tuple[ForceCode, ...]]:
    if len(words.forces) == many:
        yield words.forces
    before = words.forces_before(one)
    if len(before) >= many:
        yield before[-many:]


__all__ = ["ranks_told"]

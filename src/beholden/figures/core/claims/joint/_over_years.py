"""Sums of an area's last years that a sentence tells without the area: "over the two years, 508".

Whose they are the count before it tells, or the article's own area, or its region; the exact sum,
or one that is hardly off it, is true of no other of these.

    over_years(words)  # {5: the claim of Northamptonshire's 508 in 2016/17 and 2017/18}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.joint._numbers import Number
from beholden.figures.core.claims.joint._words import Words
from beholden.figures.core.claims.models import Claim, Measure, Shape, Subject
from beholden.figures.core.models import Period

_TWO_YEARS = lazily(
    r"\b(?:over|in|across|for)\s(?:the|those|these|both|its|our)?\s?(?:last\s|past\s)?(?:two\s)?years\b"
    r"(?:\s(?:together|combined|as\sa\swhole))?",
    re.IGNORECASE,
)
_LEAST = 100
_OFF = Fraction(2, 100)  # of a sum told as "nearly 2,900"
_NEAR = 4  # numbers back


def over_years(words: Words) -> dict[int, Claim]:
    """Open sums of two years, as those of the area that the words before them tell."""
    found: dict[int, Claim] = {}
    for one in words.numbers:
        claim = one.claim
        first, last = claim.earlier, claim.period
        if claim.measure is not Measure.SUM or claim.phrase.shape is not Shape.COUNT:
            continue
        if not one.open or claim.subject_said or first is None or last is None:
            continue
        if one.value < _LEAST or _TWO_YEARS.search(claim.sentence) is None:
            continue
        for area in _areas(one, words):
            if _adds_up(one, area, (first, last), words):
                found[one.at] = msgspec.structs.replace(
                    claim, subject=area, operands=(), elsewhere=()
                )
                break
    return found


def _areas(one: Number, words: Words) -> Iterator[Subject]:
    """The area of the last count before; behind the country's or its own, the article's area."""
    own, members = words.own, words.lines.data.members
    counts = (
        each.claim.subject
        for each in reversed(words.numbers[max(0, one.at - _NEAR) : one.at])
        if each.held and each.claim.measure is Measure.COUNT
    )
    last = next(counts, None)
    if last is not None:
        yield last
    if own is None or last is None or one.claim.sentence.startswith("There "):
        # "There were 574 in two years" goes on with whom the text spoke of.
        return
    if set(members(own)) <= set(members(last)):
        yield own
    # "On this side of the border": of the region, after counts of its forces.
    region = words.home_region
    if region is not None and set(members(last)) <= set(members(region)):
        yield region


def _adds_up(one: Number, area: Subject, years: tuple[Period, Period], words: Words) -> bool:
    held = words.lines.held(words.lines.line_of_area(one.claim, area))
    sums = {a + b for a in held.get(years[0], ()) for b in held.get(years[1], ())}
    if one.exact:
        return one.value in sums
    return any(abs(each - one.value) <= _OFF * one.value for each in sums)


__all__ = ["over_years"]

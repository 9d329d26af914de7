"""The numbers of an article as evidence: which say much, and which stand together.

A count like 767 is told by chance of hardly anything else; "two a day" and "a third" are true of
many areas and years. Only the first kind can show what a text speaks of.

    telling(claim)  # True of "767", False of "almost 200", "12" and "3,000"
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

import msgspec

from beholden.figures.core._wording import Wording
from beholden.figures.core.claims.models import Checked, Claim, Measure, Shape

Scope = Literal["sentence", "paragraph", "article"]
SCOPES: tuple[Scope, ...] = ("sentence", "paragraph", "article")

_LEAST = 100
"""Smaller counts are equal to something else by chance too often."""
_ROUND = 1_000
_FEW = 20
"""Below it two areas or years often have the same number."""

_OPEN = frozenset({"not_in_data", "ambiguous", "missing_members"})
PAIRS = frozenset({Measure.CHANGE, Measure.DIFFERENCE, Measure.MULTIPLE})


class Number(msgspec.Struct, frozen=True):
    """One number of an article with its place in the list of what was checked."""

    at: int
    checked: Checked

    @property
    def claim(self) -> Claim:
        """What it claims."""
        return self.checked.claim

    @property
    def value(self) -> Fraction:
        """Its value as printed."""
        return Fraction(self.claim.phrase.value)

    @property
    def block(self) -> int:
        """The block that it stands in."""
        return self.claim.places[0].block

    @property
    def open(self) -> bool:
        """Whether the rules left it open, in a way that another reading may close."""
        judgement, claim = self.checked.judgement, self.claim
        if claim.period is None and claim.period_said:
            # "Before the pandemic", "a month": its words name a time that is none of the data's.
            return False
        return judgement.verdict == "cannot_tell" and judgement.error_class in _OPEN

    @property
    def held(self) -> bool:
        """Whether the data agreed with it as the rules read it."""
        judgement = self.checked.judgement
        return judgement.verdict == "agrees" and bool(judgement.release)


def numbers_of(checked: Sequence[Checked]) -> tuple[Number, ...]:
    """The numbers of an article in reading order."""
    return tuple(Number(at, one) for at, one in enumerate(checked))


def telling(claim: Claim) -> bool:
    """Whether a count is exact and large, so that few cells of the data have it."""
    value = claim.phrase.value
    return exact(claim) and value >= _LEAST and value % _ROUND != 0


def exact(claim: Claim) -> bool:
    """Whether a count is printed to the last one."""
    phrase = claim.phrase
    whole = phrase.places == 0 and Fraction(phrase.value).denominator == 1
    counted = claim.measure in {Measure.COUNT, Measure.SUM} and phrase.shape is Shape.COUNT
    plain = phrase.wording is Wording.PLAIN and not phrase.doubt
    return counted and whole and plain and phrase.value >= _FEW


def sharp(claim: Claim) -> bool:
    """Whether a number is printed in digits and without "almost" or "over": few pairs fit it."""
    phrase = claim.phrase
    plain = phrase.wording is Wording.PLAIN and any(one.isdigit() for one in phrase.text)
    return plain and phrase.shape in {Shape.PERCENT, Shape.COUNT}


def against_its_pair(claim: Claim) -> bool:
    """Whether a count has gone the other way than its words say: "151, up from 163"."""
    course = claim.course
    if course is None or course.value is None or not course.direction:
        return False
    if course.value == claim.phrase.value:
        return True
    later = claim.period is not None and all(claim.period > each for each in course.others)
    up = claim.phrase.value > course.value
    return (up if later else not up) != (course.direction == "up")


def near(one: Number, other: Number, scope: Scope) -> bool:
    """Whether two numbers stand in the same sentence, paragraph or article."""
    if scope == "article":
        return True
    same = any(a.block == b.block for a in one.claim.places for b in other.claim.places)
    return same and (scope == "paragraph" or one.claim.sentence == other.claim.sentence)


__all__ = [
    "PAIRS",
    "SCOPES",
    "Number",
    "Scope",
    "against_its_pair",
    "exact",
    "near",
    "numbers_of",
    "sharp",
    "telling",
]

"""The numbers of an article as evidence: which say much, and which stand together.

A count like 767 is told by chance of hardly anything else; "two a day" and "a third" are true of
many areas and years. Only the first kind can show what a text speaks of.

    numbers_of(checked)[0].telling  # True of "767", False of "almost 200", "12" and "3,000"
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


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """One number of an article.

    It is asked of each number beside every other, so what can be asked is worked out once.

    Attributes:
        at: Its place in the list of what was checked.
        checked: The claim and how it was judged.
        claim: What it claims.
        value: Its value as printed.
        blocks: The blocks of the article that it stands in.
        exact: Whether it is a count that is printed to the last one.
        telling: Whether it is exact and large, so that few cells of the data have it.
        open: Whether the rules left it open, in a way that another reading may close.
        held: Whether the data agreed with it as the rules read it.
    """

    at: int
    checked: Checked
    claim: Claim
    value: Fraction
    blocks: frozenset[int]
    exact: bool
    telling: bool
    open: bool
    held: bool


def numbers_of(checked: Sequence[Checked]) -> tuple[Number, ...]:
    """The numbers of an article in reading order."""
    return tuple(_number(at, one) for at, one in enumerate(checked))


def _number(at: int, checked: Checked) -> Number:
    claim, judgement = checked.claim, checked.judgement
    value = Fraction(claim.phrase.value)
    exact = _exact(claim, value)
    return Number(
        at=at,
        checked=checked,
        claim=claim,
        value=value,
        blocks=frozenset(each.block for each in claim.places),
        exact=exact,
        telling=exact and value >= _LEAST and value % _ROUND != 0,
        open=_open(checked),
        held=judgement.verdict == "agrees" and bool(judgement.release),
    )


def _open(checked: Checked) -> bool:
    judgement, claim = checked.judgement, checked.claim
    if claim.period is None and claim.period_said:
        # "Before the pandemic", "a month": its words name a time that is none of the data's.
        return False
    if claim.measure is Measure.RANK and judgement.error_class == "region_definition":
        return judgement.verdict == "cannot_tell"
    return judgement.verdict == "cannot_tell" and judgement.error_class in _OPEN


def _exact(claim: Claim, value: Fraction) -> bool:
    phrase = claim.phrase
    whole = phrase.places == 0 and value.denominator == 1
    counted = claim.measure in {Measure.COUNT, Measure.SUM} and phrase.shape is Shape.COUNT
    plain = phrase.wording is Wording.PLAIN and not phrase.doubt
    return counted and whole and plain and value >= _FEW


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
    same = scope == "paragraph" or one.claim.sentence == other.claim.sentence
    return same and not one.blocks.isdisjoint(other.blocks)


__all__ = [
    "PAIRS",
    "SCOPES",
    "Number",
    "Scope",
    "against_its_pair",
    "near",
    "numbers_of",
    "sharp",
]

"""The rules that make a qualified number true: almost, more than, about, nearly tripled.

holds(Wording.ALMOST, Decimal(199), 200)  # True
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final, Literal

import msgspec

from beholden.figures.core.rounding import Number, half_up

Quantity = Literal["number", "percentage"]


class Wording(StrEnum):
    """How a number is qualified. The target of the last three is a multiple, the value a ratio."""

    PLAIN = "plain"
    ALMOST = "almost"
    MORE_THAN = "more than"
    LESS_THAN = "less than"
    ABOUT = "about"
    TIMES = "times"
    MORE_THAN_TIMES = "more than times"
    ALMOST_TIMES = "almost times"


class Phrase(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words, and the claim they make of a value."""

    text: str
    wording: Wording
    value: Number
    target: Number
    quantity: Quantity = "number"

    @property
    def true(self) -> bool:
        """Whether the rule of its wording holds; so it is for every phrase made here."""
        return holds(self.wording, self.value, self.target, self.quantity)


_NINE_TENTHS = Fraction(9, 10)
_ABOUT_SHARE = Fraction(1, 20)
_ABOUT_POINTS = 2
_TIMES_SHORT = Fraction(1, 20)
_ALMOST_TIMES_SHORT = Fraction(1, 4)

RULES: Final[dict[Wording, str]] = {
    Wording.PLAIN: "equal after rounding half up to the precision printed",
    Wording.ALMOST: "at least nine tenths of the number, and below it",
    Wording.MORE_THAN: "above the number",
    Wording.LESS_THAN: "below the number",
    Wording.ABOUT: "within 5% of the number, or 2 points of a percentage",
    Wording.TIMES: "the multiple, or at most 0.05 less",
    Wording.MORE_THAN_TIMES: "above the multiple",
    Wording.ALMOST_TIMES: "below the multiple by at most 0.25",
}
"""Every rule in words, for the page that explains them."""

_SYNONYMS: Final[dict[str, Wording]] = {
    "": Wording.PLAIN,
    "exactly": Wording.PLAIN,
    "almost": Wording.ALMOST,
    "nearly": Wording.ALMOST,
    "just under": Wording.ALMOST,
    "just short of": Wording.ALMOST,
    "approaching": Wording.ALMOST,
    "close to": Wording.ALMOST,
    "more than": Wording.MORE_THAN,
    "over": Wording.MORE_THAN,
    "just over": Wording.MORE_THAN,
    "well over": Wording.MORE_THAN,
    "a little over": Wording.MORE_THAN,
    "in excess of": Wording.MORE_THAN,
    "upwards of": Wording.MORE_THAN,
    "at least": Wording.MORE_THAN,
    "above": Wording.MORE_THAN,
    "less than": Wording.LESS_THAN,
    "fewer than": Wording.LESS_THAN,
    "under": Wording.LESS_THAN,
    "below": Wording.LESS_THAN,
    "about": Wording.ABOUT,
    "around": Wording.ABOUT,
    "roughly": Wording.ABOUT,
    "approximately": Wording.ABOUT,
    "some": Wording.ABOUT,
    "an estimated": Wording.ABOUT,
}


def wording(text: str) -> Wording | None:
    """The rule behind a qualifying word: ``nearly`` is ``ALMOST``; ``None`` if unknown."""
    return _SYNONYMS.get(" ".join(text.lower().split()))


def holds(word: Wording, value: Number, target: Number, quantity: Quantity = "number") -> bool:
    """Whether the wording is true of the value.

    Args:
        word: The rule.
        value: What is known, unrounded; a ratio for the multiples.
        target: The number printed. For ``PLAIN`` its decimals are the precision, so
            ``Decimal("35.0")`` is stricter than ``Decimal("35")``.
        quantity: Only ``ABOUT`` treats a percentage differently.
    """
    if word is Wording.PLAIN:
        return half_up(value, _places(target)) == target
    return _TESTS[word](Fraction(value), Fraction(target), quantity)


def _about(value: Fraction, target: Fraction, quantity: Quantity) -> bool:
    room = _ABOUT_POINTS if quantity == "percentage" else _ABOUT_SHARE * abs(target)
    return abs(value - target) <= room


_TESTS: Final[dict[Wording, Callable[[Fraction, Fraction, Quantity], bool]]] = {
    Wording.ALMOST: lambda value, target, _: _NINE_TENTHS * target <= value < target,
    Wording.MORE_THAN: lambda value, target, _: value > target,
    Wording.LESS_THAN: lambda value, target, _: value < target,
    Wording.ABOUT: _about,
    Wording.TIMES: lambda value, target, _: value >= target - _TIMES_SHORT,
    Wording.MORE_THAN_TIMES: lambda value, target, _: value > target,
    Wording.ALMOST_TIMES: lambda value, target, _: target - _ALMOST_TIMES_SHORT <= value < target,
}


def _places(target: Number) -> int:
    if isinstance(target, Decimal):
        exponent = target.as_tuple().exponent
        return -exponent if isinstance(exponent, int) else 0
    if Fraction(target).denominator != 1:
        raise ValueError("A plain number is printed in decimals, not as a fraction.")
    return 0

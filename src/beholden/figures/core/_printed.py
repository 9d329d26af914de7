"""Whether a number as printed agrees with a value, strictly and with some tolerance.

Strictly, a number agrees that equals the value rounded half up to the
precision printed. With tolerance a truncated number agrees too, and one
rounded to the zeros it ends in; the note says which.

    agrees("36%", Decimal("36.7"))  # strict False, tolerant True: "36.7 rounds to 37"
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import msgspec

from beholden.figures.core._wording import Quantity, Wording, holds
from beholden.figures.core.rounding import Number, half_up


class Agreement(msgspec.Struct, frozen=True):
    """Whether a printed number agrees with a value, twice, and why the two differ."""

    strict: bool
    tolerant: bool
    note: str = ""


class Printed(msgspec.Struct, frozen=True):
    """A number as it stands in a text. ``places`` are the decimals shown, negative for millions."""

    value: Decimal
    places: int
    percentage: bool


_PRINTED = re.compile(
    r"""(?P<sign>[+\-\u2212]?)\s*\u00a3?
        (?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)
        \s*(?P<scale>million|m|thousand|k)?
        \s*(?P<percent>%|pc|per\ ?cent|percent)?""",
    re.VERBOSE | re.IGNORECASE,
)
_SCALES = {"": 0, "thousand": 3, "k": 3, "million": 6, "m": 6}
# Digits after which a value is shown in a note; enough to see how it would round.
_SHOWN = 2
_FEWEST_DIGITS = 2


def printed_number(text: str) -> Printed | None:
    """Reads one number: ``1,199``, ``69.49``, ``60pc``, ``1.2 million``; ``None`` for others.

    ``1,5000`` is none: nobody can say what it was meant to be.
    """
    found = _PRINTED.fullmatch(text.strip())
    if found is None:
        return None
    digits = found["number"].replace(",", "")
    scale = _SCALES[(found["scale"] or "").lower()]
    decimals = len(digits.partition(".")[2])
    value = Decimal(digits).scaleb(scale)
    if found["sign"] not in {"", "+"}:
        value = -value
    return Printed(value, decimals - scale, percentage=found["percent"] is not None)


def agrees(printed: str, value: Number, word: Wording = Wording.PLAIN) -> Agreement:
    """Compares a number as printed with what is known.

    Args:
        printed: As it stands in the text, with its per cent sign if it has one.
        value: What is known, unrounded, in the same unit (per cents for per cents).
        word: How the text qualifies it.
    """
    number = printed_number(printed)
    if number is None:
        return Agreement(strict=False, tolerant=False, note=f"{printed!r} is not a number.")
    quantity: Quantity = "percentage" if number.percentage else "number"
    if word is not Wording.PLAIN:
        return _qualified(number, value, word, quantity)
    rounded = half_up(value, number.places)
    if rounded == number.value:
        return Agreement(strict=True, tolerant=True)
    shown = _shown(value, number)
    if _truncated(value, number.places) == number.value:
        note = f"{shown} rounds to {_plain(rounded)}; {_plain(number.value)} is truncated."
        return Agreement(strict=False, tolerant=True, note=note)
    zeros = _ending_zeros(number)
    if zeros and half_up(value, number.places - zeros) == number.value:
        note = f"{shown} is printed rounded, as {_plain(number.value)}."
        return Agreement(strict=False, tolerant=True, note=note)
    return Agreement(strict=False, tolerant=False, note=f"{shown} rounds to {_plain(rounded)}.")


def _qualified(number: Printed, value: Number, word: Wording, quantity: Quantity) -> Agreement:
    if holds(word, value, number.value, quantity):
        return Agreement(strict=True, tolerant=True)
    shown = _shown(value, number)
    if Fraction(value) == Fraction(number.value) and word in {
        Wording.MORE_THAN,
        Wording.MORE_THAN_TIMES,
    }:
        note = f"It is exactly {_plain(number.value)}, not more."
        return Agreement(strict=False, tolerant=True, note=note)
    if word is Wording.ALMOST and value >= number.value:
        note = f"{shown} is not below {_plain(number.value)}."
    else:
        note = f"It is {shown}."
    return Agreement(strict=False, tolerant=False, note=note)


def _truncated(value: Number, places: int) -> Decimal:
    scaled = Fraction(value) * Fraction(10) ** places
    whole = abs(scaled.numerator) // scaled.denominator
    return Decimal(whole if scaled >= 0 else -whole).scaleb(-places)


def _ending_zeros(number: Printed) -> int:
    """How many zeros at the end may stand for rounding: two digits must be left to say something.

    A percentage is never rounded to tens without saying so.
    """
    if number.places > 0 or number.percentage or not number.value:
        return 0
    digits = str(abs(int(number.value.scaleb(number.places))))
    return min(len(digits) - len(digits.rstrip("0")), max(0, len(digits) - _FEWEST_DIGITS))


def _shown(value: Number, number: Printed) -> str:
    exact = Fraction(value)
    places = max(number.places, 0) + _SHOWN
    return _plain(half_up(value, places)) if exact.denominator != 1 else f"{exact.numerator:,}"


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

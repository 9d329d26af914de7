"""Whether a phrase is true of a value: strictly, with some tolerance, and what is wrong if not.

The rules are those of ``_wording`` and ``_printed``; here they meet the shapes of
phrases: a fraction in words is a rough percentage, "halved" is "doubled" the other
way round, "more than one every 23 minutes" is a shorter time.

    fit_percent(phrase, Fraction("36.7")).error_class  # "truncated" for "36%"
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import msgspec

from beholden.figures.core._printed import agrees
from beholden.figures.core._wording import Quantity, Wording, holds
from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.models import Phrase
from beholden.figures.core.rounding import half_up

_ROUGH = lazily(
    r"\b(?:quarter|third|hal(?:f|ve)|fifth|sixth|seventh|eighth|ninth|tenth)s?\b", re.IGNORECASE
)
_AS_BOUND = lazily(
    r"\b(?:at least|as many as|as much as|or more|no fewer than|no less than|not less than"
    r"|not fewer than|a minimum of)\b",
    re.IGNORECASE,
)
_HALF = lazily(r"\bhalf\b", re.IGNORECASE)
_NEAR = Fraction(1, 100)
_ABOUT_ONE_IN = Fraction(15, 100)
_NOT_FAR = Fraction(1, 10)
# "Doubled" may be said of more, but not of what has all but trebled.
_ROOM_ABOVE_MULTIPLE = Fraction(19, 20)
_ROOM_ABOVE_BROKEN_MULTIPLE = Fraction(1, 4)
_ABOUT_TIMES = Fraction(1, 4)
# What is rightly called "almost five times" is no fourfold rise.
_ROOM_ABOVE_LARGE_MULTIPLE = Fraction(3, 4)
_DOUBLED = 2
_HALF_MORE = Fraction(1, 2)
# "One a day" of 0.6 a day would round to one and mislead.
_LEAST_OF_ONE = Fraction(3, 4)
_MOST_OF_ONE = Fraction(3, 2)

OVER = (Wording.MORE_THAN, Wording.MORE_THAN_TIMES)
ALMOST = (Wording.ALMOST, Wording.ALMOST_TIMES)


# "Just over a third" is more than a third, and not a half.
_JUST_OVER = lazily(
    r"\b(?:(?:just|slightly|barely|marginally|fractionally|a\s(?:little|shade|touch|bit))\s(?:over|above|more\sthan)"
    r"|(?<!no\s)little\smore\sthan)\b",
    re.IGNORECASE,
)
_FAR_OVER, _FAR_OVER_FEW = Fraction(11, 10), Fraction(5, 4)
_FEW = 10
_POINTS_OVER = 5


def _far_over(phrase: Phrase, value: Fraction, quantity: Quantity) -> bool:
    """Whether a value is far above what is said to be just below it."""
    if phrase.wording not in OVER or _JUST_OVER.search(phrase.text) is None:
        return False
    target = Fraction(phrase.value)
    if quantity == "percentage":
        return value > max(target * _FAR_OVER, target + _POINTS_OVER)
    return value > target * (_FAR_OVER_FEW if target < _FEW else _FAR_OVER)


class Fit(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whether it is true, twice; ``note`` says how the two differ, ``error_class`` names it."""

    strict: bool
    tolerant: bool
    error_class: str = ""
    note: str = ""


_ROUND, _NEAR_ROUND = 5, Fraction(1, 8)
TRUE = Fit(strict=True, tolerant=True)
FALSE = Fit(strict=False, tolerant=False)


def fit_number(phrase: Phrase, value: Fraction) -> Fit:
    """A count, a difference or a rate against what is known."""
    return _fitted(phrase, value, "number")


def fit_percent(phrase: Phrase, value: Fraction) -> Fit:
    """A percentage without its sign; ``a quarter`` and the like may be off by two points."""
    if not is_rough(phrase):
        return _fitted(phrase, value, "percentage")
    word = Wording.ABOUT if phrase.wording is Wording.PLAIN else phrase.wording
    target = Fraction(phrase.value)
    if holds(word, value, target, "percentage"):
        return FALSE if _far_over(phrase, value, "percentage") else TRUE
    return _off(phrase, value, target)


def fit_multiple(phrase: Phrase, ratio: Fraction, *, falls: bool) -> Fit:
    """``doubled``, ``2.4 times``, ``halved``; ``falls`` where the words say that it fell.

    The wording of a multiple below one is about the ratio itself: "more than halved" is
    a ratio of less than a half.
    """
    target = Fraction(phrase.value)
    if target <= 0 or (falls and not ratio):
        return FALSE
    if target < 1:
        return _fit_fraction(phrase, ratio, target)
    if falls and target > 1:
        ratio = 1 / ratio
    if phrase.wording in {Wording.PLAIN, Wording.TIMES}:
        return _fit_plain_multiple(phrase, ratio, target)
    word = _AS_MULTIPLE.get(phrase.wording, phrase.wording)
    if word is Wording.ABOUT and target.denominator == 1 and abs(ratio - target) <= _ABOUT_TIMES:
        # "About three times" is no less true of 3.2 than "three times".
        return TRUE
    if not holds(word, ratio, target):
        return _off_worded_multiple(word, ratio, target)
    return FALSE if _far_over(phrase, ratio, "number") else TRUE


def fit_interval(phrase: Phrase, length: Fraction) -> Fit:
    """``one every 23 minutes``; ``length`` is the time between two, in the phrase's unit.

    The wording is about the time: "more than one every 23 minutes" comes as less than 23.
    """
    target = Fraction(phrase.value)
    if phrase.wording is Wording.PLAIN and _HALF.search(phrase.number):
        # "Every half an hour" is no measurement to the minute.
        return TRUE if holds(Wording.ABOUT, length, target) else FALSE
    fitted = _fitted(phrase, length, "number")
    if phrase.wording is Wording.PLAIN and target == 1 and fitted.strict:
        return _of_one(phrase, length)
    return _roundly(phrase, length, fitted)


def fit_rate(phrase: Phrase, value: Fraction) -> Fit:
    """``three a day``, ``6.04 per 10,000 people``."""
    fitted = _fitted(phrase, value, "number")
    if phrase.wording is Wording.PLAIN and phrase.value == 1 and fitted.strict:
        return TRUE if _LEAST_OF_ONE <= value < _MOST_OF_ONE else FALSE
    return _roundly(phrase, value, fitted)


def _roundly(phrase: Phrase, value: Fraction, fitted: Fit) -> Fit:
    """A rate in fives and tens is forgiven, "60 a day" of 59.2, and "about three" of 3.7."""
    if fitted.tolerant or phrase.wording not in {Wording.PLAIN, Wording.ABOUT} or phrase.places > 0:
        return fitted
    target = Fraction(phrase.value)
    fives = target >= _ROUND and target % _ROUND == 0
    near = abs(value - target) <= target * _NEAR_ROUND
    if fives and near and _ROUND * half_up(value / _ROUND, 0) == target:
        return Fit(strict=False, tolerant=True, error_class="rounded")
    if phrase.wording is Wording.ABOUT and target <= value < target + 1:
        return Fit(strict=False, tolerant=True, error_class="truncated")
    return fitted


def fit_one_in(phrase: Phrase, share: Fraction) -> Fit:
    """``one in 50``, ``four in five`` of a share between 0 and 1."""
    target = Fraction(phrase.value)
    if not phrase.out_of or not 0 < target <= 1 or not share:
        return FALSE
    times = target * phrase.out_of
    if phrase.wording is Wording.PLAIN:
        if times == 1:
            return TRUE if half_up(1 / share, 0) == phrase.out_of else FALSE
        return TRUE if half_up(share * phrase.out_of, 0) == times else FALSE
    # Two points either way of "about one in 45" would let one in 24 pass, and one in 450.
    far = phrase.wording is Wording.ABOUT and abs(share - target) > _ABOUT_ONE_IN * target
    if holds(phrase.wording, 100 * share, 100 * target, "percentage") and not far:
        return TRUE
    return _off(phrase, 100 * share, 100 * target)


def is_rough(phrase: Phrase) -> bool:
    """Whether a percentage is a fraction in words, as ``almost a quarter``."""
    if isinstance(phrase.value, Fraction) and phrase.value.denominator != 1:
        return True
    words = phrase.number or phrase.text
    return not any(letter.isdigit() for letter in words) and bool(_ROUGH.search(words))


def is_bound(phrase: Phrase) -> bool:
    """Whether the number is said to be the least there is, as ``at least 800``."""
    return bool(_AS_BOUND.search(phrase.text))


def near(phrase: Phrase, value: Fraction) -> bool:
    """Whether an open wording is not far from its value: ``more than 500`` says little of 767."""
    target = abs(Fraction(phrase.value))
    if phrase.wording in OVER:
        return abs(value) <= target * (1 + _NOT_FAR)
    if phrase.wording is Wording.LESS_THAN:
        return abs(value) >= target * (1 - _NOT_FAR)
    return True


def printed(phrase: Phrase, quantity: Quantity) -> str:
    """The bare number in the form that ``_printed`` reads."""
    value = phrase.value
    if isinstance(value, Fraction):
        # Python divides two decimals to 28 digits; a fraction that gets here ends before.
        value = Decimal(value.numerator) / Decimal(value.denominator)
    scale, name = next(
        ((power, word) for power, word in ((3, " thousand"), (6, " million"))
         if 0 < -phrase.places <= power),
        (0, ""),
    )  # fmt: skip
    decimals = max(0, phrase.places + scale)
    shown = half_up(Fraction(value) / 10**scale, decimals)
    if Fraction(shown) * 10**scale != Fraction(value):
        return f"{value:f}{'%' if quantity == 'percentage' else ''}"
    return f"{shown:f}{name}{'%' if quantity == 'percentage' else ''}"


_THREE_DIGITS, _NEAR_DIGITS = 100, Fraction(3, 200)


def _too_far_for_digits(word: Wording, value: Fraction, target: Fraction) -> bool:
    """Whether a number given to three digits and more is only as near as a round one may be.

    "An estimated 172" is no 177, though "about 170" might be.
    """
    if word not in {Wording.ABOUT, Wording.ALMOST} or target.denominator != 1:
        return False
    digits = str(target.numerator).rstrip("0")
    few = len(digits) < len(str(_THREE_DIGITS)) or digits.endswith("5")
    return not few and abs(value - target) > target * _NEAR_DIGITS


def _fitted(phrase: Phrase, value: Fraction, quantity: Quantity) -> Fit:
    word = phrase.wording if phrase.wording in _OF_NUMBERS else _OF_MULTIPLES[phrase.wording]
    agreement = agrees(printed(phrase, quantity), value, word)
    target = Fraction(phrase.value)
    if agreement.strict:
        far = _far_over(phrase, value, quantity) or _too_far_for_digits(word, value, target)
        return FALSE if far else TRUE
    if word in OVER and value == target and is_bound(phrase):
        # "At least 767" and "no fewer than 767" are true of 767.
        return TRUE
    if word is Wording.ABOUT and target > 1 and agrees(printed(phrase, quantity), value).strict:
        # "About two a day" is no less true of 2.10 than "two a day".
        return TRUE
    few = quantity == "percentage" and target <= _FEW
    if word is Wording.ALMOST and few and value < target and half_up(value, 0) == target:
        # "Just under three per cent" of 2.59: a tenth of so little would be no room.
        return TRUE
    if word is not Wording.PLAIN:
        off = _off(phrase, value, target)
        return Fit(
            strict=False,
            tolerant=agreement.tolerant or off.tolerant,
            error_class=off.error_class,
            note=agreement.note,
        )
    name = ""
    if agreement.tolerant:
        name = "truncated" if "truncated" in agreement.note else "rounded"
    elif quantity == "percentage" and 0 < target - value < Fraction(1, 10 ** max(0, phrase.places)):
        name = "rounding_direction"
    return Fit(strict=False, tolerant=agreement.tolerant, error_class=name, note=agreement.note)


_OF_NUMBERS = frozenset(
    (Wording.PLAIN, Wording.ALMOST, Wording.MORE_THAN, Wording.LESS_THAN, Wording.ABOUT)
)
_OF_MULTIPLES = {
    Wording.TIMES: Wording.PLAIN,
    Wording.MORE_THAN_TIMES: Wording.MORE_THAN,
    Wording.ALMOST_TIMES: Wording.ALMOST,
}


def _off(phrase: Phrase, value: Fraction, target: Fraction) -> Fit:
    """How a qualified number misses: exactly hit, just past it, or by more."""
    word = phrase.wording
    if value == target and word in {*OVER, Wording.LESS_THAN}:
        return Fit(strict=False, tolerant=True, error_class="exact_after_more_than")
    if word in ALMOST and target <= value <= target * (1 + _NOT_FAR):
        close = value <= target * (1 + _NEAR)
        return Fit(strict=False, tolerant=close, error_class="rounding_direction")
    if word in OVER and value < target:
        if is_bound(phrase):
            return Fit(strict=False, tolerant=False, error_class="impossible_bound")
        if value >= target * (1 - _NOT_FAR):
            return Fit(strict=False, tolerant=False, error_class="rounding_direction")
    if word is Wording.LESS_THAN and target < value <= target * (1 + _NOT_FAR):
        return Fit(strict=False, tolerant=False, error_class="rounding_direction")
    return FALSE


_AS_MULTIPLE = {
    Wording.ALMOST: Wording.ALMOST_TIMES,
    Wording.MORE_THAN: Wording.MORE_THAN_TIMES,
}


def _fit_fraction(phrase: Phrase, ratio: Fraction, target: Fraction) -> Fit:
    word = _OF_MULTIPLES.get(phrase.wording, phrase.wording)
    if word is Wording.PLAIN and phrase.places <= 0:
        word = Wording.ABOUT
    if word is Wording.PLAIN:
        return _fitted(phrase, ratio, "number")
    if holds(word, ratio, target):
        return TRUE
    return Fit(
        strict=False, tolerant=False, error_class="multiple_overstated" if ratio > target else ""
    )


def _fit_plain_multiple(phrase: Phrase, ratio: Fraction, target: Fraction) -> Fit:
    if phrase.places > 0 and not isinstance(phrase.value, Fraction):
        return _fitted(phrase, ratio, "number")
    whole = target.denominator == 1
    room = _ROOM_ABOVE_MULTIPLE if whole else _ROOM_ABOVE_BROKEN_MULTIPLE
    if whole and target > _DOUBLED:
        room = _ROOM_ABOVE_LARGE_MULTIPLE
    true = holds(Wording.TIMES, ratio, target) and ratio < target + room
    if true and whole and target > _DOUBLED and ratio >= target + _HALF_MORE:
        # "Trebled" of 3.6: it was cut off instead of rounded.
        return Fit(strict=False, tolerant=True, error_class="truncated")
    return TRUE if true else _off_multiple(ratio, target)


def _off_worded_multiple(word: Wording, ratio: Fraction, target: Fraction) -> Fit:
    if word is Wording.MORE_THAN_TIMES and ratio == target:
        return Fit(strict=False, tolerant=True, error_class="exact_after_more_than")
    if word is Wording.ALMOST_TIMES and target <= ratio <= target * (1 + _NOT_FAR):
        close = ratio <= target * (1 + _NEAR)
        return Fit(strict=False, tolerant=close, error_class="rounding_direction")
    return _off_multiple(ratio, target)


def _off_multiple(ratio: Fraction, target: Fraction) -> Fit:
    return Fit(
        strict=False,
        tolerant=False,
        error_class="multiple_overstated" if ratio < target else "",
    )


def _of_one(phrase: Phrase, length: Fraction) -> Fit:
    if phrase.per in {"hour", "day", "week", "month"}:
        return TRUE if _LEAST_OF_ONE <= length < 2 - _LEAST_OF_ONE else FALSE
    return TRUE

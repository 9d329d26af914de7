"""Words for numbers: phrases that are true of their value, and the rules that judge any phrase.

Law: a phrase made here is always true of its value, by the same rule that judges
a phrase found in an article. "Nearly" is never said of a value past the number.

    every(Decimal("23.13")).text              # "one every 23 minutes"
    describe_change(Decimal("22.69")).text    # "almost a quarter"
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from beholden.figures.core._printed import Agreement, Printed, agrees, printed_number
from beholden.figures.core._wording import RULES, Phrase, Quantity, Wording, holds, wording
from beholden.figures.core.rounding import Number, half_up

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SHARES = (
    (Fraction(10), "a tenth"),
    (Fraction(20), "a fifth"),
    (Fraction(25), "a quarter"),
    (Fraction(100, 3), "a third"),
    (Fraction(50), "half"),
    (Fraction(200, 3), "two thirds"),
    (Fraction(75), "three quarters"),
)
_MULTIPLES = {2: "doubled", 3: "trebled", 4: "quadrupled"}
_WHOLE = Fraction(100)
_AS_GOOD_AS = Fraction(1, 10**40)
# "More than a quarter" is true of 74% too, but nobody would be told anything by it.
_NOT_FAR_ABOVE = Fraction(11, 10)

# From here on the next longer unit is told; below it one unit would be rounded by too much.
_UNITS = (
    (Fraction(1), Fraction(1, 60), "second"),
    (Fraction(90), Fraction(1), "minute"),
    (Fraction(36 * 60), Fraction(60), "hour"),
)
_DAY = Fraction(24 * 60)
_DAYS_IN_WEEK = 7


def small_number(number: int) -> str:
    """A whole number as prose has it: in words to ten, in figures beyond."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"


def describe_change(percent: Number | None) -> Phrase | None:
    """A change in rough words: ``almost a quarter``, ``more than doubled``.

    Falls are described without a sign (``almost a quarter`` fits "fell by"), never
    as multiples. The nearest share wins.

    Returns:
        ``None`` where no rough word is near enough, or there is no percentage.
    """
    if percent is None:
        return None
    size = abs(Fraction(percent))
    if Fraction(percent) > 0:
        times = _multiple(1 + size / _WHOLE)
        if times is not None:
            return times
    near = [
        (abs(size - share), share, name)
        for share, name in _SHARES
        if Fraction(9, 10) * share <= size <= _NOT_FAR_ABOVE * share
    ]
    if not near:
        return None
    _, share, name = min(near)
    # A percentage has 50 digits: a third of something is never quite a third.
    if abs(size - share) < _AS_GOOD_AS:
        return Phrase(name, Wording.ABOUT, size, share, "percentage")
    word, said = (Wording.ALMOST, "almost") if size < share else (Wording.MORE_THAN, "more than")
    return Phrase(f"{said} {name}", word, size, share, "percentage")


def _multiple(ratio: Fraction) -> Phrase | None:
    below = ratio.numerator // ratio.denominator
    for target, word, said in (
        (below + 1, Wording.ALMOST_TIMES, "nearly "),
        (below, Wording.TIMES if ratio == below else Wording.MORE_THAN_TIMES, "more than "),
    ):
        if target >= min(_MULTIPLES) and holds(word, ratio, target):
            verb = _MULTIPLES.get(target, f"multiplied by {small_number(target)}")
            text = verb if word is Wording.TIMES else said + verb
            return Phrase(text, word, ratio, Fraction(target))
    return None


def every(minutes: Number | None) -> Phrase | None:
    """How often: ``one every 23 minutes``, in seconds, hours or days where these fit better."""
    if minutes is None or minutes <= 0:
        return None
    length = Fraction(minutes)
    unit, name = next(
        ((unit, name) for below, unit, name in _UNITS if length < below), (_DAY, "day")
    )
    value = length / unit
    count = half_up(value, 0)
    if count == 0:
        return None
    shown = name if count == 1 else f"{count:,} {name}s"
    return Phrase(f"one every {shown}", Wording.PLAIN, value, count)


def more_than_a_day(per_day: Number | None) -> Phrase | None:
    """``more than three a day``; a week where it is fewer than one a day.

    A whole number is told as it is: ``three a day``. ``None`` below one a week.
    """
    if per_day is None:
        return None
    for value, what in ((Fraction(per_day), "day"), (Fraction(per_day) * _DAYS_IN_WEEK, "week")):
        whole = value.numerator // value.denominator
        if whole < 1:
            continue
        said = f"{small_number(whole)} a {what}"
        if value == whole:
            return Phrase(said, Wording.PLAIN, value, Decimal(whole))
        return Phrase(f"more than {said}", Wording.MORE_THAN, value, Decimal(whole))
    return None


__all__ = [
    "RULES",
    "Agreement",
    "Phrase",
    "Printed",
    "Quantity",
    "Wording",
    "agrees",
    "describe_change",
    "every",
    "holds",
    "more_than_a_day",
    "printed_number",
    "small_number",
    "wording",
]

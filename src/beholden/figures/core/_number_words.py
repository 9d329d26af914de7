"""Whole numbers in English words: ``two hundred and forty-five``."""

from __future__ import annotations

import re

# fmt: off
_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# fmt: on
# fmt: off
_PLACES = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)
# fmt: on
ORDINALS = {word: place for place, word in enumerate(_PLACES, start=1)}
"""The words of places in an order, to the tenth."""


_UNITS = {word: number for number, word in enumerate(_SMALL)} | {
    word: number * 10 for number, word in enumerate(_TENS, start=2)
}
_HUNDRED, _THOUSAND, _MILLION = 100, 1000, 1_000_000
_SCALES = {"thousand": _THOUSAND, "million": _MILLION}


def words_of(first: int, last: int) -> str:
    """The words of small numbers as alternatives of an expression: ``two|three`` of 2 and 3.

    Args:
        first: The smallest, from 0.
        last: The largest, below 20.
    """
    return "|".join(_SMALL[first : last + 1])


def number_said(number: str) -> int:
    """The number of digits, or of words that an expression has found to be one.

    Raises:
        ValueError: They are neither.
    """
    known = int(number) if number.isdecimal() else number_of(number)
    if known is None:
        raise ValueError(f"no number: {number!r}")
    return known


def number_of(words: str) -> int | None:
    """The number that the words name, below a thousand million; nothing for other words.

    ``one`` to ``nine`` follow tens, ``hundred`` and ``thousand`` in the order of
    speech; two numbers in a row (``two three``) name none.
    """
    tokens = [word for word in re.split(r"[\s,-]+", words.strip().lower()) if word]
    if not tokens or tokens[0] == "and" or tokens[-1] == "and":
        return None
    tokens = [
        ("one" if word == "a" and at == 0 and len(tokens) > 1 else word)
        for at, word in enumerate(tokens)
    ]
    total, last_scale = 0, _MILLION * _THOUSAND
    group: list[str] = []
    for word in tokens:
        scale = _SCALES.get(word)
        if scale is None:
            group.append(word)
            continue
        amount = _below_thousand(group)
        if not amount or scale >= last_scale:
            return None
        total, last_scale, group = total + amount * scale, scale, []
    if not group:
        return total
    rest = _below_thousand(group)
    return None if rest is None or (rest == 0 and total) else total + rest


def _below_thousand(words: list[str]) -> int | None:
    parts = [word for word in words if word != "and"]
    if "hundred" not in parts:
        return _below_hundred(parts)
    at = parts.index("hundred")
    hundreds = _below_hundred(parts[:at])
    rest = _below_hundred(parts[at + 1 :]) if parts[at + 1 :] else 0
    # "Thirteen hundred" is a way to say 1,300; "twenty hundred" is none.
    if not hundreds or hundreds % 10 == 0 or rest is None:
        return None
    return hundreds * _HUNDRED + rest


def _below_hundred(words: list[str]) -> int | None:
    numbers = [_UNITS.get(word) for word in words]
    match numbers:
        case [int(only)]:
            return only
        case [int(tens), int(unit)] if tens >= 20 and 1 <= unit <= 9:  # noqa: PLR2004 - digits
            return tens + unit
    return None

"""Years in words, as they are spoken: "twenty twenty-four", "twenty-nineteen-twenty".

They are put in digits at the end of the room that the words take, so that whoever reads
periods reads these too and all other places of a text stay as they are.

    in_digits("in twenty sixteen-seventeen, 568").text.split()   # ["in", "2016/17,", "568"]
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core._number_words import number_of

_UNIT = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = (
    "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    rf"|(?:twenty|thirty)(?:[\s-](?:{_UNIT})\b)?"
)
# "Twenty ten-year-olds", "twenty twelve-minute calls": people and calls.
_SPOKEN = re.compile(
    rf"(?<![\w-])twenty[\s-](?P<year>{_TEENS})\b"
    rf"(?:[\s-](?P<next>{_TEENS}|{_UNIT})\b)?"
    r"(?!-\w|\s(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|per\s?cent|times"
    r"|thousand|million|hundred)\b)",
    re.IGNORECASE,
)
_CENTURY, _TEN = 2000, 10


class InDigits(msgspec.Struct, frozen=True):
    """A text of the same length; ``starts`` tells where the words of each year began."""

    text: str
    starts: dict[int, int]


def in_digits(text: str) -> InDigits:
    """The text with each year in words put in digits, behind as many blanks as are needed."""
    starts: dict[int, int] = {}
    pieces: list[str] = []
    at = 0
    for found in _SPOKEN.finditer(text):
        year = _year(found)
        if year is None:
            continue
        pieces += [text[at : found.start()], year.rjust(found.end() - found.start())]
        at = found.end()
        starts[at - len(year)] = found.start()
    return InDigits("".join([*pieces, text[at:]]), starts)


def _year(found: re.Match[str]) -> str | None:
    """The year or financial year of the words; nothing where two do not follow each other."""
    year = number_of(found["year"])
    if year is None or found["next"] is None:
        return None if year is None else str(_CENTURY + year)
    following = number_of(found["next"])
    if following is not None and following < _TEN:
        following += year - year % _TEN
    return f"{_CENTURY + year}/{following}" if following == year + 1 else None


__all__ = ["InDigits", "in_digits"]

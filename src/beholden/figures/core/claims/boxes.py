r"""Boxes of figures: a number alone on its line, and what it is on the line beside it.

A block of two such lines is read as one sentence that begins with its number, and what is found
there is placed in the block as it stands, whichever of the two lines is first.

    as_sentence("Offences per day\n62")  # "62 offences per day"
    at_home("Offences per day\n62", 0, 2)  # (17, 19), where the 62 stands

Which lines of a text belong together is for the readers of articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from beholden.figures.core.claims._lazily import lazily
from beholden.figures.core.claims.models import Block, Checked, LeftAlone, Spot

_COUNT = r"(?!0\d)(?:\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.\d{1,3})?"
_NUMBER = lazily(
    r"(?:(?:almost|nearly|about|around|over|more\sthan|at\sleast|up|down)\s)?"
    rf"[+~]?{_COUNT}(?:\s?%|\s?pc|\sper\s?cent|\smillion|m|k|\sin\s\d{{1,3}})?",
    re.IGNORECASE,
)
_YEAR = lazily(r"(?:1[89]|20)\d\d")
# "UK total" and "NSPCC figures" keep their capitals.
_CAPITAL = lazily(r"[A-Z][a-z]+\b")


def is_number(line: str) -> bool:
    """Whether a line is nothing but a number that a box may hold; a year is none."""
    return _NUMBER.fullmatch(line) is not None and _YEAR.fullmatch(line) is None


def is_box(text: str) -> bool:
    """Whether a block is a number and what it is, each on its line."""
    first, _, second = text.partition("\n")
    return bool(second) and "\n" not in second and is_number(first) != is_number(second)


def as_sentence(text: str, *, named: bool = False) -> str:
    """A block as it is read: a box as one sentence of the same length, all else as it is.

    Args:
        text: The block's text.
        named: Whether the words of the box begin with a name, which keeps its capital.
    """
    if not is_box(text):
        return text
    number, words = _parts(text)
    if not named and _CAPITAL.match(words):
        words = words[0].lower() + words[1:]
    return f"{number} {words}"


def words_of(text: str) -> str:
    """What a box says its number is; empty of any other block."""
    return _parts(text)[1] if is_box(text) else ""


def at_home(text: str, start: int, end: int) -> tuple[int, int]:
    """Where words of the sentence stand in the box.

    Words that go on from a number below its line are two pieces of it: the number is told.
    """
    if not is_box(text) or is_number(text.partition("\n")[0]):
        return start, end
    number, words = _parts(text)
    if start < len(number):
        back = len(words) + 1
        return start + back, min(end, len(number)) + back
    return start - len(number) - 1, end - len(number) - 1


def _parts(text: str) -> tuple[str, str]:
    """The number of a box, and its words."""
    first, _, second = text.partition("\n")
    return (first, second) if is_number(first) else (second, first)


def checked_at_home(blocks: Sequence[Block], checked: Sequence[Checked]) -> tuple[Checked, ...]:
    """What was checked, each claim placed in the blocks as they stand."""
    return tuple(
        msgspec.structs.replace(
            one,
            claim=msgspec.structs.replace(
                one.claim, places=tuple(_home(blocks, spot) for spot in one.claim.places)
            ),
        )
        for one in checked
    )


def left_at_home(blocks: Sequence[Block], left: Sequence[LeftAlone]) -> tuple[LeftAlone, ...]:
    """What was left alone, each placed in the blocks as they stand."""
    found = []
    for one in left:
        start, end = at_home(blocks[one.block].text, one.start, one.end)
        found.append(msgspec.structs.replace(one, start=start, end=end))
    return tuple(found)


def _home(blocks: Sequence[Block], spot: Spot) -> Spot:
    return Spot(spot.block, *at_home(blocks[spot.block].text, spot.start, spot.end))


__all__ = [
    "as_sentence",
    "at_home",
    "checked_at_home",
    "is_box",
    "is_number",
    "left_at_home",
    "words_of",
]

"""The marks that stand where there is no number, and what each means.

The shorthand of GOV.UK statistics: lower-case letters in square brackets, never
a star, a dash or an empty cell.

    shown(Value(State.SUPPRESSED, below=5))  # "[c]"
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from beholden.figures.core.models import State, Value

MARKS: Final = {
    "c": "confidential: too small a number to print",
    "x": "not available",
    "z": "not applicable",
    "low": "rounds to zero, but is not zero",
    "r": "revised since an earlier release",
    "p": "provisional",
    "b": "break in the series: not comparable with what came before",
    "e": "estimated",
}
"""What each mark means, in the order of a legend."""

# Statistics Wales writes the same letters but one.
_OTHER_LETTERS = {"k": "low"}

_OF_STATE = {
    State.SUPPRESSED: "c",
    State.NOT_HELD: "x",
    State.REFUSED: "x",
    State.NO_ANSWER: "x",
    State.BLANK: "x",
}


def shown(value: Value, marks: Sequence[str] = ()) -> str:
    """A value as a table prints it: ``1,199``, ``0``, ``[c]``, ``767 [r]``."""
    bare = f"{value.count:,}" if value.count is not None else f"[{_OF_STATE[value.state]}]"
    return " ".join((bare, *(f"[{mark}]" for mark in marks)))


def legend(marks: Sequence[str]) -> tuple[str, ...]:
    """One line for each of the marks, in the order of ``MARKS``, each once."""
    return tuple(f"[{mark}] {MARKS[mark]}" for mark in MARKS if mark in marks)


def from_letters(text: str) -> str | None:
    """The mark that a table of another publisher shows: ``[c]``, ``c``, ``[k]``."""
    letter = text.strip().strip("[]()").lower()
    letter = _OTHER_LETTERS.get(letter, letter)
    return letter if letter in MARKS else None

"""A cell or a word that should hold a count: the count, or which kind of absence it is.

A blank never becomes zero. What could be read in two ways is uncertain, and says why.

    parse_count("1,118").value.count  # 1118
    parse_count("").value.state       # "blank"
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.models import State, Value


class ParsedCount(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value, whether it could be read in one way only, and what told it."""

    value: Value
    certain: bool = True
    why: str = ""
    footnote: str = ""


def parse_count(text: str) -> ParsedCount | None:
    """The value that a cell shows; nothing where it is neither a count nor an absence."""
    shown = " ".join(text.split())
    if not shown:
        return ParsedCount(Value(State.BLANK), why="the cell is empty")
    if re.fullmatch(r"\d+|\d{1,3}(,\d{3})+", shown):
        return ParsedCount(count(int(shown.replace(",", ""))))
    lower = shown.lower().strip(".")
    if lower in {"nil", "none", "zero"}:
        return ParsedCount(count(0), why=lower)
    if shown == "-":
        return ParsedCount(Value(State.BLANK), certain=False, why="a dash")
    if below := re.fullmatch(r"<\s*(\d+)", shown):
        return ParsedCount(Value(State.SUPPRESSED, below=int(below[1])), why=shown)
    if shown in {"*", "[c]"}:
        return ParsedCount(Value(State.SUPPRESSED), why=shown)
    if lower in {"not held", "n/a", "no information held"}:
        return ParsedCount(Value(State.NOT_HELD, reason=lower), why=lower)
    if re.match(r"s\.?\s?\d+|refused", lower):
        return ParsedCount(Value(State.REFUSED, reason=lower), why=lower)
    return None


def count(number: int) -> Value:
    """A number as a value: zero is a state of its own."""
    return Value(State.COUNTED if number else State.ZERO, number)


def split_label(text: str) -> tuple[str, str] | None:
    """A label and the number that touches it: ``Making/Taking26``."""
    found = re.fullmatch(
        r"(.*[^\W\d_].*?[^\d\s,.]|[^\W\d_])\s*(\d+|\d{1,3}(?:,\d{3})+)", text.strip()
    )
    return (found[1], found[2]) if found else None

"""Words of a page, put together to lines as a reader sees them.

A gap wide enough to part columns becomes several spaces; small raised digits are
notes and stay raised; words that touch stay one word.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import msgspec

from beholden.figures.reading._blocks import raised

Box = tuple[float, float, float, float]

# Shares of the letters' size.
_TOUCHING = 0.12
_COLUMN_GAP = 1.0
_LETTER_WIDTH = 0.5
_NOTE_SIZE = 0.8
_PARAGRAPH_GAP = 0.9
_SAME_LINE = 0.5
_MOST_SPACES = 40


class PageLine(msgspec.Struct):
    """One line of a page: its text and where it stands, in points from the top."""

    text: str
    top: float
    bottom: float
    starts_paragraph: bool = False


def lines_of_words(words: Sequence[dict[str, Any]]) -> list[PageLine]:
    """Lines from top to bottom, from the words that pdfplumber found on a page."""
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (word["top"] + word["bottom"], word["x0"])):
        if rows and _beside(rows[-1], word):
            rows[-1].append(word)
        else:
            rows.append([word])
    lines = [_line(row) for row in rows]
    for before, line in pairwise(lines):
        gap = line.top - before.bottom
        line.starts_paragraph = gap > _PARAGRAPH_GAP * (line.bottom - line.top)
    return lines


def within(box: Box, word: dict[str, Any]) -> bool:
    """Whether the middle of a word stands in a box."""
    x0, top, x1, bottom = box
    across = (word["x0"] + word["x1"]) / 2
    down = (word["top"] + word["bottom"]) / 2
    return bool(x0 <= across < x1 and top <= down < bottom)


def _beside(row: Sequence[dict[str, Any]], word: dict[str, Any]) -> bool:
    """Whether a word overlaps the tallest word of a line by half of the smaller one's height."""
    tallest = max(row[-8:], key=lambda held: held["bottom"] - held["top"])
    shared = min(tallest["bottom"], word["bottom"]) - max(tallest["top"], word["top"])
    smaller = min(tallest["bottom"] - tallest["top"], word["bottom"] - word["top"])
    return bool(shared > _SAME_LINE * smaller)


def _line(row: list[dict[str, Any]]) -> PageLine:
    row.sort(key=lambda word: word["x0"])
    size = max(word["size"] for word in row)
    base = max(word["bottom"] for word in row if word["size"] == size)
    pieces: list[str] = []
    end: float | None = None
    for word in row:
        text = word["text"]
        if word["size"] < _NOTE_SIZE * size and word["bottom"] < base - 0.1 * size:
            text = raised(text)
        if end is not None:
            pieces.append(_gap(word["x0"] - end, size))
        pieces.append(text)
        end = word["x1"]
    return PageLine(
        "".join(pieces), min(word["top"] for word in row), max(word["bottom"] for word in row)
    )


def _gap(gap: float, size: float) -> str:
    if gap < _TOUCHING * size:
        return ""
    if gap < _COLUMN_GAP * size:
        return " "
    return " " * max(2, min(_MOST_SPACES, round(gap / (_LETTER_WIDTH * size))))

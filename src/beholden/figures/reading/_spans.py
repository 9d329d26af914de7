"""Cells with spans, laid out into a grid as browsers and word processors do.

laid_out([[Span("2016/17", columns=2)], [Span("Q1"), Span("Q2")]], "page.html", limits)
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from beholden.figures.errors import ReadError
from beholden.figures.reading.limits import Limits


class Span(msgspec.Struct, frozen=True):
    """A cell: its text, and how many rows and columns it covers, at least one each."""

    text: str
    rows: int = 1
    columns: int = 1


Grid = Sequence[Sequence[Span | None]]


def laid_out(rows: Sequence[Sequence[Span]], name: str, limits: Limits) -> list[list[Span | None]]:
    """The grid: a cell stands at its top left, what it covers is ``None``.

    Spans that reach over the last row are cut there. Where two spans overlap, the
    earlier cell keeps the slot.

    Raises:
        ReadError: ``too-many-cells``; a few spans can cover millions of slots.
    """
    grid: list[list[Span | None]] = []
    covered: dict[int, int] = {}  # column: how many rows from here a cell above still covers
    slots = 0
    for at, row in enumerate(rows):
        line: list[Span | None] = []
        reaching = {column: left - 1 for column, left in covered.items() if left > 1}
        for span in row:
            while covered.get(len(line), 0):
                line.append(None)
            down = min(span.rows, len(rows) - at)
            start = len(line)
            line.append(Span(span.text, down, span.columns))
            line.extend([None] * (span.columns - 1))
            if down > 1:
                for column in range(start, start + span.columns):
                    # A cell from farther above may reach lower than one that overlaps it.
                    reaching[column] = max(reaching.get(column, 0), down - 1)
            if slots + len(line) > limits.max_slots:
                raise too_many_cells(name, limits)
        slots += max(len(line), len(covered))
        if slots > limits.max_slots:
            raise too_many_cells(name, limits)
        grid.append(line)
        covered = reaching
    return grid


def too_many_cells(name: str, limits: Limits) -> ReadError:
    """The error of tables above the limits."""
    return ReadError(
        "too-many-cells",
        f"{name} has more than {limits.max_cells:,} table cells. "
        "Cut it down to the tables of the answer.",
    )

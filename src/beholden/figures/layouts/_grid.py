"""A table with its merged cells spread out, empty places included.

A merged cell stands once in a ``Table``; as a heading it counts for every column
it covers, as a number only for none: a number over two columns is of neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from beholden.figures.core.documents import Cell, Document, Line, Table
from beholden.figures.core.models import Place

_A1 = re.compile(r"([A-Z]+)(\d+)")


class Grid:
    """Look-ups by row and column, both from 0; outside of the table nothing stands."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.height = len(table.rows)
        self.width = max((len(row) for row in table.rows), default=0)
        self._covered: dict[tuple[int, int], Cell] = {}
        for row, cells in enumerate(table.rows):
            for column, cell in enumerate(cells):
                if cell is not None and (cell.rows > 1 or cell.columns > 1):
                    self._covered |= {
                        (row + down, column + right): cell
                        for down in range(min(cell.rows, self.height - row))
                        for right in range(min(cell.columns, self.width - column))
                    }

    def own(self, row: int, column: int) -> Cell | None:
        """The cell that stands here."""
        if not (0 <= row < self.height and 0 <= column < len(self.table.rows[row])):
            return None
        return self.table.rows[row][column]

    def covering(self, row: int, column: int) -> Cell | None:
        """The cell that stands here or is merged over here."""
        return self.own(row, column) or self._covered.get((row, column))

    def text(self, row: int, column: int) -> str:
        """What is seen here, in one line."""
        cell = self.covering(row, column)
        return "" if cell is None else " ".join(cell.text.split())

    def is_wide(self, row: int, column: int) -> bool:
        """Whether the cell seen here covers several columns."""
        cell = self.covering(row, column)
        return cell is not None and cell.columns > 1

    def row_texts(self, row: int) -> tuple[str, ...]:
        """What is seen in a row, each cell once, empty ones left out."""
        cells = (self.own(row, column) for column in range(self.width))
        return tuple(" ".join(cell.text.split()) for cell in cells if cell and cell.text.strip())

    def place(self, row: int, column: int) -> Place:
        """Where this is in the file, also for a cell that is not there."""
        cell = self.own(row, column)
        if cell is not None:
            return cell.place
        beside = self._first(self.own(row, each) for each in range(self.width))
        above = self._first(self.own(each, column) for each in range(self.height))
        if beside is None or above is None:
            return self.table.place
        here, there = _A1.match(beside.place.cell), _A1.match(above.place.cell)
        if here and there:
            return msgspec.structs.replace(beside.place, cell=f"{there[1]}{here[2]}")
        return msgspec.structs.replace(beside.place, column=above.place.column)

    @staticmethod
    def _first(cells: Iterator[Cell | None]) -> Cell | None:
        return next((cell for cell in cells if cell is not None), None)


class Near(msgspec.Struct, frozen=True):
    """A table and the lines before it, the nearest first."""

    table: Table
    lines: tuple[Line, ...]


def tables_with_lines(document: Document) -> tuple[Near, ...]:
    """The tables that are shown; one that goes on over a page is one table again."""
    found: list[Near] = []
    before: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Line):
            if not block.quoted:
                before.append(block)
        elif not block.hidden and block.rows:
            last = found[-1] if found else None
            joined = None if last is None else _continued(last.table, block)
            if last is not None and joined is not None:
                found[-1] = Near(joined, last.lines)
            else:
                found.append(Near(block, tuple(reversed(before))))
    return tuple(found)


def _continued(first: Table, second: Table) -> Table | None:
    """Both as one, where the second is on a later page and has the first's heading, or none."""
    if _page(second.rows) <= _page(first.rows) or _width(first.rows) != _width(second.rows):
        return None
    rows = second.rows
    repeated = 0
    while repeated < min(len(rows), len(first.rows)) and _texts(rows[repeated]) == _texts(
        first.rows[repeated]
    ):
        repeated += 1
    if repeated or _is_body(rows[0]):
        return msgspec.structs.replace(first, rows=first.rows + rows[repeated:])
    return None


def _page(rows: Sequence[Sequence[Cell | None]]) -> int:
    pages = [cell.place.page for row in rows for cell in row if cell and cell.place.page]
    return max(pages, default=0)


def _width(rows: Sequence[Sequence[Cell | None]]) -> int:
    return max((len(row) for row in rows), default=0)


def _texts(row: Sequence[Cell | None]) -> tuple[str, ...]:
    return tuple("" if cell is None else " ".join(cell.text.split()) for cell in row)


def _is_body(row: Sequence[Cell | None]) -> bool:
    """A label first and a number, or a word for none, later: no heading."""
    texts = _texts(row)
    return bool(texts[0]) and any(
        re.fullmatch(r"[\d,]+|nil|none|<\s*\d+|\*|-", each.lower()) for each in texts[1:]
    )

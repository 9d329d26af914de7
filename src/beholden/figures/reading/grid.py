"""From single cells to a table: what every reader of spreadsheets does the same way.

Cells are kept sparsely, so an empty row costs nothing, whatever a file declares. Long
runs of empty rows or columns are cut down to one; each cell knows its own place,
so nothing is lost by that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from beholden.figures.core.documents import Cell, Notice, Table
from beholden.figures.core.models import Place
from beholden.figures.errors import ReadError
from beholden.figures.reading.limits import Limits

MOST_COLUMNS = 16_384
_LONGEST_GAP = 100
_LETTERS = 26
# Everything that no screen shows, but tab and line feed.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile("[ \t\u00a0\u2007\u202f]+")


class Budget:
    """Counts cells and slots over all tables of a file."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self._cells = 0
        self._slots = 0

    def take_cell(self) -> None:
        """Counts a cell that holds something.

        Raises:
            ReadError: ``too-large``.
        """
        self._cells += 1
        if self._cells > self.limits.max_cells:
            raise self.exceeded(f"more than {self.limits.max_cells:,} filled cells")

    def take_slots(self, count: int) -> None:
        """Counts the cells of a grid, empty ones included.

        Raises:
            ReadError: ``too-large``.
        """
        self._slots += count
        if self._slots > self.limits.max_slots:
            raise self.exceeded(f"tables of more than {self.limits.max_slots:,} cells")

    def exceeded(self, what: str) -> ReadError:
        """The error of a file with too much of something."""
        return ReadError("too-large", f"{self.name} has {what}: ask for the numbers alone.")


class Merged(NamedTuple):
    """A merged range; rows and columns count from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class _Filled(NamedTuple):
    text: str
    number: Decimal | None
    line: int | None


class Grid:
    """The cells of one sheet.

    Rows and columns count from 1, as the sheet shows them.
    """

    def __init__(self, sheet: str, budget: Budget) -> None:
        self.sheet = sheet
        self.notices: list[Notice] = []
        self._budget = budget
        self._cells: dict[tuple[int, int], _Filled] = {}
        self._merged: list[Merged] = []

    def put(
        self,
        row: int,
        column: int,
        text: str,
        number: Decimal | None = None,
        *,
        line: int | None = None,
    ) -> None:
        """Sets a cell; one without text and number stays absent."""
        if not text and number is None:
            return
        if len(text) > self._budget.limits.max_line_characters:
            raise self._budget.exceeded(f"an overlong text in {cell_name(row, column)}")
        self._budget.take_cell()
        self._cells[row, column] = _Filled(text, number, line)

    def merge(self, merged: Merged) -> None:
        """Makes one cell of a range; what lies beneath its top left cell is not shown."""
        if merged.bottom > merged.top or merged.right > merged.left:
            self._merged.append(merged)

    def filled_rows(self) -> set[int]:
        """The rows that hold something."""
        return {row for row, _ in self._cells}

    def filled_columns(self) -> set[int]:
        """The columns that hold something."""
        return {column for _, column in self._cells}

    def table(self, *, hidden: bool = False) -> Table:
        """The grid as a table."""
        spans = self._uncover()
        if not self._cells:
            return Table(self.sheet, Place(sheet=self.sheet), (), hidden)
        rows, rows_cut = _kept(
            self.filled_rows(), ((span.top, span.bottom) for span in spans.values())
        )
        columns, columns_cut = _kept(
            self.filled_columns(), ((span.left, span.right) for span in spans.values())
        )
        self._budget.take_slots(len(rows) * len(columns))
        empty: tuple[Cell | None, ...] = (None,) * len(columns)
        grid: list[tuple[Cell | None, ...]] = [empty] * len(rows)
        at_row = {row: index for index, row in enumerate(rows)}
        at_column = {column: index for index, column in enumerate(columns)}
        by_row: dict[int, list[int]] = {}
        for row, column in self._cells:
            by_row.setdefault(row, []).append(column)
        for row, filled in by_row.items():
            cells = list(empty)
            for column in filled:
                cells[at_column[column]] = self._cell(row, column, spans)
            grid[at_row[row]] = tuple(cells)
        if rows_cut or columns_cut:
            self._notice("empty-run-cut", "Long runs of empty rows or columns were left out.")
        while grid[-1] is empty:
            grid.pop()
        last = cell_name(rows[len(grid) - 1], columns[-1])
        place = Place(sheet=self.sheet, cell=f"A1:{last}")
        return Table(self.sheet, place, tuple(grid), hidden)

    def _cell(self, row: int, column: int, spans: dict[tuple[int, int], Merged]) -> Cell:
        filled = self._cells[row, column]
        span = spans.get((row, column))
        name = cell_name(row, column)
        if span is None:
            return Cell(filled.text, self._place(name, filled.line), filled.number)
        name += f":{cell_name(span.bottom, span.right)}"
        return Cell(
            filled.text,
            self._place(name, filled.line),
            filled.number,
            rows=span.bottom - span.top + 1,
            columns=span.right - span.left + 1,
        )

    def _place(self, cell: str, line: int | None) -> Place:
        return Place(sheet=self.sheet, cell=cell, line=line)

    def _uncover(self) -> dict[tuple[int, int], Merged]:
        """Drops the cells beneath merged ones; the ranges of those that hold something."""
        spans = {(m.top, m.left): m for m in self._merged if (m.top, m.left) in self._cells}
        if not self._merged:
            return spans
        waiting = sorted(self._merged, reverse=True)
        open_: list[Merged] = []
        covered: list[tuple[int, int]] = []
        for row, column in sorted(self._cells):
            while waiting and waiting[-1].top <= row:
                open_.append(waiting.pop())
            open_ = [merged for merged in open_ if merged.bottom >= row]
            for merged in open_:
                if merged.left <= column <= merged.right and (row, column) != merged[:2]:
                    covered.append((row, column))
                    break
        for place in covered:
            del self._cells[place]
            spans.pop(place, None)
        if covered:
            self._notice(
                "covered-values",
                f"{len(covered)} cells lie beneath merged cells, where nobody sees them; "
                "they were left out.",
                cell_name(*covered[0]),
            )
        return spans

    def _notice(self, code: str, sentence: str, cell: str = "") -> None:
        self.notices.append(
            Notice(code, f"Sheet {self.sheet}: {sentence}", place=Place(self.sheet, cell))
        )


def _kept(filled: set[int], spans: Iterable[tuple[int, int]]) -> tuple[list[int], bool]:
    """Rows (or columns) that a table keeps, from 1 on, and whether any were left out."""
    used = set(filled)
    for first, last in spans:
        # The far end of an endless range would make the table as long as the range.
        used.update(range(first, min(last, first + _LONGEST_GAP) + 1))
    kept: list[int] = []
    cut = False
    previous = 0
    for position in sorted(used):
        if position - previous > _LONGEST_GAP:
            cut = True
            kept.append(position - 1)
        else:
            kept.extend(range(previous + 1, position))
        kept.append(position)
        previous = position
    return kept, cut


def cell_name(row: int, column: int) -> str:
    """The name of a cell, both counted from 1: ``B4`` is row 4, column 2."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


def clean(text: str) -> str:
    """A text as it is shown: each line stripped, spaces of any kind made plain ones."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    if "\n" not in text:
        return _SPACES.sub(" ", _UNSEEN.sub("", text)).strip()
    lines = (_SPACES.sub(" ", _UNSEEN.sub("", line)).strip() for line in text.split("\n"))
    return "\n".join(lines).strip("\n")


def exact(number: float) -> Decimal:
    """A number of a file by its shortest form: 51.0 is 51, and 0.1 is 0.1."""
    decimal = Decimal(repr(number))
    if not decimal.is_finite():
        return decimal
    return Decimal(int(decimal)) if decimal == decimal.to_integral_value() else decimal

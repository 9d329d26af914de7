"""What stands around a number in its table, and what it puts in question.

A reading says where it stands; from there the heading above it, the words beside
it, the titles over the table and the notes below are looked at again, for all
layouts alike.
"""

from __future__ import annotations

import re
from itertools import islice

import msgspec

from beholden.figures.core.documents import Cell, Document, Table
from beholden.figures.core.models import Place, Reading
from beholden.figures.core.periods import find_periods
from beholden.figures.layouts._common import lines, value_of
from beholden.figures.layouts._grid import Grid, Near, tables_with_lines

_DEEPEST_HEADING = 3
_NEAREST_LINES = 4
_EMPTY, _VALUE, _WORDS = range(3)


class Surroundings(msgspec.Struct, frozen=True, omit_defaults=True):
    """The texts around one number.

    ``beside`` are the words before the first number of its row, ``after`` those behind
    it; ``titles`` stand over the whole table, ``below`` are rows of words and lines under it.
    """

    heading: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


class _Sheet:
    """A grid, with each cell asked once whether it holds a value or words."""

    def __init__(self, near: Near) -> None:
        self.near = near
        self.grid = grid = Grid(near.table)
        self._kinds = [
            [_kind(grid.covering(row, column)) for column in range(grid.width)]
            for row in range(grid.height)
        ]
        worded = [
            grid.row_texts(row) if _VALUE not in kinds else ()
            for row, kinds in enumerate(self._kinds)
        ]
        numbered = [row for row, kinds in enumerate(self._kinds) if _VALUE in kinds]
        self._worded = worded
        self.below = tuple(
            text for texts in worded[max(numbered, default=0) + 1 :] for text in texts
        )

    def titles(self, top: int) -> tuple[str, ...]:
        """The rows of words above a heading, the nearest first."""
        return tuple(text for texts in reversed(self._worded[:top]) for text in texts)

    def heading(self, row: int, column: int) -> tuple[tuple[str, ...], int]:
        """The texts above a number, the nearest first, and the row in which they begin."""
        texts: list[str] = []
        top = row
        for above in range(row - 1, -1, -1):
            if self._kinds[above][column] == _WORDS and not self._whole_row(above, column):
                texts.append(self.grid.text(above, column))
                top = above
            elif texts:
                break
            if len(texts) == _DEEPEST_HEADING:
                break
        return tuple(dict.fromkeys(texts)), top

    def _whole_row(self, row: int, column: int) -> bool:
        cell = self.grid.covering(row, column)
        return cell is not None and cell.columns >= self.grid.width

    def beside(self, row: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words of a row before its first number, and those behind it."""
        kinds = self._kinds[row]
        first = kinds.index(_VALUE) if _VALUE in kinds else len(kinds)
        words = [
            (column, self.grid.text(row, column))
            for column, kind in enumerate(kinds)
            if kind == _WORDS
        ]
        before = dict.fromkeys(text for column, text in words if column < first)
        return tuple(before), tuple(dict.fromkeys(text for column, text in words if column > first))


def _kind(cell: Cell | None) -> int:
    if cell is None or not cell.text.strip():
        return _EMPTY
    return _WORDS if value_of(cell) is None else _VALUE


class Places:
    """Where the numbers of a document stand, by the places that readings name."""

    def __init__(self, document: Document) -> None:
        self._ends = tuple(each for each in (document.title, document.subject) if each)
        self._lines = lines(document)
        self._row_of = {each.place: row for row, each in enumerate(self._lines)}
        self._after = _lines_after(document)
        self._tables: dict[Place, tuple[_Sheet, int, int]] = {}
        for near in tables_with_lines(document):
            sheet = _Sheet(near)
            for row, cells in enumerate(near.table.rows):
                for column, cell in enumerate(cells):
                    if cell is not None:
                        self._tables.setdefault(cell.place, (sheet, row, column))

    def around(self, reading: Reading) -> Surroundings | None:
        """What stands around a number of a table or list; nothing for one in running text."""
        if not reading.sources:
            return None
        at = self._tables.get(reading.sources[0].place)
        if at is None:
            return self._listed(reading.sources[0].place)
        sheet, row, column = at
        near = sheet.near
        heading, top = sheet.heading(row, column)
        before = [each.text for each in near.lines if each.text.strip()][:_NEAREST_LINES]
        beside, after = sheet.beside(row)
        return Surroundings(
            heading,
            beside,
            after,
            (*sheet.titles(top), *before, near.table.name, *self._ends),
            (*sheet.below, *self._after.get(near.table.place, ())),
        )

    def _listed(self, place: Place) -> Surroundings | None:
        """The lines above a list, for a number in a line that begins with its period."""
        row = self._row_of.get(msgspec.structs.replace(place, sentence=""))
        if row is None or not _begins_with_period(self._lines[row].text):
            return None
        above = (each.text for each in reversed(self._lines[:row]) if each.text.strip())
        headings = (each for each in above if not _begins_with_period(each))
        return Surroundings(titles=(*islice(headings, _NEAREST_LINES), *self._ends))


def _lines_after(document: Document) -> dict[Place, tuple[str, ...]]:
    """The first lines under each table, up to the next."""
    found: dict[Place, list[str]] = {}
    last: list[str] | None = None
    for block in document.blocks:
        if isinstance(block, Table):
            last = found.setdefault(block.place, [])
        elif last is not None and block.text.strip() and not block.quoted:
            last.append(block.text)
    return {place: tuple(texts[:_NEAREST_LINES]) for place, texts in found.items()}


def _begins_with_period(text: str) -> bool:
    found = find_periods(text)
    return bool(found) and not re.search(r"\w", text[: found[0].start])

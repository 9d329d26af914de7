"""What stands around a number in its table, and what it puts in question.

A reading says where it stands; from there the heading above it, the words beside
it, the titles over the table and the notes below are looked at again, for all
layouts alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

import msgspec

from beholden.figures.core.documents import Document
from beholden.figures.core.models import Place, Reading
from beholden.figures.core.periods import find_periods
from beholden.figures.layouts._common import lines, value_of
from beholden.figures.layouts._grid import Grid, Near, tables_with_lines

_DEEPEST_HEADING = 3
_NEAREST_LINES = 4


class Surroundings(msgspec.Struct, frozen=True, omit_defaults=True):
    """The texts around one number.

    ``beside`` are the words before the first number of its row, ``after`` those behind
    it; ``titles`` stand over the whole table.
    """

    heading: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


class Places:
    """Where the numbers of a document stand, by the places that readings name."""

    def __init__(self, document: Document) -> None:
        self._ends = tuple(each for each in (document.title, document.subject) if each)
        self._lines = lines(document)
        self._row_of = {each.place: row for row, each in enumerate(self._lines)}
        self._tables: dict[Place, tuple[Near, Grid, int, int]] = {}
        for near in tables_with_lines(document):
            grid = Grid(near.table)
            for row in range(grid.height):
                for column in range(grid.width):
                    place = grid.place(row, column)
                    self._tables.setdefault(place, (near, grid, row, column))

    def around(self, reading: Reading) -> Surroundings | None:
        """What stands around a number of a table or list; nothing for one in running text."""
        if not reading.sources:
            return None
        at = self._tables.get(reading.sources[0].place)
        if at is None:
            return self._listed(reading.sources[0].place)
        near, grid, row, column = at
        heading, top = _heading(grid, row, column)
        titles = [text for each in range(top - 1, -1, -1) for text in _words(grid, each)]
        before = [each.text for each in near.lines if each.text.strip()][:_NEAREST_LINES]
        beside, after = _beside(grid, row)
        return Surroundings(
            heading,
            beside,
            after,
            (*titles, *before, near.table.name, *self._ends),
        )

    def _listed(self, place: Place) -> Surroundings | None:
        """The lines above a list, for a number in a line that begins with its period."""
        row = self._row_of.get(msgspec.structs.replace(place, sentence=""))
        if row is None or not _begins_with_period(self._lines[row].text):
            return None
        above = (each.text for each in reversed(self._lines[:row]) if each.text.strip())
        headings = (each for each in above if not _begins_with_period(each))
        return Surroundings(titles=(*islice(headings, _NEAREST_LINES), *self._ends))


def _begins_with_period(text: str) -> bool:
    found = find_periods(text)
    return bool(found) and not re.search(r"\w", text[: found[0].start])


def _heading(grid: Grid, row: int, column: int) -> tuple[tuple[str, ...], int]:
    """The texts above a number, the nearest first, and the row in which they begin."""
    texts: list[str] = []
    top = row
    for above in range(row - 1, -1, -1):
        cell = grid.covering(above, column)
        is_words = cell is not None and bool(cell.text.strip()) and value_of(cell) is None
        if cell is not None and cell.columns >= grid.width and texts:
            break
        if is_words and cell is not None and cell.columns < grid.width:
            texts.append(grid.text(above, column))
            top = above
        elif texts:
            break
        if len(texts) == _DEEPEST_HEADING:
            break
    return tuple(dict.fromkeys(texts)), top


def _beside(grid: Grid, row: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a row before its first number, and those behind it."""
    before: list[str] = []
    behind: list[str] = []
    numbered = False
    for column in range(grid.width):
        cell = grid.covering(row, column)
        if cell is None or not cell.text.strip():
            continue
        if value_of(cell) is not None:
            numbered = True
        else:
            (behind if numbered else before).append(grid.text(row, column))
    return tuple(dict.fromkeys(before)), tuple(dict.fromkeys(behind))


def _words(grid: Grid, row: int) -> Iterator[str]:
    """The words of a row that holds no numbers."""
    texts = grid.row_texts(row)
    cells = [grid.own(row, each) for each in range(grid.width)]
    if not any(each and each.text.strip() and value_of(each) is not None for each in cells):
        yield from texts

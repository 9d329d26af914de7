"""The surroundings of a number in its file, so that a person can judge the reading beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from beholden.figures.core.checks import placed
from beholden.figures.core.documents import Cell, Document, Line, Table
from beholden.figures.core.models import Place, Reading, Source

_LINES_AROUND = 2
_HEADER_ROWS = 4
_ROWS_AROUND = 1
_COLUMNS_AT_MOST = 14
_CHARACTERS_AT_MOST = 400
_ADDRESS = re.compile(r"(?P<column>[A-Z]{1,3})(?P<row>[0-9]{1,7})")


class ExcerptCell(msgspec.Struct, frozen=True, omit_defaults=True):
    """One shown cell, or a whole line; ``marked`` where the number was taken from."""

    text: str
    marked: bool = False


class Excerpt(msgspec.Struct, frozen=True, omit_defaults=True):
    """A few rows of a table, or lines with one cell each.

    ``across`` and ``down`` name the columns and rows of a table as its program does:
    ``B`` and ``4`` of a sheet, else their numbers.
    """

    caption: str
    rows: tuple[tuple[ExcerptCell, ...], ...] = ()
    table: bool = False
    across: tuple[str, ...] = ()
    down: tuple[str, ...] = ()


def excerpt(document: Document, reading: Reading) -> Excerpt:
    """The rows or lines around a reading, its own cells marked."""
    if not reading.sources:
        return Excerpt("", ())
    first = reading.sources[0]
    marked = {(one.place, one.text) for one in reading.sources}
    places = {one.place for one in reading.sources}
    for part in _documents(document):
        for block in part.blocks:
            if isinstance(block, Table):
                found = _of_table(block, places, first)
                if found is not None:
                    return found
        lines = [block for block in part.blocks if isinstance(block, Line)]
        rows = _of_lines(lines, first)
        if rows:
            return Excerpt(_caption(first), rows)
    return Excerpt(
        _caption(first), tuple((ExcerptCell(_cut(text), marked=True),) for _, text in marked)
    )


def _documents(document: Document) -> Iterator[Document]:
    yield document
    for part in document.parts:
        yield from _documents(part)


def _caption(source: Source) -> str:
    where = placed(source.place)
    return f"{source.file}, {where}" if where else source.file


def _of_table(table: Table, places: set[Place], first: Source) -> Excerpt | None:
    hits = {
        number
        for number, row in enumerate(table.rows)
        if any(cell is not None and _is_at(cell, places, first) for cell in row)
    }
    if not hits:
        return None
    wanted = set(range(min(_HEADER_ROWS, len(table.rows))))
    for hit in hits:
        wanted |= set(range(max(hit - _ROWS_AROUND, 0), hit + _ROWS_AROUND + 1))
    numbers = sorted(number for number in wanted if number < len(table.rows))
    shown = [table.rows[number][:_COLUMNS_AT_MOST] for number in numbers]
    return Excerpt(
        _caption(first),
        tuple(
            tuple(
                ExcerptCell(
                    "" if cell is None else _cut(cell.text),
                    marked=cell is not None and _is_at(cell, places, first),
                )
                for cell in row
            )
            for row in shown
        ),
        table=True,
        across=tuple(
            _name([row[column] for row in shown if column < len(row)], "column", column)
            for column in range(max(map(len, shown)))
        ),
        down=tuple(_name(row, "row", number) for number, row in zip(numbers, shown, strict=True)),
    )


def _name(cells: Sequence[Cell | None], what: Literal["row", "column"], number: int) -> str:
    """What the row or column is called where the file comes from."""
    for cell in cells:
        if cell is None:
            continue
        if (address := _ADDRESS.fullmatch(cell.place.cell)) is not None:
            return address[what]
        if (place := getattr(cell.place, what)) is not None:
            return str(place)
    return str(number + 1)


def _is_at(cell: Cell, places: set[Place], first: Source) -> bool:
    if cell.place in places:
        return True
    # A layout may add a sentence to the place of a cell; sheet and cell still say which it is.
    place = first.place
    return bool(place.cell) and (cell.place.sheet, cell.place.cell) == (place.sheet, place.cell)


def _of_lines(lines: list[Line], first: Source) -> tuple[tuple[ExcerptCell, ...], ...]:
    for number, line in enumerate(lines):
        place = first.place
        if place.line is None or (line.place.page, line.place.line) != (place.page, place.line):
            continue
        start = max(number - _LINES_AROUND, 0)
        return tuple(
            (ExcerptCell(_cut(one.text), marked=one is line),)
            for one in lines[start : number + _LINES_AROUND + 1]
            if one.text
        )
    return ()


def _cut(text: str) -> str:
    return text if len(text) <= _CHARACTERS_AT_MOST else text[: _CHARACTERS_AT_MOST - 1] + "…"

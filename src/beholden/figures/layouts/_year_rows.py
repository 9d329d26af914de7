"""A table with one row a period: the headings say what its columns count.

A column without a word for what was counted takes the meaning of the table; a
column of changes or percentages is not read.
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.documents import Document
from beholden.figures.core.models import Reading, State, Unit, Value
from beholden.figures.core.periods import ParsedPeriod, find_periods
from beholden.figures.layouts._around import Around, around
from beholden.figures.layouts._common import (
    Whole,
    flag,
    is_total,
    number_flags,
    offence_flags,
    offence_of,
    period_flags,
    source_at,
    total_flag,
    unit_of,
    value_of,
    whole_of,
    with_flags,
)
from beholden.figures.layouts._grid import Grid, Near
from beholden.figures.layouts._header import DERIVED
from beholden.figures.layouts._matrix import Found
from beholden.figures.layouts.context import Context

_NO_COUNT = re.compile(r"\b(note|comment|date|reference)s?\b", re.IGNORECASE)


def read_year_rows(document: Document, near: Near, context: Context, layout: str) -> Found | None:
    """The readings of a table with periods down one column; nothing for another table."""
    grid = Grid(near.table)
    at, rows = _period_column(grid)
    if not rows:
        return None
    top = rows[0][0]
    columns = [
        column
        for column in range(grid.width)
        if column != at
        and any(_has_value(grid, row, column) for row, _ in rows)
        and not _skipped(grid, top, column)
    ]
    # A lone text above the first row is a title; a heading has one for each column.
    headed = top > 0 and len(grid.row_texts(top - 1)) > 1
    beside = around(grid, top - headed, near, document, context)
    words = [each for each in range(grid.width) if each != at and each not in columns]
    reader = _Reader(document, grid, top, beside, layout, tuple(words), len(columns) == 1)
    readings = [
        each
        for row, period in rows
        for each in _totalled([reader.reading(row, column, period) for column in columns], beside)
    ]
    if not readings:
        return None
    shown = ", ".join(f"row {row + 1} is {found.text}" for row, found in rows)
    name = near.table.name or "A table"
    return Found(tuple(_told_apart(readings)), (f"{name}: one row a period; {shown}.",))


def _period_column(grid: Grid) -> tuple[int, list[tuple[int, ParsedPeriod]]]:
    """The column whose cells are periods; the first of those with the most."""
    found = [
        (
            column,
            [
                (row, period)
                for row in range(grid.height)
                if (period := _row_period(grid, row, column))
            ],
        )
        for column in range(grid.width)
    ]
    return max(found, key=lambda each: len(each[1]), default=(0, []))


def _row_period(grid: Grid, row: int, column: int) -> ParsedPeriod | None:
    cell = grid.own(row, column)
    if cell is None or cell.columns > 1:
        return None
    text = " ".join(cell.text.split())
    found = find_periods(text)
    # A note that names a year is no label.
    if len(found) != 1 or len(found[0].text) * 2 < len(text):
        return None
    numbers = any(_has_value(grid, row, each) for each in range(grid.width) if each != column)
    return found[0] if numbers else None


def _has_value(grid: Grid, row: int, column: int) -> bool:
    cell = grid.own(row, column)
    return cell is not None and bool(cell.text.strip()) and value_of(cell) is not None


def _heading(grid: Grid, top: int, column: int) -> str:
    """What stands above a column, the nearest first; a title over the whole table is none."""
    texts = []
    for row in range(top - 1, max(-1, top - 3), -1):
        cell = grid.covering(row, column)
        if cell is not None and cell.columns < grid.width and cell.text.strip():
            texts.append(" ".join(cell.text.split()))
    return " ".join(dict.fromkeys(texts))


def _skipped(grid: Grid, top: int, column: int) -> bool:
    heading = _heading(grid, top, column)
    return bool(DERIVED.search(heading) or _NO_COUNT.search(heading))


class _Reader(msgspec.Struct, frozen=True):
    """What all cells of one table share.

    ``words`` are the columns that hold no counts: what they say of a row is of
    every number in it. ``single`` is true for one column of counts.
    """

    document: Document
    grid: Grid
    top: int
    beside: Around
    layout: str
    words: tuple[int, ...]
    single: bool

    def reading(self, row: int, column: int, period: ParsedPeriod) -> Reading:
        """One cell."""
        found = value_of(self.grid.own(row, column))
        text = self.grid.text(row, column)
        doubts = (flag("uncertain-number", f"the cell says {text!r}"),)
        heading = _heading(self.grid, self.top, column)
        beside = " ".join(self.grid.text(row, each) for each in self.words).strip()
        offence = offence_of(heading) or offence_of(beside)
        total = is_total(heading)
        if offence is None and not total and (self.single or unit_of(heading)):
            offence = self.beside.offence()
        unit = unit_of(beside)
        return Reading(
            force=None,
            period=period.period,
            offence=offence.offence if offence else None,
            unit=self.beside.unit(heading) if unit in {None, Unit.OFFENCES} else unit,
            value=found.value if found else Value(State.BLANK, reason=text),
            sources=(source_at(self.document, self.grid.place(row, column), text),),
            layout=self.layout,
            code=offence.code if offence else "",
            offence_text=heading or beside,
            period_text=period.text,
            role="total" if total else "figure",
            flags=(
                *(number_flags(found) if found else doubts),
                *period_flags(period),
                *(() if total else offence_flags(offence, heading or beside)),
            ),
        )


def _totalled(row: list[Reading], beside: Around) -> list[Reading]:
    """One row: a total is of its parts, and compared with them."""
    parts = [each for each in row if each.role == "figure" and each.unit is Unit.OFFENCES]
    return [_total(each, parts, beside) if each.role == "total" else each for each in row]


def _total(total: Reading, parts: list[Reading], beside: Around) -> Reading:
    if any(each.offence for each in parts):
        whole = whole_of(parts)
    else:
        named = beside.offence()
        doubts = offence_flags(named, total.offence_text)
        whole = Whole(named, "total", doubts[0] if doubts else None)
    disagrees = total_flag(total.value, [each.value for each in parts])
    total = msgspec.structs.replace(
        total,
        offence=whole.offence.offence if whole.offence else None,
        code=whole.offence.code if whole.offence else "",
        role=whole.role,
    )
    return with_flags(total, whole.doubt, disagrees)


def _told_apart(readings: list[Reading]) -> list[Reading]:
    """Two counts of one offence and period: neither is believed alone."""
    doubt = flag("uncertain-offence", "two numbers of the table are of it")
    keys = [(each.period, each.offence, each.unit) for each in readings]
    return [
        with_flags(each, doubt) if keys.count(key) > 1 and each.unit is Unit.OFFENCES else each
        for each, key in zip(readings, keys, strict=True)
    ]

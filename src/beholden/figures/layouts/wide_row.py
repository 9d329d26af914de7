"""One wide row: a column for every question, the bands of a question stacked in its cell.

Only the column that counts all offences is a figure; everything else is a part of
it, or counts victims. The period stands in a column of its own or above.
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.documents import Document
from beholden.figures.core.models import Reading, Source, State, Unit, Value
from beholden.figures.core.periods import ParsedPeriod, parse_period
from beholden.figures.layouts._around import Around, around
from beholden.figures.layouts._common import (
    Offence,
    flag,
    is_total,
    number_flags,
    number_of,
    offence_flags,
    offence_of,
    period_flags,
    unit_of,
)
from beholden.figures.layouts._grid import Grid, tables_with_lines
from beholden.figures.layouts._header import find_header
from beholden.figures.layouts._series import CellValue, cell_value
from beholden.figures.layouts.code_grid import period_around
from beholden.figures.layouts.context import Context, Interpretation

NAME = "wide-row"
SENTENCE = "One row of numbers beneath a heading for every question, one period for all."

_PERIOD = re.compile(r"\b(?:period|dates?|time ?frame|year)\b", re.IGNORECASE)
_NO_COUNT = re.compile(r"\b(?:youngest|oldest|mean|average|notes?|comments?)\b", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:female|male|girls?|boys?|and under|under \d+|aged?|over \d+|sex|gender|method|times"
    r"|flags?|flagged|platforms?|used|where|online)\b",
    re.IGNORECASE,
)
_BAND = re.compile(r"(?P<label>.*?\S)\s*[:=–-]\s*(?P<number>\S[^:=]*)")  # noqa: RUF001 - a dash
_FEWEST_COLUMNS = 4
_FEWEST_PARTS = 2
_LONGEST = 8


class _Shape(msgspec.Struct, frozen=True):
    heading: int
    row: int
    columns: tuple[int, ...]


def recognise(document: Document, context: Context) -> int:  # noqa: ARG001 - one face for all
    """75 for a total and two parts of it or more, above one row of numbers."""
    return 75 if any(_shape(Grid(near.table)) for near in tables_with_lines(document)) else 0


def read(document: Document, context: Context) -> Interpretation:
    """The total, and every other number as a part."""
    readings: list[Reading] = []
    steps: list[str] = []
    for near in tables_with_lines(document):
        grid = Grid(near.table)
        shape = _shape(grid)
        if shape is None:
            continue
        beside = around(grid, shape.heading, near, document, context)
        reader = _Reader(document, grid, shape, beside)
        readings += [each for column in shape.columns for each in reader.column(column)]
        when = reader.period.text if reader.period else "not given"
        steps.append(f"{near.table.name or 'A table'}: one wide row; its period is {when}.")
    return Interpretation(NAME, tuple(readings), steps=tuple(steps))


def _shape(grid: Grid) -> _Shape | None:
    if grid.height > _LONGEST or find_header(grid) is not None:
        return None
    for heading in range(grid.height - 1):
        columns = tuple(
            column
            for column in range(grid.width)
            if _is_words(grid.text(heading, column)) and grid.own(heading + 1, column)
        )
        totals = [each for each in columns if _is_whole(grid.text(heading, each))]
        rows = [
            row
            for row in range(heading + 1, grid.height)
            if any(_is_count(grid, row, column) for column in columns)
        ]
        headings = [grid.text(heading, column) for column in columns]
        asks = sum(bool(_PART.search(each)) or unit_of(each) is Unit.VICTIMS for each in headings)
        several = len({found.offence for each in headings if (found := offence_of(each))}) > 1
        if (
            len(columns) >= _FEWEST_COLUMNS
            and totals
            and asks >= _FEWEST_PARTS
            and not several
            and rows == [heading + 1]
        ):
            return _Shape(heading, heading + 1, columns)
    return None


def _is_words(text: str) -> bool:
    return bool(text) and number_of(text) is None


def _is_count(grid: Grid, row: int, column: int) -> bool:
    found = number_of(grid.text(row, column))
    return found is not None and found.value.known


def _is_whole(heading: str) -> bool:
    """Whether a heading asks for all offences, not for some of them."""
    offences = unit_of(heading) is Unit.OFFENCES or is_total(heading)
    return offences and not _PART.search(heading)


class _Reader:
    def __init__(self, document: Document, grid: Grid, shape: _Shape, beside: Around) -> None:
        self.document = document
        self.grid = grid
        self.shape = shape
        self.beside = beside
        self.period = self._period()
        self.whole = self._whole()

    def _period(self) -> ParsedPeriod | None:
        for column in self.shape.columns:
            if _PERIOD.search(self.grid.text(self.shape.heading, column)):
                found = parse_period(self.grid.text(self.shape.row, column))
                if found is not None:
                    return found
        return period_around(self.beside)

    def _whole(self) -> Offence | None:
        """The offence of the total, which every other column is a part of."""
        headings = [self.grid.text(self.shape.heading, each) for each in self.shape.columns]
        named = (offence_of(each) for each in headings if _is_whole(each))
        return next((each for each in named if each), None) or self.beside.offence()

    def column(self, column: int) -> list[Reading]:
        """The numbers of one column: one, or one for each band."""
        heading = self.grid.text(self.shape.heading, column)
        cell = self.grid.own(self.shape.row, column)
        if cell is None or _NO_COUNT.search(heading) or _PERIOD.fullmatch(heading):
            return []
        bands = [_BAND.fullmatch(line.strip()) for line in cell.text.splitlines()]
        if len(bands) > 1 and all(bands):
            return [
                self._band(heading, column, band["label"], band["number"])
                for band in bands
                if band is not None
            ]
        if number_of(cell.text) is None:
            return []
        found = cell_value(self.document, self.grid, self.shape.row, column)
        split = None if _is_whole(heading) else ("question", heading)
        return [self._reading(heading, found, split)]

    def _band(self, heading: str, column: int, label: str, number: str) -> Reading:
        found = number_of(number)
        place = self.grid.place(self.shape.row, column)
        source = Source(self.document.file, self.document.digest, place, f"{label}: {number}")
        value = found.value if found else Value(State.BLANK, reason=number)
        doubt = (flag("uncertain-number", f"the cell says {number!r}"),)
        flags = number_flags(found) if found else doubt
        return self._reading(heading, CellValue(value, (source,), "", flags), (heading, label))

    def _reading(self, heading: str, found: CellValue, split: tuple[str, str] | None) -> Reading:
        offence = offence_of(heading) or self.whole
        # A part without a word of its own is a part of the offences in the same row.
        unit = unit_of(heading) or Unit.OFFENCES
        return Reading(
            force=None,
            period=self.period.period if self.period else None,
            offence=offence.offence if offence else None,
            unit=unit,
            value=found.value,
            sources=found.sources,
            layout=NAME,
            code=offence.code if offence else "",
            offence_text=heading,
            period_text=self.period.text if self.period else "",
            split=split,
            flags=(*found.flags, *period_flags(self.period), *offence_flags(offence, heading)),
        )

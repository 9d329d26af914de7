"""A grid of codes down and questions across, the period somewhere above it.

Child-image codes are kept, the others are flagged for all to see. Most questions
are of persons; one that asks for offences, and for no part of them, is a count.
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.documents import Document
from beholden.figures.core.models import Reading, Unit
from beholden.figures.core.offences import parse_code
from beholden.figures.core.periods import ParsedPeriod, find_periods
from beholden.figures.layouts._around import Around, around
from beholden.figures.layouts._common import (
    flag,
    offence_flags,
    offence_of,
    period_flags,
    unit_of,
)
from beholden.figures.layouts._grid import Grid, tables_with_lines
from beholden.figures.layouts._header import Column, find_header
from beholden.figures.layouts._series import cell_value
from beholden.figures.layouts.context import Context, Interpretation

NAME = "code-grid"
SENTENCE = "Home Office codes down, the questions of the request across, one period for all."

_PART = re.compile(
    r"\b(?:and under|under \d+|over \d+|aged?|male|female|charged?|cautions?|arrest\w*|victims?"
    r"|suspects?|outcomes?|district|platform|online)\b",
    re.IGNORECASE,
)
_FEWEST_CODES = 3
_FEWEST_QUESTIONS = 2


class _Shape(msgspec.Struct, frozen=True):
    """Where the codes begin, and the columns of the questions."""

    first: int
    rows: tuple[int, ...]
    columns: tuple[Column, ...]


def recognise(document: Document, context: Context) -> int:  # noqa: ARG001 - one face for all
    """80 for three codes or more beneath one another, and questions without a period."""
    shapes = (_shape(Grid(near.table)) for near in tables_with_lines(document))
    return 80 if any(shapes) else 0


def read(document: Document, context: Context) -> Interpretation:
    """One reading for each code and question."""
    readings: list[Reading] = []
    steps: list[str] = []
    for near in tables_with_lines(document):
        grid = Grid(near.table)
        shape = _shape(grid)
        if shape is None:
            continue
        beside = around(grid, shape.first, near, document, context)
        period = period_around(beside)
        readings += [
            _reading(document, grid, row, column, period)
            for column in shape.columns
            for row in shape.rows
        ]
        when = period.text if period else "not given"
        steps.append(f"{near.table.name or 'A table'}: a grid of codes; its period is {when}.")
    return Interpretation(NAME, tuple(readings), steps=tuple(steps))


def period_around(beside: Around) -> ParsedPeriod | None:
    """The one period that the nearest text with a period names; several are in doubt."""
    for text in (*beside.texts, beside.question):
        found = find_periods(" ".join(text.split()))
        spans = {each.period for each in found}
        if len(spans) == 1:
            return found[0]
        if spans:
            why = "the text names several periods"
            return msgspec.structs.replace(found[0], certain=False, why=why)
    return None


def _shape(grid: Grid) -> _Shape | None:
    codes = tuple(row for row in range(grid.height) if parse_code(grid.text(row, 0)))
    # Years above the questions make it a table of years; one period would be of half of it.
    if len(codes) < _FEWEST_CODES or codes[0] == 0 or find_header(grid) is not None:
        return None
    heading = codes[0] - 1
    columns = tuple(
        Column(index, grid.text(heading, index))
        for index in range(1, grid.width)
        if grid.text(heading, index)
        and any(grid.own(row, index) for row in codes)
        and unit_of(grid.text(heading, index))
    )
    if len(columns) < _FEWEST_QUESTIONS or any(find_periods(each.heading) for each in columns):
        return None
    return _Shape(heading, codes, columns)


def _reading(
    document: Document, grid: Grid, row: int, column: Column, period: ParsedPeriod | None
) -> Reading:
    label = grid.text(row, 0)
    offence = offence_of(label)
    unit = unit_of(column.heading) or Unit.UNKNOWN
    whole = unit is Unit.OFFENCES and not _PART.search(column.heading)
    found = cell_value(document, grid, row, column.index)
    return Reading(
        force=None,
        period=period.period if period else None,
        offence=offence.offence if offence else None,
        unit=unit,
        value=found.value,
        sources=found.sources,
        layout=NAME,
        code=offence.code if offence else "",
        offence_text=label,
        period_text=period.text if period else "",
        split=None if whole else ("question", column.heading),
        flags=(
            *found.flags,
            *(period_flags(period) if period else (flag("uncertain-period", "none is given"),)),
            *offence_flags(offence, label),
        ),
    )

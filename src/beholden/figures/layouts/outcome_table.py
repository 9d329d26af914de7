"""A table of outcomes: a class of offence on the first of its rows, outcomes beside it.

The class is filled down to the next spacer, leading zeros of its code fall away. An
outcome is no offence, and outcomes do not add up to offences: only a row that
says "offences recorded" is read as a count of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from beholden.figures.core.documents import Cell, Document, Table
from beholden.figures.core.models import Reading, Unit
from beholden.figures.layouts._common import (
    Offence,
    offence_flags,
    offence_of,
    period_flags,
    unit_of,
)
from beholden.figures.layouts._grid import Grid, Near, tables_with_lines
from beholden.figures.layouts._header import Header, find_header, has_numbers
from beholden.figures.layouts._series import Series, series_of, value_at
from beholden.figures.layouts.context import Context, Interpretation

NAME = "outcome-table"
SENTENCE = "A table of outcomes by year, the class of offence only on the first of its rows."

_OUTCOME = re.compile(
    r"\b(?:outcomes?|disposals?|solved|cautions?|charged?|summons\w*|no further action"
    r"|community resolution|evidential|undetected|under investigation)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"\b(?:class|offence|crime|outcome|category|type|disposal)\b", re.IGNORECASE)
_FEWEST_ROWS = 2


class _Row(msgspec.Struct, frozen=True):
    index: int
    kind: str
    """The class, as it was filled down."""
    offence: Offence | None
    label: str


def recognise(document: Document, context: Context) -> int:  # noqa: ARG001 - one face for all
    """80 where two rows or more beside a class are outcomes."""
    for _, grid, header in _sections(document):
        rows = _rows(grid, header)
        outcomes = [row for row in rows if _OUTCOME.search(row.label) and row.offence]
        if len(outcomes) >= _FEWEST_ROWS:
            return 80
    return 0


def read(document: Document, context: Context) -> Interpretation:  # noqa: ARG001 - one face
    """Outcomes as outcomes, and rows of recorded offences as offences."""
    readings: list[Reading] = []
    steps: list[str] = []
    for near, grid, header in _sections(document):
        rows = _rows(grid, header)
        for series in series_of(header):
            readings += [_reading(document, grid, row, series) for row in rows]
        name = near.table.name or "A table"
        steps.append(f"{name}: {len(rows)} rows; the class is filled down to the next empty row.")
    return Interpretation(NAME, tuple(readings), steps=tuple(steps))


def _sections(document: Document) -> Iterator[tuple[Near, Grid, Header]]:
    """Each table, one that has a second heading below cut in two."""
    for near in tables_with_lines(document):
        for rows in _cut(near.table.rows):
            table = msgspec.structs.replace(near.table, rows=rows)
            grid = Grid(table)
            header = find_header(grid)
            if header is not None and len(header.labels) > 1:
                yield Near(table, near.lines), grid, header


def _cut(rows: Sequence[tuple[Cell | None, ...]]) -> Iterator[tuple[tuple[Cell | None, ...], ...]]:
    starts = [0]
    for index in range(2, len(rows)):
        first = rows[index][0]
        if first is None or not _HEADING.search(first.text) or offence_of(first.text):
            continue
        header = find_header(Grid(Table("", first.place, tuple(rows[index:]))))
        if header is not None and header.top == 0:
            starts.append(index)
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        yield tuple(rows[start:end])


def _rows(grid: Grid, header: Header) -> list[_Row]:
    rows: list[_Row] = []
    kind = ""
    last = header.labels[-1].index
    for index in range(header.bottom, grid.height):
        first = grid.text(index, header.labels[0].index)
        label = " ".join(
            dict.fromkeys(grid.text(index, each) for each in range(1, last + 1))
        ).strip()
        if not first and not label:
            kind = ""
            continue
        kind = first or kind
        if has_numbers(grid, index, header.columns) or _OUTCOME.search(label):
            rows.append(_Row(index, kind, offence_of(kind), label))
    return rows


def _reading(document: Document, grid: Grid, row: _Row, series: Series) -> Reading:
    found = value_at(document, grid, row.index, series)
    # "Offences with outcome charged" names offences, and counts outcomes.
    recorded = unit_of(row.label) is Unit.OFFENCES and not _OUTCOME.search(row.label)
    return Reading(
        force=None,
        period=series.period.period,
        offence=row.offence.offence if row.offence else None,
        unit=Unit.OFFENCES if recorded else Unit.OUTCOMES,
        value=found.value,
        sources=found.sources,
        layout=NAME,
        code=row.offence.code if row.offence else "",
        offence_text=row.kind,
        period_text=series.heading,
        split=None if recorded else ("outcome", row.label),
        arithmetic=found.arithmetic,
        flags=(
            *found.flags,
            *period_flags(series.period),
            *offence_flags(row.offence, row.kind or row.label),
        ),
    )

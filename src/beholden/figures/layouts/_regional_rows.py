"""Tables of forces by years whose cells are in place."""

from __future__ import annotations

import msgspec

from beholden.figures.core.documents import Document
from beholden.figures.core.forces import Registry
from beholden.figures.core.models import Flag, Force, Group, Reading, State, Value
from beholden.figures.layouts._around import Around, around
from beholden.figures.layouts._common import (
    is_total,
    offence_flags,
    period_flags,
    total_flag,
    with_flags,
)
from beholden.figures.layouts._grid import Grid, tables_with_lines
from beholden.figures.layouts._header import Header, find_header, has_numbers
from beholden.figures.layouts._series import CellValue, Series, cell_value, series_of
from beholden.figures.layouts.context import Context


class Named(msgspec.Struct, frozen=True):
    """A row that names a force, a group, or neither (a total, or a name that nobody knows)."""

    index: int
    label: str
    force: Force | None
    group: Group | None

    @property
    def total(self) -> bool:
        """Whether it is a sum over forces."""
        return self.force is None and (self.group is not None or is_total(self.label))


def named(registry: Registry, label: str, index: int) -> Named:
    """What a row's label names, footnote marks ignored."""
    bare = label.strip().rstrip("*†‡: ").strip()
    force = registry.find(bare)
    return Named(index, label.strip(), force, None if force else registry.find_group(bare))


def rows_of(document: Document, context: Context) -> list[Named]:
    """The rows of all tables that name a force."""
    found: list[Named] = []
    for near in tables_with_lines(document):
        grid = Grid(near.table)
        header = find_header(grid)
        if header is not None:
            found += [each for each in _rows(grid, header, context.registry) if each.force]
    return found


def _rows(grid: Grid, header: Header, registry: Registry) -> list[Named]:
    return [
        named(registry, grid.text(row, 0), row)
        for row in range(header.bottom, grid.height)
        if has_numbers(grid, row, header.columns) and grid.text(row, 0)
    ]


def read_rows(
    document: Document, context: Context, layout: str
) -> tuple[tuple[Reading, ...], tuple[str, ...]]:
    """The readings of every table of forces by years."""
    readings: list[Reading] = []
    steps: list[str] = []
    for near in tables_with_lines(document):
        grid = Grid(near.table)
        header = find_header(grid)
        if header is None:
            continue
        beside = around(grid, header.top, near, document, context)
        rows = _rows(grid, header, context.registry)
        for series in series_of(header):
            first = series.columns[0].index
            cells = [cell_value(document, grid, row.index, first) for row in rows]
            readings += checked_column(
                [
                    (row, _reading(cell, row, series, beside, layout))
                    for row, cell in zip(rows, cells, strict=True)
                ]
            )
        totals = ", ".join(row.label for row in rows if row.total) or "none"
        steps.append(f"{near.table.name or 'A table'}: forces by years; totals: {totals}.")
    return tuple(readings), tuple(steps)


def checked_column(column: list[tuple[Named, Reading]]) -> list[Reading]:
    """One column: a total is compared with the forces it covers.

    A region's total may hold forces that have no row; then it is only too small
    when it is below the sum of those that have.
    """
    checked: list[Reading] = [each for _, each in column]
    for at, (row, total) in enumerate(column):
        if not row.total:
            continue
        covered = [
            index
            for index, (other, _) in enumerate(column)
            if other.force and (row.group is None or other.force.code in row.group.members)
        ]
        parts = [checked[each].value for each in covered]
        if row.group is not None and len(covered) < len(row.group.members):
            parts.append(Value(State.BLANK))
        doubt = total_flag(total.value, parts)
        for each in (*covered, at):
            checked[each] = with_flags(checked[each], doubt)
    return checked


def _reading(found: CellValue, row: Named, series: Series, beside: Around, layout: str) -> Reading:
    offence = beside.offence()
    unknown = row.force is None and not row.total
    sentence = f"No force is called {row.label!r}. Correct the name."
    doubt = Flag("force-unknown", "review", sentence) if unknown else None
    reading = Reading(
        force=row.force.code if row.force else None,
        period=series.period.period,
        offence=offence.offence if offence else None,
        unit=beside.unit(series.heading),
        value=found.value,
        sources=found.sources,
        layout=layout,
        offence_text=row.label,
        period_text=series.heading,
        role="check" if row.total else "figure",
        flags=(*found.flags, *period_flags(series.period), *offence_flags(offence, "The table")),
    )
    return with_flags(reading, doubt)

"""A table of offences by periods: rows by code or wording, columns by date.

Every cell becomes one reading, quarters of one year become their sum, and a total
is compared with its parts. A total is one of child-image offences only when its
parts are all of them and nothing else, or when its label says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from beholden.figures.core.documents import Document
from beholden.figures.core.models import Flag, OffenceId, Reading, State, Unit
from beholden.figures.core.offences import IMAGE_SET
from beholden.figures.layouts._around import Around, around
from beholden.figures.layouts._common import (
    Offence,
    Whole,
    flag,
    is_total,
    offence_flags,
    offence_of,
    period_flags,
    total_flag,
    unit_of,
    whole_of,
    with_flags,
)
from beholden.figures.layouts._grid import Grid, Near
from beholden.figures.layouts._header import Header, find_header, has_numbers, undated
from beholden.figures.layouts._series import Series, grand_totals, series_of, value_at
from beholden.figures.layouts.context import Context

_TOTAL_OF = re.compile(r"(?:grand |overall )?total\b", re.IGNORECASE)
_GRAND = re.compile(r"\b(?:grand|overall)\b", re.IGNORECASE)
_SPLIT = re.compile(
    r"\b(platform|app|site|website|method|month|quarter|area|age|sex|gender|ethnicity|district|division)s?\b",
    re.IGNORECASE,
)


class Found(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one table said, and how it was read."""

    readings: tuple[Reading, ...] = ()
    steps: tuple[str, ...] = ()


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row beneath a heading. ``split`` names what its label is one of, as ``platform``."""

    index: int
    label: str
    offence: Offence | None = None
    total: bool = False
    split: str = ""
    unit: Unit | None = None


def read_matrix(document: Document, near: Near, context: Context, layout: str) -> Found | None:
    """The readings of a table with periods above its columns; nothing for another table."""
    grid = Grid(near.table)
    header = find_header(grid)
    if header is None:
        return None
    beside = around(grid, header.top, near, document, context)
    rows, steps = _rows(grid, header, beside)
    if not rows:
        return None
    reader = _Reader(document, grid, header, beside, layout)
    columns = series_of(header)
    readings = [each for series in columns for each in reader.column(series, rows)]
    readings = _repeated(readings)
    readings = reader.across(rows, columns, readings)
    unknown = undated(header)
    doubts = [flag("uncertain-period", f"a column is headed {each!r}") for each in unknown]
    readings = [with_flags(each, *doubts) for each in readings]
    shown = ", ".join(
        f"{each.heading!r} is {each.period.period.start} to {each.period.period.end}"
        for each in header.periods
        if each.period
    )
    name = near.table.name or "A table"
    missed = [f"Not understood, and not read: the column {each!r}." for each in unknown]
    steps = [f"{name}: heading in row {header.bottom}; {shown}.", *missed, *steps]
    return Found(tuple(readings), tuple(steps))


# --- rows ----------------------------------------------------------------------------------


def _rows(grid: Grid, header: Header, beside: Around) -> tuple[list[Row], list[str]]:
    heading = " ".join(each.heading for each in header.labels)
    found = _SPLIT.search(heading)
    split = found[1].lower() if found else ""
    rows: list[Row] = []
    steps: list[str] = []
    for index in range(header.bottom, grid.height):
        texts = [grid.text(index, each.index) for each in header.labels]
        label = " ".join(dict.fromkeys(text for text in texts if text))
        numbers = has_numbers(grid, index, header.columns)
        named = (offence_of(each) for each in (label, *texts))
        offence = next((each for each in named if each is not None), None)
        if not label or (grid.is_wide(index, 0) and not numbers):
            if numbers:
                rows.append(Row(index, label))
            elif label:
                steps.append(f"Row {index + 1} is no row of numbers: {label[:60]}")
            continue
        if not numbers and (offence is None or len(label.split()) > 30):  # noqa: PLR2004 - a note
            steps.append(f"Row {index + 1} is no row of numbers: {label[:60]}")
            continue
        rows.append(_row(Row(index, label, offence, split=split), texts, beside))
    return rows, steps


def _row(row: Row, texts: list[str], beside: Around) -> Row:
    unit = unit_of(row.label)
    if any(is_total(text) for text in texts) or _TOTAL_OF.match(row.label):
        return msgspec.structs.replace(row, total=True, split="", unit=unit)
    if row.offence is not None:
        return msgspec.structs.replace(row, split="", unit=unit)
    if row.split or unit is not None:
        # "Number of offences": the offence is named above the table, not in the row.
        return msgspec.structs.replace(row, offence=beside.offence(), unit=unit)
    return row


# --- readings ------------------------------------------------------------------------------


class _Reader:
    """Reads one table; holds what all its cells share."""

    def __init__(
        self,
        document: Document,
        grid: Grid,
        header: Header,
        beside: Around,
        layout: str,
    ) -> None:
        self.document = document
        self.grid = grid
        self.header = header
        self.beside = beside
        self.layout = layout
        self.label_heading = " ".join(each.heading for each in header.labels)

    def column(self, series: Series, rows: Sequence[Row]) -> Iterator[Reading]:
        """One column, or quarters that make one: a reading for each row, totals compared."""
        done: list[tuple[Row, Reading]] = []
        start = 0
        for row in rows:
            if row.total:
                first = 0 if _GRAND.search(row.label) or start == len(done) else start
                parts = [each for each in done[first:] if not each[0].total]
                total, doubt = self._total(row, series, parts)
                held = {id(each) for _, each in parts}
                given_away = _recoverable(total, [each for _, each in parts])
                done = [
                    (that, with_flags(each, doubt, given_away.get(id(each))))
                    if id(each) in held
                    else (that, each)
                    for that, each in done
                ]
                done.append((row, total))
                start = len(done)
            else:
                done.append((row, self._reading(row, series, row.offence)))
        yield from (each for _, each in done)

    def _reading(self, row: Row, series: Series, offence: Offence | None) -> Reading:
        found = value_at(self.document, self.grid, row.index, series)
        split = (row.split, row.label) if row.split else None
        if series.split:
            split = ("column", series.split)
        return Reading(
            force=None,
            period=series.period.period,
            offence=offence.offence if offence else None,
            unit=self._unit(row, series),
            value=found.value,
            sources=found.sources,
            layout=self.layout,
            code=offence.code if offence else "",
            offence_text=row.label,
            period_text=series.heading,
            split=split,
            arithmetic=found.arithmetic,
            flags=(
                *found.flags,
                *period_flags(series.period),
                *offence_flags(offence, row.label),
            ),
        )

    def _unit(self, row: Row, series: Series) -> Unit:
        if row.unit is not None and row.unit is not Unit.OFFENCES:
            return row.unit
        above = unit_of(series.heading)
        if above is not None:
            return above
        return self.beside.unit(else_by=(self.label_heading, row.label))

    def _total(
        self, row: Row, series: Series, parts: Sequence[tuple[Row, Reading]]
    ) -> tuple[Reading, Flag | None]:
        whole = self._whole(row, parts)
        reading = self._reading(row, series, whole.offence)
        if whole.role == "check":
            reading = msgspec.structs.replace(reading, flags=())
        split = any(part.split for _, part in parts)
        disagrees = total_flag(
            reading.value,
            [part.value for _, part in parts if row.offence is None or split or _image(part)],
        )
        reading = with_flags(reading, whole.doubt, disagrees)
        return msgspec.structs.replace(reading, role=whole.role), disagrees

    def _whole(self, row: Row, parts: Sequence[tuple[Row, Reading]]) -> Whole:
        """What a total is of, told by its label, by its parts, or by the text around."""
        if row.offence is not None:
            return Whole(row.offence, "total")
        if any(part.split for _, part in parts) or not parts:
            return Whole(self.beside.offence(), "total")
        return whole_of([part for _, part in parts])

    def across(
        self, rows: Sequence[Row], columns: Sequence[Series], readings: list[Reading]
    ) -> list[Reading]:
        """Compares each row with the total at its end."""
        for column in grand_totals(self.header):
            for at, row in enumerate(rows):
                series = Series(columns[0].period, column.heading, (column,))
                total = value_at(self.document, self.grid, row.index, series).value
                held = range(at, len(readings), len(rows))
                doubt = total_flag(total, [readings[each].value for each in held])
                for each in held:
                    readings[each] = with_flags(readings[each], doubt)
        return readings


def _recoverable(total: Reading, parts: Sequence[Reading]) -> dict[int, Flag]:
    """The flag of the one hidden part that its total gives away, by the part's ``id``."""
    hidden = [each for each in parts if not each.value.known]
    if not total.value.known or len(hidden) != 1 or hidden[0].value.state is not State.SUPPRESSED:
        return {}
    doubt = flag("recoverable-suppression", "it is the total less the other parts")
    return {id(hidden[0]): doubt}


def _image(reading: Reading) -> bool:
    return reading.offence in IMAGE_SET


def _repeated(readings: Sequence[Reading]) -> list[Reading]:
    """Two numbers of one offence and period: neither is believed alone."""
    keys = Counter(_key(each) for each in readings if each.offence and each.role == "figure")
    doubt = flag("uncertain-offence", "two numbers of the table are of it")
    return [
        with_flags(each, doubt) if each.role == "figure" and keys[_key(each)] > 1 else each
        for each in readings
    ]


def _key(reading: Reading) -> tuple[OffenceId | None, object, Unit, object]:
    return reading.offence, reading.period, reading.unit, reading.split

"""Columns as series: one column is a period, or four quarters are, with or without a total."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from beholden.figures.core import numbers
from beholden.figures.core.documents import Document
from beholden.figures.core.models import Flag, Period, Source, State, Value
from beholden.figures.core.periods import ParsedPeriod, financial_year, is_financial_year, tiles
from beholden.figures.layouts._common import (
    flag,
    number_flags,
    source_at,
    total_flag,
    unit_of,
    value_of,
)
from beholden.figures.layouts._grid import Grid
from beholden.figures.layouts._header import Column, Header


class Series(msgspec.Struct, frozen=True, omit_defaults=True):
    """Columns that together are one period. ``printed`` is the column of their total."""

    period: ParsedPeriod
    heading: str
    columns: tuple[Column, ...]
    printed: Column | None = None
    split: str = ""


class CellValue(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a row has for a series: a value, its cells, and what is to be said of it."""

    value: Value
    sources: tuple[Source, ...]
    arithmetic: str = ""
    flags: tuple[Flag, ...] = ()


def series_of(header: Header) -> tuple[Series, ...]:
    """The series beneath a heading, in the order of their first columns."""
    quarters: dict[Period, list[Column]] = {}
    for column in header.periods:
        if column.period and column.quarter:
            quarters.setdefault(_year(column.period.period), []).append(column)
    plain = [
        Series(column.period, column.heading, (column,))
        for column in header.periods
        if column.period
        and not column.quarter
        and not (column.total and column.period.period in quarters)
    ]
    together = [_year_series(header, year, columns) for year, columns in quarters.items()]
    found = [*(each for several in together for each in several), *_told_apart(plain)]
    return tuple(sorted(found, key=lambda each: each.columns[0].index))


def grand_totals(header: Header) -> tuple[Column, ...]:
    """The columns that add up all periods of a row."""
    return tuple(each for each in header.columns if each.total and not each.period)


def _year(period: Period) -> Period:
    start = period.start
    return financial_year(start.year if start.month >= 4 else start.year - 1)  # noqa: PLR2004


def _year_series(header: Header, year: Period, columns: Sequence[Column]) -> list[Series]:
    printed = next(
        (each for each in header.periods if each.total and _is_of(each.period, year)), None
    )
    spans = [each.period.period for each in columns if each.period]
    certain = all(each.period is not None and each.period.certain for each in columns)
    if tiles(spans, year) or printed is not None:
        heading = f"{columns[0].heading} to {columns[-1].heading}"
        why = "" if certain else "the quarters may be of another year"
        period = ParsedPeriod(year, heading, certain, why)
        return [Series(period, heading, tuple(columns), printed)]
    return [Series(each.period, each.heading, (each,)) for each in columns if each.period]


def _is_of(found: ParsedPeriod | None, year: Period) -> bool:
    return found is not None and is_financial_year(found.period) and found.period == year


def _told_apart(plain: Sequence[Series]) -> list[Series]:
    """Two columns of one period and unit are parts of it, unless one is called the total.

    Columns that say nothing different of themselves are no parts but the same twice.
    """
    keys = Counter((each.period.period, unit_of(each.heading)) for each in plain)
    twins = Counter((each.period.period, _beside_period(each)) for each in plain)
    return [
        msgspec.structs.replace(each, split=each.heading)
        if keys[each.period.period, unit_of(each.heading)] > 1
        and twins[each.period.period, _beside_period(each)] == 1
        and not each.columns[0].total
        else each
        for each in plain
    ]


def _beside_period(series: Series) -> str:
    """What a heading says beside its period."""
    rest = series.heading.replace(series.period.text, " ")
    return " ".join(re.findall(r"\w+", rest.lower()))


# --- values --------------------------------------------------------------------------------


def value_at(document: Document, grid: Grid, row: int, series: Series) -> CellValue:
    """The value of a row for a series: as it stands, or the sum of its quarters."""
    if len(series.columns) == 1 and series.printed is None:
        return cell_value(document, grid, row, series.columns[0].index)
    parts = [cell_value(document, grid, row, each.index) for each in series.columns]
    flags = tuple(dict.fromkeys(each for part in parts for each in part.flags))
    sources = tuple(each for part in parts for each in part.sources)
    printed = (
        None if series.printed is None else cell_value(document, grid, row, series.printed.index)
    )
    found = [part.value for part in parts]
    spans = [each.period.period for each in series.columns if each.period]
    if all(each.known for each in found) and tiles(spans, series.period.period):
        disagrees = total_flag(printed.value, found) if printed else None
        counts = [each.count or 0 for each in found]
        return CellValue(
            numbers.count(sum(counts)),
            sources,
            " + ".join(str(each) for each in counts),
            (*flags, disagrees) if disagrees else flags,
        )
    if printed is not None and printed.value.known:
        disagrees = total_flag(printed.value, found)
        extra = (disagrees,) if disagrees else ()
        return CellValue(printed.value, printed.sources, "", (*flags, *printed.flags, *extra))
    hidden = any(each.state is State.SUPPRESSED for each in found)
    state = State.SUPPRESSED if hidden else State.BLANK
    return CellValue(Value(state, reason="a quarter is not known"), sources, "", flags)


def cell_value(document: Document, grid: Grid, row: int, column: int) -> CellValue:
    """The value of one place, whether or not a cell stands there."""
    cell = grid.own(row, column)
    seen = grid.covering(row, column)
    place = grid.place(row, column)
    if seen is not None and seen.columns > 1:
        doubt = flag("uncertain-number", f"one cell with {seen.text!r} covers several columns")
        blank = Value(State.BLANK, reason="merged cell")
        return CellValue(blank, (source_at(document, seen.place, seen.text),), "", (doubt,))
    found = value_of(cell)
    text = "" if cell is None else cell.text
    sources = (source_at(document, place, text),)
    if found is None:
        doubt = flag("uncertain-number", f"the cell says {text!r}")
        return CellValue(Value(State.BLANK, reason=text), sources, "", (doubt,))
    return CellValue(found.value, sources, "", number_flags(found))

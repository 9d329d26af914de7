"""Where a table's heading is, and which period and what each column is of.

A heading may take several rows (years merged over quarters). A column without a
period is a label, when it stands left of the first that has one, or a total.
"""

from __future__ import annotations

import re

import msgspec

from beholden.figures.core.periods import ParsedPeriod, find_periods, parse_period
from beholden.figures.layouts._common import is_total, number_of, offence_of, value_of
from beholden.figures.layouts._grid import Grid

DERIVED = re.compile(r"%|\bper ?cent|\b(?:change|difference|rate|increase)\b", re.IGNORECASE)
"""Headings of columns that are computed from others."""
_QUARTER = re.compile(
    r"\b(?:q(?:uarter|tr)?\s?([1-4])|([1-4])(?:st|nd|rd|th) quarter)\b", re.IGNORECASE
)
_BARE_YEAR = re.compile(r"(?:19[89]|20[0-4])\d")
_DATES = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?<!\d)(?:19|20)\d\d(?!\d)")
_DEEPEST = 40


class Column(msgspec.Struct, frozen=True, omit_defaults=True):
    """One column. ``heading`` is every text above it, the lowest first.

    ``quarter`` marks a part of a year that others complete; ``total`` a sum over
    the columns of its period or, without one, over the row. ``derived`` columns
    (changes, percentages) are never read.
    """

    index: int
    heading: str = ""
    period: ParsedPeriod | None = None
    quarter: bool = False
    total: bool = False
    derived: bool = False


class Header(msgspec.Struct, frozen=True):
    """The rows of a heading, ``top`` to before ``bottom``, and the columns beneath."""

    top: int
    bottom: int
    labels: tuple[Column, ...]
    columns: tuple[Column, ...]

    @property
    def periods(self) -> tuple[Column, ...]:
        """The columns that hold numbers of a period."""
        return tuple(each for each in self.columns if each.period and not each.derived)


def find_header(grid: Grid) -> Header | None:
    """The heading with periods in its columns; the first that has numbers beneath."""
    for row in range(min(grid.height - 1, _DEEPEST)):
        columns = [each for each in range(1, grid.width) if _period_cell(grid, row, each)]
        named = columns and any(offence_of(grid.text(row, each)) for each in range(columns[0]))
        if columns and not named and _numbers_below(grid, row, columns):
            return _header(grid, row, columns)
    return None


def _period_cell(grid: Grid, row: int, column: int) -> bool:
    cell = grid.own(row, column)
    if cell is None or not cell.text or cell.columns >= grid.width:
        return False
    found = {each.period for each in find_periods(" ".join(cell.text.split()))}
    return len(found) == 1 and not _names_years(grid, row, column)


def _numbers_below(grid: Grid, row: int, columns: list[int]) -> bool:
    """Whether a number or a word for one stands in a row soon beneath, beside a label."""
    for below in range(row + 1, min(grid.height, row + 5)):
        if any((cell := grid.own(below, each)) and _is_value(cell.text) for each in columns):
            return any(
                grid.text(below, each) and not _is_value(grid.text(below, each))
                for each in range(columns[0])
            )
    return False


def _names_years(grid: Grid, row: int, column: int) -> bool:
    """Whether a column of bare years goes on beneath its first: a list, and no heading."""
    return _BARE_YEAR.fullmatch(grid.text(row, column)) is not None and any(
        _BARE_YEAR.fullmatch(grid.text(below, column)) for below in range(row + 1, grid.height)
    )


def _is_value(text: str) -> bool:
    return bool(text.strip()) and number_of(text) is not None


def _header(grid: Grid, row: int, columns: list[int]) -> Header:
    first = columns[0]
    bottom = row + 1
    while bottom < grid.height - 1 and _is_heading(grid, bottom, first):
        bottom += 1
    top = row
    while top > 0 and _is_heading(grid, top - 1, first) and row - top < 2:  # noqa: PLR2004 - rows
        top -= 1
    found = [_column(grid, top, bottom, each) for each in range(grid.width)]
    return Header(top, bottom, tuple(found[:first]), tuple(found[first:]))


def _is_heading(grid: Grid, row: int, first: int) -> bool:
    """A row with words above several columns and not one number."""
    cells = [grid.own(row, each) for each in range(first, grid.width)]
    texts = [cell.text for cell in cells if cell is not None and cell.text.strip()]
    return bool(texts) and not any(_is_value(each) for each in texts)


def _column(grid: Grid, top: int, bottom: int, index: int) -> Column:
    texts: list[str] = []
    for row in range(bottom - 1, top - 1, -1):
        cell = grid.covering(row, index)
        text = grid.text(row, index)
        if text and text not in texts and cell is not None and cell.columns < grid.width:
            texts.append(text)
    heading = " ".join(texts)
    quarter = _QUARTER.search(heading)
    if quarter:
        number = quarter[1] or quarter[2]
        rest = _QUARTER.sub(" ", heading)
        period = parse_period(f"Q{number} {rest}".strip())
    else:
        named = {each.period for each in find_periods(heading)}
        period = parse_period(heading) if len(named) == 1 else None
    return Column(
        index,
        heading,
        period,
        quarter=quarter is not None,
        total=not quarter and any(_is_total(each) for each in texts),
        derived=DERIVED.search(heading) is not None,
    )


def _is_total(text: str) -> bool:
    """Whether a heading is ``Total``, also with its year, as ``2016/17 Total``."""
    found = find_periods(text)
    return is_total(text.replace(found[0].text, " ") if len(found) == 1 else text)


def undated(header: Header) -> tuple[str, ...]:
    """The headings that look like dates and name no period, as ``4/1/17-3/31/18``."""
    return tuple(
        each.heading
        for each in header.columns
        if each.period is None
        and not each.derived
        and not each.total
        and "total" not in each.heading.lower()
        and _DATES.search(each.heading)
    )


def has_numbers(grid: Grid, row: int, columns: tuple[Column, ...]) -> bool:
    """Whether anything at all stands in the columns of a row that is a value."""
    return any(
        (cell := grid.own(row, each.index)) is not None
        and cell.text.strip()
        and value_of(cell) is not None
        for each in columns
    )

"""The report as tables for a spreadsheet. Pure.

Whatever a network wrote (names of surfaces, rules, lists) is no formula in a cell.

    figures_csv(report)    # a row for each figure
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from beholden._design import as_csv, harmless
from beholden.transparency.core import Figure, TransparencyReport, days_of
from beholden.transparency.pages._words import plain

__all__ = ["FIGURE_COLUMNS", "daily_csv", "figures_csv"]

FIGURE_COLUMNS: Final = (
    "key",
    "title",
    "part",
    "unit",
    "figure",
    "numerator",
    "denominator",
    "low",
    "high",
    "window_first",
    "window_last",
    "population",
    "method",
    "counting_time",
    "exclusions",
    "small_numbers",
    "not_measured_because",
    "query",
)
_DAY = "day"


def figures_csv(report: TransparencyReport) -> bytes:
    """A row for each figure, with everything that is known of it."""
    return as_csv(FIGURE_COLUMNS, (_row(report, figure) for figure in report.figures))


def daily_csv(report: TransparencyReport) -> bytes:
    """A row for each day of the window, a column for each figure that is there by day."""
    daily = [one for one in report.indicators if one.by == _DAY]
    found = {(one.indicator, one.part): one for one in report.figures}
    rows = (
        [day, *(plain(found.get((one.id, day))) for one in daily)] for day in days_of(report.window)
    )
    return as_csv([_DAY, *(harmless(one.id) for one in daily)], rows)


def _row(report: TransparencyReport, figure: Figure) -> list[str]:
    return [harmless(cell) for cell in _cells(report, figure)]


def _cells(report: TransparencyReport, figure: Figure) -> Iterator[str]:
    indicator = report.indicator(figure.indicator)
    assert indicator is not None  # noqa: S101 - a report that holds together; see decode_report
    yield from (figure.key, indicator.title, figure.part, indicator.unit, plain(figure))
    bounds = (figure.numerator, figure.denominator, figure.low, figure.high)
    yield from ("" if each is None else str(each) for each in bounds)
    yield from (report.window.first.isoformat(), report.window.last.isoformat())
    yield from (indicator.population, indicator.method, indicator.counting_time)
    yield " ".join(figure.exclusions)
    yield (
        f"counts from 1 to {report.small_numbers_below - 1} are hidden, and others where one of "
        "these could be worked out"
        if indicator.hides_small and report.small_numbers_below > 1
        else "printed as it is"
    )
    yield from (indicator.not_measured, indicator.query)

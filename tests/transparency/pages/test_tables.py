"""The tables of a report say what the report says, to any program."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from beholden._design import percent
from beholden.transparency.core import Figure, TransparencyReport, days_of
from beholden.transparency.pages._tables import FIGURE_COLUMNS, daily_csv, figures_csv
from tests.transparency import samples


def rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode(), newline="")))


def same(figure: Figure, row: dict[str, str]) -> bool:
    """Whether a row says what its figure says."""
    if figure.mark:
        return row["figure"] == f"[{figure.mark}]"
    if figure.count is not None:
        return int(row["figure"]) == figure.count
    share = Decimal(row["numerator"]) / Decimal(row["denominator"])
    return abs(share - Decimal(row["figure"])) < Decimal("1e-11")


def test_every_figure_has_a_row_with_everything_that_is_known_of_it() -> None:
    report = samples.sample_report()
    found = rows(figures_csv(report))
    assert tuple(found[0]) == FIGURE_COLUMNS
    assert [row["key"] for row in found] == [one.key for one in report.figures]
    for figure, row in zip(report.figures, found, strict=True):
        indicator = report.indicator(figure.indicator)
        assert indicator is not None
        assert same(figure, row), row
        assert row["query"] == " ".join(indicator.query.split())
        assert row["window_first"] == "2026-10-01"
        assert row["low"] == ("" if figure.low is None else str(figure.low))
        assert row["exclusions"] == " ".join(figure.exclusions)
        assert row["not_measured_because"] == indicator.not_measured


def test_small_numbers_are_said_to_be_hidden_only_where_they_are() -> None:
    for report in (samples.sample_report(), samples.sample_report(below=1)):
        for row in rows(figures_csv(report)):
            indicator = report.indicator(row["key"].partition("[")[0])
            assert indicator is not None
            hides = indicator.hides_small and report.small_numbers_below > 1
            assert row["small_numbers"].startswith("counts from 1 to 4" if hides else "printed")


def test_every_day_has_a_row_and_every_daily_figure_a_column() -> None:
    report: TransparencyReport = samples.sample_report()
    found = rows(daily_csv(report))
    assert [row["day"] for row in found] == list(days_of(report.window))
    for row in found:
        figure = report.figure(f"uploads-checked-by-day[{row['day']}]")
        assert figure is not None
        assert row["uploads-checked-by-day"] == str(figure.count)


def test_a_day_of_which_hours_are_missing_says_so_in_its_own_row() -> None:
    found = rows(daily_csv(samples.sample_report(missing_hours=23)))
    assert [row["hours-stated-by-day"] for row in found[:3]] == ["24", "1", "24"]
    nothing = rows(daily_csv(samples.empty_report()))
    assert {row["hours-stated-by-day"] for row in nothing} == {"0"}
    assert {row["uploads-checked-by-day"] for row in nothing} == {"[x]"}


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_a_share_is_printed_as_none_or_all_only_where_it_is(part: int, whole: int) -> None:
    part = min(part, whole)
    text = percent(part, whole)
    assert (text == "0%") == (part == 0)
    assert (text == "100%") == (part == whole)
    if not text.startswith(("over", "under")):
        exact, said = Decimal(100) * part / whole, Decimal(text.removesuffix("%"))
        assert abs(said - exact) <= max(exact * Decimal("0.006"), Decimal("0.0000005"))

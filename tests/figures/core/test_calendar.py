"""Months of the calendar: as many as were put together are counted, and a day more is no month."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core._calendar import calendar_year, financial_year, months, whole_months
from beholden.figures.core.models import Day


@given(st.integers(1990, 2040), st.integers(1, 12), st.integers(1, 60))
def test_whole_months_are_as_many_as_were_put_together(year: int, month: int, count: int):
    period = months(year, month, count)
    assert whole_months(period) == count
    longer = Day.fromordinal(period.end.toordinal() + 1)
    assert whole_months(msgspec.structs.replace(period, end=longer)) == 0
    later = Day.fromordinal(period.start.toordinal() + 1)
    assert whole_months(msgspec.structs.replace(period, start=later)) == 0


@pytest.mark.parametrize("year", [calendar_year(2018), financial_year(2017)])
def test_a_year_has_twelve(year):
    assert whole_months(year) == 12

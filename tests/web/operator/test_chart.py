"""The chart: every decision is drawn once, its scale holds it, and the same hours look the same."""

from __future__ import annotations

import re
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from beholden.web.operator import HourCount
from beholden.web.operator._chart import ceiling, day_of, drawn, short
from tests.web.operator.states import HOUR, NOW

counts = st.integers(0, 10**12)
hours = st.lists(
    st.builds(
        lambda back, allow, hold, block: HourCount(
            HOUR - timedelta(hours=back), allow, hold, block
        ),
        st.integers(-2, 30),
        counts,
        counts,
        counts,
    )
)


@given(st.integers(0, 10**18))
def test_the_top_of_a_scale_is_close_above_and_round(most: int) -> None:
    top = ceiling(most)
    assert most <= top <= max(2 * most, 1)
    assert re.fullmatch(r"[12468]0*", str(top))


@given(st.integers(0, 10**12).map(ceiling))
def test_a_number_of_a_scale_is_short(top: int) -> None:
    assert len(short(top)) <= len("1000bn")


@given(hours)
def test_a_day_has_24_hours_and_loses_nothing_within_them(given_hours: list[HourCount]) -> None:
    day = day_of(given_hours, NOW)
    starts = [hour.hour for hour in day]
    assert starts == [HOUR - timedelta(hours=23 - place) for place in range(24)]
    within = [hour for hour in given_hours if starts[0] <= hour.hour <= starts[-1]]
    for name in ("allow", "hold", "block"):
        assert sum(getattr(h, name) for h in day) == sum(getattr(h, name) for h in within)


@given(hours)
def test_every_bar_stays_inside_its_panel(given_hours: list[HourCount]) -> None:
    svg = drawn(day_of(given_hours, NOW))
    assert svg == drawn(day_of(given_hours[::-1], NOW))
    bars = re.findall(r'<rect class="bar-\w+" x="([\d.]+)%" y="([\d.-]+)" width="([\d.]+)%"', svg)
    for x, y, width in bars:
        assert float(x) + float(width) <= 100
        assert 30 - 2 <= float(y) < 300

"""Intervals of counts and shares, against another library and against what is published."""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden._statistics import Interval, count_interval, critical, wilson

# Neither of the other libraries carries types.
stats = import_module("scipy.stats")
proportion = import_module("statsmodels.stats.proportion")

COUNTS = st.integers(0, 50_000)


@given(COUNTS, st.sampled_from([0.8, 0.95, 0.99]))
def test_a_count_s_interval_is_the_quantile_of_chi_squared(count, level):
    tail = (1 - level) / 2
    found = count_interval(count, level)
    low = stats.chi2.ppf(tail, 2 * count) / 2 if count else 0
    assert found.low == pytest.approx(low, rel=1e-9)
    assert found.high == pytest.approx(stats.chi2.ppf(1 - tail, 2 * count + 2) / 2, rel=1e-9)


@given(st.integers(1, 3000))
def test_at_its_ends_a_count_is_as_rare_as_the_level_says(count):
    found = count_interval(count)
    assert stats.poisson.sf(count - 1, found.low) == pytest.approx(0.025)
    assert stats.poisson.cdf(count, found.high) == pytest.approx(0.025)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0, 3.689),
        (1, 0.025, 5.572),
        (5, 1.623, 11.668),
        (10, 4.795, 18.390),
        (200, 173.2, 229.7),
    ],
)
def test_known_intervals_of_counts_come_out(count, low, high):
    assert count_interval(count) == pytest.approx((low, high), abs=0.05)


@pytest.mark.parametrize(("deff", "text"), [(1, "1.87 2.14"), (2, "1.81 2.20")])
def test_the_survey_s_interval_widens_with_its_design(deff, text):
    found = wilson(Decimal("0.02"), 40_000, deff)
    assert f"{found.low * 100:.2f} {found.high * 100:.2f}" == text


@given(st.integers(1, 100_000), st.data())
def test_wilson_is_that_of_another_library(base, data):
    hits = data.draw(st.integers(0, base))
    low, high = proportion.proportion_confint(hits, base, method="wilson")
    found = wilson(hits / base, base)
    assert found == pytest.approx((low, high), abs=1e-12)
    assert 0 <= found.low <= hits / base <= found.high <= 1


@given(st.floats(0, 1), st.integers(2, 10_000), st.floats(1, 5))
def test_a_design_effect_never_narrows(share, base, deff):
    plain, wide = wilson(share, base), wilson(share, base, deff)
    assert wide.high - wide.low >= plain.high - plain.low - 1e-12


def test_intervals_that_touch_overlap():
    assert Interval(1, 2).overlaps(Interval(2, 3))
    assert Interval(1, 4).overlaps(Interval(2, 3))
    assert not Interval(1, 2).overlaps(Interval(2.1, 3))
    assert not Interval(2.1, 3).overlaps(Interval(1, 2))
    assert critical() == pytest.approx(1.959964, abs=1e-6)

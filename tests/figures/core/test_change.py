"""Changes of counts: the worked checks, and another library as the oracle."""

from __future__ import annotations

import math
from decimal import Decimal
from importlib import import_module

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.figures.core.change import (
    CountChange,
    benjamini_hochberg,
    exact_p,
    interval_text,
    overdispersion,
    ratio_interval,
    wide_interval,
)
from beholden.figures.core.rounding import half_up, percent_text

# Neither of the other libraries carries types.
stats = import_module("scipy.stats")
rates = import_module("statsmodels.stats.rates")
multitest = import_module("statsmodels.stats.multitest")

CHECKS = [
    ("Bedfordshire", 118, 200, "+69.5%", "5.0e-06", "+35% to +113%"),
    ("Essex", 568, 767, "+35.0%", "5.7e-08", "+21% to +51%"),
    ("Hampshire", 974, 1199, "+23.1%", "1.5e-06", "+13% to +34%"),
    ("Leicestershire", 320, 411, "+28.4%", "0.00086", "+11% to +49%"),
    ("South Yorkshire", 666, 772, "+15.9%", "0.0056", "+5% to +29%"),
    ("Cambridgeshire", 209, 164, "-21.5%", "0.023", "-36% to -4%"),
    ("Northamptonshire", 245, 263, "+7.3%", "0.45", "-10% to +28%"),
    ("Humberside", 375, 390, "+4.0%", "0.61", "-10% to +20%"),
    ("Hertfordshire", 309, 301, "-2.6%", "0.78", "-17% to +14%"),
]
FEW = st.integers(0, 40)
MANY = st.integers(0, 30_000)
DAYS = st.sampled_from([363, 365, 366])


@pytest.mark.parametrize("check", CHECKS, ids=[check[0] for check in CHECKS])
def test_the_worked_checks_come_out(check):
    _, before, after, change, p, interval = check
    found = CountChange(before, after)
    assert percent_text(found.percent, before) == change
    assert f"{found.p:.2g}" == f"{float(p):.2g}"
    span = found.interval()
    assert span is not None
    assert interval_text(span) == interval


def test_what_a_change_says_of_itself_is_its_arithmetic():
    found = CountChange(568, 767)
    assert found.difference == 199
    assert found.ratio is not None
    assert half_up(found.ratio, 4) == Decimal("1.3504")
    assert CountChange(0, 5).percent is None
    assert CountChange(0, 5).ratio is None


@given(FEW, FEW, DAYS, DAYS)
def test_p_is_the_exact_binomial_one(before, after, first, second):
    if before + after == 0:
        assert exact_p(before, after, first, second) == 1
        return
    oracle = stats.binomtest(after, before + after, second / (first + second)).pvalue
    assert exact_p(before, after, first, second) == pytest.approx(oracle, rel=1e-9)


@settings(max_examples=40)
@given(MANY, MANY, DAYS, DAYS)
def test_p_of_large_counts_is_that_of_another_library(before, after, first, second):
    if before == 0 or after == 0:
        return
    oracle = rates.test_poisson_2indep(after, second, before, first, method="exact-cond").pvalue
    assert exact_p(before, after, first, second) == pytest.approx(oracle, rel=1e-6, abs=1e-300)


@given(MANY, MANY, DAYS, DAYS)
def test_p_does_not_depend_on_which_year_is_named_first(before, after, first, second):
    forth, back = exact_p(before, after, first, second), exact_p(after, before, second, first)
    assert 0 <= forth <= 1
    assert forth == pytest.approx(back, rel=1e-6, abs=1e-300)


@given(st.integers(1, 30_000), st.integers(1, 30_000), DAYS, DAYS)
def test_the_interval_of_a_ratio_is_the_score_interval(before, after, first, second):
    low, high = rates.confint_poisson_2indep(
        after, second, before, first, method="score", compare="ratio"
    )
    found = ratio_interval(before, after, first, second)
    # The other library searches for its ends, and stops a little early.
    assert found == pytest.approx((low, high), rel=1e-5, abs=1e-7)
    assert found is not None
    for end, z in zip(found, (1.959964, -1.959964), strict=True):
        expected = (before + after) * (share := end * second / (first + end * second))
        deviation = math.sqrt(expected * (1 - share))
        assert (after - expected) / deviation == pytest.approx(z, rel=1e-6)


@given(st.integers(1, 30_000), st.integers(1, 30_000))
def test_an_interval_holds_its_ratio_and_the_wide_one_holds_it(before, after):
    narrow = ratio_interval(before, after)
    wide, wider = (wide_interval(before, after, phi=phi) for phi in (1, 4))
    assert narrow is not None
    assert wide is not None
    assert wider is not None
    assert narrow.low < after / before < narrow.high
    assert wider.low < wide.low <= narrow.low + 1e-12
    assert narrow.high <= wide.high + 1e-12 < wider.high + 1e-12


@given(st.integers(1, 5000), st.integers(1, 5000), st.floats(1, 50))
def test_overdispersion_widens_the_log_ratio_by_its_root(before, after, phi):
    found = CountChange(before, after).interval(phi)
    plain = wide_interval(before, after, phi=1)
    assert found is not None
    assert plain is not None
    if phi > 1:
        grown = math.log(found.high / found.low) / math.log(plain.high / plain.low)
        assert grown == pytest.approx(math.sqrt(phi))


def test_what_has_no_ratio_has_no_interval():
    assert ratio_interval(0, 0) is None
    assert wide_interval(0, 5, phi=2) is None
    assert wide_interval(5, 0, phi=2) is None
    from_none = ratio_interval(0, 5)
    assert from_none is not None
    assert from_none.high == math.inf
    assert interval_text(from_none).endswith("any")


def test_phi_below_one_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        wide_interval(5, 5, phi=0.5)


@settings(max_examples=50)
@given(st.lists(st.tuples(FEW, FEW), max_size=12))
def test_overdispersion_is_never_below_one(pairs):
    assert overdispersion([[CountChange(*pair) for pair in pairs]]) >= 1


def test_forces_that_change_alike_are_not_overdispersed():
    assert overdispersion([[CountChange(100, 150)] * 20]) == 1
    assert overdispersion([]) == 1
    assert overdispersion([[CountChange(0, 0)]]) == 1


def test_overdispersion_is_pearson_s_over_its_degrees_of_freedom():
    pairs = [(120, 200), (300, 310), (50, 20), (700, 900)]
    share = sum(b for _, b in pairs) / sum(a + b for a, b in pairs)
    squares = sum((b - (a + b) * share) ** 2 / ((a + b) * share * (1 - share)) for a, b in pairs)
    step = [CountChange(*pair) for pair in pairs]
    assert overdispersion([step]) == pytest.approx(squares / 3)
    assert overdispersion([step, step]) == pytest.approx(squares / 3)


@pytest.mark.parametrize("phi", [1.0, 6.0])
def test_overdispersion_finds_the_one_that_numbers_were_made_with(phi):
    generator = np.random.default_rng(20180913)
    means = generator.integers(200, 1500, size=400)
    if phi == 1:
        drawn = generator.poisson(np.stack([means, means * 1.2]))
    else:
        sizes = np.stack([means, means * 1.2]) / (phi - 1)
        drawn = generator.negative_binomial(sizes, 1 / phi)
    step = [CountChange(int(a), int(b)) for a, b in drawn.T]
    assert overdispersion([step]) == pytest.approx(phi, rel=0.2)


def test_a_leap_year_alone_is_no_change():
    step = [CountChange(365 * n, 366 * n, 365, 366) for n in range(1, 20)]
    assert overdispersion([step]) == 1
    assert exact_p(36_500, 36_600, 365, 366) == pytest.approx(1, abs=1e-3)


@given(st.lists(st.floats(0, 1), max_size=30))
def test_adjusted_p_values_are_those_of_another_library(p_values):
    found = benjamini_hochberg(p_values)
    if p_values:
        oracle = multitest.multipletests(p_values, method="fdr_bh")[1]
        assert found == pytest.approx(tuple(oracle))
    else:
        assert found == ()


def test_adjusting_does_not_depend_on_order():
    p_values = [float(each[4]) for each in CHECKS]
    shuffled = list(enumerate(p_values))
    shuffled = shuffled[::-2] + shuffled[-2::-2]
    adjusted = benjamini_hochberg([p for _, p in shuffled])
    found = {index: value for (index, _), value in zip(shuffled, adjusted, strict=True)}
    assert [found[i] for i in range(len(p_values))] == list(benjamini_hochberg(p_values))

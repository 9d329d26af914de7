"""Bounds from samples, against printed tables, other libraries and plain counting."""

from __future__ import annotations

import math
from fractions import Fraction
from importlib import import_module
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden._statistics import (
    any_time,
    at_least,
    at_most,
    clopper_pearson,
    discovery_size,
    most_bad,
    noticed,
    wilson,
)

# Neither of the other libraries carries types.
stats = import_module("scipy.stats")
proportion = import_module("statsmodels.stats.proportion")

LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99])
LEVEL_TEXTS = st.sampled_from(["0.8", "0.9", "0.95", "0.99"])


@st.composite
def samples(draw, largest: int = 2_000) -> tuple[int, int]:
    base = draw(st.integers(1, largest))
    return draw(st.integers(0, base)), base


# The numbers that are printed elsewhere: Newcombe 1998, audit-sampling tables.


@pytest.mark.parametrize(
    ("hits", "base", "exact", "score"),
    [
        (81, 263, (0.2527, 0.3676), (0.2553, 0.3662)),
        (15, 148, (0.0578, 0.1617), (0.0624, 0.1605)),
        (0, 20, (0, 0.1684), (0, 0.1611)),
        (1, 29, (0.0009, 0.1776), (0.0061, 0.1718)),
    ],
)
def test_newcombe_s_table_comes_out(hits, base, exact, score):
    assert clopper_pearson(hits, base) == pytest.approx(exact, abs=5e-5)
    assert wilson(Fraction(hits, base), base) == pytest.approx(score, abs=5e-5)


@pytest.mark.parametrize(
    ("share", "size"), [("0.1", 29), ("0.05", 59), ("0.02", 149), ("0.01", 299), ("0.001", 2_995)]
)
def test_the_discovery_sizes_of_the_tables_come_out(share, size):
    assert discovery_size(share, "0.95") == size


def test_one_sided_bounds_of_the_tables_come_out():
    assert at_most(0, 300) == pytest.approx(0.009936, abs=5e-7)
    assert at_most(3, 300) == pytest.approx(0.025641, abs=5e-7)


@pytest.mark.parametrize(
    ("size", "drawn", "bad", "bound"),
    [(1_000, 59, 0, 48), (10**4, 300, 0, 97), (10**6, 3_000, 2, 2_094)],
)
def test_bounds_of_finite_sets_come_out(size, drawn, bad, bound):
    assert most_bad(size, drawn, bad) == bound


@pytest.mark.parametrize(
    ("hits", "base", "low", "high"),
    [(0, 300, 0, 0.02117), (3, 100, 0.00188, 0.12295), (81, 263, 0.21610, 0.41141)],
)
def test_confidence_sequences_come_out(hits, base, low, high):
    assert any_time(hits, base) == pytest.approx((low, high), abs=5e-6)


# Laws.


@given(samples(), LEVELS)
def test_clopper_pearson_is_that_of_two_other_libraries(sample, level):
    hits, base = sample
    low, high = proportion.proportion_confint(hits, base, 1 - level, method="beta")
    found = clopper_pearson(hits, base, level)
    assert found.low == pytest.approx(0 if hits == 0 else low, rel=1e-9)
    assert found.high == pytest.approx(1 if hits == base else high, rel=1e-9)
    other = stats.binomtest(hits, base).proportion_ci(level, "exact")
    assert found == pytest.approx((other.low, other.high), rel=1e-6, abs=1e-12)


@given(samples(400), LEVELS)
def test_at_a_one_sided_bound_the_sample_is_as_rare_as_the_level_says(sample, level):
    hits, base = sample
    if hits:
        low = at_least(hits, base, level)
        assert stats.binom.sf(hits - 1, base, low) == pytest.approx(1 - level)
    if hits < base:
        high = at_most(hits, base, level)
        assert stats.binom.cdf(hits, base, high) == pytest.approx(1 - level)


@settings(max_examples=40)
@given(st.integers(1, 25), st.floats(0.001, 0.999), LEVELS)
def test_bounds_hold_the_truth_as_often_as_they_say(base, share, level):
    weights = [math.comb(base, k) * share**k * (1 - share) ** (base - k) for k in range(base + 1)]

    def coverage(holds) -> float:
        return math.fsum(weight for k, weight in enumerate(weights) if holds(k))

    assert coverage(lambda k: at_least(k, base, level) <= share) >= level - 1e-9
    assert coverage(lambda k: at_most(k, base, level) >= share) >= level - 1e-9
    inside = coverage(
        lambda k: (
            clopper_pearson(k, base, level).low <= share <= clopper_pearson(k, base, level).high
        )
    )
    assert inside >= level - 1e-9


@settings(max_examples=25)
@given(st.integers(1, 12), st.floats(0.02, 0.98), LEVELS)
def test_a_confidence_sequence_holds_at_all_looks_together(looks, share, level):
    """All ways in which the draws may fall; one look outside spoils a way for ever."""
    outside = 0.0
    bounds = {(k, n): any_time(k, n, level) for n in range(1, looks + 1) for k in range(n + 1)}
    for draws in product((0, 1), repeat=looks):
        sums = [sum(draws[:n]) for n in range(1, looks + 1)]
        hits = sums[-1]
        if any(
            not bounds[k, n].low <= share <= bounds[k, n].high for n, k in enumerate(sums, start=1)
        ):
            outside += share**hits * (1 - share) ** (looks - hits)
    assert outside <= 1 - level + 1e-9


@given(samples(), LEVELS)
def test_looking_at_any_time_costs_width(sample, level):
    hits, base = sample
    exact, sequence = clopper_pearson(hits, base, level), any_time(hits, base, level)
    assert sequence.low <= exact.low + 1e-12
    assert sequence.high >= exact.high - 1e-12
    assert sequence.low <= hits / base <= sequence.high


def test_before_the_first_draw_nothing_is_known():
    assert any_time(0, 0) == (0, 1)
    assert clopper_pearson(0, 0) == (0, 1)


@settings(max_examples=60)
@given(st.integers(1, 60), st.data(), LEVEL_TEXTS)
def test_a_finite_bound_is_that_of_trying_every_number(size, data, level):
    drawn = data.draw(st.integers(0, size))
    bad = data.draw(st.integers(0, drawn))
    doubt = 1 - Fraction(level)

    def tail(all_bad: int) -> Fraction:
        ways = sum(
            math.comb(all_bad, k) * math.comb(size - all_bad, drawn - k) for k in range(bad + 1)
        )
        return Fraction(ways, math.comb(size, drawn))

    possible = range(bad, size - drawn + bad + 1)
    assert most_bad(size, drawn, bad, level) == max(d for d in possible if tail(d) > doubt)


@settings(max_examples=25)
@given(st.integers(1, 10), st.data())
def test_a_finite_bound_holds_over_all_draws(size, data):
    drawn, all_bad = data.draw(st.integers(0, size)), data.draw(st.integers(0, size))
    draws = list(combinations(range(size), drawn))
    held = sum(
        most_bad(size, drawn, sum(one < all_bad for one in draw), "0.9") >= all_bad
        for draw in draws
    )
    assert Fraction(held, len(draws)) >= Fraction("0.9")


@given(st.integers(1, 300), st.data())
def test_a_whole_count_leaves_no_doubt(size, data):
    bad = data.draw(st.integers(0, size))
    assert most_bad(size, size, bad) == bad


@settings(max_examples=150)
@given(st.integers(1, 99), st.integers(1, 999))
def test_the_discovery_size_is_the_first_that_is_enough(share, level):
    bad, sure = Fraction(share, 100), Fraction(level, 1000)
    count = 1
    while (1 - bad) ** count > 1 - sure:
        count += 1
    assert discovery_size(f"0.{share:02}", f"0.{level:03}") == count


@given(st.sampled_from(["0.1", "0.05", "0.02", "0.01", "0.001"]), LEVEL_TEXTS)
def test_so_many_draws_without_a_miss_bound_the_share_of_misses(share, level):
    size = discovery_size(share, level)
    assert at_least(size, size, float(level)) >= 1 - float(share) - 1e-12
    assert size == 1 or at_least(size - 1, size - 1, float(level)) < 1 - float(share)
    assert noticed(float(share), size) >= float(level) - 1e-12


@given(st.integers(0, 12), st.integers(0, 10))
def test_what_is_noticed_is_counted_over_all_ways(looks, tenths):
    unseen = sum(
        math.prod(tenths / 10 if left_out else 1 - tenths / 10 for left_out in way)
        for way in product((False, True), repeat=looks)
        if not any(way)
    )
    assert noticed(tenths / 10, looks) == pytest.approx(1 - unseen)

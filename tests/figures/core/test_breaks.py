"""Breaks cut; suspects are pointed out."""

from __future__ import annotations

from datetime import timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.breaks import (
    KNOWN_BREAKS,
    above_peak,
    break_between,
    suspect_steps,
    suspects,
    unlike_parts,
)
from beholden.figures.core.change import CountChange
from beholden.figures.core.models import ForceCode, State, Value
from beholden.figures.core.periods import financial_year
from beholden.figures.registry import load_registry

MANCHESTER = ForceCode("E23000005")


def series(*counts: int | None, start: int = 2014):
    return [
        (
            financial_year(start + index),
            Value(State.BLANK)
            if count is None
            else Value(State.COUNTED if count else State.ZERO, count),
        )
        for index, count in enumerate(counts)
    ]


@pytest.mark.parametrize(
    ("one", "other", "broken"),
    [
        (2017, 2018, False),
        (2018, 2019, True),
        (2018, 2022, True),
        (2019, 2020, True),
        (2020, 2021, False),
    ],
)
def test_greater_manchester_is_not_compared_across_july_2019(one, other, broken):
    first, second = financial_year(one), financial_year(other)
    assert (break_between(MANCHESTER, first, second) is not None) == broken
    assert break_between(MANCHESTER, first, second) == break_between(MANCHESTER, second, first)
    assert break_between(ForceCode("E23000004"), first, second) is None


def test_every_known_break_is_of_a_force_and_says_why():
    forces = {force.code: force for force in load_registry().forces}
    for each in KNOWN_BREAKS:
        assert forces[each.force].name in each.why


@given(st.lists(st.integers(0, 1500), min_size=3, max_size=9))
def test_every_count_far_from_its_median_is_a_suspect(counts):
    middle = median(counts)
    found = {one.period: one for one in suspects(series(*counts))}
    for period, value in series(*counts):
        far = middle > 0 and not 0.4 <= (value.count or 0) / middle <= 2.5
        assert (period in found and found[period].test == "ratio-to-median") == far


@given(st.lists(st.none() | st.integers(0, 1500), max_size=9), st.randoms(use_true_random=False))
def test_suspects_do_not_depend_on_order_or_blanks(counts, rng):
    told = suspects(series(*counts))
    known = [pair for pair in series(*counts) if pair[1].known]
    rng.shuffle(known)
    assert suspects(known) == told


@given(st.lists(st.integers(95, 105), min_size=3, max_size=9))
def test_what_chance_does_is_no_suspect(counts):
    assert suspects(series(*counts)) == ()


def test_a_count_unlike_a_steady_series_is_a_suspect_though_within_the_ratios():
    steady = [10_000, 10_100, 9_900, 10_050, 9_950, 10_000]
    assert suspects(series(*steady)) == ()
    (one,) = suspects(series(*steady, 20_000))
    assert (one.test, one.count) == ("robust-z", 20_000)
    assert one.measure > 3.5
    assert "20,000 in 2020/21" in one.sentence


def test_a_gap_in_derbyshire_is_a_suspect():
    (one,) = suspects(series(727, 166, 302, 1043, 500))
    assert (one.count, one.test) == (166, "ratio-to-median")


def test_two_years_cannot_tell_which_is_wrong():
    assert suspects(series(6, 4000)) == ()
    assert suspects(series(0, 0, 9)) == ()


@pytest.mark.parametrize("pair", [(300, 918), (727, 166), (166, 1043), (247, 820), (189, 863)])
def test_the_steps_that_were_suspected_stand_out_among_the_forces(pair):
    usual = [(118, 200), (568, 767), (974, 1199), (320, 411), (666, 772), (209, 164), (245, 263),
             (375, 390), (302, 301), (591, 674), (528, 543), (976, 1320)]  # fmt: skip
    changes = {ForceCode(f"F{i:02}"): CountChange(*each) for i, each in enumerate(usual)}
    assert suspect_steps(changes) == ()
    changes[ForceCode("odd")] = CountChange(*pair)
    (one,) = suspect_steps(changes)
    assert one.force == "odd"
    assert abs(one.measure) > 3.5
    assert f"{pair[0]:,} to {pair[1]:,}" in one.sentence


def test_small_counts_and_zeros_are_no_suspect_steps():
    changes = {ForceCode(f"F{i}"): CountChange(1000 + i, 1000 + i) for i in range(5)}
    assert suspect_steps(changes | {ForceCode("small"): CountChange(2, 6)}) == ()
    assert suspect_steps(changes | {ForceCode("none"): CountChange(0, 900)}) == ()
    assert suspect_steps({ForceCode("one"): CountChange(1, 900)}) == ()


@pytest.mark.parametrize(
    ("total", "parts", "all_parts", "sentence"),
    [
        (100, [40, 60], True, ""),
        (100, [40, 50], False, ""),
        (100, [40, 50], True, "The parts add to 90, not to the total 100."),
        (100, [60, 50], False, "The parts add to 110, more than the total 100."),
        (52, [22, 1024], False, "The total 52 is below one of its parts, 1,024."),
    ],
)
def test_a_total_that_its_parts_contradict_is_told(total, parts, all_parts, sentence):
    assert unlike_parts(total, parts, all_parts=all_parts) == sentence


def test_a_total_of_years_is_at_most_the_peak_in_each():
    assert above_peak(1000, 5, 200) == ""
    assert "1,001 over 5 years" in above_peak(1001, 5, 200)


def test_a_break_on_the_first_day_of_the_later_period_breaks():
    since = KNOWN_BREAKS[0].since
    before = financial_year(2018)
    later = type(before)(since, since + timedelta(days=364))
    assert break_between(MANCHESTER, before, later) is KNOWN_BREAKS[0]
    assert break_between(MANCHESTER, later, financial_year(2021)) is None

"""A total is of the forces that are known; the others are named, never counted."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.models import ForceCode, State, Value
from beholden.figures.core.totals import (
    absence,
    bound,
    known_total,
)

FORCES = [ForceCode(f"F{number}") for number in range(8)]
ABSENT = [state for state in State if state not in {State.COUNTED, State.ZERO}]
COUNTED = st.integers(0, 2000).map(
    lambda count: Value(State.COUNTED if count else State.ZERO, count)
)
UNKNOWN = st.sampled_from(ABSENT).map(lambda state: Value(state, below=None))
SUPPRESSED = st.integers(2, 9).map(lambda below: Value(State.SUPPRESSED, below=below))
VALUES = st.none() | COUNTED | UNKNOWN | SUPPRESSED
YEARS = st.dictionaries(st.sampled_from(FORCES), VALUES)


def counted(count: int) -> Value:
    return Value(State.COUNTED if count else State.ZERO, count)


@given(YEARS)
def test_totals_never_count_a_blank(year):
    total = known_total(year.items(), FORCES)
    expected = 0
    for force in FORCES:
        value = year.get(force)
        if value is not None and value.state in {State.COUNTED, State.ZERO}:
            expected += value.count
            assert force in total.known
        else:
            assert force in dict(total.missing)
    assert total.sum == expected
    assert total.of == len(FORCES)
    assert set(total.known).isdisjoint(dict(total.missing))


@given(YEARS, st.sampled_from(ABSENT))
def test_filling_gaps_with_another_absence_changes_no_sum(year, state):
    filled = {force: year.get(force) or Value(state) for force in FORCES}
    assert known_total(filled.items(), FORCES).sum == known_total(year.items(), FORCES).sum


@given(YEARS, st.randoms(use_true_random=False))
def test_a_total_does_not_depend_on_order(year, rng: random.Random):
    items, members = list(year.items()), list(FORCES)
    rng.shuffle(items)
    rng.shuffle(members)
    assert known_total(items, members) == known_total(year.items(), FORCES)


def test_a_zero_is_known_and_a_blank_is_not():
    year = [(FORCES[0], counted(0)), (FORCES[1], Value(State.BLANK))]
    total = known_total(year, FORCES[:2])
    assert total.known == (FORCES[0],)
    assert total.missing == ((FORCES[1], State.BLANK),)
    assert total.label == "1 of 2 forces"
    assert not total.complete


def test_each_kind_of_absence_keeps_its_name():
    year = [(force, Value(state)) for force, state in zip(FORCES, ABSENT, strict=False)]
    missing = dict(known_total(year, FORCES[: len(ABSENT)]).missing)
    assert [missing[force] for force in FORCES[: len(ABSENT)]] == ABSENT
    assert len({absence(Value(state)) for state in ABSENT}) == len(ABSENT)


def test_a_force_outside_the_group_adds_nothing():
    assert known_total([(ForceCode("other"), counted(9))], FORCES).sum == 0


def test_two_values_of_one_force_are_not_added():
    with pytest.raises(ValueError, match="two values for F0"):
        known_total([(FORCES[0], counted(1)), (FORCES[0], counted(1))], FORCES)


@given(st.lists(COUNTED, min_size=8, max_size=8))
def test_only_a_full_set_is_all_forces(values):
    total = known_total(zip(FORCES, values, strict=True), FORCES)
    assert total.label == "all 8 forces"
    assert total.complete


def test_nobody_is_not_complete():
    assert not known_total([], []).complete


@given(st.lists(st.integers(0, 30), min_size=8, max_size=8), st.integers(2, 9))
def test_a_bound_holds_the_truth_that_suppression_hides(counts, below):
    year = {
        force: counted(count) if count >= below else Value(State.SUPPRESSED, below=below)
        for force, count in zip(FORCES, counts, strict=True)
    }
    found = bound(year.items(), FORCES)
    assert found.high is not None
    assert found.low <= sum(counts) <= found.high
    assert found.low == known_total(year.items(), FORCES).sum


def test_nothing_bounds_a_force_that_was_silent():
    found = bound([(FORCES[0], counted(5))], FORCES[:2])
    assert (found.low, found.high, found.unbounded) == (5, None, (FORCES[1],))


def test_what_other_years_suppose_is_named_as_supposed():
    history = {FORCES[1]: [counted(10), Value(State.BLANK), counted(30)]}
    found = bound([(FORCES[0], counted(5))], FORCES[:2], history)
    assert (found.low, found.high) == (15, 35)
    assert found.supposed == (FORCES[1],)
    assert found.unbounded == ()

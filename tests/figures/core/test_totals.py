"""A total is of the forces that are known; the others are named, never counted."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.figures.core.models import ForceCode, State, Value
from beholden.figures.core.totals import (
    absence,
    bound,
    known_total,
    matched_change,
    matched_total,
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


@given(YEARS, YEARS)
def test_a_matched_change_is_over_forces_known_in_both_years(before, after):
    change = matched_change(before.items(), after.items(), FORCES)
    both = [
        force
        for force in FORCES
        if (a := before.get(force)) and (b := after.get(force)) and a.known and b.known
    ]
    assert list(change.matched) == both
    assert change.before == sum(before[force].count for force in both)
    assert change.after == sum(after[force].count for force in both)
    assert change.difference == change.after - change.before
    assert change.of == len(FORCES)
    assert all(why for _, why in change.left_out)
    assert change.before == matched_total(before.items(), after.items(), FORCES).sum
    assert change.after == matched_total(after.items(), before.items(), FORCES).sum


@given(YEARS, YEARS)
def test_the_matched_share_of_the_earlier_total_is_a_share(before, after):
    change = matched_change(before.items(), after.items(), FORCES)
    known = known_total(before.items(), FORCES).sum
    assert change.earlier_total == known
    if known:
        assert change.share_of_earlier is not None
        assert 0 <= change.share_of_earlier <= 1
    else:
        assert change.share_of_earlier is None


def test_a_share_of_a_published_total_says_so():
    before, after = [(FORCES[0], counted(50))], [(FORCES[0], counted(75))]
    change = matched_change(before, after, FORCES[:2], published_before=200)
    assert change.share_of_earlier == Decimal("0.25")
    assert change.earlier_published
    assert change.percent == 50
    assert change.label == "1 of 2 forces"
    assert change.left_out == ((FORCES[1], "no answer in both years"),)


def test_a_broken_series_is_left_out_of_a_change_with_its_reason():
    year = [(force, counted(10)) for force in FORCES[:2]]
    change = matched_change(year, year, FORCES[:2], not_comparable={FORCES[0]: "a new system"})
    assert change.matched == (FORCES[1],)
    assert change.left_out == ((FORCES[0], "a new system"),)


def test_why_a_force_is_left_out_names_the_year():
    before = {FORCES[0]: Value(State.REFUSED), FORCES[1]: counted(1), FORCES[2]: Value(State.BLANK)}
    after = {FORCES[0]: counted(1), FORCES[1]: Value(State.NOT_HELD), FORCES[2]: None}
    change = matched_change(before.items(), after.items(), FORCES[:3])
    assert [why for _, why in change.left_out] == [
        "refused in the earlier year",
        "not held in the later year",
        "left blank, then no answer",
    ]


def test_a_matched_total_says_why_the_other_year_fails():
    values = [(FORCES[0], counted(5)), (FORCES[1], counted(7))]
    others = [(FORCES[0], Value(State.REFUSED)), (FORCES[1], counted(1))]
    total = matched_total(values, others, FORCES[:2])
    assert (total.sum, total.known) == (7, (FORCES[1],))
    assert total.missing == ((FORCES[0], State.REFUSED),)


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

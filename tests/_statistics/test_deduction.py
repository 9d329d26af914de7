"""What follows from sums is what trying every filling gives."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden._statistics.deduction import Deduction, Fixing, Row, filling, value_of

MANY = 4
MOST = 4
_TERMS = st.dictionaries(st.integers(0, MANY - 1), st.sampled_from([1, 1, 1, -1, 2]), min_size=1)
_POINT = st.lists(st.integers(0, MOST), min_size=MANY, max_size=MANY)
# All counts together are always known, so that every filling can be tried.
EVERY = tuple((at, 1) for at in range(MANY))


def terms_of(found: dict[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(found.items()))


def fillings(rows: list[Row], total: int) -> list[tuple[int, ...]]:
    return [
        one
        for one in product(range(total + 1), repeat=MANY)
        if sum(one) == total and all(value_of(row.terms, one) == row.value for row in rows)
    ]


@settings(deadline=None, max_examples=60)
@given(_POINT, st.lists(_TERMS, max_size=3), _TERMS)
def test_how_far_a_sum_goes_is_what_trying_every_filling_gives(
    point: list[int], given_rows: list[dict[int, int]], asked: dict[int, int]
) -> None:
    sums = [EVERY, *map(terms_of, given_rows)]
    rows = [Row(terms, value_of(terms, point)) for terms in sums]
    tried = [value_of(terms_of(asked), one) for one in fillings(rows, sum(point))]
    deduction = Deduction(sums, point)
    high, moved = deduction.furthest(terms_of(asked), 1_000, up=True)
    assert high == max(tried)
    there = [count + moved.get(at, 0) for at, count in enumerate(point)]
    assert value_of(terms_of(asked), there) == high
    assert there in [list(one) for one in fillings(rows, sum(point))]
    assert deduction.furthest(terms_of(asked), -1_000, up=False)[0] == min(tried)


@settings(deadline=None, max_examples=60)
@given(_POINT, st.lists(_TERMS, max_size=3))
def test_what_is_found_fits_and_what_is_fixed_has_no_other_value(
    point: list[int], given_rows: list[dict[int, int]]
) -> None:
    rows = [Row(terms, value_of(terms, point)) for terms in (EVERY, *map(terms_of, given_rows))]
    fixing = Fixing(MANY)
    assert all(fixing.add(row) for row in rows)
    possible = fillings(rows, sum(point))
    for at, value in enumerate(fixing.values):
        assert value is None or {one[at] for one in possible} == {value}
    found, failed = filling(fixing)
    assert not failed
    assert tuple(found) in possible


def test_what_cannot_hold_is_left_out_and_leaves_nothing_behind() -> None:
    fixing = Fixing(3)
    assert fixing.add(Row(((0, 1), (1, 1)), 5))
    assert fixing.add(Row(((2, 1), (0, -1)), 0))
    assert not fixing.add(Row(((0, 1),), 6)), "one of two is more than both"
    assert not fixing.add(Row(((0, 2),), 3)), "no half of an upload"
    assert fixing.values == [None, None, None]
    assert fixing.add(Row(((0, 1),), 2))
    assert fixing.values == [2, 3, 2]


def test_a_count_in_no_sum_goes_anywhere_above_nothing() -> None:
    deduction = Deduction([], [7])
    assert deduction.furthest(((0, 1),), 100, up=True)[0] == 100
    assert deduction.furthest(((0, 1),), -5, up=False)[0] == 0


def test_sums_that_no_filling_fits_are_told_apart() -> None:
    fixing = Fixing(4)
    assert fixing.add(Row(((0, 2), (1, 2)), 3))
    assert fixing.add(Row(((2, 1), (3, 1)), 4))
    point, failed = filling(fixing)
    assert failed == {0, 1}
    assert sum(point[2:]) == 4


@pytest.mark.parametrize("size", [10**3, 10**9, 10**12])
def test_large_counts_beside_small_ones_are_exact(size: int) -> None:
    deduction = Deduction([((0, 1), (1, 1)), ((1, 1), (2, 1))], [size, 3, size])
    assert deduction.furthest(((1, 1),), 5, up=True)[0] == 5
    assert deduction.furthest(((1, 1),), 0, up=False)[0] == 0

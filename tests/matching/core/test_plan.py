from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.matching.core.plan import (
    HASH_BITS,
    MAX_PARTS,
    Cut,
    choose_cut,
    flip_masks,
    probe_count,
)


@st.composite
def cuts(draw):
    radius = draw(st.integers(0, HASH_BITS))
    parts = draw(st.integers(1, min(MAX_PARTS, radius + 1)))
    return Cut(radius, parts, draw(st.integers(1, 24)))


@given(cuts(), st.data())
def test_every_spread_of_differing_bits_is_within_budget_and_reach_of_some_table(cut, data):
    radius = data.draw(st.integers(0, cut.radius))
    bits = data.draw(st.sets(st.integers(0, HASH_BITS - 1), max_size=radius))
    budgets, reaches = cut.budgets(radius), cut.reaches(radius)

    def distance(start: int, length: int) -> int:
        return sum(1 for bit in bits if (bit - start) % HASH_BITS < length)

    assert any(
        distance(table.key_from, table.key_bits) <= budget
        and distance(table.key_from, table.key_bits) + distance(table.mark_from, table.mark_bits)
        <= reach
        for table, budget, reach in zip(cut.tables, budgets, reaches, strict=True)
    )


@given(cuts())
def test_budgets_and_one_each_add_up_to_the_radius_and_one(cut):
    for radius in range(0, cut.radius + 1, 7):
        assert sum(budget + 1 for budget in cut.budgets(radius)) == radius + 1


@given(cuts())
def test_parts_go_once_around_the_ring_and_marks_follow_their_keys(cut):
    starts = [table.key_from for table in cut.tables] + [HASH_BITS]
    assert starts[0] == 0
    for i, table in enumerate(cut.tables):
        width = starts[i + 1] - starts[i]
        after = starts[(i + 1) % cut.parts + 1] - starts[(i + 1) % cut.parts]
        assert 0 < table.key_bits <= width
        assert table.mark_from == (table.key_from + table.key_bits) % HASH_BITS
        assert table.chained == (table.key_bits + table.mark_bits > width)
        assert 0 < table.mark_bits <= min(16, width - table.key_bits + after)


@pytest.mark.parametrize(("bits", "radius"), [(1, 0), (4, 2), (9, 3), (5, 7)])
def test_masks_are_all_flips_within_the_radius_nearest_first(bits, radius):
    masks = flip_masks(bits, radius).tolist()
    expected = [mask for mask in range(1 << bits) if mask.bit_count() <= radius]
    assert masks == sorted(expected, key=lambda mask: (mask.bit_count(), mask))
    assert len(masks) == probe_count(bits, radius)


def test_masks_of_a_smaller_radius_come_first():
    few = flip_masks(12, 1)
    assert np.array_equal(flip_masks(12, 3)[: len(few)], few)


def test_lists_of_the_design_sizes_get_tables_and_small_ones_a_scan():
    assert choose_cut(0, 31).parts == 0
    assert choose_cut(40, 31).parts == 0
    assert choose_cut(1_000_000, 31).parts == 16
    assert choose_cut(10_000_000, 31).parts == 16


def test_a_radius_too_wide_for_any_table_gets_a_scan():
    assert choose_cut(1_000_000, 128).parts == 0


@pytest.mark.parametrize("cut", [(31, 33, 8), (257, 4, 8), (31, -1, 8), (31, 16, 0), (31, 16, 25)])
def test_an_impossible_cut_is_refused(cut):
    with pytest.raises(ValueError, match="cut"):
        Cut(*cut)

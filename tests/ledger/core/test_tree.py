from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.core.hashing import EMPTY_ROOT
from beholden.ledger.core.tree import MAX_SIZE, Frontier, tree_head
from beholden.ledger.errors import FrontierError, HashSizeError, TreeSizeError
from tests.ledger.core.example import EXAMPLE_LEAVES
from tests.ledger.core.slow_tree import SlowTree, leaves

MOST = 300
LEAVES = leaves(MOST)
SLOW = SlowTree(LEAVES)


@pytest.mark.parametrize("size", range(MOST + 1))
def test_the_head_is_the_one_of_the_recursive_definition(size):
    assert tree_head(b"".join(LEAVES[:size])) == SLOW.head(0, size)


def test_the_head_of_no_leaves_is_the_hash_of_nothing():
    assert tree_head(b"") == Frontier().root() == EMPTY_ROOT


@given(st.lists(st.integers(0, 70), max_size=8))
def test_however_leaves_are_cut_into_blocks_the_frontier_is_the_same(counts):
    frontier, size = Frontier(), 0
    for count in counts:
        block = LEAVES[size : size + count]
        frontier = frontier.append(b"".join(block))
        size += len(block)
    assert frontier == Frontier.of(b"".join(LEAVES[:size]))
    assert frontier.size == size


@pytest.mark.parametrize("first", [0, 1, 8191, 8192, 16_385])
def test_a_block_of_any_length_is_appended_as_its_pieces_are(first):
    frontier = Frontier.of(EXAMPLE_LEAVES[: 32 * first])
    for at in range(32 * first, len(EXAMPLE_LEAVES), 32 * 999):
        frontier = frontier.append(EXAMPLE_LEAVES[at : at + 32 * 999])
    assert frontier == Frontier.of(EXAMPLE_LEAVES)


@given(st.integers(0, MOST))
def test_a_frontier_holds_the_full_subtrees_from_left_to_right(size):
    begin, expected = 0, []
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            expected.append(SLOW.head(begin, begin + (1 << level)))
            begin += 1 << level
    assert list(Frontier.of(b"".join(LEAVES[:size])).hashes) == expected


@pytest.mark.parametrize("length", [1, 31, 33, 65])
def test_leaf_hashes_that_are_cut_off_are_refused(length):
    with pytest.raises(HashSizeError, match="multiple of 32 bytes"):
        Frontier().append(bytes(length))


@pytest.mark.parametrize("size", [-1, MAX_SIZE + 1, True, 1.0, "1", None])
def test_what_is_no_size_of_a_tree_is_refused(size):
    with pytest.raises(TreeSizeError):
        Frontier(size, ())


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_frontier_with_other_subtrees_than_its_size_has_is_refused(count):
    with pytest.raises(FrontierError, match="2 full subtrees"):
        Frontier(5, (bytes(32),) * count)


@pytest.mark.parametrize("value", [b"", bytes(31), bytes(33), "x" * 32, bytearray(32)])
def test_a_frontier_of_something_else_than_hashes_is_refused(value):
    with pytest.raises(HashSizeError):
        Frontier(3, (bytes(32), value))


def test_the_largest_tree_takes_no_further_leaf_and_stays_as_it_was():
    full = Frontier(MAX_SIZE, (bytes(32),) * 63)
    assert len(full.root()) == 32
    with pytest.raises(TreeSizeError):
        full.append(bytes(32))
    assert full.append(b"") == full

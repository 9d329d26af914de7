from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.ledger.core.growing import Edge, grow, read_edge
from beholden.ledger.core.tiles import Tile, check_tile, new_tiles
from beholden.ledger.core.tree import MAX_SIZE, Frontier, tree_head
from beholden.ledger.errors import (
    FrontierError,
    HashSizeError,
    TileLengthError,
    TileMissingError,
    TreeSizeError,
)
from tests.ledger.core.example import EXAMPLE_LEAVES, reader
from tests.ledger.core.slow_tree import SlowTree, leaves

SLOW = SlowTree(leaves(1100))


@settings(deadline=None)
@given(st.lists(st.one_of(st.integers(0, 3), st.integers(0, 600)), max_size=6))
def test_an_append_writes_exactly_the_new_tiles_with_the_hashes_of_the_definition(counts):
    edge = Edge()
    for count in counts:
        size = min(edge.size + count, len(SLOW.hashes))
        grown, tiles = grow(edge, b"".join(SLOW.hashes[edge.size : size]))
        assert [tile for tile, _ in tiles] == list(new_tiles(edge.size, size))
        for tile, data in tiles:
            check_tile(tile, data)
            first = 256 * tile.number
            hashes = [SLOW.subtree(8 * tile.level, first + i) for i in range(tile.width)]
            assert data == b"".join(hashes)
        edge = grown
        assert edge.size == size
        assert edge.root() == SLOW.head(0, size)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 70_000), max_size=5))
def test_however_leaves_are_cut_into_blocks_the_edge_is_the_same(cuts):
    edge = Edge()
    files: dict[str, bytes] = {}
    for size in sorted(cuts):
        edge, tiles = grow(edge, EXAMPLE_LEAVES[32 * edge.size : 32 * size])
        files |= {tile.path: data for tile, data in tiles}
    block = EXAMPLE_LEAVES[: 32 * edge.size]
    assert edge == grow(Edge(), block)[0]
    assert edge.frontier() == Frontier.of(block)
    assert edge.root() == tree_head(block)
    assert read_edge(edge.size, reader(files)) == edge


def test_an_edge_is_read_from_wider_tiles_too():
    files = {tile.path: data for tile, data in grow(Edge(), EXAMPLE_LEAVES)[1]}
    for size in (0, 1, 255, 256, 65_536, 69_900, 70_000):
        expected, _ = grow(Edge(), EXAMPLE_LEAVES[: 32 * size])
        assert read_edge(size, reader(files), newest=70_000) == expected


def test_an_edge_is_not_read_from_tiles_that_are_missing_or_cut_off():
    files = {tile.path: data for tile, data in grow(Edge(), EXAMPLE_LEAVES)[1]}
    for tile in (Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)):
        others = {path: data for path, data in files.items() if path != tile.path}
        with pytest.raises(TileMissingError, match="is missing"):
            read_edge(70_000, reader(others))
        with pytest.raises(TileLengthError):
            read_edge(70_000, reader({**files, tile.path: files[tile.path][:-1]}))


@pytest.mark.parametrize(
    ("size", "rows"),
    [
        (0, (b"",)),
        (1, ()),
        (3, (bytes(64),)),
        (3, (bytes(97),)),
        (256, (bytes(32),)),
        (256, (bytes(32), b"")),
        (257, (bytes(32), bytes(32), b"")),
    ],
)
def test_an_edge_with_other_rows_than_its_size_has_is_refused(size, rows):
    with pytest.raises(FrontierError, match="other partial tiles"):
        Edge(size, rows)


def test_the_largest_tree_takes_no_further_leaf():
    full = Edge(MAX_SIZE, (bytes(32 * 255),) * 7 + (bytes(32 * 127),))
    with pytest.raises(TreeSizeError):
        grow(full, bytes(32))
    assert grow(full, b"") == (full, [])
    with pytest.raises(TreeSizeError):
        read_edge(-1, reader({}))


def test_leaf_hashes_that_are_cut_off_are_refused():
    with pytest.raises(HashSizeError, match="multiple of 32"):
        grow(Edge(), bytes(33))

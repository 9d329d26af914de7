"""Of a log's tiles nothing is used that its signed root does not cover."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger._mirror_tiles import CheckedTree
from beholden.ledger.core.hashing import leaf_hash
from beholden.ledger.core.proofs import verify_consistency
from beholden.ledger.core.tiles import Tile, tiles_for
from beholden.ledger.errors import (
    ConsistencyError,
    LedgerError,
    SplitViewError,
    TileDamagedError,
    TileLengthError,
    TileMissingError,
)
from tests.support.log_simulator import Tree, entries

LARGE = 66_000
"""More than one tile of level 1."""
TREE = Tree(entries(0, LARGE))


def reading(tree: Tree = TREE) -> Callable[[Tile], bytes | None]:
    return lambda tile: tree.tile(tile.level, tile.number, tile.width)


def checked(size: int, tree: Tree = TREE) -> CheckedTree:
    return CheckedTree(reading(tree), size, tree.root(size))


def leaves(first: int, last: int) -> bytes:
    return b"".join(map(leaf_hash, TREE.entries[first:last]))


sizes = st.one_of(st.integers(1, 1_500), st.integers(65_000, LARGE))


@given(sizes, sizes)
def test_an_honest_log_proves_every_smaller_tree(one: int, other: int) -> None:
    old, new = sorted((one, other))
    path = checked(new).continues(old, TREE.root(old))
    assert list(path) == TREE.consistency(old, new)
    verify_consistency(
        old_size=old, new_size=new, old_root=TREE.root(old), new_root=TREE.root(new), path=path
    )


@given(sizes, st.data())
def test_a_log_that_begins_otherwise_is_a_fork_at_every_size(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new))
    at = data.draw(st.integers(0, old - 1))
    other = Tree(TREE.entries[:old])
    other.entries[at] = bytes(32)
    with pytest.raises(SplitViewError if old == new else ConsistencyError):
        checked(new).continues(old, other.root(old))


@given(sizes, st.data())
def test_the_root_of_every_smaller_tree_is_the_one_it_had(size: int, data: st.DataObject) -> None:
    smaller = data.draw(st.integers(1, size))
    assert checked(size).root_of(smaller) == TREE.root(smaller)


@pytest.mark.parametrize("size", [1, 255, 256, 257, 700, 65_536, 65_537, LARGE])
def test_no_altered_tile_is_ever_used(size: int) -> None:
    tiles = [tile for tile in tiles_for(size) if tile.level or tile.number % 100 == 0]
    for spoiled in {*tiles, *list(tiles_for(size))[-3:]}:
        for at in {0, 32 * spoiled.width - 1}:

            def read(tile: Tile, spoiled: Tile = spoiled, at: int = at) -> bytes:
                data = bytearray(TREE.tile(tile.level, tile.number, tile.width))
                if tile == spoiled:
                    data[at] ^= 1
                return bytes(data)

            with pytest.raises(TileDamagedError):
                use(read, size, spoiled)


def use(read: Callable[[Tile], bytes | None], size: int, tile: Tile) -> bytes:
    tree = CheckedTree(read, size, TREE.root(size))
    return tree.subtree(8 * tile.level, 256 * tile.number)


@pytest.mark.parametrize("path", ["tile/0/002", "tile/1/000"])
def test_a_tile_that_is_gone_or_cut_short_is_named(path: str) -> None:
    def gone(tile: Tile) -> bytes | None:
        return None if path in tile.path else reading()(tile)

    def short(tile: Tile) -> bytes | None:
        return b"short" if path in tile.path else reading()(tile)

    with pytest.raises(TileMissingError, match=path):
        CheckedTree(gone, 700, TREE.root(700))
    with pytest.raises(TileLengthError, match=path):
        CheckedTree(short, 700, TREE.root(700))


def test_a_partial_tile_that_was_cleared_away_is_read_from_the_full_one() -> None:
    tree = CheckedTree(
        lambda tile: None if tile.width < 256 else reading()(tile), 700, TREE.root(700)
    )
    assert tree.root_of(500) == TREE.root(500)


@given(sizes, st.data())
def test_true_entries_pass_and_false_ones_are_found_and_named(
    size: int, data: st.DataObject
) -> None:
    tree = checked(size)
    first = data.draw(st.integers(0, (size - 1) // 256))
    last = min(size, 256 * data.draw(st.integers(first + 1, first + 4)))
    true = leaves(256 * first, last)
    tree.check_bundles(first, true)
    at = data.draw(st.integers(256 * first, last - 1))
    place = 32 * (at - 256 * first)
    false = true[:place] + bytes(32) + true[place + 32 :]
    with pytest.raises(TileDamagedError, match=f"tile/entries/.*{at // 256 % 1000:03}"):
        tree.check_bundles(first, false)
    if last < size:
        with pytest.raises(LedgerError):
            tree.check_bundles(first, true[:-32])


def test_a_last_bundle_with_more_or_fewer_entries_is_refused() -> None:
    tree = checked(700)
    with pytest.raises(TileDamagedError):
        tree.check_bundles(2, leaves(512, 699))
    with pytest.raises(TileDamagedError):
        tree.check_bundles(2, leaves(512, 701))


@given(sizes, st.integers(0, 7), st.binary(min_size=1, max_size=9000))
def test_no_bytes_of_a_hostile_log_raise_anything_but_the_ledgers_errors(
    size: int, level: int, served: bytes
) -> None:
    with pytest.raises(LedgerError):
        CheckedTree(lambda _: served, size, bytes(32))

    def mixed(tile: Tile) -> bytes:
        return served if tile.level == level % 3 else TREE.tile(tile.level, tile.number, tile.width)

    with pytest.raises(LedgerError):
        CheckedTree(mixed, size, bytes(32)).subtree(8 * (level % 3), 0)

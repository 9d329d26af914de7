from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.ledger.core.growing import Edge, grow
from beholden.ledger.core.proofs import verify_consistency, verify_inclusion
from beholden.ledger.core.tiles import (
    TILE_WIDTH,
    BundleTile,
    Tile,
    TileHashes,
    bundle_of,
    bundles_for,
    check_tile,
    expand_tile,
    new_bundles,
    new_tiles,
    parse_tile_path,
    read_tile,
    tile_of,
    tiles_for,
)
from beholden.ledger.core.tree import MAX_SIZE, tree_head
from beholden.ledger.errors import (
    HashSizeError,
    LeafIndexError,
    TileDamagedError,
    TileLengthError,
    TileMissingError,
    TileNumberError,
    TilePathError,
    TreeSizeError,
)
from tests.ledger.core.example import EXAMPLE, EXAMPLE_LEAVES, reader, written
from tests.ledger.core.slow_tree import SlowTree, leaves

levels = st.integers(0, 63)
numbers = st.integers(0, MAX_SIZE >> 8)
widths = st.integers(1, TILE_WIDTH)
sizes = st.one_of(st.integers(0, 1000), st.integers(0, 200_000))


def test_the_tree_of_70_000_leaves_has_the_tiles_of_the_example():
    found: dict[int, list[Tile]] = {}
    for tile in tiles_for(EXAMPLE):
        found.setdefault(tile.level, []).append(tile)
    assert found[0] == [*(Tile(0, n) for n in range(273)), Tile(0, 273, 112)]
    assert found[1] == [Tile(1, 0), Tile(1, 1, 17)]
    assert found[2] == [Tile(2, 0, 1)]
    assert sorted(found) == [0, 1, 2]
    bundles = list(bundles_for(EXAMPLE))
    assert bundles == [*(BundleTile(n) for n in range(273)), BundleTile(273, 112)]


@given(st.integers(0, 2**40))
def test_partial_tiles_have_the_widths_of_the_specification(size):
    last = {tile.level: tile for tile in new_tiles(max(0, size - 1), size) if tile.width < 256}
    for level in range(8):
        width = size // 256**level % 256
        if width and size // 256**level != max(0, size - 1) // 256**level:
            assert last[level] == Tile(level, size // 256 ** (level + 1), width)


@given(sizes, sizes)
def test_new_tiles_are_those_that_the_older_tree_does_not_have(one, other):
    old, new = sorted((one, other))
    assert set(new_tiles(old, new)) == set(tiles_for(new)) - set(tiles_for(old))
    assert set(new_bundles(old, new)) == set(bundles_for(new)) - set(bundles_for(old))
    assert len(list(new_tiles(old, new))) == len(set(new_tiles(old, new)))


def test_a_tree_has_no_new_tiles_over_a_larger_one():
    assert list(new_tiles(1000, 300)) == []


@given(st.integers(0, 3000))
def test_each_tile_and_bundle_of_a_tree_is_known_by_its_place(size):
    for tile in tiles_for(size):
        assert tile_of(tile.level, tile.number, size) == tile
        with pytest.raises(TileNumberError, match="has nothing in"):
            tile_of(tile.level, tile.number, tile.number << 8 * (tile.level + 1))
    for bundle in bundles_for(size):
        assert bundle_of(bundle.number, size) == bundle
    with pytest.raises(TileNumberError):
        bundle_of(-(-size // 256), size)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(0, 1234067, 12), "tile/0/x001/x234/067.p/12"),
        (Tile(63, 0, 1), "tile/63/000.p/1"),
        (Tile(1, 999, 255), "tile/1/999.p/255"),
        (Tile(1, 1000), "tile/1/x001/000"),
        (Tile(0, MAX_SIZE >> 8), "tile/0/x036/x028/x797/x018/x963/967"),
        (BundleTile(0, 3), "tile/entries/000.p/3"),
        (BundleTile(1234067), "tile/entries/x001/x234/067"),
    ],
)
def test_paths_are_written_as_in_the_specification(tile, path):
    assert tile.path == path
    assert parse_tile_path(path) == tile
    assert tile.full.width == TILE_WIDTH


@given(st.one_of(st.builds(Tile, levels, numbers, widths), st.builds(BundleTile, numbers, widths)))
def test_every_path_that_is_written_is_read_back(tile):
    assert parse_tile_path(tile.path) == tile


HOSTILE = [
    *("", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000"),
    *("tile/00/000", "tile/01/000", "tile/64/000", "tile/99/000", "tile/100/000", "tile/-1/000"),
    *("tile/+1/000", "tile/ 1/000", "tile//000", "tile/x/000", "tile/Entries/000"),
    *("tile/entries", "tile/entries/", "tile/entries/0", "tile/data/000", "entries/000"),
    *("tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/00", "tile/0/000.p/01"),
    *("tile/0/000.p/256", "tile/0/000.p/999", "tile/0/000.p/1000", "tile/0/000.p/-1"),
    *("tile/0/000p/1", "tile/0/000/p/1", "tile/0/000.p/1/", "tile/0/000.p/1.p/1"),
    *("tile/0/x000/000", "tile/0/x000/x001/000", "tile/0/001/000", "tile/0/x001", "tile/0/x001/"),
    *("tile/0/X001/000", "tile/0/x001/x000", "tile/0/x01/000", "tile/0/xx001/000"),
    *("/tile/0/000", "tile/0/000/", "tile/0/000\n", "tile/0/000 ", " tile/0/000", "tile/0/000\0"),
    *("tile/0/../000", "../tile/0/000", "tile/0/x001/../000", "tile/../tile/0/000", "./tile/0/000"),
    *("tile\\0\\000", "tile/0/%30%30%30", "TILE/0/000", "tile/0/000?x=1", "tile/0/000#"),
    *("tile/0/٠٠٠", "tile/٣/000", "tile/0/000.p/٣", "tile/0/０００", "tile/0/00²"),  # noqa: RUF001
    "tile/0/x036/x028/x797/x018/x963/968",
    "tile/0/" + "x999/" * 7 + "999",
    "tile/0/" + "x001/" * 100_000 + "000",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:40]))
def test_a_path_in_any_other_form_is_refused(text):
    with pytest.raises(TilePathError):
        parse_tile_path(text)


@pytest.mark.parametrize("text", [None, b"tile/0/000", 0, ["tile/0/000"]])
def test_what_is_no_text_is_no_path(text: Any):
    with pytest.raises(TilePathError):
        parse_tile_path(text)


@given(st.text("tile/entries0123456789x.p-", max_size=40))
def test_a_path_that_is_read_is_the_one_that_is_written(text):
    try:
        tile = parse_tile_path(text)
    except TilePathError:
        return
    assert tile.path == text


@given(st.data())
def test_a_path_with_one_character_changed_is_refused_or_names_another_tile(data):
    path = Tile(data.draw(levels), data.draw(numbers), data.draw(widths)).path
    at = data.draw(st.integers(0, len(path) - 1))
    changed = path[:at] + data.draw(st.sampled_from("0123456789x/.p")) + path[at + 1 :]
    try:
        assert parse_tile_path(changed).path == changed
    except TilePathError:
        assert changed != path


@pytest.mark.parametrize("wrong", [-1, True, 1.0, "1", None])
def test_a_tile_has_whole_numbers_only(wrong):
    for fields in ((wrong, 0, 1), (0, wrong, 1), (0, 0, wrong)):
        with pytest.raises(TileNumberError):
            Tile(*fields)
    for place in ((wrong, 1), (0, wrong)):
        with pytest.raises(TileNumberError):
            BundleTile(*place)


@pytest.mark.parametrize("fields", [(64, 0, 1), (0, 1 << 55, 1), (0, 0, 0), (0, 0, 257)])
def test_a_tile_that_no_tree_has_is_refused(fields):
    with pytest.raises(TileNumberError):
        Tile(*fields)


@pytest.mark.parametrize("length", [0, 31, 32, 95, 97, 8192])
def test_a_tile_of_another_length_is_refused(length):
    with pytest.raises(TileLengthError, match=r"tile/0/000\.p/3 has 96 bytes"):
        check_tile(Tile(0, 0, 3), bytes(length))
    with pytest.raises(TileLengthError):
        read_tile(Tile(0, 0, 3), lambda _: bytes(length))


@pytest.mark.parametrize("width", [1, 2, 3, 7, 128, 200, 255, 256])
def test_the_rows_of_a_tile_are_the_full_subtrees_over_it(width):
    slow = SlowTree(leaves(width))
    rows = expand_tile(slow.block)
    assert len(rows) == 9
    for row, hashes in enumerate(rows):
        assert hashes == b"".join(slow.subtree(row, n) for n in range(width >> row))
    with pytest.raises(HashSizeError):
        expand_tile(bytes(33))


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 300, 511, 512, 513])
def test_tiles_give_the_root_and_every_proof(size):
    slow = SlowTree(leaves(size))
    _, tiles = grow(Edge(), slow.block)
    files = {tile.path: data for tile, data in tiles}
    hashes = TileHashes(reader(files), size)
    assert hashes.root() == slow.head()
    for index in range(size):
        assert hashes.leaf(index) == slow.hashes[index]
        assert hashes.inclusion(index) == slow.inclusion(index, 0, size)
        assert hashes.consistency(index + 1) == slow.consistency(index + 1, 0, size)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, EXAMPLE), st.data())
def test_proofs_from_tiles_of_any_size_verify(size, data):
    hashes = TileHashes(reader(written(size)), size)
    root = hashes.root()
    assert root == tree_head(EXAMPLE_LEAVES[: 32 * size])
    index = data.draw(st.integers(0, size - 1))
    leaf, path = hashes.leaf(index), hashes.inclusion(index)
    assert leaf == EXAMPLE_LEAVES[32 * index : 32 * index + 32]
    verify_inclusion(index=index, size=size, leaf=leaf, path=path, root=root)
    verify_consistency(
        old_size=index + 1,
        new_size=size,
        old_root=tree_head(EXAMPLE_LEAVES[: 32 * index + 32]),
        new_root=root,
        path=hashes.consistency(index + 1),
    )


def test_an_older_tree_is_read_from_wider_tiles_where_its_own_were_cleared_away():
    kept = written(300, EXAMPLE)
    newest = {tile.path for tile in tiles_for(EXAMPLE)}
    cleared = {path: data for path, data in kept.items() if path in newest}
    assert len(cleared) < len(kept)
    for size in (1, 255, 256, 257, 300, 65_537, 69_999):
        hashes = TileHashes(reader(cleared), size, newest=EXAMPLE)
        assert hashes.root() == tree_head(EXAMPLE_LEAVES[: 32 * size])
    # The full tile is found without being told how large the log is now.
    assert TileHashes(reader(cleared), 255).root() == tree_head(EXAMPLE_LEAVES[: 32 * 255])


def test_a_narrower_tile_is_never_read_for_a_wider_one():
    files = {Tile(0, 0, 3).path: bytes(96)}
    with pytest.raises(TileMissingError, match=r"tile/0/000\.p/5 is missing"):
        read_tile(Tile(0, 0, 5), reader(files), newest=3)


def test_a_missing_tile_is_named():
    files = written(600)
    del files["tile/0/001"]
    hashes = TileHashes(reader(files), 600)
    assert hashes.inclusion(0)
    with pytest.raises(TileMissingError, match="tile/0/001 is missing"):
        hashes.inclusion(300)


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2"])
def test_an_altered_tile_gives_no_proof_under_a_root(path):
    files = written(600)
    root = TileHashes(reader(files), 600).root()
    files[path] = bytes([files[path][0] ^ 1]) + files[path][1:]
    hashes = TileHashes(reader(files), 600, root=root)
    # Of the altered tile the first hash: it is this leaf's or on its way.
    index = {"tile/0/000": 0, "tile/0/002.p/88": 512, "tile/1/000.p/2": 300}[path]
    with pytest.raises(TileDamagedError, match="leaf"):
        hashes.inclusion(index)
    with pytest.raises(TileDamagedError, match="the first"):
        hashes.consistency(index + 1)


def test_an_unaltered_tree_gives_its_proofs_under_its_root():
    files = written(600)
    root = TileHashes(reader(files), 600).root()
    checked = TileHashes(reader(files), 600, root=root)
    unchecked = TileHashes(reader(files), 600)
    for index in range(0, 600, 7):
        assert checked.inclusion(index) == unchecked.inclusion(index)
        assert checked.consistency(index + 1) == unchecked.consistency(index + 1)


@pytest.mark.parametrize(
    ("level", "number"), [(0, 600), (3, 75), (9, 1), (10, 0), (-1, 0), (0, -1)]
)
def test_a_subtree_that_is_not_full_is_refused(level, number):
    with pytest.raises(TileNumberError, match="no such full subtree"):
        TileHashes(reader(written(600)), 600).subtree(level, number)


def test_sizes_and_indexes_that_are_none_are_refused():
    with pytest.raises(TreeSizeError):
        TileHashes(reader({}), -1)
    with pytest.raises(TreeSizeError):
        list(new_tiles(0, -1))
    with pytest.raises(LeafIndexError):
        TileHashes(reader(written(5)), 5).inclusion(5)


def test_a_tile_is_read_once_for_many_proofs_and_threads():
    files, read = written(5000), []

    def counting(tile: Tile) -> bytes | None:
        read.append(tile)
        return files.get(tile.path)

    hashes = TileHashes(counting, 5000)
    first = hashes.inclusion(4000)
    with ThreadPoolExecutor(4) as pool:
        assert all(path == first for path in pool.map(hashes.inclusion, [4000] * 100))
    assert len(read) == len(set(read)) <= 4

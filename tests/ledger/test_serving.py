"""Whoever holds a published checkpoint can get its tiles, whatever the log has become."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.core.tiles import BundleTile, Tile, tiles_for
from beholden.ledger.errors import TileDamagedError, TilePathError
from beholden.ledger.log import Log
from beholden.ledger.serving import served
from beholden.ledger.storage import MemoryStorage
from tests.ledger.oracle import piece
from tests.support.log_simulator import Tree


def grown(*sizes: int) -> MemoryStorage:
    """A log that grew to each of these sizes in turn."""
    storage = MemoryStorage()
    with Log.open(storage, create=True) as log:
        for size in sizes:
            log.append(piece(log.size, size))
    return storage


def oracle(size: int) -> Tree:
    block = piece(0, size)
    return Tree(block[at : at + 32] for at in range(0, len(block), 32))


def bytes_of(tree: Tree, tile: Tile | BundleTile) -> bytes:
    if isinstance(tile, Tile):
        return tree.tile(tile.level, tile.number, tile.width)
    return tree.bundle(tile.number, tile.width)


@pytest.fixture(scope="module")
def log() -> MemoryStorage:
    """A log that grew in many steps."""
    return grown(*range(7, 701, 7))


@pytest.fixture(scope="module")
def tree() -> Tree:
    return oracle(700)


@given(size=st.integers(1, 700))
def test_every_tile_of_every_older_size_can_be_had(
    log: MemoryStorage, tree: Tree, size: int
) -> None:
    """Also of sizes that were never published, and of tiles that are full by now."""
    for tile in tiles_for(size):
        assert served(log, tile.path) == bytes_of(tree, tile), tile.path


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/003",
        "tile/0/002",
        "tile/0/002.p/189",
        "tile/1/000",
        "tile/1/000.p/3",
        "tile/2/000.p/1",
        "tile/entries/002",
        "tile/entries/002.p/189",
        "tile/entries/003.p/1",
        "tile/0/x001/000",
    ],
)
def test_what_the_log_does_not_have_is_none(log: MemoryStorage, path: str) -> None:
    assert served(log, path) is None


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile",
        "checkpoint",
        "identity.json",
        "keys/00.key",
        "journal",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/07",
        "tile/0/1",
        "tile/64/000",
        "tile/0/../../identity.json",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/000\n",
        "tile/0/\u0660\u0660\u0660",
        "tile/0/000.p/\u0661",
        "tile/-1/000",
    ],
)
def test_a_path_that_names_no_tile_reads_no_file(log: MemoryStorage, path: str) -> None:
    with pytest.raises(TilePathError):
        served(log, path)


@pytest.mark.parametrize("name", ["tile/0/000", "tile/0/002.p/188", "tile/entries/001"])
@pytest.mark.parametrize("cut", [0, 1, 31, 33])
def test_a_file_that_lost_its_end_is_never_handed_out(name: str, cut: int) -> None:
    log = grown(700)
    whole = log.read(name)
    assert whole is not None
    log.write(name, whole[:-cut] if cut else b"")
    with pytest.raises(TileDamagedError, match=name):
        served(log, name)
    log.write(name, whole + b"x")
    with pytest.raises(TileDamagedError, match="repair"):
        served(log, name)


def test_a_bundle_of_other_entries_than_commitments_is_never_handed_out() -> None:
    log = grown(256)
    log.write("tile/entries/000", b"\0\1x" + bytes(256 * 34 - 3))
    with pytest.raises(TileDamagedError):
        served(log, "tile/entries/000")


class Growing(MemoryStorage):
    """A log whose partial tiles are cleared away between two looks at them."""

    def names(self, folder: str) -> list[str]:
        found = super().names(folder)
        if folder.endswith(".p"):
            for name in found:
                self.remove(f"{folder}/{name}")
            self.write(folder.removesuffix(".p"), self.full)
        return found

    full = b""


@pytest.mark.parametrize("kind", ["0", "entries"])
def test_a_tile_that_becomes_full_while_it_is_asked_for_is_still_had(kind: str) -> None:
    log, tree = Growing(), oracle(256)
    whole = Tile(0, 0, 256) if kind == "0" else BundleTile(0, 256)
    log.full = bytes_of(tree, whole)
    older = Tile(0, 0, 100) if kind == "0" else BundleTile(0, 100)
    log.write(older.path, bytes_of(tree, older))
    assert served(log, f"tile/{kind}/000.p/50") == log.full[: 50 * len(log.full) // 256]

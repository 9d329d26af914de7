"""What is read from the files of a log is right, or it is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.core.hashing import EMPTY_ROOT
from beholden.ledger.core.tiles import bundle_of, tile_of
from beholden.ledger.errors import (
    EmptyOldTreeError,
    LeafIndexError,
    LogDamagedError,
    LogDiskError,
    ShrunkTreeError,
    SplitViewError,
    TreeSizeError,
)
from beholden.ledger.log import Log
from beholden.ledger.reader import LogReader
from beholden.ledger.storage import MemoryStorage
from tests.ledger.faulty import FaultyDisk
from tests.ledger.oracle import ENTRY, check_log, piece, tree

SIZES = (1, 2, 255, 256, 257, 511, 512, 700, 1_000)
DAMAGES: tuple[Callable[[bytes, int], bytes | None], ...] = (
    lambda _, __: None,
    lambda _, __: b"",
    lambda data, _: data[:-1],
    lambda data, _: data + b"x",
    lambda data, at: (
        bytes([*data[: at % len(data)], data[at % len(data)] ^ 1]) + data[at % len(data) + 1 :]
    ),
)


def log_of(size: int) -> MemoryStorage:
    storage = MemoryStorage()
    with Log.open(storage, create=True) as log:
        log.append(piece(0, size // 2))
        log.append(piece(size // 2, size))
    return storage


def lowest(number: int, size: int) -> list[str]:
    return [tile_of(0, number, size).path, bundle_of(number, size).path]


@pytest.mark.parametrize("size", SIZES)
def test_every_entry_and_proof_of_every_tree_is_that_of_the_plain_tree(size: int) -> None:
    storage = log_of(size)
    whole = LogReader(storage, size, tree().head(0, size))
    assert b"".join(whole.entries(0, size)) == piece(0, size)
    for old in {1, 2, size // 3, size // 2, size - 1, size} - {0}:
        if old > size:
            continue
        older = whole.at(old)
        assert older.root == tree().head(0, old)
        assert whole.consistency(old) == tree().consistency(old, 0, size)
        for index in {0, old // 2, old - 1}:
            assert older.inclusion(index) == tree().inclusion(index, 0, old)
            assert older.entry(index) == piece(index, index + 1)


@given(size=st.sampled_from(SIZES), data=st.data())
def test_entries_are_read_in_any_stretch(size: int, data: st.DataObject) -> None:
    reader = LogReader(log_of(size), size, tree().head(0, size))
    first = data.draw(st.integers(0, size))
    last = data.draw(st.integers(first, size))
    assert b"".join(reader.entries(first, last)) == piece(first, last)


@given(size=st.sampled_from(SIZES), data=st.data(), damage=st.sampled_from(DAMAGES))
def test_a_damaged_file_is_named_damage_and_never_gives_another_answer(
    size: int, data: st.DataObject, damage: Callable[[bytes, int], bytes | None]
) -> None:
    storage = log_of(size)
    paths = sorted(path for path in storage._files if path.startswith("tile/"))
    path = data.draw(st.sampled_from(paths))
    broken = damage(storage._files[path], data.draw(st.integers(0, 9_000)))
    if broken is None:
        storage.remove(path)
    else:
        storage.write(path, broken)
    reader = LogReader(storage, size, tree().head(0, size))
    refused = 0
    for index in sorted({*range(0, size, 50), size - 1}):
        try:
            assert reader.entry(index) == piece(index, index + 1)
            assert reader.inclusion(index) == tree().inclusion(index, 0, size)
            old = index + 1
            assert reader.consistency(old) == tree().consistency(old, 0, size)
            assert reader.at(old).root == tree().head(0, old)
        except LogDamagedError:
            refused += 1
    needed = [tile for number in range(-(-size // 256)) for tile in lowest(number, size)]
    assert refused or path not in needed


def test_a_root_that_is_not_the_logs_gives_nothing() -> None:
    storage = log_of(300)
    for root in (bytes(32), tree().head(0, 299)):
        reader = LogReader(storage, 300, root)
        for call in (reader.entry, reader.inclusion, reader.consistency, reader.at):
            with pytest.raises(LogDamagedError, match="beholden ledger verify"):
                call(200)


def test_a_tree_that_is_larger_than_the_log_is_not_read() -> None:
    reader = LogReader(log_of(300), 301, tree().head(0, 301))
    with pytest.raises(LogDamagedError):
        reader.entry(300)


@pytest.mark.parametrize("index", [-1, 300, 2**70])
def test_an_index_outside_the_tree_is_refused(index: int) -> None:
    reader = LogReader(log_of(300), 300, tree().head(0, 300))
    for call in (reader.entry, reader.inclusion):
        with pytest.raises(LeafIndexError):
            call(index)
    with pytest.raises(LeafIndexError):
        next(reader.entries(3, 2))


def test_sizes_that_nothing_can_be_shown_for_are_refused() -> None:
    reader = LogReader(log_of(300), 300, tree().head(0, 300))
    with pytest.raises(EmptyOldTreeError):
        reader.consistency(0)
    with pytest.raises(ShrunkTreeError):
        reader.consistency(301)
    with pytest.raises(ShrunkTreeError):
        reader.at(301)
    for size in (-1, 2**63):
        with pytest.raises(TreeSizeError):
            reader.at(size)
        with pytest.raises(TreeSizeError):
            LogReader(log_of(300), size, bytes(32))


def test_the_empty_tree_has_one_root_and_no_entries() -> None:
    reader = LogReader(MemoryStorage(), 0, EMPTY_ROOT)
    assert list(reader.entries(0, 0)) == []
    assert LogReader(log_of(3), 3, tree().head(0, 3)).at(0).root == EMPTY_ROOT
    with pytest.raises(LeafIndexError):
        reader.entry(0)
    with pytest.raises(SplitViewError):
        LogReader(MemoryStorage(), 0, bytes(32))


def test_a_disk_that_cannot_be_read_is_no_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Log.open(tmp_path, create=True) as log:
        log.append(piece(0, 300))
        root = log.root
    check_log(log._storage, 300, root)
    (tmp_path / "tile/0/000").unlink()
    (tmp_path / "tile/0/000").mkdir()
    with pytest.raises(LogDiskError, match="cannot be read"):
        LogReader(tmp_path, 300, root).entry(0)


def test_a_wider_tile_stands_in_for_one_that_lost_its_end() -> None:
    disk = FaultyDisk()
    log = Log.open(disk, create=True)
    for size in range(0, 256, 64):
        log.append(piece(size, size + 64))
        disk.write(f"tile/0/000.p/{size + 32}", b"short")
    for size in (32, 96, 160, 224, 100):
        check_log(disk, size, tree().head(0, size))
    assert len(piece(0, 1)) == ENTRY


class Growing(MemoryStorage):
    """A storage whose writer fills tile 0 just when a reader looks for its partial versions."""

    def names(self, folder: str) -> list[str]:
        full = folder.removesuffix(".p")
        self.write(full, log_of(256)._files[full])
        return super().names(folder)


def test_a_tile_that_is_filled_while_it_is_looked_for_is_found() -> None:
    reader = LogReader(Growing(), 77, tree().head(0, 77))
    assert reader.inclusion(70) == tree().inclusion(70, 0, 77)
    assert reader.entry(70) == piece(70, 71)

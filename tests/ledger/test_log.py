"""The writer: what it appends, what it leaves on the disk, and when it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.audit import audit
from beholden.ledger.core.bundles import encode_bundle
from beholden.ledger.core.growing import Edge, grow
from beholden.ledger.core.hashing import EMPTY_ROOT, leaf_hashes_of_commitments
from beholden.ledger.core.tiles import bundles_for, tiles_for
from beholden.ledger.errors import (
    HashSizeError,
    LogDamagedError,
    LogDiskError,
    LogLockedError,
    LogMissingError,
    LogStoppedError,
)
from beholden.ledger.journal import JOURNAL_FILE
from beholden.ledger.log import Log, Recovery
from beholden.ledger.reader import LogReader
from beholden.ledger.storage import FolderStorage, MemoryStorage, Storage
from tests.ledger.faulty import FaultyDisk
from tests.ledger.kill_loop import ROOT
from tests.ledger.oracle import ENTRY, check_log, piece, tree

USE_A_COPY = """
import os, sys
from pathlib import Path
from beholden.ledger.errors import LogStoppedError
from beholden.ledger.log import Log
log = Log.open(Path(sys.argv[1]), create=True)
log.append(bytes(32))
child = os.fork()
if child == 0:
    try:
        log.append(bytes(32))
    except LogStoppedError:
        log.close()
        os._exit(0)
    os._exit(1)
if os.waitpid(child, 0)[1]:
    sys.exit("a copy of the process wrote to the log")
log.append(bytes(32))
assert log.size == 2
"""


@pytest.fixture(params=["folder", "memory"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    return FolderStorage(tmp_path / "ledger") if request.param == "folder" else MemoryStorage()


def appended(storage: Storage, *counts: int) -> Log:
    log = Log.open(storage, create=True)
    for count in counts:
        size = log.size
        assert log.append(piece(size, size + count)) == range(size, size + count)
    return log


def end_process(log: Log) -> None:
    """As if the process had been killed: the lock is free and nothing was tidied up."""
    log._lock.release()


def test_a_new_log_is_the_empty_tree(storage: Storage) -> None:
    with Log.open(storage, create=True) as log:
        assert (log.size, log.root, log.recovered) == (0, EMPTY_ROOT, Recovery())
        assert log.append(b"") == range(0)
    with Log.open(storage) as log:
        assert (log.size, log.root) == (0, EMPTY_ROOT)


@given(counts=st.lists(st.integers(1, 600), min_size=1, max_size=6), reopen=st.booleans())
def test_however_entries_are_appended_the_tree_and_its_full_tiles_are_the_same(
    counts: list[int], reopen: bool
) -> None:
    storage = MemoryStorage()
    log = appended(storage)
    for count in counts:
        size = log.size
        log.append(piece(size, size + count))
        if reopen:
            log.close()
            log = Log.open(storage)
            assert log.recovered == Recovery()
    size = sum(counts)
    assert log.size == size
    assert log.frontier.root() == log.root
    check_log(storage, size, log.root)
    _, tiles = grow(Edge(), leaf_hashes_of_commitments(piece(0, size)))
    assert {tile for tile, _ in tiles} == set(tiles_for(size))
    for tile, data in tiles:
        assert storage.read(tile.path) == data
    for bundle in bundles_for(size):
        first = bundle.number * 256
        block = piece(first, first + bundle.width)
        entries = [block[at : at + ENTRY] for at in range(0, len(block), ENTRY)]
        assert storage.read(bundle.path) == encode_bundle(entries)
    assert audit(storage, size, log.root).sound
    log.close()


def test_a_log_of_three_levels_of_tiles_grows_and_is_found_again(storage: Storage) -> None:
    count = 70_000
    block = piece(0, 1_000) * 70
    with Log.open(storage, create=True, journal_bytes=1 << 20) as log:
        for at in range(0, len(block), 9_973 * ENTRY):
            log.append(block[at : at + 9_973 * ENTRY])
        assert log.size == count
        root = log.root
        assert log.entry(count - 1) == piece(999, 1_000)
        assert log.reader().inclusion(69_999)
    edge, _ = grow(Edge(), leaf_hashes_of_commitments(block))
    assert root == edge.root()
    with Log.open(storage) as log:
        assert (log.size, log.root, log.recovered) == (count, root, Recovery())
    assert audit(storage, count, root).sound
    names = [name for level in "012" for name in storage.names(f"tile/{level}")]
    assert [name for name in names if name.endswith(".p")] == ["273.p", "001.p", "000.p"]


def test_one_long_append_is_one_append() -> None:
    storage = MemoryStorage()
    block = bytes(ENTRY * 66_000)
    with Log.open(storage, create=True) as log:
        assert log.append(block) == range(66_000)
        end_process(log)
        with Log.open(storage) as again:
            assert again.root == log.root
            assert again.recovered.entries == 66_000


@pytest.mark.parametrize("entries", [b"x", bytes(33), bytes(63)])
def test_entries_that_are_not_of_32_bytes_change_nothing(storage: Storage, entries: bytes) -> None:
    with appended(storage, 3) as log:
        with pytest.raises(HashSizeError):
            log.append(entries)
        log.append(piece(3, 4))
        check_log(storage, 4, log.root)


def test_partial_tiles_of_the_newest_sizes_stay_until_others_have_come(storage: Storage) -> None:
    with appended(storage, 100, 100, 55, 1) as log:
        for width in (100, 200, 255):
            assert storage.read(f"tile/0/000.p/{width}") is not None
        for size in range(256, 260):
            assert storage.names("tile/0/000.p")
            log.append(piece(size, size + 1))
        assert storage.names("tile/0") == ["000", "001.p"]
        assert storage.names("tile/entries") == ["000", "001.p"]
        for size in (1, 100, 200, 255, 260):
            check_log(storage, size, log.reader().at(size).root)


def test_a_clean_stop_clears_all_superseded_partial_tiles(storage: Storage) -> None:
    appended(storage, 100, 156, 1).close()
    assert storage.names("tile/0") == ["000", "001.p"]


def test_a_log_is_made_only_where_that_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(LogMissingError, match="beholden ledger init"):
        Log.open(tmp_path / "ledger")
    assert not list(tmp_path.iterdir())


def test_a_log_that_lost_its_journal_is_not_taken_for_a_new_one(storage: Storage) -> None:
    appended(storage, 3).close()
    storage.remove(JOURNAL_FILE)
    for create in (True, False):
        with pytest.raises(LogDamagedError, match="repair"):
            Log.open(storage, create=create)
    storage.lock().release()


def test_a_damaged_journal_stops_the_opening_and_leaves_it_as_it_is(storage: Storage) -> None:
    appended(storage, 3).close()
    data = storage.read(JOURNAL_FILE) or b""
    storage.replace(JOURNAL_FILE, b"X" + data[1:])
    with pytest.raises(LogDamagedError, match="journal"):
        Log.open(storage, create=True)
    storage.replace(JOURNAL_FILE, data)
    with Log.open(storage) as log:
        check_log(storage, 3, log.root)


def test_a_second_writer_is_refused_and_told_who_writes(tmp_path: Path) -> None:
    with Log.open(tmp_path, create=True) as log:
        for _ in range(2):
            with pytest.raises(LogLockedError, match=f"process {os.getpid()}"):
                Log.open(tmp_path)
        log.append(piece(0, 1))
    Log.open(tmp_path).close()


def test_a_copy_of_the_process_does_not_write(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", USE_A_COPY, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with Log.open(tmp_path) as log:
        assert log.size == 2


def test_a_closed_log_refuses(storage: Storage) -> None:
    log = appended(storage, 3)
    log.close()
    log.close()
    for call in (lambda: log.append(piece(3, 4)), log.finish):
        with pytest.raises(LogStoppedError, match="closed"):
            call()


def test_after_a_kill_everything_is_made_again_from_the_journal(storage: Storage) -> None:
    log = appended(storage, 100, 300, 200)
    end_process(log)
    for folder in ("tile/0", "tile/1", "tile/entries"):
        for name in storage.names(folder):
            if not name.endswith(".p"):
                storage.write(f"{folder}/{name}", b"")
                continue
            for width in storage.names(f"{folder}/{name}"):
                storage.write(f"{folder}/{name}/{width}", b"")
    with Log.open(storage) as again:
        assert again.recovered == Recovery(600, 0)
        check_log(storage, 600, log.root)
        assert audit(storage, 600, log.root).sound
    with Log.open(storage) as again:
        assert again.recovered == Recovery()


def test_an_append_that_never_returned_is_cut_off_and_said(storage: Storage) -> None:
    end_process(appended(storage, 5))
    storage.append(JOURNAL_FILE, b"BHLDREC1 and no more")
    with Log.open(storage) as log:
        assert log.recovered == Recovery(5, 20)
        check_log(storage, 5, log.root)
    end_process(appended(storage))
    storage.append(JOURNAL_FILE, b"BHLD")
    with Log.open(storage) as log:
        assert log.recovered == Recovery(0, 4)
        log.append(piece(5, 8))
        end_process(log)
        with Log.open(storage) as again:
            check_log(storage, 8, again.root)


def test_the_right_edge_is_put_right_after_a_clean_stop_too(storage: Storage) -> None:
    with appended(storage, 700) as log:
        root = log.root
    storage.write("tile/0/002.p/188", b"short")
    storage.remove("tile/1/000.p/2")
    storage.remove("tile/entries/002.p/188")
    with Log.open(storage):
        assert audit(storage, 700, root).sound


def test_what_could_not_be_written_is_said_and_written_at_the_next_append() -> None:
    disk = FaultyDisk()
    log = appended(disk, 300)
    old = log.root
    at = len(disk.operations)
    disk.faults = {at + 1: "refuse", at + 2: "refuse"}
    assert log.append(piece(300, 400)) == range(300, 400)
    problem = log.problem
    assert isinstance(problem, LogDiskError)
    assert "journal" in str(problem)
    check_log(disk, 300, old)
    with pytest.raises(LogDamagedError):
        log.reader().entry(399)
    with pytest.raises(LogDiskError):
        log.append(piece(400, 401))
    assert log.size == 400
    assert log.append(piece(400, 401)) == range(400, 401)
    assert log.problem is None
    check_log(disk, 401, log.root)


def test_an_interrupted_append_stops_the_log_until_it_is_opened_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    storage = MemoryStorage()
    log = appended(storage, 300)
    write = MemoryStorage.append

    def interrupted(self: MemoryStorage, path: str, data: bytes) -> None:
        write(self, path, data)
        raise KeyboardInterrupt

    monkeypatch.setattr(MemoryStorage, "append", interrupted)
    with pytest.raises(KeyboardInterrupt):
        log.append(piece(300, 301))
    monkeypatch.undo()
    with pytest.raises(LogStoppedError, match="interrupted"):
        log.append(piece(300, 301))
    log.close()
    with Log.open(storage) as log:
        assert log.size == 301
        check_log(storage, 301, log.root)


def test_a_reader_of_an_older_tree_is_not_disturbed_by_growth(storage: Storage) -> None:
    log = appended(storage, 200)
    readers: list[LogReader] = []
    for size in range(200, 1_000, 37):
        readers.append(LogReader(storage, size, tree().head(0, size)))
        log.append(piece(size, size + 37))
        for reader in readers:
            assert reader.entry(reader.size - 1) == piece(reader.size - 1, reader.size)
            assert reader.inclusion(0) == tree().inclusion(0, 0, reader.size)
    log.close()

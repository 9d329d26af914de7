"""An audit names exactly the files that are damaged; a repair writes what leads to the root."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger.audit import Fault, audit, repair
from beholden.ledger.core.growing import Edge, grow
from beholden.ledger.core.hashing import EMPTY_ROOT, leaf_hashes_of_commitments
from beholden.ledger.core.tiles import BundleTile, bundles_for, parse_tile_path, tiles_for
from beholden.ledger.errors import LogDamagedError, LogLockedError, SplitViewError, TreeSizeError
from beholden.ledger.journal import JOURNAL_FILE
from beholden.ledger.log import Log
from beholden.ledger.storage import MemoryStorage
from tests.ledger.oracle import ENTRY, check_log, piece, tree

SIZE = 1_500
LARGE = 70_000
KINDS = ("lost", "cut short", "altered")


@cache
def files_of(size: int) -> dict[str, bytes]:
    """The files of a log that grew in three appends."""
    storage = MemoryStorage()
    log = Log.open(storage, create=True)
    block = piece(0, 1_000) * 70 if size > 10_000 else piece(0, size)
    ends = (0, size // 3, size - 5, size)
    for first, last in pairwise(ends):
        log.append(block[first * ENTRY : last * ENTRY])
    log.close()
    return dict(storage._files)


def root_of(size: int) -> bytes:
    block = piece(0, 1_000) * 70 if size > 10_000 else piece(0, size)
    return grow(Edge(), leaf_hashes_of_commitments(block))[0].root()


def log_of(size: int) -> MemoryStorage:
    storage = MemoryStorage()
    storage._files |= files_of(size)
    return storage


def damage(storage: MemoryStorage, path: str, kind: str) -> None:
    data = storage._files.pop(path)
    if kind == "cut short":
        storage.write(path, data[:-1])
    elif kind == "altered":
        storage.write(path, data[:-1] + bytes([data[-1] ^ 1]))


def tiles_in(storage: MemoryStorage) -> list[str]:
    return sorted(path for path in storage._files if path.startswith("tile/"))


def leaves_of(size: int) -> Callable[[int], Iterator[tuple[int, bytes]]]:
    block = piece(0, 1_000) * 70 if size > 10_000 else piece(0, size)

    def leaves_from(index: int) -> Iterator[tuple[int, bytes]]:
        for at in range(index, size):
            yield at, block[at * ENTRY : (at + 1) * ENTRY]

    return leaves_from


def current_bundles(size: int) -> set[str]:
    return {bundle.path for bundle in bundles_for(size)}


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, SIZE, 65_536, LARGE])
def test_a_sound_log_has_no_faults(size: int) -> None:
    told: list[int] = []
    storage = log_of(size) if size in {SIZE, LARGE} else MemoryStorage()
    block = piece(0, 1_000) * 70 if size > 10_000 else piece(0, size)
    if size not in {SIZE, LARGE}:
        with Log.open(storage, create=True) as log:
            log.append(block[: size * ENTRY])
            root = log.root
    else:
        root = root_of(size)
    report = audit(storage, size, root, told.append)
    assert (report.holds, report.faults, report.sound) == (True, (), True)
    assert told == sorted(told)
    assert told[-1] == size


@pytest.mark.parametrize("size", [SIZE, LARGE])
@pytest.mark.parametrize("kind", KINDS)
def test_each_damaged_file_is_named_by_itself(size: int, kind: str) -> None:
    paths = tiles_in(log_of(size))
    for path in paths if size == SIZE else [*paths[:3], *paths[-3:], "tile/1/000", "tile/0/200"]:
        storage = log_of(size)
        damage(storage, path, kind)
        report = audit(storage, size, root_of(size))
        wanted = [Fault(path, kind)]
        if kind == "lost" and ".p/" in path and path not in current_paths(size):
            wanted = []  # nobody can know that an older, narrower version was there
        assert list(report.faults) == wanted
        assert report.holds == (path not in current_bundles(size))


def current_paths(size: int) -> set[str]:
    return {tile.path for tile in tiles_for(size)} | current_bundles(size)


@given(
    marks=st.dictionaries(st.integers(0, 40), st.sampled_from(KINDS), min_size=1, max_size=9),
    source=st.booleans(),
)
def test_however_many_files_are_damaged_each_is_named_and_made_right_if_that_can_be(
    marks: dict[int, str], source: bool
) -> None:
    storage = log_of(SIZE)
    before = dict(storage._files)
    now = current_paths(SIZE)
    paths = sorted(now)
    damaged = {paths[at % len(paths)]: kind for at, kind in marks.items()}
    for path, kind in damaged.items():
        damage(storage, path, kind)
    bundles = damaged.keys() & current_bundles(SIZE)
    # Where neither a bundle nor its tile is right, only the database can tell.
    hopeless = any(path.replace("entries", "0") in damaged for path in bundles)
    report = audit(storage, SIZE, root_of(SIZE))
    assert report.holds == (not bundles)
    if not hopeless:
        assert {fault.path: fault.kind for fault in report.faults} == damaged
    mended = repair(storage, SIZE, root_of(SIZE), leaves_from=leaves_of(SIZE) if source else None)
    left = {path for path in before if storage._files.get(path) != before[path]}
    assert mended.holds == (source or not bundles)
    if not hopeless:
        assert {fault.path for fault in mended.faults if not fault.repaired} == left
    if source:
        assert left == set()
        assert mended.sound
        assert {fault.path for fault in mended.faults} == damaged.keys()
    elif not hopeless:
        assert left == bundles
    assert not mended.journal_begun


def test_nothing_is_written_that_does_not_lead_to_the_root() -> None:
    storage = log_of(SIZE)
    damage(storage, "tile/0/001", "altered")
    damage(storage, "tile/entries/003", "altered")
    damage(storage, "tile/1/000.p/5", "lost")
    before = dict(storage._files)
    report = repair(storage, SIZE, bytes(32), leaves_from=leaves_of(SIZE))
    assert not report.holds
    assert not report.sound
    assert storage._files == before

    def wrong(index: int) -> Iterator[tuple[int, bytes]]:
        return ((at, bytes(ENTRY)) for at in range(index, SIZE))

    storage = log_of(SIZE)
    damage(storage, "tile/entries/003", "lost")
    before = dict(storage._files)
    assert not repair(storage, SIZE, root_of(SIZE), leaves_from=wrong).holds
    assert storage._files == before


def test_a_log_with_another_root_does_not_hold_and_is_compared_with_its_own_bundles() -> None:
    storage = log_of(SIZE)
    report = audit(storage, SIZE, bytes(32))
    assert (report.holds, report.faults) == (False, ())
    damage(storage, "tile/0/001", "altered")
    damage(storage, "tile/0/002", "lost")
    report = audit(storage, SIZE, bytes(32))
    assert {(fault.path, fault.kind) for fault in report.faults} >= {
        ("tile/0/001", "altered"),
        ("tile/0/002", "lost"),
    }


@pytest.mark.parametrize("size", [1, 256, SIZE, LARGE])
def test_a_whole_log_is_made_again_from_its_entries(size: int) -> None:
    storage = MemoryStorage()
    block = piece(0, 1_000) * 70 if size > 10_000 else piece(0, size)
    root = grow(Edge(), leaf_hashes_of_commitments(block[: size * ENTRY]))[0].root()
    report = repair(storage, size, root, leaves_from=leaves_of(size))
    assert report.sound
    assert report.journal_begun
    assert {fault.kind for fault in report.faults} == {"lost"}
    assert audit(storage, size, root).faults == ()
    with Log.open(storage) as log:
        assert (log.size, log.root) == (size, root)
        log.append(piece(0, 3))
        assert log.reader().at(size).root == root


def test_a_bundle_and_its_tile_that_are_both_altered_are_named_and_not_touched() -> None:
    storage = log_of(SIZE)
    both = {"tile/0/002", "tile/entries/002"}
    for path in both:
        damage(storage, path, "altered")
    before = dict(storage._files)
    report = audit(storage, SIZE, root_of(SIZE))
    assert {fault.path for fault in report.faults} == both
    assert not report.holds
    assert repair(storage, SIZE, root_of(SIZE)).faults == report.faults
    assert storage._files == before
    assert repair(storage, SIZE, root_of(SIZE), leaves_from=leaves_of(SIZE)).sound
    assert storage._files == files_of(SIZE)


@pytest.mark.parametrize("folder", ["tile/0", "tile/entries"])
def test_many_altered_files_below_a_lost_tile_are_told_from_the_sound_ones(folder: str) -> None:
    storage = log_of(LARGE)
    damage(storage, "tile/1/000", "lost")
    altered = {f"{folder}/{number:03}" for number in range(30, 90, 4)}
    for path in altered:
        damage(storage, path, "altered")
    report = repair(storage, LARGE, root_of(LARGE))
    assert {fault.path for fault in report.faults} == {"tile/1/000", *altered}
    assert report.holds == (folder == "tile/0")
    assert storage.read("tile/1/000") == files_of(LARGE)["tile/1/000"]


def test_entries_with_a_gap_mend_what_they_can() -> None:
    def gapped(index: int) -> Iterator[tuple[int, bytes]]:
        return (found for found in leaves_of(SIZE)(index) if found[0] != 700)

    storage = log_of(SIZE)
    for number in (1, 2, 3):
        damage(storage, f"tile/entries/00{number}", "lost")
    report = repair(storage, SIZE, root_of(SIZE), leaves_from=gapped)
    assert [(fault.path[-1], fault.repaired) for fault in report.faults] == [
        ("1", True),
        ("2", False),
        ("3", True),
    ]


@pytest.mark.parametrize("found", [None, b"", b"no journal"])
def test_a_journal_that_is_lost_or_damaged_is_begun_anew(found: bytes | None) -> None:
    storage = log_of(SIZE)
    storage.remove(JOURNAL_FILE)
    if found is not None:
        storage.replace(JOURNAL_FILE, found)
    with pytest.raises(LogDamagedError):
        Log.open(storage)
    assert repair(storage, SIZE, root_of(SIZE)).journal_begun
    with Log.open(storage) as log:
        assert log.append(piece(SIZE, SIZE + 1)) == range(SIZE, SIZE + 1)
        check_log(storage, SIZE + 1, log.root)


def test_a_journal_is_not_begun_anew_where_its_edge_cannot_be_had() -> None:
    storage = log_of(SIZE)
    storage.remove(JOURNAL_FILE)
    damage(storage, "tile/entries/005.p/220", "lost")
    assert not repair(storage, SIZE, root_of(SIZE)).journal_begun
    assert repair(storage, SIZE, root_of(SIZE), leaves_from=leaves_of(SIZE)).journal_begun


def test_an_older_journal_is_brought_up_to_the_tree_and_a_newer_one_is_left() -> None:
    storage = log_of(SIZE)
    with Log.open(MemoryStorage(), create=True) as log:
        log.append(piece(0, 700))
        log.close()
        older = log._storage.read(JOURNAL_FILE) or b""
    storage.replace(JOURNAL_FILE, older)
    assert repair(storage, SIZE, root_of(SIZE)).journal_begun
    with Log.open(storage) as log:
        assert log.root == root_of(SIZE)
        log.append(piece(SIZE, SIZE + 9))
    assert not repair(storage, SIZE, root_of(SIZE)).journal_begun
    with Log.open(storage) as log:
        assert log.size == SIZE + 9


def test_the_tree_of_an_older_checkpoint_is_sound_in_a_log_that_grew() -> None:
    storage = log_of(SIZE)
    for size in (SIZE - 5, SIZE // 3, 900, 512, 1):
        assert audit(storage, size, tree().head(0, size)).sound


def test_a_log_that_is_open_for_writing_is_not_repaired() -> None:
    storage = log_of(SIZE)
    with Log.open(storage):
        with pytest.raises(LogLockedError):
            repair(storage, SIZE, root_of(SIZE))
        assert audit(storage, SIZE, root_of(SIZE)).sound
    assert repair(storage, SIZE, root_of(SIZE)).sound


def test_sizes_and_roots_that_no_tree_has_are_refused() -> None:
    for check in (audit, repair):
        with pytest.raises(TreeSizeError):
            check(MemoryStorage(), -1, bytes(32))
        with pytest.raises(SplitViewError):
            check(MemoryStorage(), 0, bytes(32))
        assert check(MemoryStorage(), 0, EMPTY_ROOT).sound


def test_every_named_path_is_that_of_a_tile() -> None:
    storage = log_of(SIZE)
    for path in tiles_in(storage):
        damage(storage, path, "cut short")
    report = audit(storage, SIZE, root_of(SIZE))
    assert {fault.path for fault in report.faults} >= current_paths(SIZE)
    tiles = [parse_tile_path(fault.path) for fault in report.faults]
    assert sum(type(tile) is BundleTile for tile in tiles) == 6

"""Who reads a mirror's copy reads what was copied, and knows from when on it was there."""

from __future__ import annotations

import pytest

from beholden.ledger import read_mirror_copy
from beholden.ledger.errors import LogDamagedError, MirrorDamagedError, MirrorSetupError
from tests.ledger.test_mirror import NOW, W1, W2, Follower
from tests.support.log_simulator import LogSimulator, entries


@pytest.fixture
def log():
    with LogSimulator("example.org/log", witnesses=(W1, W2)) as simulator:
        yield simulator


def grow(log, follower, count: int, *, confirmed: int, seen: int) -> None:
    size = len(log.tree.entries)
    log.append(entries(size, size + count))
    log.publish(time=confirmed)
    follower.now = seen
    assert follower.step().outcome == "followed"


def test_the_copy_is_read_at_every_size_that_it_has(log, tmp_path):
    follower = Follower(tmp_path / "m", log)
    grow(log, follower, 300, confirmed=NOW, seen=NOW)
    grow(log, follower, 100, confirmed=NOW + 60, seen=NOW + 60)
    copy = read_mirror_copy(tmp_path / "m")
    assert (copy.origin, copy.reader.size) == ("example.org/log", 400)
    for size in (1, 300, 399, 400):
        assert copy.reader.at(size).root == log.tree.root(size)
    assert list(copy.reader.entries(0, 400)) == log.tree.entries
    assert copy.last_seen() == NOW + 60


def test_what_was_confirmed_or_seen_by_a_moment_was_there_and_nothing_else(log, tmp_path):
    follower = Follower(tmp_path / "m", log)
    grow(log, follower, 10, confirmed=NOW, seen=NOW + 500)
    grow(log, follower, 10, confirmed=NOW + 1_000, seen=NOW + 1_500)
    copy = read_mirror_copy(tmp_path / "m")
    moments = [NOW - 1, NOW, NOW + 999, NOW + 1_000, NOW + 9_999]
    assert [copy.size_before(moment) for moment in moments] == [0, 10, 10, 20, 20]


def test_without_a_copy_there_is_nothing_to_read(tmp_path, log):
    with pytest.raises(MirrorSetupError, match="no copy"):
        read_mirror_copy(tmp_path / "none")


def test_a_damaged_checkpoint_or_entry_is_named_and_never_read_as_something_else(log, tmp_path):
    follower = Follower(tmp_path / "m", log)
    grow(log, follower, 300, confirmed=NOW, seen=NOW)
    bundle = tmp_path / "m" / "log" / "tile" / "entries" / "000"
    data = bytearray(bundle.read_bytes())
    data[40] ^= 1
    bundle.write_bytes(data)
    with pytest.raises(LogDamagedError):
        list(read_mirror_copy(tmp_path / "m").reader.entries(0, 300))
    (tmp_path / "m" / "log" / "checkpoint").write_bytes(b"nothing")
    with pytest.raises(MirrorDamagedError):
        read_mirror_copy(tmp_path / "m")

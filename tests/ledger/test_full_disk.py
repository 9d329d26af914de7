"""Where nothing can be written the log says so, keeps what it has, and goes on afterwards."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from beholden.ledger.audit import audit
from beholden.ledger.errors import LogDiskError, LogFullError
from beholden.ledger.log import Log
from tests.ledger.faulty import FaultyDisk
from tests.ledger.kill_loop import ROOT
from tests.ledger.oracle import check_log, piece
from tests.support.anybody import AS_ANYBODY
from tests.support.small_disk import filled

OPEN = """
import sys
from pathlib import Path
from beholden.ledger.errors import LogDiskError
from beholden.ledger.log import Log
try:
    Log.open(Path(sys.argv[1]), create=True)
except LogDiskError as error:
    sys.exit("permissions" not in str(error) and f"said {error}")
sys.exit("it opened")
"""
LIMITED = """
import resource, signal, sys
from pathlib import Path
from beholden.ledger.errors import LogFullError
from beholden.ledger.log import Log
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
log = Log.open(Path(sys.argv[1]), create=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, resource.RLIM_INFINITY))
while True:
    size = log.size
    try:
        log.append(bytes(32 * 60))
    except LogFullError:
        break
assert 100 < log.size == size < 400, log.size
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
assert log.append(bytes(32)) == range(size, size + 1)
"""


def append_on(log: Log, count: int) -> None:
    while log.size < 10_000:
        log.append(piece(log.size, log.size + count))


def fill(log: Log, count: int) -> None:
    """Appends until the disk is full."""
    with pytest.raises(LogFullError, match="Make room"):
        append_on(log, count)


@pytest.mark.parametrize("count", [1, 60, 700])
def test_a_full_disk_is_named_nothing_is_appended_and_room_is_all_it_needs(
    small_disk: Path, count: int
) -> None:
    log = Log.open(small_disk / "ledger", create=True, journal_bytes=30_000)
    log.append(piece(0, 500))
    with filled(small_disk):
        fill(log, count)
        size, root = log.size, log.root
        fill(log, count)
        assert (log.size, log.root) == (size, root)
        if log.problem is None:
            check_log(log._storage, size, root)
    assert log.append(piece(size, size + count)) == range(size, size + count)
    check_log(log._storage, log.size, log.root)
    log.close()
    with Log.open(small_disk / "ledger") as again:
        assert again.root == log.root
        assert audit(small_disk / "ledger", again.size, again.root).sound


def test_a_log_that_was_killed_on_a_full_disk_opens_when_there_is_room(small_disk: Path) -> None:
    log = Log.open(small_disk / "ledger", create=True)
    log.append(piece(0, 300))
    with filled(small_disk):
        fill(log, 7)
        size, root = log.size, log.root
        log._lock.release()
        with pytest.raises(LogFullError, match="not opened"):
            Log.open(small_disk / "ledger")
    with Log.open(small_disk / "ledger") as again:
        assert (again.size, again.root) == (size, root)
        check_log(again._storage, size, root)


def test_a_log_closed_on_a_full_disk_has_lost_nothing(small_disk: Path) -> None:
    log = Log.open(small_disk / "ledger", create=True)
    with filled(small_disk):
        fill(log, 60)
        log.close()
    with Log.open(small_disk / "ledger") as again:
        assert again.size == log.size
        check_log(again._storage, log.size, log.root)


def test_on_a_full_disk_no_log_is_made_and_it_can_be_made_later(small_disk: Path) -> None:
    with filled(small_disk), pytest.raises(LogFullError):
        Log.open(small_disk / "ledger", create=True)
    Log.open(small_disk / "ledger", create=True).close()


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO])
def test_a_full_disk_and_a_broken_one_are_told_apart(error: int) -> None:
    disk = FaultyDisk(error=error)
    log = Log.open(disk, create=True)
    disk.faults = {len(disk.operations): "refuse"}
    with pytest.raises(LogDiskError, match="Nothing was appended") as caught:
        log.append(piece(0, 1))
    assert (type(caught.value) is LogFullError) == (error != errno.EIO)
    assert ("Make room" in str(caught.value)) == (error != errno.EIO)


def test_a_limit_on_file_sizes_is_met_like_a_full_disk(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    Log.open(tmp_path).close()


def test_a_folder_that_cannot_be_written_is_explained(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o500)
    done = subprocess.run(
        [*AS_ANYBODY, sys.executable, "-c", OPEN, str(folder / "ledger")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    folder.chmod(0o700)
    assert done.returncode == 0, done.stderr

"""What holds for every place where a log's files lie."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ledger import storage as module
from beholden.ledger.errors import LogLockedError, StoragePathError
from beholden.ledger.storage import FolderStorage, MemoryStorage, Storage, check_path
from tests.ledger.faulty import FaultyDisk
from tests.ledger.kill_loop import ROOT

HOLD_THE_LOCK = """
import sys
from pathlib import Path
from beholden.ledger.storage import FolderStorage
lock = FolderStorage(Path(sys.argv[1])).lock()
print("locked", flush=True)
sys.stdin.read()
"""
NO_PATHS = (
    "", "/", "/etc/passwd", "..", "../x", "tile/../../x", "tile//0", "tile/", "./tile", "tile/.x",
    ".tmp-staged", "tile/0\0", "tile\\0", "Tile", "tile/0\n", "tile/é", "x" * 201,
)  # fmt: skip


@pytest.fixture(params=["folder", "memory", "simulated"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """An empty storage of each kind."""
    if request.param == "folder":
        return FolderStorage(tmp_path / "below" / "ledger")
    return MemoryStorage() if request.param == "memory" else FaultyDisk()


def test_what_was_written_is_read_and_the_newest_counts(storage: Storage) -> None:
    assert storage.read("tile/0/000") is None
    storage.write("tile/0/000", b"one")
    storage.write("tile/0/000", b"two")
    storage.write("tile/1/000.p/7", b"")
    storage.replace("journal", b"first")
    storage.replace("journal", b"second")
    storage.sync(["tile/0/000", "tile/1/000.p/7", "tile/9/999"])
    assert storage.read("tile/0/000") == b"two"
    assert storage.read("tile/1/000.p/7") == b""
    assert storage.read("journal") == b"second"


def test_a_file_grows_at_its_end_and_is_cut_there(storage: Storage) -> None:
    storage.replace("journal", b"head")
    storage.append("journal", b"-one")
    storage.append("journal", b"-two")
    storage.truncate("journal", 8)
    storage.append("journal", b"-three")
    assert storage.read("journal") == b"head-one-three"


@pytest.mark.parametrize("call", ["append", "truncate"])
def test_only_a_file_that_is_there_grows_or_is_cut(storage: Storage, call: str) -> None:
    with pytest.raises(FileNotFoundError):
        storage.append("journal", b"x") if call == "append" else storage.truncate("journal", 0)
    assert storage.read("journal") is None


def test_names_are_those_of_the_folder_alone_sorted(storage: Storage) -> None:
    assert storage.names("tile") == []
    for path in ("tile/1/000.p/7", "tile/1/000", "tile/0/x001/000", "tile/0/000.p/255"):
        storage.write(path, b"x")
    assert storage.names("tile") == ["0", "1"]
    assert storage.names("tile/1") == ["000", "000.p"]
    assert storage.names("tile/1/000.p") == ["7"]
    assert storage.names("tile/1/000") == []
    assert storage.names("tile/2") == []


def test_what_is_removed_is_gone_and_a_folder_goes_when_it_is_empty(storage: Storage) -> None:
    for width in (3, 7):
        storage.write(f"tile/0/000.p/{width}", b"x")
    storage.remove("tile/0/000.p/3")
    assert storage.names("tile/0/000.p") == ["7"]
    storage.remove("tile/0/000.p/7")
    storage.remove("tile/0/000.p")
    assert storage.names("tile/0") == []
    storage.remove("tile/0/000.p/7")
    storage.remove("tile/0/000.p")
    storage.write("tile/0/000.p/9", b"again")
    assert storage.read("tile/0/000.p/9") == b"again"


def test_the_right_to_write_is_one_until_it_is_given_up(storage: Storage) -> None:
    lock = storage.lock()
    with pytest.raises(LogLockedError):
        storage.lock()
    lock.release()
    lock.release()
    again = storage.lock()
    lock.release()
    with pytest.raises(LogLockedError):
        storage.lock()
    again.release()


@pytest.mark.parametrize("path", NO_PATHS)
def test_no_call_takes_a_path_that_leaves_the_folder(storage: Storage, path: str) -> None:
    calls: list[Callable[[], object]] = [
        lambda: storage.read(path),
        lambda: storage.write(path, b""),
        lambda: storage.append(path, b""),
        lambda: storage.truncate(path, 0),
        lambda: storage.replace(path, b""),
        lambda: storage.remove(path),
        lambda: storage.names(path),
    ]
    for call in calls:
        with pytest.raises(StoragePathError):
            call()


@given(path=st.text(alphabet="ab0./-_x\0 \n", max_size=12))
def test_a_path_that_is_taken_stays_below_the_folder(path: str) -> None:
    folder = Path("/somewhere/ledger")
    try:
        taken = folder / check_path(path)
    except StoragePathError:
        return
    assert Path(os.path.normpath(taken)) == taken
    assert folder in taken.parents


def test_everything_in_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    earlier = os.umask(0)
    try:
        storage = FolderStorage(tmp_path / "below" / "ledger")
        storage.lock().release()
        storage.write("tile/0/x001/000", b"x")
        storage.replace("journal", b"x")
    finally:
        os.umask(earlier)
    made = list(tmp_path.rglob("*"))
    assert len(made) == 8
    for path in made:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_link_is_no_file_of_a_log(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    storage = FolderStorage(tmp_path / "ledger")
    storage.write("tile/0/001", b"x")
    (tmp_path / "ledger/tile/0/000").symlink_to(secret)
    with pytest.raises(OSError, match="symbolic"):
        storage.read("tile/0/000")
    with pytest.raises(OSError, match="symbolic"):
        storage.append("tile/0/000", b"more")
    storage.write("tile/0/000", b"mine")
    assert secret.read_bytes() == b"secret"
    assert storage.read("tile/0/000") == b"mine"


def test_what_a_killed_writer_left_half_written_is_not_shown(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path)
    storage.write("tile/0/000", b"x")
    (tmp_path / "tile/0/.tmp-001").write_bytes(b"half")
    assert storage.names("tile/0") == ["000"]


def test_a_folder_that_was_removed_by_others_is_made_again(tmp_path: Path) -> None:
    storage = FolderStorage(tmp_path / "ledger")
    storage.write("tile/0/000.p/1", b"x")
    (tmp_path / "ledger/tile/0/000.p/1").unlink()
    (tmp_path / "ledger/tile/0/000.p").rmdir()
    with pytest.raises(FileNotFoundError):
        storage.write("tile/0/000.p/2", b"x")
    storage.write("tile/0/000.p/2", b"x")
    assert not list((tmp_path / "ledger").glob(".tmp-*"))


def test_a_lock_is_held_by_a_process_and_ends_with_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD_THE_LOCK, str(tmp_path)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "locked\n"
        with pytest.raises(LogLockedError, match=f"process {holder.pid}"):
            FolderStorage(tmp_path).lock()
        holder.kill()
    FolderStorage(tmp_path).lock().release()


def test_many_files_are_synced_at_once_and_an_error_of_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def syncfs(descriptor: int) -> int:
        calls.append(descriptor)
        return -1 if len(calls) > 1 else 0

    monkeypatch.setattr(module, "_syncfs", syncfs)
    storage = FolderStorage(tmp_path)
    paths = [f"tile/0/{number:03}" for number in range(40)]
    for path in paths:
        storage.write(path, b"x")
    storage.sync(paths)
    assert not calls, "without the lock nobody listens for errors"
    lock = storage.lock()
    storage.sync(paths[:3])
    assert not calls
    storage.sync(paths)
    with pytest.raises(OSError, match=str(tmp_path)):
        storage.sync(paths)
    lock.release()
    assert len(set(calls)) == 1

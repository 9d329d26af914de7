"""Files that are whole or absent: sync, rename, lock.

A file or folder gets its final name only after its content is on the disk, and
the folder that holds the name is synced after it.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from beholden._durable import HIDDEN_PREFIX, PRIVATE_FILE, sync
from beholden.lists.errors import StorageError, StoreBusyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Hash lists are handed out in confidence: no other user of the machine may read them.
_PRIVATE_FOLDER = 0o700
SEALED_FILE = 0o400

_LOCK_PAUSE_SECONDS = 0.05


def make_folders(folder: Path) -> None:
    """Create a private folder and its parents so that their names survive a crash."""
    if folder.is_dir():
        return
    make_folders(folder.parent)
    make_folder(folder, exist_ok=True)
    sync(folder.parent)


def make_folder(folder: Path, *, exist_ok: bool = False) -> None:
    """Create a folder that only its owner can enter."""
    folder.mkdir(mode=_PRIVATE_FOLDER, exist_ok=exist_ok)


def seal(folder: Path) -> None:
    """Make every file of a folder readable by its owner only, and put all of it on the disk."""
    for path in folder.iterdir():
        path.chmod(SEALED_FILE)
        sync(path)
    sync(folder)


def file_digest(path: Path) -> str:
    """SHA-256 of a file, hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def remove_hidden(folder: Path) -> None:
    """Remove what a writer that did not come to its end left in ``folder``."""
    for path in folder.glob(f"{HIDDEN_PREFIX}*"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Turn an OSError into a sentence for the operator."""
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        advice = "Make room" if full else "Check the disk and its permissions"
        raise StorageError(
            f"{error.filename or folder}: {error.strerror or error}. What was active "
            f"still is. {advice}, then do it again."
        ) from error


@contextmanager
def exclusive(path: Path, *, purpose: str, wait_seconds: float) -> Iterator[None]:
    """Hold the lock of the lists folder.

    Raises:
        StoreBusyError: Another writer held it for ``wait_seconds``.
    """
    # The file stays: removing it would let two writers lock two different files.
    with open(path, "ab+", opener=_private) as stream:
        for attempts_left in range(round(wait_seconds / _LOCK_PAUSE_SECONDS), -1, -1):
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if not attempts_left:
                    stream.seek(0)
                    holder = stream.read(200).decode(errors="replace").strip() or "another process"
                    raise StoreBusyError(
                        f"The lists are being written by {holder}. Waited {wait_seconds:g} s; "
                        "do it again when that is done."
                    ) from None
                time.sleep(_LOCK_PAUSE_SECONDS)
        stream.truncate(0)
        stream.write(f"process {os.getpid()} ({purpose})\n".encode())
        stream.flush()
        yield


def wait_for_writer(path: Path, *, wait_seconds: float) -> None:
    """Wait until no writer holds the lock of the lists folder, or the time is over."""
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        return
    with stream:
        for _ in range(round(wait_seconds / _LOCK_PAUSE_SECONDS)):
            try:
                fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(_LOCK_PAUSE_SECONDS)
            else:
                return


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, PRIVATE_FILE)

"""Folders that take their place in one step, and what a killed command leaves of them.

A staged folder lies beside the place it is meant for and holds a locked mark as long as
it is unfinished. What has no mark is somebody's data and is never removed.

    with staging(folder): ...
    exchange(folder, place, aside)
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import chain, count
from pathlib import Path
from typing import IO

from beholden.app._archive import PRIVATE, TargetError

FOLDER_MODE = 0o700
MARK = ".unfinished-restore"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@contextmanager
def staging(folder: Path) -> Iterator[None]:
    """A folder with a mark; removed if the block fails before it has become somebody's."""
    folder.mkdir(mode=FOLDER_MODE)
    try:
        with created(folder / MARK, PRIVATE) as mark:
            fcntl.flock(mark, fcntl.LOCK_EX)
            yield
    except BaseException:
        if (folder / MARK).exists():
            with suppress(OSError):
                _remove(folder)
        raise


@contextmanager
def created(path: Path, mode: int) -> Iterator[IO[bytes]]:
    """A new file that is on the disk when the block ends."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, mode), "wb") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


def exchange(new: Path, old: Path, aside: Path) -> None:
    """Puts ``new`` in the place of ``old`` in one step, then names what was there."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    names = os.fsencode(new), os.fsencode(old)
    if renameat2 and not renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE):
        new.rename(aside)
        return
    # A file system that cannot exchange: for an instant neither is there, and both are whole.
    old.rename(aside)
    try:
        new.rename(old)
    except BaseException:
        aside.rename(old)
        raise


def remove_unfinished(data: Path) -> None:
    """Removes what a restore that was killed left beside the data folder."""
    for folder in data.parent.glob(f".{_literal(data.name)}.restoring-*"):
        with suppress(OSError):
            folder.rmdir()  # killed before it had made its mark
            continue
        with suppress(OSError), (folder / MARK).open("rb") as mark:
            # A restore at work holds the lock; a folder without the mark is somebody's data.
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(folder)


def _remove(folder: Path) -> None:
    """Removes a folder, its mark last: who is killed meanwhile leaves what can be removed again."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MARK:
            path.unlink()
    (folder / MARK).unlink()
    folder.rmdir()


def free_name(path: Path) -> Path:
    """The path, or the first numbered one that nothing has yet."""
    numbered = (path.with_name(f"{path.name}-{number}") for number in count(2))
    return next(free for free in chain([path], numbered) if not os.path.lexists(free))


def _literal(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def sync(folder: Path) -> None:
    """Waits until a folder's names are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def refuse_if_in_use(path: Path) -> None:
    """SQLite leaves its log mode only where nobody else has the database open."""
    with closing(sqlite3.connect(path, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                return
            raise TargetError(
                f"{path}: is in use. Stop the service and every command that uses it, then do "
                "it again."
            ) from error
        except sqlite3.DatabaseError:
            return  # a damaged one is set aside as it is

"""The folder through which the workers' metrics are added up: in memory where there is room.

The library maps its files. Where the disk is full, a worker that touches a new page of a
mapped file is killed (SIGBUS), and so would be every worker after it; so the folder is on
``/dev/shm`` if there is one. A service that was killed leaves its folder behind; the next
one removes it. Who is alive holds a lock in its own.

    with metrics_folder() as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made in it is private
_PREFIX = "beholden-metrics-"
_LOCK = "lock"
_LEFT_OVER_SECONDS = 60.0


@contextlib.contextmanager
def metrics_folder() -> Iterator[Path]:
    """A folder that is gone when the block ends."""
    within = _MEMORY if os.access(_MEMORY, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())
    _remove_left_overs(within)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=within))
    try:
        # Forked workers share the lock, so it is held as long as any of them lives.
        with (folder / _LOCK).open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_left_overs(within: Path) -> None:
    for folder in within.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            # A folder this young may not have its lock yet.
            if time.time() - folder.stat().st_mtime > _LEFT_OVER_SECONDS and _is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path) -> bool:
    try:
        with (folder / _LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except BlockingIOError:
        return False
    return True

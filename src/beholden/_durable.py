"""Files that are whole or absent, also after a crash or a power cut.

A file gets its name only after its content is on the disk, and the folder that
holds the name is synced after it.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

HIDDEN_PREFIX = ".tmp-"
PRIVATE_FILE = 0o600
PUBLIC_FILE = 0o644


def sync(path: Path) -> None:
    """Waits until a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_file(
    path: Path, content: bytes, *, staging: Path | None = None, mode: int = PRIVATE_FILE
) -> None:
    """Replaces a file at once: readers see the old content or the new.

    ``staging`` is a folder of the same file system, by default that of the file.
    """
    staged = (path.parent if staging is None else staging) / f"{HIDDEN_PREFIX}{path.name}"
    try:
        with open(staged, "wb", opener=partial(_opened, mode=mode)) as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        staged.replace(path)
    except OSError:
        staged.unlink(missing_ok=True)
        raise
    sync(path.parent)


def append_line(path: Path, line: bytes, *, mode: int = PRIVATE_FILE) -> None:
    """Appends a line that does not run into one that a crash cut short."""
    with open(path, "ab+", opener=partial(_opened, mode=mode)) as stream:
        if stream.tell() > 0:
            stream.seek(-1, os.SEEK_END)
            if stream.read(1) != b"\n":
                line = b"\n" + line
        stream.write(line + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    sync(path.parent)


def _opened(path: str, flags: int, *, mode: int) -> int:
    return os.open(path, flags, mode)

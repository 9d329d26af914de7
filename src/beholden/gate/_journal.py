r"""Files of one JSON line each that survive a kill in mid-write.

The format, before the code:

* A line is a JSON object and ends with "\n". It is written by one ``write`` on a
  file opened with O_APPEND, so several processes may append at once.
* Bytes after the last "\n" are a torn line: a write that never finished. They
  are never read as a line, not even when they are complete JSON, because the
  writer was told that the write failed (or was killed before it could say so).
* Whoever appends next ends a torn line with " !torn\n". That keeps it unreadable
  for good and puts the next line on a fresh one. Where another process was only
  caught between its bytes, " !torn" stands on a line of its own and means nothing.

Files are made with mode 0600 in folders of mode 0700; nothing is ever rewritten.

    journal = Journal(folder / "lowered.jsonl")
    journal.append(b'{"a":1}')
    journal.sync()
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

T = TypeVar("T")

_TORN = b" !torn"
_BLOCK = 1 << 16


def make_folder(folder: Path) -> None:
    """Makes a folder that only its owner may enter; leaves an existing one as it is.

    Raises:
        OSError: it cannot be made, or is not a folder.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


class Journal:
    """One file to append to. Not for several threads at once: its owner locks."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def append(self, line: bytes) -> None:
        """Appends one line; returns when the system has it, not yet the disk.

        Args:
            line: JSON without a line break.

        Raises:
            OSError: nothing, or a torn line, was written; ``line`` does not count.
        """
        descriptor = self._open()
        data = _torn_end(descriptor) + line + b"\n"
        written = os.write(descriptor, data)
        if written != len(data):
            raise OSError(f"only {written} of {len(data)} bytes could be written")

    def sync(self) -> None:
        """Returns when all that was appended is on the disk.

        Raises:
            OSError: it may not be on the disk; the next append opens the file anew.
        """
        if self._descriptor is None:
            return
        try:
            os.fsync(self._descriptor)
        except OSError:
            # After a failed fsync the same descriptor may claim success for lost pages.
            self.close()
            raise

    def close(self) -> None:
        """Closes the file; a later append opens it again."""
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            os.close(descriptor)

    def _open(self) -> int:
        # A file that was moved away or deleted would swallow what is written to it.
        if self._descriptor is not None and not self._is_still_there(self._descriptor):
            self.close()
        if self._descriptor is None:
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
            self._descriptor = os.open(self.path, flags, 0o600)
            _sync_folder(self.path.parent)
        return self._descriptor

    def _is_still_there(self, descriptor: int) -> bool:
        try:
            return os.path.samestat(os.fstat(descriptor), self.path.lstat())
        except FileNotFoundError:
            return False


def lines_forward(path: Path, start: int = 0) -> tuple[list[bytes], int]:
    """The whole lines from a byte offset on, and the offset after the last of them.

    Returns:
        Lines without their line break, and where to go on next time; a torn end
        is left for then. A missing file has no lines.
    """
    try:
        with path.open("rb") as file:
            file.seek(start)
            data = file.read()
    except FileNotFoundError:
        return [], start
    whole = data[: data.rfind(b"\n") + 1]
    return [line for line in whole.split(b"\n") if _counts(line)], start + len(whole)


def lines_backward(path: Path) -> Iterator[bytes]:
    """The whole lines of a file, last first, without reading more than is asked for."""
    with path.open("rb") as file:
        position = file.seek(0, os.SEEK_END)
        tail: bytes | None = None  # None until the last line break: what follows it is torn
        while position:
            start = max(0, position - _BLOCK)
            file.seek(start)
            block = file.read(position - start)
            position = start
            head, *rest = (block + (tail or b"")).split(b"\n")
            if tail is None and not rest:
                continue
            lines = rest[:-1] if tail is None else rest
            yield from (line for line in reversed(lines) if _counts(line))
            tail = head
        if tail is not None and _counts(tail):
            yield tail


def decoded(line: bytes, decoder: msgspec.json.Decoder[T]) -> T | None:
    """The value of a line, or None if a crash or a disk has damaged it."""
    try:
        return decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def is_torn(path: Path) -> bool:
    """Whether the file ends in a torn line."""
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def _counts(line: bytes) -> bool:
    return line not in (b"", _TORN)


def _torn_end(descriptor: int) -> bytes:
    size = os.fstat(descriptor).st_size
    if size == 0 or os.pread(descriptor, 1, size - 1) == b"\n":
        return b""
    return _TORN + b"\n"


def _sync_folder(folder: Path) -> None:
    # Without this a new file's name may be lost although its bytes were synced.
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

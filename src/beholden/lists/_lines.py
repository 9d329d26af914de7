"""Lines of a file that nobody vouches for: bounded, decoded, numbered.

A line ends with LF and nothing else, so numbers agree with an editor. A line
that cannot be used (too long, a NUL byte, not UTF-8) is replaced by a harmless
one that keeps the numbering, and its reason is noted in ``LineSource.bad``.
"""

from __future__ import annotations

import io
import os
import stat
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from beholden.lists.errors import FileRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Progress = Callable[[int, int], None]

_BLOCK = 1 << 20
_BOM = b"\xef\xbb\xbf"
_NOT_TEXT = {
    b"\xff\xfe": "is UTF-16 text: save it as UTF-8",
    b"\xfe\xff": "is UTF-16 text: save it as UTF-8",
    b"PK\x03\x04": "is a ZIP archive or a spreadsheet: export it as CSV, UTF-8",
    b"\x1f\x8b": "is compressed: unpack it first",
}


def open_source(path: Path, max_bytes: int) -> BinaryIO:
    """Open a list file for reading.

    Raises:
        FileRefusedError: It is missing, unreadable, not a plain file, or too large.
    """
    try:
        # Without O_NONBLOCK a named pipe would block here for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise FileRefusedError(f"{path} cannot be opened: {error.strerror}.") from error
    status = os.fstat(descriptor)
    problem = None
    if not stat.S_ISREG(status.st_mode):
        problem = "is not a plain file. Save the list to a file first."
    elif status.st_size > max_bytes:
        problem = (
            f"has {status.st_size:,} bytes; at most {max_bytes:,} are read. "
            "Split it into several lists."
        )
    if problem is not None:
        os.close(descriptor)
        raise FileRefusedError(f"{path} {problem}")
    return os.fdopen(descriptor, "rb", buffering=0)


class LineSource:
    """Reads a file in blocks and hands out its lines, each with its LF where it has one.

    ``bad`` maps line numbers (1-based) to reasons; it is complete for every line
    handed out so far, and the reader takes out what it has dealt with. Memory is
    bounded by the block and one line. ``bytes_done`` counts what was read.
    """

    def __init__(
        self,
        stream: BinaryIO,
        path: Path,
        *,
        max_bytes: int,
        max_line_bytes: int,
        progress: Progress | None,
    ) -> None:
        self.bad: dict[int, str] = {}
        self.bytes_done = 0
        self._stream = stream
        self._path = path
        self._max_bytes = max_bytes
        self._max_line = max_line_bytes
        self._progress = progress
        self._count = 0

    def chunks(self) -> Iterator[list[str]]:
        """Yield lists of lines until the end of the file.

        Raises:
            FileRefusedError: Reading fails, or the file is no text or grew too large.
        """
        carry = b""
        total = os.fstat(self._stream.fileno()).st_size
        first = True
        while block := self._read():
            if self._progress is not None:
                self._progress(self.bytes_done, max(total, self.bytes_done))
            if first:
                block = self._checked_start(block)
                first = False
            data = carry + block
            cut = data.rfind(b"\n") + 1
            # One byte beyond the limit is enough to know later that the line was too long.
            carry = data[cut:][: self._max_line + 1]
            if cut:
                yield self._lines(data[:cut])
        if carry:
            yield self._lines(carry)

    def _read(self) -> bytes:
        try:
            block = self._stream.read(_BLOCK)
        except OSError as error:
            raise FileRefusedError(f"{self._path} cannot be read: {error.strerror}.") from error
        self.bytes_done += len(block)
        if self.bytes_done > self._max_bytes:
            raise FileRefusedError(
                f"{self._path} grew beyond {self._max_bytes:,} bytes while it was read."
            )
        return block

    def _checked_start(self, block: bytes) -> bytes:
        for start, sentence in _NOT_TEXT.items():
            if block.startswith(start):
                raise FileRefusedError(f"{self._path} {sentence}.")
        return block.removeprefix(_BOM)

    def _lines(self, data: bytes) -> list[str]:
        ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n"))
        bounds = np.concatenate(([-1], ends, [len(data)]))
        longest = int(np.diff(bounds).max()) - 1
        try:
            if longest > self._max_line or b"\0" in data:
                lines = self._careful_lines(data)
            else:
                # StringIO splits at LF alone; str.splitlines also splits at U+2028 and others.
                lines = io.StringIO(data.decode(), newline="\n").readlines()
        except UnicodeDecodeError:
            lines = self._careful_lines(data)
        self._count += len(lines)
        return lines

    def _careful_lines(self, data: bytes) -> list[str]:
        lines: list[str] = []
        for number, raw in enumerate(io.BytesIO(data), self._count + 1):
            line = "\n"
            if len(raw.rstrip(b"\n")) > self._max_line:
                self.bad[number] = f"the line is longer than {self._max_line:,} bytes"
            else:
                line = raw.decode(errors="replace").replace("\0", "\ufffd")
                if b"\0" in raw:
                    self.bad[number] = "the line holds a NUL byte"
                elif "\ufffd" in line and not _is_utf8(raw):
                    self.bad[number] = "the line is not UTF-8 text"
            lines.append(line)
        return lines


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True

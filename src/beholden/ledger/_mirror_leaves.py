"""Where each leaf of the own copy is.

An SQLite file beside the copy: the first 8 bytes of each leaf hash, and its number; some 16
bytes an entry. Hashes and not entries, because a log could choose millions of entries that
begin alike. It holds nothing that is not in the copy: it may be deleted, and is then made
again.

    with LeafIndex(folder / "leaves.sqlite") as index:
        index.grow(reader)
        index.find(leaf, reader)
"""

from __future__ import annotations

import contextlib
import sqlite3
from itertools import islice
from typing import TYPE_CHECKING, Self

import numpy as np

from beholden.ledger.core.hashing import HASH_BYTES, leaf_hash, leaf_hashes_of_commitments
from beholden.ledger.errors import MirrorDamagedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from beholden.ledger.reader import LogReader

__all__ = ["LeafIndex"]

_PREFIX = 8
_AT_ONCE = 200_000
_CACHE_KIB = 64 << 10
_SCHEMA = """
CREATE TABLE IF NOT EXISTS leaf (
  prefix INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (prefix, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS grown (one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL);
INSERT OR IGNORE INTO grown VALUES (1, 0);
"""


class LeafIndex:
    """Where each leaf of the copy is. For one thread at a time.

    Raises:
        MirrorDamagedError: the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._connection = self._opened()
        except sqlite3.DatabaseError:
            # It holds nothing that is not in the copy.
            for one in path.parent.glob(f"{path.name}*"):
                one.unlink()
            with self._errors():
                self._connection = self._opened()

    @property
    def size(self) -> int:
        """Entries of the copy that are in the index."""
        with self._errors():
            return int(self._connection.execute("SELECT size FROM grown").fetchone()[0])

    def grow(self, reader: LogReader, progress: Callable[[int, int], None] | None = None) -> None:
        """Takes up the entries that the copy has and the index has not.

        Raises:
            LogDamagedError: the copy cannot be read.
            MirrorDamagedError: the index cannot be written.
        """
        size = self.size
        if size > reader.size:
            # Another copy was put in its place.
            with self._errors(), self._connection:
                self._connection.execute("DELETE FROM leaf")
                self._connection.execute("UPDATE grown SET size = 0")
            size = 0
        entries = reader.entries(size, reader.size)
        while block := b"".join(islice(entries, _AT_ONCE)):
            hashes = leaf_hashes_of_commitments(block)
            found = np.frombuffer(hashes, ">i8")[:: HASH_BYTES // _PREFIX].tolist()
            # In the order of the table, whose pages are then each met once.
            rows = sorted(zip(found, range(size, size + len(found)), strict=True))
            size += len(rows)
            with self._errors(), self._connection:
                self._connection.executemany("INSERT OR IGNORE INTO leaf VALUES (?, ?)", rows)
                self._connection.execute("UPDATE grown SET size = ?", (size,))
            if progress is not None:
                progress(size, reader.size)

    def find(self, leaf: bytes, reader: LogReader) -> int | None:
        """The first number of a leaf in the copy; None if it is not there.

        Raises:
            LogDamagedError: the copy cannot be read.
        """
        with self._errors():
            found = self._connection.execute(
                "SELECT number FROM leaf WHERE prefix = ? ORDER BY number",
                (_prefix(leaf_hash(leaf)),),
            ).fetchall()
        numbers = (int(number) for (number,) in found)
        return next((number for number in numbers if reader.entry(number) == leaf), None)

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            connection.executescript(_SCHEMA)
            connection.execute("SELECT size FROM grown").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise MirrorDamagedError(
                f"{self._path}: the index of leaves cannot be used ({error}). Check the disk; the "
                "file may be deleted, it is made again."
            ) from error


def _prefix(value: bytes) -> int:
    return int.from_bytes(value[:_PREFIX], "big", signed=True)

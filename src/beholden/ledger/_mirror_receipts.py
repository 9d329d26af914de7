"""Receipts against the own copy: is everything in the log that it promised?

Whoever holds receipts (a regulator's drills, trusted flaggers) puts the files into a
folder. Each is verified by the log's key and looked up in the copy. A leaf that is not in
a log that was fetched after the promise's ``merge-by`` was left out, and the receipt
together with the signed checkpoint proves it to anyone.

Leaves are found by an index beside the copy: an SQLite file of the first 8 bytes of each
leaf hash and its number, some 16 bytes an entry. It may be deleted; it is made again from
the copy. Hashes, because a log could choose millions of leaves that begin alike.

    with LeafIndex(folder / "leaves.sqlite") as index:
        index.grow(reader)
        check_receipts(receipts, index, reader, keys, fetched=now)
"""

from __future__ import annotations

import contextlib
import sqlite3
import stat
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Self

import msgspec
import numpy as np

from beholden.ledger.core.hashing import HASH_BYTES, leaf_hash, leaf_hashes_of_commitments
from beholden.ledger.core.note import parse_note
from beholden.ledger.core.receipt import parse_promise, parse_receipt, verify_receipt
from beholden.ledger.errors import LedgerError, MirrorDamagedError, MirrorSetupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from beholden.ledger.core.keys import VerifierKey
    from beholden.ledger.reader import LogReader

__all__ = ["LeafIndex", "Missing", "ReceiptCounts", "check_receipts"]

_RECEIPT_BYTES_AT_MOST = 1 << 16
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


class ReceiptCounts(msgspec.Struct, frozen=True):
    """How many receipts are in the log, may still come, are missing, or are none.

    ``other`` are receipts of other logs, ``unreadable`` files that are no receipt that the
    log's keys signed.
    """

    included: int = 0
    waiting: int = 0
    missing: int = 0
    other: int = 0
    unreadable: int = 0


class Missing(NamedTuple):
    """A receipt whose leaf is not in the log although its time has passed."""

    file: Path
    receipt: bytes
    leaf: bytes
    merge_by: int


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


def check_receipts(
    folder: Path,
    index: LeafIndex,
    reader: LogReader,
    keys: Iterable[VerifierKey],
    *,
    origin: str,
    fetched: int,
) -> tuple[ReceiptCounts, list[Missing]]:
    """Looks every receipt of a folder up.

    Args:
        folder: files of any name; what is no receipt is counted and passed over.
        index: grown to the reader's size.
        reader: the copy.
        keys: of the log.
        origin: of the log.
        fetched: when the copy's checkpoint was asked for, unix seconds.

    Raises:
        MirrorSetupError: the folder cannot be read.
        LogDamagedError: the copy cannot be read.
    """
    known, missing = tuple(keys), []
    counts = dict.fromkeys(ReceiptCounts.__struct_fields__, 0)
    try:
        files = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise MirrorSetupError(f"{folder}: {error.strerror or error}.") from None
    for file in files:
        data = _read(file)
        try:
            promise = parse_promise(parse_note(parse_receipt(data).note).text)
            if promise.origin != origin:
                counts["other"] += 1
                continue
            verified = verify_receipt(data, known)
        except LedgerError:
            counts["unreadable"] += 1
            continue
        if index.find(verified.leaf, reader) is not None:
            counts["included"] += 1
        elif fetched <= verified.promise.merge_by:
            counts["waiting"] += 1
        else:
            counts["missing"] += 1
            missing.append(Missing(file, data, verified.leaf, verified.promise.merge_by))
    return ReceiptCounts(**counts), missing


def _read(file: Path) -> bytes:
    """The content of a small regular file, or nothing."""
    with contextlib.suppress(OSError):
        if stat.S_ISREG(file.stat().st_mode):
            with file.open("rb") as stream:
                return stream.read(_RECEIPT_BYTES_AT_MOST)
    return b""


def _prefix(value: bytes) -> int:
    return int.from_bytes(value[:_PREFIX], "big", signed=True)

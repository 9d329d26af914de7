"""The journal: what makes an append durable, and what the tiles are made again from.

One file, ``journal``: a header, then one record for each append. Numbers are unsigned and
big-endian, hashes are SHA-256::

    header   8      "BHLDJNL1"
             8      base: entries of the log when this file was begun
             32 each  hashes of the partial tiles, (base >> 8 L) % 256 of them for each
                    tile level L = 0, 1, ... while base >> 8 L is not 0
             32 each  entries of the partial bundle, base % 256 of them
             32     checksum: hash of all before

    record   8      "BHLDREC1"
             8      entries of the log before
             4      entries of this record, 1 to 65,536
             8      begin of the hash of (the header's checksum, the 20 bytes above)
             32 each  the entries
             32     checksum: hash of (checksum of what stands before, all above)

Laws:

* What a record holds is in the log from the moment its last byte is on the disk. Tiles and
  bundles are made from it afterwards, and again after a crash; none of them is trusted for
  that, so the header holds all of the right edge that the base had.
* The journal is begun anew only after all that was made from it is on the disk.
* Checksums are chained: no record of another journal, or from before a cut, fits.
* Only the last record can be torn, since the one before was durable first. A broken record
  with a sound one behind it was altered: it is refused, and not cut off.

    journal = Journal.begin(storage, Base())
    journal.append(0, entries)                       # durable when it returns
    parse_journal(storage.read(JOURNAL_FILE)).records
"""

from __future__ import annotations

import struct
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from beholden.ledger.core.growing import Edge
from beholden.ledger.core.hashing import HASH_BYTES
from beholden.ledger.core.tiles import TILE_WIDTH
from beholden.ledger.core.tree import MAX_SIZE
from beholden.ledger.errors import HashSizeError, LogDamagedError, LogStoppedError

if TYPE_CHECKING:
    from beholden.ledger.storage import Storage

__all__ = [
    "JOURNAL_FILE",
    "Base",
    "Content",
    "Journal",
    "encode_header",
    "encode_record",
    "parse_journal",
]

JOURNAL_FILE: Final = "journal"
_RECORD_ENTRIES_AT_MOST = 65_536
_HEADER_MARK = b"BHLDJNL1"
_RECORD_MARK = b"BHLDREC1"
_HEADER = struct.Struct(">8sQ")
_RECORD = struct.Struct(">8sQL")
_CHECK_BYTES = 8
_ENTRIES_AT = _RECORD.size + _CHECK_BYTES


class Base(NamedTuple):
    """The log when a journal was begun: all that is needed to go on from there.

    ``edge`` holds the partial tiles, ``entries`` those of the partial bundle.
    """

    edge: Edge = Edge()
    entries: bytes = b""


class Content(NamedTuple):
    """What a journal holds: its base, the entries of each record, and where the next one goes.

    ``identity`` is the checksum of the header, ``checksum`` that of the last record;
    ``torn`` bytes behind it are none.
    """

    base: Base
    records: tuple[bytes, ...]
    identity: bytes
    checksum: bytes
    end: int
    torn: int


class Journal:
    """The journal's file, as its one writer knows it."""

    def __init__(self, storage: Storage, content: Content) -> None:
        """Goes on behind what was read."""
        self._storage = storage
        self.base = content.base
        self.end = content.end
        self._identity = content.identity
        self._checksum = content.checksum

    @classmethod
    def begin(cls, storage: Storage, base: Base) -> Journal:
        """Puts a journal without records in place of the present one; durable.

        Raises:
            OSError: it may be in place or not.
        """
        header = encode_header(base)
        storage.replace(JOURNAL_FILE, header)
        return cls(storage, parse_journal(header))

    @property
    def records(self) -> bool:
        """Whether anything was appended since the journal was begun."""
        return self.end > len(encode_header(self.base))

    def in_place(self) -> bool:
        """Whether the file is certainly still the one that this object knows."""
        try:
            content = self.read()
        except (OSError, LogDamagedError):
            return False
        return (content.base, content.end) == (self.base, self.end) and not content.torn

    def read(self) -> Content:
        """What the file holds now.

        Raises:
            LogDamagedError, OSError: it cannot be read.
        """
        return parse_journal(self._storage.read(JOURNAL_FILE) or b"")

    def append(self, size: int, entries: bytes) -> None:
        """Adds ``entries`` (a block) behind ``size`` others; durable when it returns.

        A long block takes several records, each durable before the next.

        Raises:
            OSError: nothing was added.
            LogStoppedError: nobody knows whether they were.
        """
        end, checksum = self.end, self._checksum
        piece = _RECORD_ENTRIES_AT_MOST * HASH_BYTES
        try:
            for at in range(0, len(entries), piece):
                record = encode_record(
                    size + at // HASH_BYTES,
                    entries[at : at + piece],
                    self._identity,
                    self._checksum,
                )
                self._storage.append(JOURNAL_FILE, record)
                self.end += len(record)
                self._checksum = record[-HASH_BYTES:]
        except OSError as error:
            self.end, self._checksum = end, checksum
            try:
                self._storage.truncate(JOURNAL_FILE, end)
            except OSError:
                raise LogStoppedError(
                    f"{self._storage.shown}: {error.strerror or error}, and what was begun could "
                    "not be taken back. Whether these entries are in the log shows when it is "
                    "opened again. Check the disk, then open it."
                ) from error
            raise


def encode_header(base: Base) -> bytes:
    """The header of a journal that begins at ``base``; its last 32 bytes are its checksum."""
    header = _HEADER.pack(_HEADER_MARK, base.edge.size) + b"".join(base.edge.rows) + base.entries
    return header + sha256(header).digest()


def encode_record(size: int, entries: bytes, identity: bytes, previous: bytes) -> bytes:
    """The record of ``entries`` (a block) behind ``size`` others; ends with its checksum.

    ``identity`` is the checksum of the header, ``previous`` that of what stands before.

    Raises:
        HashSizeError: the block is empty, too long, or no whole number of entries.
    """
    count, rest = divmod(len(entries), HASH_BYTES)
    if rest or not 1 <= count <= _RECORD_ENTRIES_AT_MOST:
        raise HashSizeError(
            f"a record has 1 to {_RECORD_ENTRIES_AT_MOST:,} entries of {HASH_BYTES} bytes, not "
            f"{len(entries):,} bytes"
        )
    start = _RECORD.pack(_RECORD_MARK, size, count)
    start += _check(identity, start)
    # In two steps: joining first would copy every block once more.
    checksum = sha256(previous + start)
    checksum.update(entries)
    return b"".join((start, entries, checksum.digest()))


def parse_journal(data: bytes) -> Content:
    """What a journal holds, up to the last record that is whole.

    Raises:
        LogDamagedError: the header is broken, or a record that others follow.
    """
    base, end = _parse_header(data)
    identity = checksum = data[end - HASH_BYTES : end]
    records = []
    size = base.edge.size
    while (entries := _record_at(data, end, size, identity, checksum)) is not None:
        records.append(entries)
        size += len(entries) // HASH_BYTES
        end += _ENTRIES_AT + len(entries) + HASH_BYTES
        checksum = data[end - HASH_BYTES : end]
    if _sound_start_after(data, end, identity):
        raise LogDamagedError(
            f"{JOURNAL_FILE}: the record at byte {end:,} was altered; {size:,} entries are sound "
            "before it, and others follow. Restore the folder from a backup, or repair it from "
            "the database."
        )
    return Content(base, tuple(records), identity, checksum, end, len(data) - end)


def _parse_header(data: bytes) -> tuple[Base, int]:
    broken = LogDamagedError(
        f"{JOURNAL_FILE}: its beginning is damaged. Restore the folder from a backup, or repair it."
    )
    if len(data) < _HEADER.size:
        raise broken
    mark, size = _HEADER.unpack_from(data)
    if mark != _HEADER_MARK or size > MAX_SIZE:
        raise broken
    at = _HEADER.size
    rows = []
    rest = size
    while rest:
        rows.append(data[at : at + rest % TILE_WIDTH * HASH_BYTES])
        at += rest % TILE_WIDTH * HASH_BYTES
        rest //= TILE_WIDTH
    entries = data[at : at + size % TILE_WIDTH * HASH_BYTES]
    at += size % TILE_WIDTH * HASH_BYTES
    end = at + HASH_BYTES
    if sha256(data[:at]).digest() != data[at:end]:
        raise broken
    return Base(Edge(size, tuple(rows)), entries), end


def _record_at(data: bytes, at: int, size: int, identity: bytes, previous: bytes) -> bytes | None:
    """The entries of the record there; None if there is none that is whole and follows."""
    count = _sound_start(data, at, identity)
    if count is None or _RECORD.unpack_from(data, at)[1] != size:
        return None
    end = at + _ENTRIES_AT + count * HASH_BYTES
    if sha256(previous + data[at:end]).digest() != data[end : end + HASH_BYTES]:
        return None
    return data[at + _ENTRIES_AT : end]


def _sound_start(data: bytes, at: int, identity: bytes) -> int | None:
    """How many entries the record there says it has; None if that is no start of a record."""
    start = data[at : at + _RECORD.size]
    if len(start) < _RECORD.size or not start.startswith(_RECORD_MARK):
        return None
    if data[at + _RECORD.size : at + _ENTRIES_AT] != _check(identity, start):
        return None
    _, _, count = _RECORD.unpack(start)
    return count if 1 <= count <= _RECORD_ENTRIES_AT_MOST else None


def _sound_start_after(data: bytes, at: int, identity: bytes) -> bool:
    """Whether another record of this journal begins behind this place."""
    while (at := data.find(_RECORD_MARK, at + 1)) >= 0:
        if _sound_start(data, at, identity) is not None:
            return True
    return False


def _check(identity: bytes, start: bytes) -> bytes:
    return sha256(identity + start).digest()[:_CHECK_BYTES]

"""Files that somebody sent about a service: kept once, by their digest, and never changed.

The bytes stand in ``received/<sha256>`` for their owner alone; a row says what they are,
about which service, from whom, for which days, and who took them in. The row is written
after the file is whole on the disk: a crash between leaves a file that nobody names, never a
name without a file.

A file is looked into before it is kept: what is not what it was said to be is refused, unless
it shall be kept as it is, for evidence. What it says of itself lies beside it, in
``received/<sha256>.<kind>.json``.

    received = Received(store, folder, clock)
    with path.open("rb") as stream:
        file = received.take("example", "report", stream, name="report.json", source="Example",
                             by="A. Tester")
    received.path(file)    # after every byte was held against the digest
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

import msgspec
from sqlalchemy import RowMapping, insert, select

from beholden._durable import HIDDEN_PREFIX, PRIVATE_FILE, sync
from beholden.regulator._rows import named, time_of, us
from beholden.regulator.core.looking import KINDS, LOOKED_BYTES, FileAbout, ReceivedKind, about
from beholden.regulator.core.reading import quoted
from beholden.regulator.errors import (
    AlteredError,
    DiskError,
    ReceivedError,
    TooLongError,
    UnknownError,
    UnlikeError,
)
from beholden.regulator.ports import Clock
from beholden.store import Store
from beholden.store import regulator_tables as tables

__all__ = ["BYTES_AT_MOST", "KINDS", "Received", "ReceivedFile", "ReceivedKind"]

BYTES_AT_MOST: dict[ReceivedKind, int] = {
    "report": 64 << 20,
    "openings": 64 << 30,
    "counts": 16 << 20,
    "receipt": 1 << 20,
}
"""Longer files are refused. A day of a large network has millions of openings."""

_CHUNK = 1 << 20
_ABOUT_BYTES = 64 << 10
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_files = tables.received
_decode_about = msgspec.json.Decoder(FileAbout).decode


class ReceivedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was received. ``first`` and ``last`` are the days that it is said to be about.

    ``about`` is what the file says of itself; None where it was not looked into, or cannot be
    read as what it was said to be.
    """

    number: int
    service: str
    kind: ReceivedKind
    source: str
    name: str
    sha256: str
    bytes: int
    first: date | None
    last: date | None
    at: datetime
    by: str
    about: FileAbout | None = None

    @property
    def days(self) -> tuple[date, date] | None:
        """The days that it is about: as the file says, else as it was said; None if nobody did."""
        own = self.about
        if own is not None and own.first is not None and own.last is not None:
            return own.first, own.last
        return None if self.first is None or self.last is None else (self.first, self.last)


class Received:
    """The files that one regulator received.

    Args:
        store: where their rows are; its tables are there.
        folder: where their bytes are; made when the first one comes.
        clock: returns the time with its zone.
    """

    def __init__(self, store: Store, folder: Path, clock: Clock) -> None:
        self._store = store
        self._folder = folder
        self._clock = clock

    def take(
        self,
        service: str,
        kind: ReceivedKind,
        stream: BinaryIO,
        *,
        name: str,
        source: str,
        by: str,
        first: date | None = None,
        last: date | None = None,
        as_it_is: bool = False,
    ) -> ReceivedFile:
        """Keeps a file; the same bytes are stored once, and every receipt of them has its row.

        Args:
            service: the service that it is about.
            kind: what it is.
            stream: its bytes, read to their end.
            name: what the file was called.
            source: who sent it.
            by: who took it in.
            first: the first day that it is about.
            last: the last day.
            as_it_is: keep it also if it is not what it is said to be.

        Raises:
            TextError: A name cannot be used.
            UnlikeError: It is not what it is said to be.
            TooLongError: It is longer than one of its kind may be.
            ReceivedError: It is empty, its days are the wrong way round, or it cannot be kept.
            StoreError: It could not be put on record.
        """
        row: dict[str, object] = {
            "service": service,
            "kind": kind,
            "source": named("source", source),
            "name": named("name", name),
            "first_day": None if first is None else first.isoformat(),
            "last_day": None if last is None else last.isoformat(),
            "by": named("by", by),
        }
        if first is not None and last is not None and last < first:
            raise ReceivedError(f"The last day, {last}, is before the first, {first}.")
        sha256, count = self._store_bytes(stream, kind, str(row["name"]), as_it_is=as_it_is)
        row |= {"sha256": sha256, "bytes": count, "at_us": us(self._clock())}
        with self._store.writing() as connection:
            made = connection.execute(insert(_files).values(row).returning(_files))
            return self._read(made.mappings().one())

    def files(
        self, service: str | None = None, kind: ReceivedKind | None = None
    ) -> tuple[ReceivedFile, ...]:
        """Files by number: of a service, of a kind, or all.

        Raises:
            StoreError: They cannot be read.
        """
        query = select(_files).order_by(_files.c.number)
        if service is not None:
            query = query.where(_files.c.service == service)
        if kind is not None:
            query = query.where(_files.c.kind == kind)
        with self._store.reading() as connection:
            return tuple(map(self._read, connection.execute(query).mappings()))

    def file(self, number: int) -> ReceivedFile:
        """A file by its number.

        Raises:
            UnknownError: There is none.
            StoreError: It cannot be read.
        """
        query = select(_files).where(_files.c.number == number)
        with self._store.reading() as connection:
            row = connection.execute(query).mappings().one_or_none()
        if row is None:
            raise UnknownError(f"There is no received file {number}.")
        return self._read(row)

    def report(self, service: str, sha256: str) -> Path | None:
        """Where the bytes of a report of a service are, by their digest; None if none came.

        Raises:
            AlteredError, DiskError, StoreError: see ``path``.
        """
        of = (_files.c.service == service, _files.c.kind == "report", _files.c.sha256 == sha256)
        query = select(_files).where(*of).order_by(_files.c.number).limit(1)
        with self._store.reading() as connection:
            row = connection.execute(query).mappings().one_or_none()
        return None if row is None else self.path(self._read(row))

    def path(self, file: ReceivedFile) -> Path:
        """Where the bytes of a file are, after every one was held against the digest.

        Raises:
            AlteredError: They are no longer what was received, or gone.
            DiskError: They cannot be read.
        """
        path = self._folder / file.sha256
        digest = hashlib.sha256()
        try:
            with path.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
        except FileNotFoundError:
            raise _altered(file, "is gone") from None
        except OSError as error:
            raise _disk("read", error) from error
        if digest.hexdigest() != file.sha256:
            raise _altered(file, "was altered")
        return path

    def _store_bytes(
        self, stream: BinaryIO, kind: ReceivedKind, name: str, *, as_it_is: bool
    ) -> tuple[str, int]:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._sweep()
            with self._staged() as (staged, target):
                sha256, count = _copy(stream, target, kind)
                target.flush()
                known = _looked(staged, kind, name, as_it_is=as_it_is)
                _finish(staged, target, self._folder / sha256)
            if known is not None:
                with self._staged() as (staged, target):
                    target.write(msgspec.json.encode(known))
                    _finish(staged, target, self._folder / _beside(sha256, kind))
            sync(self._folder)
        except OSError as error:
            raise _disk("written", error) from error
        return sha256, count

    def _read(self, row: RowMapping) -> ReceivedFile:
        known = None
        # Without it everything can be done, only nobody is told what the file says.
        with contextlib.suppress(OSError, msgspec.MsgspecError, ValueError):
            path = self._folder / _beside(row["sha256"], row["kind"])
            with path.open("rb") as stream:
                known = _decode_about(stream.read(_ABOUT_BYTES))
        return _file(row, known)

    @contextlib.contextmanager
    def _staged(self) -> Iterator[tuple[Path, BinaryIO]]:
        """A new file that is locked while it is written, and gone if that fails."""
        path, target = self._locked()
        try:
            with target:
                yield path, target
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def _locked(self) -> tuple[Path, BinaryIO]:
        """A new file; who sweeps leaves it alone."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
        while True:
            path = self._folder / f"{HIDDEN_PREFIX}{secrets.token_hex(8)}"
            target = os.fdopen(os.open(path, flags, PRIVATE_FILE), "wb")
            fcntl.flock(target, fcntl.LOCK_EX)
            # It may have been swept away before it was locked.
            if os.fstat(target.fileno()).st_nlink:
                return path, target
            target.close()

    def _sweep(self) -> None:
        """Removes what a process that was killed left half-written."""
        for path in self._folder.glob(f"{HIDDEN_PREFIX}*"):
            with contextlib.suppress(OSError), path.open("rb") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()


def _finish(staged: Path, target: BinaryIO, path: Path) -> None:
    """Gives a file its name once all of it is on the disk."""
    target.flush()
    os.fsync(target.fileno())
    staged.replace(path)


def _looked(path: Path, kind: ReceivedKind, name: str, *, as_it_is: bool) -> FileAbout | None:
    """What a file says of itself; None where it is none of its kind and may be kept so."""
    with path.open("rb") as stream:
        data = stream.read(LOOKED_BYTES[kind])
    try:
        return about(kind, name, data)
    except UnlikeError:
        if as_it_is:
            return None
        raise


def _beside(sha256: str, kind: str) -> str:
    return f"{sha256}.{kind}.json"


def _copy(stream: BinaryIO, target: BinaryIO, kind: ReceivedKind) -> tuple[str, int]:
    digest, count, most = hashlib.sha256(), 0, BYTES_AT_MOST[kind]
    while chunk := _next(stream):
        count += len(chunk)
        if count > most:
            raise TooLongError(
                f"A file of the kind {quoted(kind)} has at most {most:,} bytes; this one has more. "
                "Is it really one? Nothing was kept."
            )
        digest.update(chunk)
        target.write(chunk)
    if count == 0:
        raise ReceivedError("The file is empty. Nothing was kept; ask its sender for it again.")
    return digest.hexdigest(), count


def _next(stream: BinaryIO) -> bytes:
    """What the sender has next: that it broke off is no fault of this disk."""
    try:
        return stream.read(_CHUNK)
    except OSError as error:
        raise ReceivedError(
            f"The file could not be read to its end ({error.strerror or error}). Nothing was kept; "
            "send it again."
        ) from error


def _altered(file: ReceivedFile, what: str) -> AlteredError:
    return AlteredError(
        f"The received file {file.number} ({file.name}) {what}: its bytes do not have the digest "
        f"{file.sha256}. Restore received/{file.sha256} from a backup, or receive it again."
    )


def _disk(verb: str, error: OSError) -> DiskError:
    hint = "Make room." if error.errno in _FULL else "Check the folder's owner and permissions."
    return DiskError(
        f"Received files cannot be {verb} ({error.strerror or error}). Nothing was recorded. {hint}"
    )


def _file(row: RowMapping, known: FileAbout | None) -> ReceivedFile:
    return ReceivedFile(
        number=row["number"],
        service=row["service"],
        kind=row["kind"],
        source=row["source"],
        name=row["name"],
        sha256=row["sha256"],
        bytes=row["bytes"],
        first=_day(row["first_day"]),
        last=_day(row["last_day"]),
        at=time_of(row["at_us"]),
        by=row["by"],
        about=known,
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)

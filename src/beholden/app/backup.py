"""One file with everything that a data folder and its database hold.

It can be made while the service runs: tables are dumped from one view of the
database, lists are copied while their writers are kept out. The file gets its name
when all of it is on the disk. It holds hash lists and the secret: whoever has it can
do what the operator can.

    report = back_up(Path("monday.tar.gz"), data=data, store=store, lists=lists, ...)
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import io
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple

import msgspec

import beholden
from beholden.app._archive import (
    CONFIG,
    FORMAT,
    LEDGER,
    LISTS,
    MANIFEST,
    PLAIN_BYTES_AT_MOST,
    POLICY,
    PRIVATE,
    SECRET,
    BackupError,
    Manifest,
    Member,
    Progress,
    TargetError,
    count_editions,
    table_file,
)
from beholden.app._tar import CHUNK, TarError, TarWriter
from beholden.ledger import backed_up
from beholden.lists import ListStore
from beholden.store import Store, dumping

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


class BackupReport(msgspec.Struct, frozen=True):
    """What was written; ``schema`` is None where there was no database."""

    file: Path
    bytes: int
    files: int
    schema: str | None
    rows: dict[str, int]
    editions: int
    has_policy: bool
    has_config: bool
    has_secret: bool


_Opening = Callable[[], AbstractContextManager[IO[bytes]]]


class _Part(NamedTuple):
    """A file to be written: its name, size and digest, and how it is opened to be read again."""

    member: Member
    opening: _Opening


def back_up(
    file: Path,
    *,
    data: Path,
    store: Store | None,
    lists: ListStore,
    secret: Path,
    now: datetime,
    progress: Progress | None = None,
) -> BackupReport:
    """Writes a backup; the file is there when this returns, and not before.

    Args:
        file: where to write it; nothing may be there yet.
        data: the data folder.
        store: the database; None where there is none yet.
        lists: the lists of the data folder.
        secret: the file of the secret.
        now: the time, with its zone.
        progress: called with bytes done and bytes in total.

    Raises:
        TargetError: Something is there already, or the file cannot be written.
        BackupError: A file to be backed up cannot be read, or changes meanwhile.
        ListsError: Somebody changes the lists for too long.
        StoreError: The database cannot be read.
    """
    _check_place(file, data)
    with _explained(file), _written(file) as stream, ExitStack() as stack:
        keep = stack.enter_context
        # Before the tables: no checkpoint may be newer than the entries that they hold.
        logged = [
            _part(LEDGER + name, partial(_held, content))
            for name, content in backed_up(data / LEDGER)
        ]
        version, tables, rows = _dumped(store, file.parent, stack)
        plain = ((POLICY, data / POLICY), (CONFIG, data / CONFIG), (SECRET, secret))
        parts = [
            _part(name, partial(_opened, path), at_most=PLAIN_BYTES_AT_MOST)
            for name, path in plain
            if os.path.lexists(path)
        ]
        parts += logged
        # Tables first, lists then: no decision names an edition that is not there.
        parts += [
            _part(LISTS + path, partial(_opened, data / LISTS / path, os.O_NOFOLLOW))
            for path in keep(lists.held("backup"))
        ]
        parts += tables
        manifest = Manifest(
            format=FORMAT,
            program=beholden.__version__,
            created_at=now,
            schema=version,
            rows=rows,
            files=tuple(part.member for part in parts),
        )
        _write(stream, manifest, parts, progress)
        stream.flush()
        os.fsync(stream.fileno())
        size = os.fstat(stream.fileno()).st_size
    names = {member.name for member in manifest.files}
    return BackupReport(
        file=file,
        bytes=size,
        files=len(names),
        schema=version,
        rows=rows,
        editions=count_editions(names),
        has_policy=POLICY in names,
        has_config=CONFIG in names,
        has_secret=SECRET in names,
    )


def _check_place(file: Path, data: Path) -> None:
    if not data.is_dir():
        raise BackupError(f"{data}: there is no data folder here. Name it with --data.")
    if os.path.lexists(file):
        raise TargetError(f"{file}: is there already, and a backup replaces nothing. Name another.")
    if not file.parent.is_dir():
        raise TargetError(f"{file.parent}: there is no such folder. Make it first.")
    if file.parent.resolve().is_relative_to((data / "lists").resolve()):
        raise TargetError(f"{file}: lies among the lists. Name a place outside the data folder.")


def _dumped(
    store: Store | None, folder: Path, stack: ExitStack
) -> tuple[str | None, list[_Part], dict[str, int]]:
    """Every table as a file without a name, which is gone whatever happens."""
    parts: list[_Part] = []
    rows: dict[str, int] = {}
    if store is None:
        return None, parts, rows
    with dumping(store) as dump:
        if dump is None:
            return None, parts, rows
        for name, lines in dump.tables():
            # Beside the backup, because there must be room for it there anyway.
            spool = stack.enter_context(tempfile.TemporaryFile(dir=folder))  # noqa: SIM115 - entered
            rows[name] = 0
            for line in lines:
                spool.write(line)
                rows[name] += 1
            parts.append(_part(table_file(name), partial(_rewound, spool)))
        return dump.version, parts, rows


@contextmanager
def _opened(path: Path, more_flags: int = 0) -> Iterator[IO[bytes]]:
    # A link among the lists could lead to any file of the machine; a pipe would be waited for.
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | more_flags
    with os.fdopen(os.open(path, flags), "rb") as stream:
        yield stream


@contextmanager
def _held(content: bytes) -> Iterator[IO[bytes]]:
    yield io.BytesIO(content)


@contextmanager
def _rewound(spool: IO[bytes]) -> Iterator[IO[bytes]]:
    spool.seek(0)
    yield spool


def _part(name: str, opening: _Opening, *, at_most: int | None = None) -> _Part:
    digest, size = hashlib.sha256(), 0
    with opening() as stream:
        for chunk in iter(lambda: stream.read(CHUNK), b""):
            digest.update(chunk)
            size += len(chunk)
            if at_most is not None and size > at_most:
                raise BackupError(f"{name}: has more than {at_most:,} bytes. Make it shorter.")
    return _Part(Member(name, size, digest.hexdigest()), opening)


def _write(
    stream: IO[bytes], manifest: Manifest, parts: Iterable[_Part], progress: Progress | None
) -> None:
    archive = TarWriter(stream)
    text = msgspec.json.format(msgspec.json.encode(manifest)) + b"\n"
    archive.add(MANIFEST, len(text), [text])
    done = 0

    def read(source: IO[bytes], digest: hashlib._Hash) -> Iterator[bytes]:
        nonlocal done
        for chunk in iter(lambda: source.read(CHUNK), b""):
            digest.update(chunk)
            done += len(chunk)
            if progress:
                progress(done, manifest.total)
            yield chunk

    for member, opening in parts:
        digest = hashlib.sha256()
        try:
            with opening() as source:
                archive.add(member.name, member.size, read(source, digest))
        except TarError as error:
            raise BackupError(f"{error}: it changed meanwhile. Do it again.") from error
        if digest.hexdigest() != member.sha256:
            raise BackupError(f"{member.name} changed meanwhile. Do it again.")
    archive.finish()


@contextmanager
def _written(file: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name when the block ends well, and leaves nothing otherwise."""
    # One name for all attempts: what a killed one left is overwritten by the next.
    unnamed = file.with_name(f".{file.name}.partial")
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    with os.fdopen(os.open(unnamed, flags, PRIVATE), "wb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TargetError(f"{file}: another process writes this backup now.") from None
        try:
            os.fchmod(stream.fileno(), PRIVATE)
            os.ftruncate(stream.fileno(), 0)
            yield stream
            _name(unnamed, file)
        except BaseException:
            with suppress(OSError):
                unnamed.unlink()
            raise


def _name(unnamed: Path, file: Path) -> None:
    try:
        os.link(unnamed, file)  # unlike a rename, it never replaces what is there
    except FileExistsError:
        raise TargetError(f"{file}: somebody made it meanwhile. Name another.") from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        unnamed.rename(file)
    else:
        unnamed.unlink()
    folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def _explained(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = error.filename or file
        if error.errno in _NO_ROOM:
            raise TargetError(
                f"{where}: {error.strerror}. There is no backup. A backup needs room for all "
                "tables uncompressed besides itself: make room, or name another disk."
            ) from error
        raise BackupError(
            f"{where}: {error.strerror or error}. There is no backup. Check its owner and its "
            "permissions."
        ) from error

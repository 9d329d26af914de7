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
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, NamedTuple

import msgspec

import beholden
from beholden.app._archive import (
    CONFIG,
    FORMAT,
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
    table_file,
)
from beholden.app._tar import CHUNK, TarError, TarWriter
from beholden.lists import ListStore
from beholden.store import Store, dumping

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


class BackupReport(msgspec.Struct, frozen=True):
    """What was written."""

    file: Path
    bytes: int
    files: int
    schema: str | None
    rows: dict[str, int]
    editions: int


class _Part(NamedTuple):
    """A file to be written: who it is, and its bytes, which are read twice."""

    member: Member
    stream: IO[bytes]


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
        version, tables, rows = _dumped(store, file.parent, stack)
        parts = [_plain(keep(opened)) for opened in _plain_files(data, secret)]
        # Tables first, lists then: no decision names an edition that is not there.
        for path in keep(lists.held("backup")):
            opened = keep(_opened(data / "lists" / path))
            parts.append(_Part(_member(LISTS + path, opened), opened))
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
        stack.close()
        stream.flush()
        os.fsync(stream.fileno())
        size = os.fstat(stream.fileno()).st_size
    return BackupReport(
        file, size, len(parts), version, rows, sum(m.name.endswith("/edition.json") for m in manifest.files)
    )

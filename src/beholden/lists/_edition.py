"""The files of one edition: written, sealed, read, verified.

```
edition.json     metadata (Edition)
entries.jsonl    one Entry a line, canonical: fields in order, labels sorted by name
offsets.npy      uint64 (n,): byte at which each line of entries.jsonl starts
<kind>.index     search index of the kind, where it has entries to match
<kind>_rows.npy  uint32 (m,): row number of each position of the index
rejects.jsonl    one Reject a line
```

The digest of an edition is SHA-256 over the bytes of ``entries.jsonl`` followed
by the settings that change matching, as JSON with sorted keys.
"""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import TYPE_CHECKING, Self

import msgspec
import numpy as np

from beholden.lists._collect import Collector
from beholden.lists._disk import file_digest, seal
from beholden.lists.errors import EditionDamagedError
from beholden.lists.importer import import_file
from beholden.lists.models import HASH_BYTES, ActionHint, Edition, Entry, Reject
from beholden.matching.core import ListRole

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    import numpy.typing as npt

    from beholden.lists.importer import ImportOptions
    from beholden.lists.models import ImportReport
    from beholden.lists.ports import IndexWriter

EDITION_FILE = "edition.json"
ENTRIES_FILE = "entries.jsonl"
OFFSETS_FILE = "offsets.npy"
REJECTS_FILE = "rejects.jsonl"
ID_DIGITS = 12

_MAX_REASON = 200
_COPY_BYTES = 1 << 20
_ENCODER = msgspec.json.Encoder(order="deterministic")


class MatchSettings(msgspec.Struct, frozen=True):
    """The settings that change what an edition matches; they are part of its digest."""

    role: ListRole
    radius: int
    min_quality: int
    action_hint: ActionHint | None


class Origin(msgspec.Struct, frozen=True):
    """Where an edition comes from and who answers for it."""

    list: str
    source: str
    version: str | None
    set_by: str
    note: str | None


def index_file(kind: str) -> str:
    """Name of the index of a kind of hash."""
    return f"{kind}.index"


def rows_file(kind: str) -> str:
    """Name of the file that turns positions of that index into row numbers."""
    return f"{kind}_rows.npy"


def write_edition(
    folder: Path,
    path: Path,
    origin: Origin,
    settings: MatchSettings,
    options: ImportOptions,
    *,
    indexes: IndexWriter,
    clock: Callable[[], datetime],
    is_present: Callable[[str], bool],
    progress: Callable[[int, int], None] | None,
) -> tuple[Edition, ImportReport]:
    """Import ``path`` into the empty ``folder`` and seal it.

    Where ``is_present`` says that the edition exists already, no index is written
    and the folder is of no further use.

    Raises:
        ImportRefusedError: The file must not be made into an edition.
        OSError: The disk is full or the folder cannot be written.
    """
    with _Rows(folder) as rows:
        collector = Collector(min_quality=settings.min_quality, on_entries=rows.take)
        report = import_file(
            path, options, collector, on_rejects=rows.take_rejects, progress=progress
        )
    offsets = rows.drop(collector.dropped)
    digest = _edition_digest(folder, settings)
    now = clock()
    edition = Edition(
        list=origin.list,
        edition=digest[:ID_DIGITS],
        digest=digest,
        source=origin.source,
        version=origin.version or now.date().isoformat(),
        created_at=now,
        role=settings.role,
        radius=settings.radius,
        min_quality=settings.min_quality,
        set_by=origin.set_by,
        set_at=now,
        count=report.count,
        counts=report.counts,
        action_hint=settings.action_hint,
        unsupported=report.unsupported,
        below_quality=report.below_quality,
        duplicates=report.duplicates,
        rejected=report.rejected,
        note=origin.note,
    )
    if is_present(edition.edition):
        return edition, report
    np.save(folder / OFFSETS_FILE, offsets)
    _write_indexes(folder, collector, settings, indexes)
    files = {part.name: file_digest(part) for part in sorted(folder.iterdir())}
    edition = msgspec.structs.replace(edition, files=files)
    (folder / EDITION_FILE).write_bytes(msgspec.json.format(_ENCODER.encode(edition)) + b"\n")
    seal(folder)
    return edition, report


def _write_indexes(
    folder: Path, collector: Collector, settings: MatchSettings, indexes: IndexWriter
) -> None:
    for kind in HASH_BYTES:
        part = collector.indexable.pop(kind, None)
        if part is None or not len(part.rows):
            continue
        np.save(folder / rows_file(kind), part.rows)
        target = folder / index_file(kind)
        if kind == "pdq":
            indexes.write_pdq(target, part.digests, settings.radius)
        else:
            indexes.write_digests(target, kind, part.digests)


def _edition_digest(folder: Path, settings: MatchSettings) -> str:
    with (folder / ENTRIES_FILE).open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256")
    digest.update(msgspec.json.encode(settings, order="sorted"))
    return digest.hexdigest()


def read_edition(folder: Path) -> Edition:
    """The metadata of an edition.

    Raises:
        EditionDamagedError: They cannot be read, or belong to another folder.
    """
    path = folder / EDITION_FILE
    try:
        edition = msgspec.json.decode(path.read_bytes(), type=Edition)
    except FileNotFoundError as error:
        raise _damaged(folder, f"{EDITION_FILE} is missing") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _damaged(folder, f"{EDITION_FILE} cannot be read ({error})") from error
    if edition.edition != folder.name or not edition.digest.startswith(edition.edition):
        raise _damaged(folder, f"{EDITION_FILE} is of another edition")
    return edition


def verify_edition(folder: Path, indexes: IndexWriter) -> Edition:
    """Check every byte of an edition and let the indexes check themselves.

    Raises:
        EditionDamagedError: Something is missing or altered; the message names it.
    """
    edition = read_edition(folder)
    if edition.files.keys() != _expected_files(edition):
        raise _damaged(folder, f"{EDITION_FILE} names other files than such an edition has")
    for name, expected in edition.files.items():
        try:
            actual = file_digest(folder / name)
        except FileNotFoundError as error:
            raise _damaged(folder, f"{name} is missing") from error
        if actual != expected:
            raise _damaged(folder, f"{name} is not what was written")
    settings = MatchSettings(edition.role, edition.radius, edition.min_quality, edition.action_hint)
    if _edition_digest(folder, settings) != edition.digest:
        raise _damaged(folder, "its settings are not those it was made with")
    for kind in HASH_BYTES:
        path = folder / index_file(kind)
        if path.name not in edition.files:
            continue
        try:
            indexes.verify(path)
        except Exception as error:
            raise _damaged(folder, f"{path.name}: {error}") from error
    return edition


def _expected_files(edition: Edition) -> set[str]:
    names = {ENTRIES_FILE, OFFSETS_FILE, REJECTS_FILE}
    for kind in HASH_BYTES:
        matchable = edition.counts.get(kind, 0) - (edition.below_quality if kind == "pdq" else 0)
        if matchable > 0:
            names |= {index_file(kind), rows_file(kind)}
    return names


def _damaged(folder: Path, what: str) -> EditionDamagedError:
    name = folder.parent.parent.name
    return EditionDamagedError(
        f"Edition {folder.name} of list {name} is damaged: {what}. If it is active, activate "
        f"another one or run: beholden lists deactivate {name}. Then run: "
        f"beholden lists remove {name} {folder.name}, and add its file again."
    )


class _Rows:
    """Writes ``entries.jsonl`` and ``rejects.jsonl`` while the file is read."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / ENTRIES_FILE
        self._entries = self._path.open("xb")
        self._rejects = (folder / REJECTS_FILE).open("xb")
        self._starts: list[npt.NDArray[np.uint64]] = []
        self._size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        try:
            self._entries.close()
        finally:
            self._rejects.close()

    def take(self, entries: list[Entry]) -> None:
        data = _ENCODER.encode_lines(entries)
        # JSON escapes line feeds inside text, so each one ends a row.
        ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n"))
        starts = np.concatenate(([0], ends[:-1] + 1)) + self._size
        self._starts.append(starts.astype(np.uint64))
        self._size += len(data)
        self._entries.write(data)

    def take_rejects(self, rejects: list[Reject]) -> None:
        self._rejects.write(
            _ENCODER.encode_lines(
                [
                    msgspec.structs.replace(reject, reason=reject.reason[:_MAX_REASON])
                    for reject in rejects
                ]
            )
        )

    def drop(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
        """Take the given rows out of the closed file; returns the offsets of the others."""
        starts = np.concatenate(self._starts)
        if not len(rows):
            return starts
        bounds = np.append(starts, np.uint64(self._size))
        lengths = np.diff(bounds)
        full = self._path.with_name("all-rows")
        self._path.rename(full)
        with full.open("rb") as source, self._path.open("xb") as target:
            edges = np.concatenate(([-1], rows, [len(starts)]))
            for before, after in pairwise(edges):
                begin, end = int(bounds[before + 1]), int(bounds[after])
                if begin >= end:
                    continue
                source.seek(begin)
                while begin < end:
                    part = source.read(min(_COPY_BYTES, end - begin))
                    target.write(part)
                    begin += len(part)
        full.unlink()
        kept = np.delete(lengths, rows)
        return np.concatenate(([0], np.cumsum(kept)[:-1])).astype(np.uint64)

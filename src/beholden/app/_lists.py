"""The active lists as the gate asks them: opened editions, and the drill list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from beholden.drill import DRILL_ENTRY, DRILL_LIST, PUBLISHED
from beholden.gate import EditionRef
from beholden.lists import ActiveEdition, EntryReader
from beholden.matching import (
    DigestIndex,
    EntriesInMemory,
    EntryInfo,
    HashIndex,
    HashKind,
    ListMatcher,
    Lookup,
    MatchList,
    Query,
    open_digests,
    open_index,
    save_index,
    verify_index,
)

__all__ = ["ActiveLists", "Indexes", "drill_list", "opened"]

_DRILL_SET_AT = datetime(2026, 11, 22, tzinfo=UTC)
_DRILL_RADIUS = 31
_DRILL_MIN_QUALITY = 50


class ActiveLists:
    """The gate's matcher: a fixed set of editions, and what decisions say of them."""

    def __init__(self, lists: Sequence[tuple[MatchList, EditionRef]]) -> None:
        self._matcher = ListMatcher([opened for opened, _ in lists])
        self.editions = tuple(reference for _, reference in lists)

    @property
    def protects(self) -> bool:
        """Whether any list but the drill's is asked for matches."""
        return any(e.role == "match" and e.list != DRILL_LIST for e in self.editions)

    def look_up(self, query: Query) -> Lookup:
        """All matches of one file."""
        return self._matcher.look_up(query)

    def look_up_many(self, queries: Sequence[Query]) -> list[Lookup]:
        """All matches of each file, with one search per list for all of them."""
        return self._matcher.look_up_many(queries)


class Indexes:
    """The matching room's files, as the lists room writes and checks them."""

    def write_pdq(self, path: Path, hashes: npt.NDArray[np.uint8], radius: int) -> None:
        save_index(HashIndex.build(hashes, radius), path)

    def write_digests(self, path: Path, kind: HashKind, digests: npt.NDArray[np.uint8]) -> None:
        save_index(DigestIndex.build(kind, digests), path)

    def verify(self, path: Path) -> None:
        verify_index(path)


class _Entries:
    """The entries of an edition, as the matching room asks for them."""

    def __init__(self, reader: EntryReader) -> None:
        self._reader = reader

    def entry(self, row: int) -> EntryInfo:
        found = self._reader.entry(row)
        return EntryInfo(found.id, found.labels)


def opened(active: ActiveEdition) -> tuple[MatchList, EditionRef]:
    edition = active.edition
    rows = {
        kind: np.load(files.rows, mmap_mode="r", allow_pickle=False)
        for kind, files in active.indexes.items()
    }
    opened = MatchList(
        name=edition.list,
        edition=edition.edition,
        role=edition.role,
        radius=edition.radius,
        min_quality=edition.min_quality,
        action_hint=edition.action_hint,
        pdq=open_index(active.indexes["pdq"].index) if "pdq" in rows else None,
        pdq_rows=rows.get("pdq", np.empty(0, dtype=np.uint32)),
        digests={
            kind: (open_digests(files.index), rows[kind])
            for kind, files in active.indexes.items()
            if kind != "pdq"
        },
        entries=_Entries(EntryReader(active.folder)),
    )
    reference = EditionRef(
        list=edition.list,
        edition=edition.edition,
        version=edition.version,
        role=edition.role,
        radius=edition.radius,
        min_quality=edition.min_quality,
        set_by=edition.set_by,
        set_at=edition.set_at,
    )
    return opened, reference


def drill_list() -> tuple[MatchList, EditionRef]:
    digests: dict[HashKind, str] = {
        "sha256": PUBLISHED.sha256,
        "sha1": PUBLISHED.sha1,
        "md5": PUBLISHED.md5,
    }
    one_row = np.zeros(1, dtype=np.uint32)
    opened = MatchList(
        name=DRILL_LIST,
        edition="built-in",
        role="match",
        radius=_DRILL_RADIUS,
        min_quality=_DRILL_MIN_QUALITY,
        action_hint=None,
        pdq=HashIndex.build(_bytes_of(PUBLISHED.pdq), _DRILL_RADIUS),
        pdq_rows=one_row,
        digests={
            kind: (DigestIndex.build(kind, _bytes_of(digest)), one_row)
            for kind, digest in digests.items()
        },
        entries=EntriesInMemory([EntryInfo(DRILL_ENTRY, {"drill": "harmless test picture"})]),
    )
    reference = EditionRef(
        list=DRILL_LIST,
        edition="built-in",
        version="1",
        role="match",
        radius=_DRILL_RADIUS,
        min_quality=_DRILL_MIN_QUALITY,
        set_by="Beholden, as shipped",
        set_at=_DRILL_SET_AT,
    )
    return opened, reference


def _bytes_of(digits: str) -> npt.NDArray[np.uint8]:
    return np.frombuffer(bytes.fromhex(digits), dtype=np.uint8).reshape(1, -1)

"""The composition root: the one place where rooms are wired to each other.

A *data folder* holds everything that a gate keeps::

    policy.toml     the operator's policy; without it the one that ships is used
    lists/          editions, and which of them are active
    decisions/      held and blocked decisions, counts of allowed ones
    guard/          entries lowered from block to hold
    scans/          how far an interrupted scan had come

    >>> app = Beholden(Path("beholden-data"))  # doctest: +SKIP
    >>> with HashPool() as pool:  # doctest: +SKIP
    ...     app.gate(pool).check(data).outcome
    'allow'
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from beholden.drill import DRILL_ENTRY, DRILL_LIST, PUBLISHED
from beholden.gate import (
    RANDOM_BYTES,
    EditionRef,
    Gate,
    GuardStore,
    Hasher,
    JsonlRecorder,
    Policy,
    decision_id,
    default_policy,
    read_policy,
)
from beholden.lists import ActiveEdition, EntryReader, ListStore
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

__all__ = ["ActiveLists", "Beholden", "default_data_folder", "utc_now"]

_DRILL_SET_AT = datetime(2026, 11, 22, tzinfo=UTC)
_DRILL_RADIUS = 31
_DRILL_MIN_QUALITY = 50


def utc_now() -> datetime:
    """The clock of the running program."""
    return datetime.now(UTC)


def default_data_folder() -> Path:
    """``$BEHOLDEN_DATA``, else ``beholden`` in the user's data folder (XDG)."""
    if named := os.environ.get("BEHOLDEN_DATA"):
        return Path(named)
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "beholden"


class Beholden:
    """One data folder, wired."""

    def __init__(self, data: Path) -> None:
        self.data = data

    @cached_property
    def lists(self) -> ListStore:
        """The lists of the data folder."""
        return ListStore(self.data / "lists", _Indexes(), utc_now)

    @cached_property
    def recorder(self) -> JsonlRecorder:
        """Where decisions are kept."""
        return JsonlRecorder(self.data / "decisions", utc_now)

    @cached_property
    def guard(self) -> GuardStore:
        """Entries lowered from block to hold."""
        return GuardStore(self.data / "guard", utc_now)

    @property
    def policy_file(self) -> Path:
        """Where the operator's policy is, if there is one."""
        return self.data / "policy.toml"

    def policy(self) -> Policy:
        """The operator's policy, or the one that ships.

        Raises:
            PolicyError: With every problem of the file and its line.
        """
        # A link that leads nowhere is a policy that is missing, not one that was never set.
        present = os.path.lexists(self.policy_file)
        return read_policy(self.policy_file) if present else default_policy()

    def active_lists(self) -> ActiveLists:
        """Opens the active editions, every byte verified, and the drill list.

        Raises:
            DamagedError: A list that should be active is damaged or lost.
        """
        return ActiveLists([*map(_opened, self.lists.active()), _drill_list()])

    def gate(self, hasher: Hasher, lists: ActiveLists | None = None) -> Gate:
        """A gate over the active lists and the policy as they are now."""
        return Gate(
            hasher=hasher,
            matcher=lists or self.active_lists(),
            policy=self.policy(),
            recorder=self.recorder,
            guard=self.guard,
            clock=utc_now,
            monotonic=time.monotonic,
            new_id=lambda: decision_id(utc_now(), secrets.token_bytes(RANDOM_BYTES)),
        )


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


class _Indexes:
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


def _opened(active: ActiveEdition) -> tuple[MatchList, EditionRef]:
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


def _drill_list() -> tuple[MatchList, EditionRef]:
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

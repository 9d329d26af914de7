"""Values of the lists room: entries, editions, reports of imports, status."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from beholden.matching.core import HashKind, ListRole

ActionHint = Literal["allow", "hold", "block"]
"""What the list's supplier advises to do with a match; policy decides."""

FileFormat = Literal["csv", "jsonl"]
LabelChoice = Literal["mapped", "all"]

HASH_BYTES: dict[HashKind, int] = {"pdq": 32, "sha256": 32, "sha1": 20, "md5": 16}
"""Bytes of a hash by kind, for the kinds that the gate can compute."""


class Entry(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One row of a list in its canonical form.

    ``hash`` is lower-case hex for the kinds that can be matched, and the text as
    supplied (at most 4096 characters) for all others. One ``id`` may name several
    entries: the same picture often comes with hashes of several kinds.
    """

    kind: str
    hash: str
    id: str
    labels: dict[str, str] = {}
    quality: int | None = None


class Reject(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row set aside: its line (1-based, as an editor shows it) and why.

    ``rows`` is above 1 only where a quoted cell spans lines: each of them may have
    been a row.
    """

    line: int
    reason: str
    rows: int = 1


class ImportReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an import found.

    ``rows`` = ``count`` + ``duplicates`` + ``rejected``. ``rejects`` holds the
    first 100; the edition's ``rejects.jsonl`` holds all. ``counts`` are by kind.
    """

    format: FileFormat
    bytes: int
    rows: int
    count: int
    counts: dict[str, int]
    unsupported: dict[str, int] = {}
    below_quality: int = 0
    duplicates: int = 0
    rejected: int = 0
    rejects: tuple[Reject, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    already_present: bool = False

    @property
    def protecting(self) -> int:
        """Entries that can be matched."""
        return self.count - sum(self.unsupported.values()) - self.below_quality


class Edition(msgspec.Struct, frozen=True, omit_defaults=True):
    """One immutable version of a list.

    ``digest`` is the SHA-256 over ``entries.jsonl`` and the settings that change
    matching; ``edition`` is its first 12 hex digits. ``counts`` are by kind and
    add up to ``count``; ``unsupported`` and ``below_quality`` (PDQ entries whose
    quality is under ``min_quality``) are part of it, kept but never matched.
    ``set_by`` and ``set_at`` say who set the threshold and when. ``files`` maps
    every other file of the edition to its SHA-256.
    """

    list: str
    edition: str
    digest: str
    source: str
    version: str
    created_at: datetime
    role: ListRole
    radius: int
    min_quality: int
    set_by: str
    set_at: datetime
    count: int
    counts: dict[str, int]
    action_hint: ActionHint | None = None
    unsupported: dict[str, int] = {}
    below_quality: int = 0
    duplicates: int = 0
    rejected: int = 0
    note: str | None = None
    files: dict[str, str] = {}

    @property
    def protecting(self) -> int:
        """Entries that can be matched."""
        return self.count - sum(self.unsupported.values()) - self.below_quality


class IndexFiles(msgspec.Struct, frozen=True):
    """An index and the file that turns its positions into row numbers (uint32 ``.npy``)."""

    index: Path
    rows: Path


class ActiveEdition(msgspec.Struct, frozen=True):
    """What is needed to search an active edition: its metadata and its files."""

    edition: Edition
    folder: Path
    indexes: dict[HashKind, IndexFiles]
    activated_at: datetime
    activated_by: str


class Activation(msgspec.Struct, frozen=True):
    """One edition that was active earlier: since when, and who activated it."""

    edition: str
    activated_at: datetime
    activated_by: str


class ActiveState(msgspec.Struct, frozen=True):
    """The content of ``active.json``.

    ``edition`` is None after a deactivation; the other two fields then say when
    and by whom. ``history`` holds earlier activations, the latest one last.
    """

    edition: str | None
    activated_at: datetime
    activated_by: str
    history: tuple[Activation, ...] = ()


ChangeAction = Literal["add", "activate", "rollback", "deactivate", "remove"]


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of ``changes.jsonl``: who did what, when.

    ``role`` and ``count`` are the edition's; absent where they could not be read, and
    from lines of earlier versions.
    """

    at: datetime
    action: ChangeAction
    list: str
    edition: str
    by: str
    role: ListRole | None = None
    count: int | None = None


class ListStatus(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a list stands.

    ``age_days`` counts from the making of the active edition, ``active_days``
    from its activation. ``not_protecting`` holds one sentence for each sort of
    entry that is there and cannot be matched. ``notes`` hold everything else an
    operator should act on: nothing active, stale, damaged.
    """

    name: str
    active: Edition | None = None
    activated_at: datetime | None = None
    activated_by: str | None = None
    age_days: int | None = None
    active_days: int | None = None
    stale: bool = False
    editions: tuple[Edition, ...] = ()
    not_protecting: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

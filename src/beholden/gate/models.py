"""Values of the gate's services: what is submitted, kept, counted, asked for and deleted.

Those of its core are in ``core.models``.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from beholden.gate.core.models import Decision, Lowered, Mode, Outcome
from beholden.gate.core.policy import Policy


class Idempotency(msgspec.Struct, frozen=True):
    """Which request an answer belongs to, so that a repeat gets the same answer.

    ``key_mac`` stands for the key that the caller gave, ``fingerprint`` for all that
    was asked; both are digests in hex of at most 64 characters. After ``expires``
    the key may be used for something else.
    """

    key_mac: str
    fingerprint: str
    expires: datetime


class Submission(msgspec.Struct, frozen=True):
    """Decisions of one request, recorded together or not at all, and its answer.

    ``stated``: each decision leaves a statement in the ledger, whatever its outcome; who
    asks for this may hold the network to it.
    """

    decisions: tuple[Decision, ...]
    policy: Policy
    answer: bytes = b""
    idempotency: Idempotency | None = None
    stated: bool = False


class Recorded(msgspec.Struct, frozen=True):
    """What became of a submission.

    ``answer`` is what the caller must be told. If ``replayed``, it is the answer to
    an earlier request with the same key, and nothing of this one was recorded.
    ``lowered`` names entries that the guard lowered because of it.
    """

    answer: bytes
    replayed: bool = False
    lowered: tuple[Lowered, ...] = ()


class HourCount(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many uploads were decided alike within one hour.

    ``hour`` is its start in UTC, as ``2026-11-22T09Z``.
    """

    hour: str
    surface: str | None
    rule: str
    mode: Mode
    outcome: Outcome
    would_be: Outcome
    count: int


class MatchCount(msgspec.Struct, frozen=True):
    """How many uploads matched a list by one kind of hash."""

    list: str
    kind: str
    would_be: Outcome
    count: int


class Filter(msgspec.Struct, frozen=True):
    """Which kept decisions are wanted; all that is given must hold.

    ``entry`` needs ``list``. ``since`` is inclusive, ``until`` exclusive.
    """

    outcome: Outcome | None = None
    would_be: Outcome | None = None
    surface: str | None = None
    rule: str | None = None
    mode: Mode | None = None
    list: str | None = None
    entry: str | None = None
    account_key: str | None = None
    sha256: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class Page(msgspec.Struct, frozen=True):
    """Some kept decisions, newest first; ``cursor`` asks for those after them."""

    decisions: tuple[Decision, ...]
    cursor: str | None = None


class PurgeProof(msgspec.Struct, frozen=True):
    """What one purge deleted of one kind.

    ``digest`` is SHA-256 (hex) over the sorted keys of the deleted rows, the parts of
    a key joined by U+001F, each key ended by a line feed. ``left_over`` counts expired
    rows that were there afterwards: 0 if all is well, -1 while the purge runs or if it
    was cut short.
    """

    what: str
    at: datetime
    cutoff: datetime
    deleted: int
    digest: str
    left_over: int

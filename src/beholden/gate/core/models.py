"""Values of the gate: what policy sees, and what it answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from beholden.matching.core import Lookup, Match
from beholden.media.core import Unscannable

Outcome = Literal["allow", "hold", "block"]
Mode = Literal["enforce", "shadow"]

# The other modules of this core take the type from here: none may reach for a clock.
Instant = datetime
"""A moment with its zone; a time without a zone never enters the gate."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(at: Instant) -> int:
    """Microseconds since 1970, exactly."""
    return (at - _EPOCH) // _MICROSECOND


def instant(microseconds: int) -> Instant:
    """The moment, in UTC, of so many microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)


def hour_of(at: Instant) -> str:
    """The hour that a moment lies in, in UTC, as ``2026-11-22T09Z``; hours sort as text."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%HZ")


EntryKey = tuple[str, str]
"""The name of a list and the id of one of its entries."""


class EditionRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which edition of which list was asked, and who set its threshold and when."""

    list: str
    edition: str
    version: str
    role: str
    radius: int
    min_quality: int
    set_by: str
    set_at: datetime


class Findings(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that policy may look at for one upload."""

    lookup: Lookup = Lookup()
    unscannable: Unscannable | None = None
    surface: str | None = None


class Lowered(msgspec.Struct, frozen=True):
    """An entry that the guard rail lowered from block to hold, and why."""

    list: str
    entry: str
    at: datetime
    accounts: int
    reason: str


class Verdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """The pure answer of policy to findings; the same input gives the same verdict.

    ``outcome`` is what is to be done. In shadow mode it is ``allow`` and
    ``would_be`` says what enforcing would have done; otherwise both are equal.
    ``matches`` holds what was weighed, allow-list entries included (see their
    ``role``); ``set_aside`` holds perceptual matches that an allow-list answered
    for. Both are sorted by distance, list, entry and kind. ``set_by`` and
    ``set_at`` are those of the rule, absent for built-in rules and the default.
    """

    outcome: Outcome
    would_be: Outcome
    mode: Mode
    rule: str
    reasons: tuple[str, ...]
    matches: tuple[Match, ...] = ()
    set_aside: tuple[Match, ...] = ()
    set_by: str | None = None
    set_at: datetime | None = None


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """One decision as answered and recorded.

    ``took_ms`` is the time from bytes to decision in milliseconds. ``account``
    is a pseudonym; what is kept of it and of ``sha256`` is ``gate.core.retention``'s
    business.
    """

    id: str
    time: datetime
    outcome: Outcome
    would_be: Outcome
    mode: Mode
    rule: str
    reasons: tuple[str, ...]
    policy_version: str
    policy_digest: str
    editions: tuple[EditionRef, ...]
    took_ms: float
    matches: tuple[Match, ...] = ()
    set_aside: tuple[Match, ...] = ()
    more_matches: int = 0
    below_quality: tuple[str, ...] = ()
    unscannable: Unscannable | None = None
    sha256: str | None = None
    surface: str | None = None
    account: str | None = None
    rule_set_by: str | None = None
    rule_set_at: datetime | None = None

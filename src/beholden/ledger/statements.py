"""The statements that the ledger makes about itself.

Each is one line of JSON, ``kind`` and ``version`` first, times to the second in UTC::

    ledger.key-rotated/1  {"at", "old_key", "new_key", "overlap_until"}   verifier keys as text
    ledger.correction/1   {"at", "corrects", "reason"}                    id of the wrong statement
    ledger.erasure/1      {"at", "erased", "index", "basis"}              id and place in the log
    ledger.expiry/1       {"at", "ranges"}               [[first, last], ...] places, both inclusive
    ledger.gap/1          {"at", "first", "end", "lost"} of the places first..end-1 so many are lost

The id is made of what is stated, so that stating the same thing twice is stating it once.
Nobody's name is in them.

    outbox.put([correction_statement("018f...", "counted twice", at=1_795_348_800)])
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from beholden.ledger.errors import StatementRefusedError
from beholden.ledger.outbox import Statement

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "GAP_KIND",
    "REASON_AT_MOST",
    "correction_statement",
    "erasure_statement",
    "expiry_statement",
    "gap_statement",
    "is_permanent",
    "key_rotated_statement",
    "lost_in",
    "ranges_of",
]

GAP_KIND = "ledger.gap/1"
REASON_AT_MOST = 2_000
"""Characters of a correction's reason."""

_VERSION = 1
_PERMANENT = frozenset({"ledger.erasure/1", "ledger.expiry/1", GAP_KIND})
_encode = msgspec.json.Encoder().encode


class _Stated(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    version: int = _VERSION
    at: str

    def statement(self, *identity: str | int) -> Statement:
        """The statement, its id made of what it is about."""
        text = "\n".join(map(str, (self.kind, *identity)))
        digest = hashlib.sha256(text.encode()).hexdigest()[:32]
        name = self.kind.removeprefix("ledger.")
        return Statement(f"{name}:{digest}", f"{self.kind}/{self.version}", _encode(self))


class _KeyRotated(_Stated, frozen=True, kw_only=True):
    old_key: str
    new_key: str
    overlap_until: str


class _Correction(_Stated, frozen=True, kw_only=True):
    corrects: str
    reason: str


class _Erasure(_Stated, frozen=True, kw_only=True):
    erased: str
    index: int
    basis: str


class _Expiry(_Stated, frozen=True, kw_only=True):
    ranges: list[tuple[int, int]]


class _Gap(_Stated, frozen=True, kw_only=True):
    first: int
    end: int
    lost: int


def key_rotated_statement(old_key: str, new_key: str, overlap_until: int, at: int) -> Statement:
    """The log is signed with another key; both sign until ``overlap_until``.

    Args:
        old_key: its verifier key as text.
        new_key: likewise.
        overlap_until: unix seconds.
        at: unix seconds.
    """
    stated = _KeyRotated(
        kind="ledger.key-rotated",
        at=_time(at),
        old_key=old_key,
        new_key=new_key,
        overlap_until=_time(overlap_until),
    )
    return stated.statement(old_key, new_key)


def correction_statement(corrects: str, reason: str, at: int) -> Statement:
    """A statement was wrong; nothing is overwritten.

    Args:
        corrects: the id of the wrong statement.
        reason: what was wrong, and what is right, on one line; it names no person.
        at: unix seconds.

    Raises:
        StatementRefusedError: the reason is no line of text.
    """
    if not reason.strip() or not reason.isprintable() or len(reason) > REASON_AT_MOST:
        raise StatementRefusedError(
            "reason: Write one printable line, not blank, of at most "
            f"{REASON_AT_MOST:,} characters."
        )
    stated = _Correction(kind="ledger.correction", at=_time(at), corrects=corrects, reason=reason)
    return stated.statement(corrects, reason)


def erasure_statement(erased: str, index: int, basis: str, at: int) -> Statement:
    """Salt and text of a statement are gone; its leaf stands.

    Args:
        erased: its id.
        index: its place in the log.
        basis: the legal basis.
        at: unix seconds.
    """
    stated = _Erasure(kind="ledger.erasure", at=_time(at), erased=erased, index=index, basis=basis)
    return stated.statement(erased)


def expiry_statement(indexes: Iterable[int], at: int) -> Statement:
    """Statements have come to the end of their time; salts and texts are gone.

    Args:
        indexes: their places in the log.
        at: unix seconds.
    """
    ranges = ranges_of(indexes)
    stated = _Expiry(kind="ledger.expiry", at=_time(at), ranges=ranges)
    # An opening ends once, so no other expiry begins with this place.
    return stated.statement(ranges[0][0])


def gap_statement(first: int, end: int, lost: int, at: int) -> Statement:
    """The log has entries whose statements the database has lost.

    Args:
        first: the place in the log from which on they are.
        end: the place before which they are.
        lost: how many of these cannot be opened.
        at: unix seconds.
    """
    stated = _Gap(kind="ledger.gap", at=_time(at), first=first, end=end, lost=lost)
    return stated.statement(first, end, lost)


def lost_in(gap: bytes) -> int:
    """Of how many entries a gap's text says that they are lost; 0 if it is no such text."""
    try:
        return max(msgspec.json.decode(gap, type=_Gap).lost, 0)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return 0


def is_permanent(kind: str) -> bool:
    """Whether statements of this kind are never erased: they say why others are gone."""
    return kind in _PERMANENT


def ranges_of(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of whole numbers: first and last of each, in order."""
    ranges: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ranges


def _time(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"

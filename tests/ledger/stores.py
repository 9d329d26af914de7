"""Statements, and what writes and sequences them, for tests of the ledger."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

from beholden.ledger.outbox import Outbox, Statement, Statements
from beholden.store import Store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOON_US = int(NOON.timestamp()) * 1_000_000
MERGE_SECONDS = 60


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


def outbox_over(store: Store, clock: Clock) -> Outbox:
    """An outbox with the system's randomness."""
    return Outbox(store, randomness=os.urandom, clock=clock, merge_seconds=MERGE_SECONDS)


def statement(statement_id: str, *, expires_us: int | None = None) -> Statement:
    """A statement without meaning."""
    return Statement(statement_id, "test.kind/1", b"about " + statement_id.encode(), expires_us)


def sequence_all(store: Store, statements: Statements, first: int = 0) -> int:
    """Gives all that waits its place, as the sequencer does; returns the log's size."""
    waiting = statements.pending(1 << 20)
    with store.writing() as connection:
        statements.mark_sequenced(
            connection, [(row.number, first + at) for at, row in enumerate(waiting)]
        )
    return first + len(waiting)

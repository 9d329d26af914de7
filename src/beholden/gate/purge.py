"""Deletes what is past its time, and writes down a proof of it.

What other rooms keep for a time is deleted with it, as ``ports.Purgeable``.

Laws: nothing that has expired is left, nothing else is deleted, and every purge
leaves one row for each kind of data: how much was deleted up to which time, a digest
over the sorted keys of the deleted rows, and how much was left over when counted
afterwards, which must be 0. Rows go in transactions of ``ROWS_AT_ONCE``, so that
recording never waits long; each carries the proof on, so a purge that is cut short
has proved what it did. A clock that went back stops the purge before it deletes.

    purge(store, clock(), policy)    # (PurgeProof(what="decisions", deleted=12, ...), ...)
    due(store, clock(), policy)      # what it would delete: {"decisions": 12, ...}
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, or_, select, tuple_, update

from beholden.gate.core.models import hour_of, instant, microseconds
from beholden.gate.errors import PurgeError
from beholden.gate.models import PurgeProof
from beholden.store import StoreError, tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Table

    from beholden.gate.core.policy import Policy
    from beholden.gate.ports import Purgeable
    from beholden.store import Store

ROWS_AT_ONCE = 1_000
"""Rows that one transaction deletes."""

UNFINISHED = -1
"""``left_over`` while a purge runs, and for ever if it was cut short."""

_DAY_US = 24 * 3_600_000_000
_HOUR_US = 3_600_000_000


@dataclass(frozen=True)
class _Expired:
    """Rows of a table: up to which time they have expired, and which that are."""

    what: str
    table: Table
    cutoff_us: int
    condition: ColumnElement[bool]

    def count(self, connection: Connection) -> int:
        query = select(func.count()).select_from(self.table).where(self.condition)
        return int(connection.execute(query).scalar_one())

    def remove_some(self, connection: Connection, count: int) -> list[tuple[Any, ...]]:
        key = list(self.table.primary_key)
        # Locked in order of key, as the recorder does: neither waits for the other in a circle.
        some = select(*key).where(self.condition).order_by(*key).limit(count).with_for_update()
        gone = delete(self.table).where(tuple_(*key).in_(some)).returning(*key)
        return sorted(tuple(row) for row in connection.execute(gone))


def purge(
    store: Store,
    now: datetime,
    policy: Policy,
    more: Sequence[Purgeable] = (),
    *,
    rows_at_once: int = ROWS_AT_ONCE,
) -> tuple[PurgeProof, ...]:
    """Deletes what has expired.

    Args:
        store: where it is.
        now: the time, with its zone.
        policy: says how long counts are kept and how long the guard's window is.
            Decisions and answers bear the time of their own expiry.
        more: what other rooms keep.
        rows_at_once: rows of one transaction.

    Returns:
        One proof for each kind of data, also where nothing was deleted.

    Raises:
        PurgeError: the clock is before the last purge, or the store failed.
    """
    now_us = microseconds(now)
    with _explained():
        _refuse_clock_gone_back(store, now_us)
        kinds = (*_kinds(now_us, policy), *more)
        proofs = tuple(_purge(store, kind, now_us, rows_at_once) for kind in kinds)
        if not store.tidy():
            raise PurgeError(
                "The rows are deleted, but others used the database for so long that its "
                "write-ahead log could not be cut: what was deleted may still be in that file. "
                "Run the purge again at a quieter time."
            )
    return proofs


def due(
    store: Store, now: datetime, policy: Policy, more: Sequence[Purgeable] = ()
) -> dict[str, int]:
    """How many rows of each kind a purge would delete now.

    Raises:
        PurgeError: the clock is before the last purge, or the store cannot be read.
    """
    now_us = microseconds(now)
    with _explained():
        _refuse_clock_gone_back(store, now_us)
        with store.reading() as connection:
            kinds = (*_kinds(now_us, policy), *more)
            return {kind.what: kind.count(connection) for kind in kinds}


def purges(store: Store, *, limit: int = 100) -> tuple[PurgeProof, ...]:
    """The latest proofs, newest first.

    Raises:
        PurgeError: the store cannot be read.
    """
    rows = tables.purges
    with _explained(), store.reading() as connection:
        found = connection.execute(select(rows).order_by(rows.c.id.desc()).limit(limit)).all()
    return tuple(
        PurgeProof(
            what=row.what,
            at=instant(row.at_us),
            cutoff=instant(row.cutoff_us),
            deleted=row.deleted,
            digest=row.digest,
            left_over=row.left_over,
        )
        for row in found
    )


def _kinds(now_us: int, policy: Policy) -> tuple[_Expired, ...]:
    decisions, answers = tables.decisions, tables.idempotency
    seen = tables.guard_sightings
    window_us = round(policy.guard.window_hours * _HOUR_US)
    counted_us = now_us - policy.retention.counters_days * _DAY_US
    first_hour = hour_of(instant(counted_us))
    return (
        _Expired("decisions", decisions, now_us, decisions.c.expires_us <= now_us),
        _Expired("idempotency keys", answers, now_us, answers.c.expires_us <= now_us),
        _Expired(
            "guard sightings",
            seen,
            now_us - window_us,
            # Those of a clock that had jumped ahead do not count either.
            or_(seen.c.seen_us <= now_us - window_us, seen.c.seen_us >= now_us + window_us),
        ),
        *(
            _Expired(what, table, counted_us, table.c.hour < first_hour)
            for what, table in (
                ("counters", tables.counters),
                ("match counters", tables.match_counters),
            )
        ),
    )


def _purge(store: Store, kind: Purgeable, now_us: int, rows_at_once: int) -> PurgeProof:
    digest, deleted = hashlib.sha256(), 0
    with store.writing() as connection:
        proof_id = connection.execute(
            insert(tables.purges)
            .values(
                at_us=now_us,
                what=kind.what,
                cutoff_us=kind.cutoff_us,
                deleted=0,
                digest=digest.hexdigest(),
                left_over=UNFINISHED,
            )
            .returning(tables.purges.c.id)
        ).scalar_one()
    left_over = UNFINISHED
    while left_over == UNFINISHED:
        with store.writing() as connection:
            keys = kind.remove_some(connection, rows_at_once)
            for key in keys:
                digest.update("\x1f".join(key).encode() + b"\n")
            deleted += len(keys)
            left_over = UNFINISHED if keys else kind.count(connection)
            connection.execute(
                update(tables.purges)
                .where(tables.purges.c.id == proof_id)
                .values(deleted=deleted, digest=digest.hexdigest(), left_over=left_over)
            )
    return PurgeProof(
        what=kind.what,
        at=instant(now_us),
        cutoff=instant(kind.cutoff_us),
        deleted=deleted,
        digest=digest.hexdigest(),
        left_over=left_over,
    )


def _refuse_clock_gone_back(store: Store, now_us: int) -> None:
    with store.reading() as connection:
        last_us = connection.execute(select(func.max(tables.purges.c.at_us))).scalar()
    if last_us is not None and now_us < last_us:
        raise PurgeError(
            f"The clock says {instant(now_us):%Y-%m-%d %H:%M:%S} UTC, which is before the last "
            f"purge ({instant(last_us):%Y-%m-%d %H:%M:%S} UTC). Nothing was deleted. Set the clock "
            "right; if it was wrong at the last purge, wait until that time has passed."
        )


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        raise PurgeError(str(error)) from error

"""Hours that are over, stated for the ledger: all that is ever stated of allowed uploads.

An hour is sealed some time after its end, when no transaction of it is under way any
more. Should one come later all the same, the hour is stated once more, with the newer
counts and the name of the statement that it corrects. An hour without uploads is stated
with no counts, so that a missing hour is a missing statement.

Bounds: corrections and empty hours are looked for in the last ``BACK_HOURS``; hours with
uploads that nobody stated, in the last ``CATCH_UP_DAYS``; nothing before the first hour on
record. As long as the newest hour is stated nothing else is looked at.

    outbox.put(sealed_hours(store, clock()))    # about once a second
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, select

from beholden.gate.core.models import hour_of
from beholden.gate.errors import RecordError
from beholden.gate.statements import (
    StatedCount,
    StatedHour,
    StatedMatchCount,
    hour_id,
    hour_statement,
)
from beholden.store import StoreBusyError, StoreError, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from beholden.gate.statements import GateStatement
    from beholden.store import Store

GRACE_SECONDS = 120
"""Seconds after its end from which on an hour is sealed."""
BACK_HOURS = 48
CATCH_UP_DAYS = 31

_HOUR = timedelta(hours=1)
_ASKED_AT_ONCE = 500
_decode = msgspec.json.Decoder(StatedHour).decode
_hours, _matches, _stated = tables.counters, tables.match_counters, tables.ledger_statements


def sealed_hours(
    store: Store, now: datetime, *, grace_seconds: float = GRACE_SECONDS
) -> list[GateStatement]:
    """Statements of hours that are over and not stated yet, or not with these counts.

    Args:
        store: where counts and statements are.
        now: the time, with its zone.
        grace_seconds: how long after its end an hour may still change.

    Returns:
        The statements by hour; none was written.

    Raises:
        RecordError: the store cannot be read.
    """
    newest = now - timedelta(seconds=grace_seconds) - _HOUR
    last = hour_of(newest)
    with _explained(), store.reading() as connection:
        if _bodies(connection, [hour_id(last)]):
            return []
        first = connection.scalar(select(func.min(_hours.c.hour)))
        if first is None or first > last:
            return []
        recent = [hour_of(newest - _HOUR * back) for back in reversed(range(BACK_HOURS))]
        recent = [hour for hour in recent if hour >= first]
        late = _never_stated(connection, hour_of(newest - timedelta(days=CATCH_UP_DAYS)), recent[0])
        return [*_due(connection, late), *_due(connection, recent)]


def _never_stated(connection: Connection, first: str, end: str) -> list[str]:
    """Hours with counts before those that are looked at anyway."""
    query = select(_hours.c.hour).where(_hours.c.hour >= first, _hours.c.hour < end).distinct()
    counted = sorted(connection.execute(query).scalars())
    stated = _bodies(connection, [hour_id(hour) for hour in counted])
    return [hour for hour in counted if hour_id(hour) not in stated]


def _due(connection: Connection, hours: Sequence[str]) -> Iterator[GateStatement]:
    """The statements that hours still need."""
    if not hours:
        return
    counts, matches = _counts(connection, hours)
    before = _latest(connection, hours)
    for hour in hours:
        number, body = before.get(hour, (0, None))
        statement = hour_statement(hour, counts[hour], matches[hour], number=number + 1)
        if number == 0:
            yield statement
        elif body is not None:
            old, new = _decode(body), _decode(statement.body)
            # Counts only grow; fewer of them are a purge at work.
            if new.total > old.total:
                yield statement


def _counts(
    connection: Connection, hours: Sequence[str]
) -> tuple[dict[str, list[StatedCount]], dict[str, list[StatedMatchCount]]]:
    counts: dict[str, list[StatedCount]] = defaultdict(list)
    matches: dict[str, list[StatedMatchCount]] = defaultdict(list)
    for some in _in_parts(hours):
        for row in connection.execute(select(_hours).where(_hours.c.hour.in_(some))):
            hour, surface, rule, mode, outcome, would_be, count = row
            counts[hour].append(
                StatedCount(
                    surface=surface,
                    rule=rule,
                    mode=mode,
                    outcome=outcome,
                    would_be=would_be,
                    count=count,
                )
            )
        for row in connection.execute(select(_matches).where(_matches.c.hour.in_(some))):
            hour, list_name, kind, would_be, count = row
            matches[hour].append(StatedMatchCount(list_name, kind, would_be, count))
    return counts, matches


def _latest(connection: Connection, hours: Iterable[str]) -> dict[str, tuple[int, bytes | None]]:
    """How often hours were stated, and the text of the latest time; None if it was erased."""
    found: dict[str, tuple[int, bytes | None]] = {}
    number, asked = 1, list(hours)
    while asked:
        stated = _bodies(connection, [hour_id(hour, number) for hour in asked])
        asked = [hour for hour in asked if hour_id(hour, number) in stated]
        found |= {hour: (number, stated[hour_id(hour, number)]) for hour in asked}
        number += 1
    return found


def _bodies(connection: Connection, ids: Sequence[str]) -> dict[str, bytes | None]:
    found: dict[str, bytes | None] = {}
    for some in _in_parts(ids):
        query = select(_stated.c.id, _stated.c.body).where(_stated.c.id.in_(some))
        found |= {row.id: row.body for row in connection.execute(query)}
    return found


def _in_parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), _ASKED_AT_ONCE):
        yield texts[start : start + _ASKED_AT_ONCE]


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        raise RecordError(str(error), busy=isinstance(error, StoreBusyError)) from error

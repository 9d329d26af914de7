"""Reads back what the store's recorder wrote: decisions by page, counts by hour.

Ids sort by time, so a page begins where the one before ended, however many
decisions came in meanwhile.

    archive = StoreArchive(store)
    page = archive.page(Filter(would_be="block"), limit=50)
    archive.page(Filter(would_be="block"), limit=50, cursor=page.cursor)
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, select

from beholden.gate._pages import check_page, hours_between
from beholden.gate.core.conversion import least_id
from beholden.gate.core.models import Decision, microseconds
from beholden.gate.errors import RecordError
from beholden.gate.models import HourCount, MatchCount, Page
from beholden.store import StoreBusyError, StoreError, tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import ColumnElement, Table

    from beholden.gate.models import Filter
    from beholden.store import Store

_DECISION = msgspec.json.Decoder(Decision)


class StoreArchive:
    """What is on record in the store. Threads may share it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, decision_id: str) -> Decision | None:
        """One kept decision, in the form in which it is kept, or None.

        Raises:
            RecordError: the store cannot be read.
        """
        rows = tables.decisions
        with _explained(), self._store.reading() as connection:
            body = connection.execute(select(rows.c.body).where(rows.c.id == decision_id)).scalar()
        return None if body is None else _DECISION.decode(body)

    def page(self, wanted: Filter, *, limit: int = 100, cursor: str | None = None) -> Page:
        """Kept decisions, newest first, from where ``cursor`` points.

        Raises:
            PageError: the cursor, the limit or the filter makes no sense.
            RecordError: the store cannot be read.
        """
        check_page(wanted, limit=limit, cursor=cursor)
        rows = tables.decisions
        query = (
            select(rows.c.id, rows.c.body)
            .where(*_conditions(wanted))
            .order_by(rows.c.id.desc())
            .limit(limit + 1)
        )
        if cursor is not None:
            query = query.where(rows.c.id < cursor)
        with _explained(), self._store.reading() as connection:
            found = connection.execute(query).all()
        decisions = tuple(_DECISION.decode(row.body) for row in found[:limit])
        return Page(decisions, found[limit - 1].id if len(found) > limit else None)

    def hours(self, since: datetime, until: datetime | None = None) -> tuple[HourCount, ...]:
        """Counts of the hours that begin from ``since``'s hour on and before ``until``.

        Raises:
            RecordError: the store cannot be read.
        """
        rows = tables.counters
        query = select(rows).where(*_within(rows, since, until)).order_by(*rows.primary_key)
        with _explained(), self._store.reading() as connection:
            found = connection.execute(query).all()
        return tuple(
            HourCount(
                hour=row.hour,
                surface=row.surface or None,
                rule=row.rule,
                mode=row.mode,
                outcome=row.outcome,
                would_be=row.would_be,
                count=row[-1],
            )
            for row in found
        )

    def matches(self, since: datetime, until: datetime | None = None) -> tuple[MatchCount, ...]:
        """Counts of matches by list, kind and outcome over the same hours.

        Raises:
            RecordError: the store cannot be read.
        """
        rows = tables.match_counters
        of = (rows.c.list, rows.c.kind, rows.c.would_be)
        query = (
            select(*of, func.sum(rows.c["count"]))
            .where(*_within(rows, since, until))
            .group_by(*of)
            .order_by(*of)
        )
        with _explained(), self._store.reading() as connection:
            found = connection.execute(query).all()
        return tuple(
            MatchCount(list_name, kind, would_be, int(count))
            for list_name, kind, would_be, count in found
        )


def _conditions(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    rows, matched = tables.decisions, tables.decision_matches
    for name in ("outcome", "would_be", "surface", "rule", "mode", "account_key", "sha256"):
        value = getattr(wanted, name)
        if value is not None:
            yield rows.c[name] == value
    # Ids are made of the decision's millisecond: the primary key finds the place.
    if wanted.since is not None:
        yield rows.c.id >= least_id(wanted.since)
        yield rows.c.time_us >= microseconds(wanted.since)
    if wanted.until is not None:
        yield rows.c.id < least_id(wanted.until, milliseconds_later=1)
        yield rows.c.time_us < microseconds(wanted.until)
    if wanted.list is not None:
        ids = select(matched.c.decision_id).where(matched.c.list == wanted.list)
        if wanted.entry is not None:
            ids = ids.where(matched.c.entry == wanted.entry)
        yield rows.c.id.in_(ids)


def _within(rows: Table, since: datetime, until: datetime | None) -> Iterator[ColumnElement[bool]]:
    first, end = hours_between(since, until)
    yield rows.c.hour >= first
    if end is not None:
        yield rows.c.hour < end


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        raise RecordError(str(error), busy=isinstance(error, StoreBusyError)) from error

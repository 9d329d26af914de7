"""Writing the register: an item and its change, in one transaction. See ``register``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from beholden.regulator._rows import time_of, us
from beholden.regulator.core.chain import START, Action, Kind, digest_of
from beholden.regulator.core.models import Change, Provider, Service
from beholden.regulator.core.reading import nearest, quoted
from beholden.regulator.errors import ConflictError, UnknownError
from beholden.store import regulator_tables as tables

_items, _changes = tables.register_items, tables.register_changes


class Writer:
    """Writes items and their changes within one transaction."""

    def __init__(self, connection: Connection, by: str, reason: str, at: datetime) -> None:
        self._connection = connection
        self._by = by
        self._reason = reason
        self._at = at
        self._last: tuple[int, str] | None = None

    def put(self, kind: Kind, item: Provider | Service, expected: int | None) -> Change | None:
        """Writes an item that was checked; None if the register says the same already.

        Raises:
            ConflictError: It has another version than the expected one.
        """
        body = msgspec.json.encode(item)
        row = row_of(self._connection, kind, item.id)
        self._expect(kind, item.id, row, expected)
        if row is not None and row["body"] == body:
            return None
        version = (self._last_version(kind, item.id) if row is None else row["version"]) + 1
        values = {"version": version, "body": body, "changed_us": us(self._at)}
        if row is None:
            self._connection.execute(insert(_items).values(kind=kind, id=item.id, **values))
        else:
            self._connection.execute(
                update(_items).where(_items.c.kind == kind, _items.c.id == item.id).values(values)
            )
        action: Action = "add" if row is None else "change"
        return self._log(kind, item.id, version, action, body)

    def remove(self, kind: Kind, name: str, expected: int | None) -> Change:
        """Takes an item out.

        Raises:
            UnknownError: It is not there.
            ConflictError: It has another version than the expected one.
        """
        row = row_of(self._connection, kind, name)
        self._expect(kind, name, row, expected)
        if row is None:
            raise no_such(kind, name, [one["id"] for one in rows_of(self._connection, kind)])
        self._connection.execute(delete(_items).where(_items.c.kind == kind, _items.c.id == name))
        return self._log(kind, name, self._last_version(kind, name) + 1, "remove", None)

    def _expect(self, kind: Kind, name: str, row: RowMapping | None, expected: int | None) -> None:
        stands = 0 if row is None else row["version"]
        if expected is None or expected == stands:
            return
        query = (
            select(_changes)
            .where(_changes.c.kind == kind, _changes.c.item_id == name)
            .where(_changes.c.version > expected)
            .order_by(_changes.c.number)
        )
        since = [change_of(one) for one in self._connection.execute(query).mappings()]
        said = "; ".join(
            f"version {one.version}, {one.action} by {one.by} at {one.at:%Y-%m-%d %H:%M} UTC: "
            f"{one.reason}"
            for one in since[-5:]
        )
        raise ConflictError(
            f"The {kind} {name} changed since you looked at it (version {expected}). {said}. "
            "Nothing of yours was written. Look at it again, then repeat your change.",
            since,
        )

    def _last_version(self, kind: Kind, name: str) -> int:
        query = (
            select(_changes.c.version)
            .where(_changes.c.kind == kind, _changes.c.item_id == name)
            .order_by(_changes.c.version.desc())
            .limit(1)
        )
        return self._connection.scalar(query) or 0

    def _log(
        self, kind: Kind, name: str, version: int, action: Action, body: bytes | None
    ) -> Change:
        number, previous = self._end()
        draft = Change(
            number=number + 1,
            at=self._at,
            by=self._by,
            kind=kind,
            id=name,
            version=version,
            action=action,
            reason=self._reason,
            body=body,
            previous=previous,
            digest="",
        )
        change = msgspec.structs.replace(draft, digest=digest_of(draft, us(self._at)))
        self._connection.execute(
            insert(_changes).values(
                number=change.number,
                at_us=us(change.at),
                by=change.by,
                kind=kind,
                item_id=name,
                version=version,
                action=action,
                reason=change.reason,
                body=body,
                previous=change.previous,
                digest=change.digest,
            )
        )
        self._last = change.number, change.digest
        return change

    def _end(self) -> tuple[int, str]:
        """Number and digest of the last change."""
        if self._last is None:
            query = select(_changes.c.number, _changes.c.digest)
            last = self._connection.execute(
                query.order_by(_changes.c.number.desc()).limit(1)
            ).first()
            self._last = (0, START) if last is None else (last.number, last.digest)
        return self._last


def rows_of(connection: Connection, kind: Kind) -> Sequence[RowMapping]:
    query = select(_items).where(_items.c.kind == kind).order_by(_items.c.id)
    return connection.execute(query).mappings().all()


def row_of(connection: Connection, kind: Kind, name: str) -> RowMapping | None:
    query = select(_items).where(_items.c.kind == kind, _items.c.id == name)
    return connection.execute(query).mappings().one_or_none()


def no_such(kind: Kind, name: str, known: Sequence[str]) -> UnknownError:
    return UnknownError(
        f"There is no {kind} {quoted(name)} in the register. {nearest(name, known)}"
    )


def change_of(row: RowMapping) -> Change:
    """A change from its row."""
    """What to say where an item is not there."""
    """One item, if it is there."""
    """All items of a kind by id."""
    return Change(
        number=row["number"],
        at=time_of(row["at_us"]),
        by=row["by"],
        kind=row["kind"],
        id=row["item_id"],
        version=row["version"],
        action=row["action"],
        reason=row["reason"],
        body=row["body"],
        previous=row["previous"],
        digest=row["digest"],
    )

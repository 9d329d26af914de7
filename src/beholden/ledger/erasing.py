"""Erasing: salt and text of a statement go, its leaf stands and says nothing any more.

Laws:

* Every erasure and every expiry is itself a statement, written in the same transaction.
* What is preserved is neither erased nor does it expire, until the preservation ends.
* Only what has its place in the log can go: the statement that says so names the place.
* What says why others went stays.

SQLite overwrites what was deleted (``secure_delete``), and its log is cut afterwards.
PostgreSQL drops the old row at its next vacuum, and its own archives keep it as long as
they are kept: erase there, too, by keeping archives for a short time.

    erasing = Erasing(store, outbox)
    erasing.preserve("018f...", basis="Order 12/26", by="A. Lead", at=now, until=None)
    erasing.erase("018f...", basis="UK GDPR article 17(1)(d)", at=now)    # PreservedError
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, delete, exists, func, or_, select, update

from beholden.ledger._explaining import explained, instant, microseconds
from beholden.ledger.errors import (
    ErasedError,
    NotSequencedError,
    PermanentError,
    PreservedError,
    StatementRefusedError,
    UnknownStatementError,
)
from beholden.ledger.statements import erasure_statement, expiry_statement, is_permanent
from beholden.store import tables

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from beholden.ledger.outbox import Outbox
    from beholden.store import Store

__all__ = ["BASIS_AT_MOST", "Erased", "Erasing", "ExpiredOpenings", "Preservation"]

BASIS_AT_MOST = 500
"""Characters of a legal basis."""
_NAME_AT_MOST = 200

_rows, _kept = tables.ledger_statements, tables.ledger_preservations


class Erased(NamedTuple):
    """What an erasure left: its own statement, and the place of the one that is gone.

    ``clean`` is false where SQLite's log could not be cut because others use it: what was
    erased may still be in that file until ``Store.tidy`` succeeds.
    """

    statement_id: str
    log_index: int
    clean: bool


class Preservation(NamedTuple):
    """A statement that must be kept; without ``until`` it must for good."""

    statement_id: str
    basis: str
    by: str
    at: datetime
    until: datetime | None


class Erasing:
    """Erases statements, and keeps them from being erased. Threads may share it."""

    def __init__(self, store: Store, outbox: Outbox) -> None:
        """Takes the store and where statements of erasures are put."""
        self._store = store
        self._outbox = outbox

    def erase(self, statement_id: str, *, basis: str, at: datetime) -> Erased:
        """Erases one statement for good.

        Args:
            statement_id: its id.
            basis: the legal basis, one line; it is stated in the log.
            at: the time, with its zone.

        Raises:
            UnknownStatementError: there is none of this id.
            ErasedError: it is gone already.
            NotSequencedError: it has no place in the log yet.
            PermanentError: it says why others went.
            PreservedError: it must be kept.
            OutboxError: the basis is no text, or the database failed; nothing was erased.
        """
        _check_text("basis", basis, BASIS_AT_MOST)
        with explained(), self._store.writing() as connection:
            row = _locked(connection, statement_id)
            index = _erasable(row)
            held = connection.execute(
                select(_kept).where(_kept.c.statement_id == statement_id, _runs(microseconds(at)))
            ).first()
            if held is not None:
                raise PreservedError(
                    f'Statement "{statement_id}" must be kept ({held.basis}). Nothing was erased. '
                    "Release it first, if it may go."
                )
            stated = erasure_statement(statement_id, index, basis, int(at.timestamp()))
            connection.execute(
                update(_rows)
                .where(_rows.c.number == row.number)
                .values(_gone(microseconds(at), stated.id))
            )
            self._outbox.write(connection, self._outbox.rows([stated]))
        with explained():
            return Erased(stated.id, index, self._store.tidy())

    def preserve(
        self, statement_id: str, *, basis: str, by: str, at: datetime, until: datetime | None
    ) -> None:
        """Keeps a statement from being erased; done again, by the newer terms.

        Args:
            statement_id: its id.
            basis: why it must be kept, one line.
            by: the person who answers for this; never stated in the log.
            at: the time, with its zone.
            until: when it may go again; None: never by itself.

        Raises:
            UnknownStatementError: there is none of this id.
            ErasedError: it is gone already.
            OutboxError: a text is none, ``until`` is past, or the database failed.
        """
        _check_text("basis", basis, BASIS_AT_MOST)
        _check_text("by", by, _NAME_AT_MOST)
        if until is not None and until <= at:
            raise StatementRefusedError("until: Give a time that is still to come.")
        row = {
            "statement_id": statement_id,
            "until_us": None if until is None else microseconds(until),
            "basis": basis,
            "by": by,
            "at_us": microseconds(at),
        }
        put = self._store.insert(_kept).values(row)
        with explained(), self._store.writing() as connection:
            if _locked(connection, statement_id).erased_us is not None:
                raise ErasedError(f'Statement "{statement_id}" is erased already.')
            connection.execute(
                put.on_conflict_do_update(index_elements=[_kept.c.statement_id], set_=row)
            )

    def release(self, statement_id: str) -> None:
        """Ends a preservation.

        Raises:
            UnknownStatementError: no statement of this id is preserved.
            OutboxError: the database failed; it is still preserved.
        """
        with explained(), self._store.writing() as connection:
            done = connection.execute(delete(_kept).where(_kept.c.statement_id == statement_id))
            if not done.rowcount:
                raise UnknownStatementError(f'No statement "{statement_id}" is preserved.')

    def preservations(self) -> tuple[Preservation, ...]:
        """All that are written down, also those whose time is over, by their begin.

        Raises:
            OutboxError: the database cannot be read.
        """
        query = select(_kept).order_by(_kept.c.at_us, _kept.c.statement_id)
        with explained(), self._store.reading() as connection:
            found = connection.execute(query).all()
        return tuple(
            Preservation(
                row.statement_id,
                row.basis,
                row.by,
                instant(row.at_us),
                None if row.until_us is None else instant(row.until_us),
            )
            for row in found
        )


class ExpiredOpenings:
    """Openings past their time, as one kind of data that a purge removes.

    Each call of ``remove_some`` removes salts and texts and writes one statement of it.
    """

    what = "statements' openings"

    def __init__(self, outbox: Outbox, now: datetime) -> None:
        """Takes where statements are put, and the time with its zone."""
        self._outbox = outbox
        self._now = now
        self.cutoff_us = microseconds(now)

    def count(self, connection: Connection) -> int:
        """How many are to go."""
        counted = select(func.count()).select_from(_rows).where(self._expired())
        return int(connection.execute(counted).scalar_one())

    def remove_some(self, connection: Connection, count: int) -> list[tuple[str]]:
        """Removes the first so many; returns their keys, sorted."""
        some = (
            select(_rows.c.number)
            .where(self._expired())
            .order_by(_rows.c.expires_us, _rows.c.number)
            .limit(count)
        )
        numbers = sorted(connection.execute(some).scalars())
        if not numbers:
            return []
        # Looked at again under the lock: a preservation may have begun in between.
        mine = _rows.c.number.in_(numbers)
        lock = select(_rows.c.number).where(mine).order_by(_rows.c.number).with_for_update()
        connection.execute(lock).all()
        places = select(_rows.c.log_index).where(mine, self._expired())
        indexes = list(connection.execute(places).scalars())
        if not indexes:
            return []
        stated = expiry_statement(indexes, int(self._now.timestamp()))
        gone = (
            update(_rows)
            .where(_rows.c.log_index.in_(indexes))
            .values(_gone(self.cutoff_us, stated.id))
            .returning(_rows.c.id)
        )
        keys = sorted((statement_id,) for statement_id in connection.execute(gone).scalars())
        self._outbox.write(connection, self._outbox.rows([stated]))
        return keys

    def _expired(self) -> ColumnElement[bool]:
        held = exists().where(_kept.c.statement_id == _rows.c.id, _runs(self.cutoff_us))
        return and_(
            _rows.c.expires_us <= self.cutoff_us,
            _rows.c.erased_us.is_(None),
            _rows.c.log_index.is_not(None),
            ~held,
        )


def _runs(now_us: int) -> ColumnElement[bool]:
    """Whether a preservation has not ended."""
    return or_(_kept.c.until_us.is_(None), _kept.c.until_us > now_us)


def _gone(at_us: int, statement_id: str) -> dict[str, Any]:
    return {"salt": None, "body": None, "erased_us": at_us, "erased_by": statement_id}


def _locked(connection: Connection, statement_id: str) -> Any:
    """The row, which nobody else erases or preserves until the transaction ends."""
    row = connection.execute(
        select(_rows.c.number, _rows.c.kind, _rows.c.log_index, _rows.c.erased_us)
        .where(_rows.c.id == statement_id)
        .with_for_update()
    ).first()
    if row is None:
        raise UnknownStatementError(f'There is no statement "{statement_id}".')
    return row


def _erasable(row: Any) -> int:
    """The place of a statement that may be erased."""
    if row.erased_us is not None:
        raise ErasedError("The statement is erased already.")
    if is_permanent(row.kind):
        raise PermanentError("The statement says why others are gone. It stays.")
    if row.log_index is None:
        raise NotSequencedError(
            "The statement has no place in the log yet, so none could be named. Nothing was "
            "erased. Try again in a moment; if it lasts, see that the log is being written."
        )
    return int(row.log_index)


def _check_text(field: str, text: str, most: int) -> None:
    if not text.strip() or not text.isprintable() or len(text) > most:
        raise StatementRefusedError(
            f"{field}: Write one printable line, not blank, of at most {most} characters."
        )

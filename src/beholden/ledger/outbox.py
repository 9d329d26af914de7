"""Statements on their way into the log: written with what they state, kept to be opened.

A row of ``ledger_statements`` begins as an outbox and ends as an opening. It is written
in the transaction of what it states, without a place in the log; the sequencer gives it
one (``log_index``). The log itself holds nothing but the commitment::

    leaf = SHA-256(salt || body)            salt: 32 random bytes; body: the statement, exact bytes

Laws:

* One id, one statement: the first stays, whoever writes the id again.
* What waits is what has no index. Never "what is newer than the last one": in
  PostgreSQL transactions become visible in another order than they are numbered.
* Salts and leaves are made before the transaction begins; within it is one INSERT.
* The statements of one transaction are one batch, sorted by id: one signature promises
  all of them a place (see ``core.receipt``).

Erasing is in ``erasing``. What a statement means is the business of the room that made it.

    outbox = Outbox(store, randomness=os.urandom, clock=utc_now, merge_seconds=3600)
    rows = outbox.rows([Statement("018f...", "gate.decision/1", body)])
    with store.writing() as connection:
        outbox.write(connection, rows)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import msgspec
from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from beholden.ledger._explaining import explained, microseconds
from beholden.ledger.core.hashing import HASH_BYTES, commitments
from beholden.ledger.errors import SequencedElsewhereError, StatementRefusedError
from beholden.store import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from beholden.store import Store

__all__ = [
    "ID_AT_MOST",
    "Batch",
    "Counts",
    "Kept",
    "Outbox",
    "Pending",
    "Row",
    "Statement",
    "StatementLike",
    "Statements",
]

Row = dict[str, Any]
"""A statement as it will be inserted, but for what its transaction gives it."""

ID_AT_MOST = 100
"""Characters of a statement's id."""
KIND_AT_MOST = 64
"""Characters of a statement's kind."""

_BATCH_BYTES = 16
_AT_ONCE = 1_000
_rows = tables.ledger_statements
_PLACE = _rows.c.number + bindparam("ahead")
_SEQUENCE = (
    update(_rows)
    .where(
        _rows.c.number.between(bindparam("first"), bindparam("last")),
        or_(_rows.c.log_index.is_(None), _rows.c.log_index == _PLACE),
    )
    .values(log_index=_PLACE)
)


class Statement(NamedTuple):
    """One statement, ready to be written.

    ``expires_us`` is when its opening ends (microseconds since 1970); None: never.
    """

    id: str
    kind: str
    body: bytes
    expires_us: int | None = None


class StatementLike(Protocol):
    """What the rooms make: anything with the fields of ``Statement``."""

    @property
    def id(self) -> str:
        """Its id, the same for the same statement."""
        ...

    @property
    def kind(self) -> str:
        """What it states, and the version of its form."""
        ...

    @property
    def body(self) -> bytes:
        """Its text, exact bytes."""
        ...

    @property
    def expires_us(self) -> int | None:
        """When its opening ends; None: never."""
        ...


class Pending(NamedTuple):
    """A statement without a place in the log."""

    number: int
    id: str
    leaf: bytes


class Kept(msgspec.Struct, frozen=True):
    """A statement as it is kept; the names are those of the table's columns.

    ``salt`` and ``body`` are None where it was erased: ``erased_by`` is then the id of
    the statement that says so.
    """

    number: int
    id: str
    kind: str
    batch: bytes
    position: int
    leaf: bytes
    salt: bytes | None
    body: bytes | None
    made_us: int
    merge_by_us: int
    log_index: int | None
    expires_us: int | None
    erased_us: int | None
    erased_by: str | None


class Batch(NamedTuple):
    """The leaves of one transaction in their order, and which of them was asked for."""

    leaves: tuple[bytes, ...]
    place: int
    made_us: int
    merge_by_us: int


class Counts(NamedTuple):
    """How many statements there are; ``oldest_us`` is when the first that waits was made.

    ``size`` is the first place in the log that no statement has.
    """

    waiting: int
    size: int
    erased: int
    oldest_us: int | None


class Outbox:
    """Writes statements. Threads may share it."""

    def __init__(
        self,
        store: Store,
        *,
        randomness: Callable[[int], bytes],
        clock: Callable[[], datetime],
        merge_seconds: float,
    ) -> None:
        """Takes its parts.

        Args:
            store: where statements are kept; its tables must be there.
            randomness: so many bytes that nobody can foretell, as ``os.urandom`` gives.
            clock: the time, with its zone.
            merge_seconds: within how long a statement is promised its place in the log.
        """
        self._store = store
        self._randomness = randomness
        self._clock = clock
        self._merge_us = round(merge_seconds * 1_000_000)
        self._insert = store.insert(_rows).on_conflict_do_nothing(index_elements=[_rows.c.id])

    def rows(self, statements: Sequence[StatementLike]) -> list[Row]:
        """Draws salts and computes leaves; to be done before the transaction.

        Raises:
            StatementRefusedError: an id or a kind is empty or too long, or a text is empty.
        """
        for one in statements:
            _check(one)
        salts = self._randomness(HASH_BYTES * len(statements))
        leaves = commitments(salts, [one.body for one in statements])
        return [
            {
                "id": one.id,
                "kind": one.kind,
                "leaf": leaves[at : at + HASH_BYTES],
                "salt": salts[at : at + HASH_BYTES],
                "body": one.body,
                "expires_us": one.expires_us,
            }
            for one, at in zip(statements, range(0, len(salts), HASH_BYTES), strict=True)
        ]

    def write(self, connection: Connection, rows: Collection[Row]) -> None:
        """Writes rows within a transaction, as one batch; ids that are there already stay.

        Call it once in a transaction: each call is a batch, and a signature, of its own.
        """
        if not rows:
            return
        made_us = microseconds(self._clock())
        merge_by_us = made_us + self._merge_us
        batch = self._randomness(_BATCH_BYTES)
        # Sorted, so that transactions that write the same ids never wait in a circle.
        connection.execute(
            self._insert,
            [
                {
                    **row,
                    "batch": batch,
                    "position": position,
                    "made_us": made_us,
                    "merge_by_us": merge_by_us,
                }
                for position, row in enumerate(sorted(rows, key=_id_of))
            ],
        )

    def put(self, statements: Sequence[StatementLike]) -> None:
        """Writes statements in a transaction of their own; durable when it returns.

        Raises:
            OutboxError: none of them was written.
        """
        rows = self.rows(statements)
        if rows:
            with explained(), self._store.writing() as connection:
                self.write(connection, rows)


class Statements:
    """Reads statements, and gives them their places. Threads may share it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def pending(self, limit: int) -> list[Pending]:
        """Statements without a place in the log, in the order in which they were written.

        Raises:
            OutboxError: the database cannot be read.
        """
        query = (
            select(_rows.c.number, _rows.c.id, _rows.c.leaf)
            .where(_rows.c.log_index.is_(None))
            .order_by(_rows.c.number)
            .limit(limit)
        )
        with explained(), self._store.reading() as connection:
            return [Pending(*row) for row in connection.execute(query)]

    def mark_sequenced(self, connection: Connection, places: Sequence[tuple[int, int]]) -> None:
        """Gives statements their places within a transaction.

        Args:
            connection: the transaction.
            places: number of the row, and its index in the log.

        Raises:
            SequencedElsewhereError: one has its place already; undo the transaction.
        """
        try:
            for first, last, index in _runs(places):
                found = connection.execute(
                    _SEQUENCE, {"first": first, "last": last, "ahead": index - first}
                ).rowcount
                if found != last - first + 1:
                    raise SequencedElsewhereError(
                        f"Of {last - first + 1:,} statements {last - first + 1 - found:,} are not "
                        "there or have another place in the log already. Run one sequencer for "
                        "one database."
                    )
        except IntegrityError:
            raise SequencedElsewhereError(
                "A place in the log is another statement's already. Run one sequencer for one "
                "database."
            ) from None

    def find(self, statement_id: str) -> Kept | None:
        """One statement, or None.

        Raises:
            OutboxError: the database cannot be read.
        """
        return self._one(_rows.c.id == statement_id)

    def at(self, index: int) -> Kept | None:
        """The statement at a place in the log; None where none is kept.

        Raises:
            OutboxError: the database cannot be read.
        """
        return self._one(_rows.c.log_index == index)

    def bodies(self, ids: Sequence[str]) -> dict[str, bytes | None]:
        """The texts of those statements that there are; None where one was erased.

        Raises:
            OutboxError: the database cannot be read.
        """
        found: dict[str, bytes | None] = {}
        with explained(), self._store.reading() as connection:
            for some in _in_parts(ids):
                query = select(_rows.c.id, _rows.c.body).where(_rows.c.id.in_(some))
                found |= {row.id: row.body for row in connection.execute(query)}
        return found

    def batch_of(self, statement_id: str) -> Batch | None:
        """The leaves that were written in one transaction with a statement; None without it.

        Raises:
            OutboxError: the database cannot be read.
        """
        mine = select(_rows.c.batch).where(_rows.c.id == statement_id).scalar_subquery()
        query = (
            select(_rows.c.id, _rows.c.leaf, _rows.c.made_us, _rows.c.merge_by_us)
            .where(_rows.c.batch == mine)
            .order_by(_rows.c.position)
        )
        with explained(), self._store.reading() as connection:
            found = connection.execute(query).all()
        for place, row in enumerate(found):
            if row.id == statement_id:
                leaves = tuple(one.leaf for one in found)
                return Batch(leaves, place, row.made_us, row.merge_by_us)
        return None

    def openings(self, first: int, end: int) -> Iterator[Kept]:
        """Statements by their place in the log, from ``first`` on and before ``end``.

        Those that were erased are among them, without salt and text. Read in parts: no
        transaction stays open while the caller works.

        Raises:
            OutboxError: the database cannot be read.
        """
        query = select(_rows).order_by(_rows.c.log_index).limit(_AT_ONCE)
        while first < end:
            some = query.where(_rows.c.log_index >= first, _rows.c.log_index < end)
            with explained(), self._store.reading() as connection:
                found = [_kept(row) for row in connection.execute(some)]
            yield from found
            if len(found) < _AT_ONCE:
                return
            first = (found[-1].log_index or 0) + 1

    def leaves_from(self, index: int) -> Iterator[tuple[int, bytes]]:
        """Index and leaf of each statement from a place in the log on, in order.

        Raises:
            OutboxError: the database cannot be read.
        """
        query = (
            select(_rows.c.log_index, _rows.c.leaf).order_by(_rows.c.log_index).limit(_AT_ONCE * 10)
        )
        while True:
            with explained(), self._store.reading() as connection:
                found = connection.execute(query.where(_rows.c.log_index >= index)).all()
            for row in found:
                yield row.log_index, row.leaf
            if not found:
                return
            index = found[-1].log_index + 1

    def counts(self) -> Counts:
        """How many wait and were erased, and how far the log has come; cheap to ask.

        Raises:
            OutboxError: the database cannot be read.
        """
        waits, erased = _rows.c.log_index.is_(None), _rows.c.erased_us.is_not(None)
        counted = select(func.count()).select_from(_rows)
        highest = select(func.max(_rows.c.log_index)).where(_rows.c.log_index.is_not(None))
        with explained(), self._store.reading() as connection:
            waiting, oldest_us = connection.execute(
                select(func.count(), func.min(_rows.c.made_us)).where(waits)
            ).one()
            last = connection.scalar(highest)
            return Counts(
                waiting=waiting,
                size=0 if last is None else last + 1,
                erased=connection.scalar(counted.where(erased)) or 0,
                oldest_us=oldest_us,
            )

    def _one(self, condition: Any) -> Kept | None:
        with explained(), self._store.reading() as connection:
            row = connection.execute(select(_rows).where(condition)).first()
        return None if row is None else _kept(row)


def _runs(places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Rows that follow one another in table and log alike: first and last number, first index.

    They nearly always do, and one UPDATE of a run costs a tenth of one for each row.
    """
    start = 0
    for at in range(1, len(places) + 1):
        number, index = places[start]
        if at == len(places) or places[at] != (number + at - start, index + at - start):
            yield number, number + at - start - 1, index
            start = at


def _in_parts(ids: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _kept(row: Any) -> Kept:
    return Kept(**row._mapping)  # noqa: SLF001 - SQLAlchemy's documented name


def _id_of(row: Row) -> str:
    return str(row["id"])


def _check(one: StatementLike) -> None:
    if not (0 < len(one.id) <= ID_AT_MOST and one.id.isprintable()):
        raise StatementRefusedError(
            f"A statement's id is one printable line of 1 to {ID_AT_MOST} characters."
        )
    if not (0 < len(one.kind) <= KIND_AT_MOST and one.body):
        raise StatementRefusedError(
            f'Statement "{one.id}" needs a text, and a kind of 1 to {KIND_AT_MOST} characters.'
        )

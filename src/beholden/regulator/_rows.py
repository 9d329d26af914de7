"""What every table of the room shares: times, names, one writer at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from beholden.regulator.core.reading import LINES_AT_MOST, text_problem
from beholden.regulator.errors import TextError

NAME_AT_MOST = 200
REASON_AT_MOST = 2_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def us(at: datetime) -> int:
    """Microseconds since 1970, UTC."""
    return (at - _EPOCH) // _MICROSECOND


def time_of(microseconds: int) -> datetime:
    """The time again."""
    return _EPOCH + microseconds * _MICROSECOND


def maybe_time(microseconds: int | None) -> datetime | None:
    """The time again, where there is one."""
    return None if microseconds is None else time_of(microseconds)


def named(field: str, text: str, at_most: int = NAME_AT_MOST) -> str:
    """A name without blanks around it.

    Raises:
        TextError: It is blank, too long, or not one line.
    """
    plain = " ".join(text.split(" ")).strip()
    if problem := text_problem(plain, at_most):
        raise TextError(f"{field}: {problem}")
    return plain


def reasoned(text: str) -> str:
    """Why somebody does something, without blanks around it.

    Raises:
        TextError: It is blank or too long.
    """
    plain = text.strip()
    if problem := text_problem(plain, min(REASON_AT_MOST, LINES_AT_MOST), lines=True):
        raise TextError(f"reason: {problem}")
    return plain


def alone(connection: Connection, table: Table) -> None:
    """Lets nobody else write the table until the transaction ends; others may read.

    SQLite has one writer anyway; PostgreSQL would let two read the same last number.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE"))

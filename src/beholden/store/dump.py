"""All rows of all of a network's tables as lines of JSON, the same whatever the database.

A dump is taken from one view of the database, so its tables fit together. It is
loaded in one transaction, into the tables of the version it was taken from, which
are then brought to this program's version. Bytes are base64. Memory does not grow
with the number of rows.

    with dumping(store) as dump:
        for table, lines in dump.tables(): ...
    load(other, dump.version, tables)    # tables: (name, lines) each, in the order of the dump
"""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import Connection, Table

from beholden.store import _schema
from beholden.store._schema import NETWORK
from beholden.store.errors import DumpError, NotEmptyError, SchemaError

if TYPE_CHECKING:
    from beholden.store.engine import Store

LINE_BYTES_AT_MOST = 64 << 20
"""A longer row can be neither dumped nor loaded."""
TABLE_NAMES = NETWORK.table_names
"""Every table there ever was of a network, parents before children."""

_ROWS_AT_ONCE = 500
_INTEGER_BITS = 63


class Dump:
    """What is in a database, seen from one moment."""

    def __init__(self, connection: Connection, version: str) -> None:
        self._connection = connection
        self.version = version

    def tables(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Every table's name with its rows, one line a row, sorted by key."""
        for table in _there(self._connection):
            yield table.name, self._lines(table)

    def _lines(self, table: Table) -> Iterator[bytes]:
        encode = msgspec.json.Encoder().encode
        rows = sa.select(table).order_by(*table.primary_key)
        found = self._connection.execute(rows.execution_options(yield_per=_ROWS_AT_ONCE))
        for row in found.mappings():
            line = encode(dict(row)) + b"\n"
            if len(line) > LINE_BYTES_AT_MOST:
                raise DumpError(
                    f"A row of table {table.name} has {len(line):,} bytes, more than can be loaded "
                    f"again ({LINE_BYTES_AT_MOST:,}). Remove it, then do it again."
                )
            yield line


@contextmanager
def dumping(store: Store) -> Iterator[Dump | None]:
    """Opens one view of the database; None where there are no tables.

    Raises:
        SchemaError: A newer program made the tables.
        StoreError: The database cannot be read.
    """
    with store.reading() as connection:
        version = _schema.current(connection)
        if version is None:
            yield None
            return
        _check_known(version)
        yield Dump(connection, version)


def is_empty(store: Store) -> bool:
    """Whether the database has none of our tables, or no row in any of them."""
    with store.reading() as connection:
        return not _holds_rows(connection)


def load(
    store: Store,
    version: str,
    dumped: Iterable[tuple[str, Iterable[bytes]]],
    *,
    set_aside: str | None = None,
    before_commit: Callable[[dict[str, int]], None] = lambda _: None,
) -> dict[str, int]:
    """Loads a dump into a database without rows; all of it or nothing.

    Args:
        store: the database.
        version: the version of the tables that were dumped.
        dumped: each table's name and lines.
        set_aside: PostgreSQL only: the name of a new schema that takes the tables that are
            there, rows and all, instead of refusing.
        before_commit: called with those numbers when everything is loaded; if it raises,
            nothing is.

    Returns:
        The number of rows of each table.

    Raises:
        SchemaError: The dump is of a newer version.
        NotEmptyError: There are rows already.
        DumpError: The dump is none.
        StoreError: The database cannot be written.
    """
    _check_known(version)
    counts: dict[str, int] = {}
    store.make_file()
    with store.writing() as connection:
        _schema.lock(connection)
        if set_aside is not None:
            _move_aside(connection, set_aside)
        elif _holds_rows(connection):
            raise NotEmptyError(
                f"The store {store.shown_url} holds records already. Nothing was changed."
            )
        else:
            _drop(connection)
        _schema.migrate(connection, NETWORK, version)
        there = {table.name: table for table in _there(connection)}
        for name, lines in dumped:
            if name not in there or name in counts:
                raise DumpError(f"Table {name} is none of version {version}, or comes twice.")
            counts[name] = _load_table(connection, there[name], lines)
        if version != NETWORK.newest:
            _schema.migrate(connection, NETWORK, NETWORK.newest)
        before_commit(counts)
    return counts


def _load_table(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    read = _RowReader(table)
    rows = map(read.row, lines)
    count = 0
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        connection.execute(sa.insert(table), batch)
        count += len(batch)
    if connection.dialect.name == "postgresql":
        for column in table.primary_key:
            if column.autoincrement is True:
                _continue_after(connection, table.name, column.name)
    return count


def _continue_after(connection: Connection, table: str, column: str) -> None:
    """New rows get numbers after those that were loaded."""
    newest: sa.Select[tuple[int | None]]
    newest = sa.select(sa.func.max(sa.column(column))).select_from(sa.table(table))
    connection.execute(
        sa.select(
            sa.func.setval(
                sa.func.pg_get_serial_sequence(table, column),
                sa.func.coalesce(newest.scalar_subquery(), 1),
                newest.scalar_subquery().is_not(None),
            )
        )
    )


class _RowReader:
    """Reads lines back into rows, strictly: SQLite would take text for a number."""

    def __init__(self, table: Table) -> None:
        self._table = table.name
        self._columns = {
            column.name: (column.type.python_type, bool(column.nullable))
            for column in table.columns
        }
        self._number = 0

    def row(self, line: bytes) -> dict[str, Any]:
        """The row of a line.

        Raises:
            DumpError: It is none; names the table and the line.
        """
        self._number += 1
        try:
            row = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise self._wrong("is no JSON") from None
        if not isinstance(row, dict) or row.keys() != self._columns.keys():
            raise self._wrong("has other columns than the table")
        return {name: self._value(name, value) for name, value in row.items()}

    def _value(self, name: str, value: Any) -> Any:
        kind, nullable = self._columns[name]
        if value is None and nullable:
            return None
        if kind is bytes and isinstance(value, str):
            try:
                return base64.b64decode(value, validate=True)
            except (binascii.Error, ValueError):
                raise self._wrong(f"{name} is no base64") from None
        if kind is float and isinstance(value, float | int) and not isinstance(value, bool):
            if math.isfinite(value):
                return float(value)
        elif kind is int and type(value) is int:
            if value.bit_length() <= _INTEGER_BITS:
                return value
        elif kind is str and isinstance(value, str):
            return value
        raise self._wrong(f"{name} has a value of a wrong type")

    def _wrong(self, what: str) -> DumpError:
        return DumpError(f"Line {self._number} of table {self._table} cannot be loaded: {what}.")


def _there(connection: Connection) -> list[Table]:
    """Our tables as they are in the database, which may be of an older version."""
    found = sa.MetaData()
    found.reflect(bind=connection, only=_names_there(connection))
    return [found.tables[name] for name in TABLE_NAMES if name in found.tables]


def _names_there(connection: Connection) -> list[str]:
    names = set(sa.inspect(connection).get_table_names())
    return [name for name in TABLE_NAMES if name in names]


def _holds_rows(connection: Connection) -> bool:
    return any(
        connection.scalar(sa.select(sa.literal(1)).select_from(sa.table(name)).limit(1))
        for name in _names_there(connection)
    )


def _drop(connection: Connection) -> None:
    for name in reversed(_names_there(connection)):
        connection.execute(sa.text(f"DROP TABLE {name}"))
    connection.execute(sa.text(f"DROP TABLE IF EXISTS {_schema.VERSION_TABLE}"))


def _move_aside(connection: Connection, schema: str) -> None:
    quoted = connection.dialect.identifier_preparer.quote(schema)
    connection.execute(sa.text(f"CREATE SCHEMA {quoted}"))
    names = set(sa.inspect(connection).get_table_names())
    for name in (*TABLE_NAMES, _schema.VERSION_TABLE):
        if name in names:
            connection.execute(sa.text(f"ALTER TABLE {name} SET SCHEMA {quoted}"))


def _check_known(version: str) -> None:
    if version not in NETWORK.versions:
        raise SchemaError(
            f"The tables have version {version}, which this program does not know: a newer one "
            "made them. Use that version of the program."
        )

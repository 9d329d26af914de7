"""One database: embedded SQLite by default, PostgreSQL by URL.

SQLite runs in WAL mode with ``synchronous=FULL``: a commit that returned survives
the loss of power. Writers ask for the write lock at the start of a transaction and
poll for it, because SQLite's own waiting sleeps ever longer and starves under load.
``secure_delete`` overwrites what a purge deletes.

    store = Store("sqlite:///beholden.db")
    store.prepare()
    with store.writing() as connection:
        connection.execute(insert(tables.api_keys), {...})
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from beholden.store import _schema
from beholden.store.errors import (
    SchemaError,
    StoreBusyError,
    StoreError,
    StoreFullError,
    StoreUnavailableError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine, Table

_POLL_SECONDS = 0.0004
_POOL_SIZE = 4
_CONNECT_SECONDS = 5
_POSTGRESQL_DRIVER = "postgresql+psycopg"
# SQLSTATE classes: 53 insufficient resources, 57P shutdown, 55P03 lock not available.
_FULL_STATES = frozenset({"53100", "53200"})
_BUSY_STATES = frozenset({"55P03", "40001", "40P01", "57014"})


class Store:
    """Connections to one database. Threads may share it; a forked process may not.

    Args:
        url: ``sqlite:///PATH`` or ``postgresql://USER@HOST/NAME``.
        lock_seconds: How long a writer waits for others.

    Raises:
        StoreUnavailableError: The URL names no database that can be used.
    """

    def __init__(self, url: str, *, lock_seconds: float = 5.0) -> None:
        try:
            self._url = sa.make_url(url)
        except ArgumentError:
            raise StoreUnavailableError(
                "The store's URL cannot be read. Write sqlite:///PATH or "
                "postgresql://USER@HOST/NAME."
            ) from None
        self.lock_seconds = lock_seconds
        self.shown_url = self._url.render_as_string(hide_password=True)
        name = self._url.get_backend_name()
        if name not in {"sqlite", "postgresql"}:
            raise StoreUnavailableError(
                f"The store cannot use {name}. Write sqlite:///PATH or postgresql://USER@HOST/NAME."
            )
        self.is_sqlite = name == "sqlite"
        self._engine = self._sqlite_engine() if self.is_sqlite else self._postgresql_engine()

    def prepare(self) -> None:
        """Makes the tables in an empty database; checks those that are there.

        Raises:
            SchemaError: The tables are of another version.
            StoreError: The database cannot be used.
        """
        if self.is_sqlite:
            self._make_file()
        with self.explained():
            current, wanted = self.version(), _schema.NEWEST
            if current == wanted:
                return
            if current is None:
                _schema.upgrade(self._engine)
                return
        raise _other_version(current)

    def upgrade(self) -> tuple[str | None, str]:
        """Brings the tables to this version; returns the version before and now.

        Raises:
            SchemaError: They are newer than this version.
            StoreError: The database cannot be used.
        """
        if self.is_sqlite:
            self._make_file()
        with self.explained():
            current = self.version()
            if current not in _schema.known():
                raise _other_version(current or "")
            if current != _schema.NEWEST:
                _schema.upgrade(self._engine)
        return current, _schema.NEWEST

    def version(self) -> str | None:
        """The version of the tables; None where there are none."""
        with self.explained(), self._engine.connect() as connection:
            return _schema.current(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the database.

        Raises:
            StoreError: It cannot be read.
        """
        with self.explained(), self._engine.connect() as connection:
            begun = connection.execution_options(
                **({} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"})
            )
            with begun.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction; durable when the block ends, gone if it raises.

        Raises:
            StoreError: Nothing of it is in the database.
        """
        with self.explained(), self._engine.connect() as connection:
            connection.execution_options(beholden_write=True)
            with connection.begin():
                yield connection

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An insert that can say ``on_conflict_do_update`` and ``on_conflict_do_nothing``."""
        return sqlite.insert(table) if self.is_sqlite else postgresql.insert(table)

    def tidy(self) -> None:
        """Lets deleted rows leave the files: SQLite's log is written back and cut."""
        if self.is_sqlite:
            with self.explained(), self._engine.connect() as connection:
                raw = connection.connection.driver_connection
                if isinstance(raw, sqlite3.Connection):
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Closes all connections; a later call opens new ones."""
        self._engine.dispose()

    def forget_connections(self) -> None:
        """In a forked process: drops the parent's connections without closing them."""
        self._engine.dispose(close=False)

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turns the driver's errors into the store's, with a sentence for the operator."""
        try:
            yield
        except StoreError:
            raise
        except DBAPIError as error:
            raise self._explain(error) from error
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise StoreUnavailableError(f"The store failed: {error}") from error

    def _explain(self, error: DBAPIError) -> StoreError:
        original = error.orig
        said = str(original).strip().splitlines()[0] if str(original).strip() else "no reason given"
        where = f"the store {self.shown_url}"
        code = getattr(original, "sqlite_errorcode", None)
        state = getattr(original, "sqlstate", None) or ""
        low = code & 0xFF if code is not None else None
        if low in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} or state in _BUSY_STATES:
            return StoreBusyError(
                f"Others are writing to {where} ({said}). Nothing was recorded. Try again; if it "
                "lasts, look for a process that holds the database."
            )
        if low == sqlite3.SQLITE_FULL or state in _FULL_STATES:
            return StoreFullError(
                f"There is no room to write to {where} ({said}). Nothing was recorded. Make room."
            )
        return StoreUnavailableError(
            f"Cannot use {where} ({said}). Nothing was recorded. Check the disk, the database's "
            "address, its owner and its permissions."
        )

    def _make_file(self) -> None:
        path = self._url.database
        if not path or path == ":memory:":
            return
        try:
            os.makedirs(os.path.dirname(path) or ".", mode=0o700, exist_ok=True)  # noqa: PTH103, PTH120 - a URL's text
            # SQLite gives its journal the mode of the database: nobody else may read either.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        except OSError as error:
            raise StoreUnavailableError(
                f"Cannot open {path}: {error.strerror or error}. Check the folder's owner, its "
                "permissions and its free space."
            ) from error

    def _sqlite_engine(self) -> Engine:
        memory = self._url.database in {None, "", ":memory:"}
        engine = sa.create_engine(
            self._url,
            connect_args={"timeout": 0.0, "check_same_thread": False, "cached_statements": 256},
            **({"poolclass": sa.StaticPool} if memory else {"pool_size": _POOL_SIZE}),
        )

        def connected(raw: Any, _: Any) -> None:
            raw.isolation_level = None
            for pragma in (
                f"busy_timeout={round(self.lock_seconds * 1000)}",
                "journal_mode=WAL",
                "busy_timeout=0",
                "synchronous=FULL",
                "foreign_keys=ON",
                "secure_delete=ON",
                "temp_store=MEMORY",
            ):
                raw.execute(f"PRAGMA {pragma}")

        event.listen(engine, "connect", connected)
        event.listen(engine, "begin", self._begin)
        return engine

    def _begin(self, connection: Connection) -> None:
        raw = connection.connection.driver_connection
        if not isinstance(raw, sqlite3.Connection):
            return
        if not connection.get_execution_options().get("beholden_write"):
            raw.execute("BEGIN")
            return
        deadline = time.monotonic() + self.lock_seconds
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > deadline:
                    raise self._explain(DBAPIError("BEGIN IMMEDIATE", None, error)) from error
                time.sleep(_POLL_SECONDS)
            else:
                return

    def _postgresql_engine(self) -> Engine:
        try:
            return sa.create_engine(
                self._url.set(drivername=_POSTGRESQL_DRIVER),
                pool_size=_POOL_SIZE,
                pool_pre_ping=True,
                connect_args={
                    "connect_timeout": _CONNECT_SECONDS,
                    "options": f"-c lock_timeout={round(self.lock_seconds * 1000)}",
                },
            )
        except (ModuleNotFoundError, NoSuchModuleError):
            raise StoreUnavailableError(
                "PostgreSQL needs a driver: pip install 'beholden[postgresql]'."
            ) from None


def _other_version(found: str) -> SchemaError:
    if found in _schema.known():
        return SchemaError(
            f"The store's tables have version {found}; this program needs {_schema.NEWEST}. "
            "Make a backup, then run: beholden upgrade."
        )
    return SchemaError(
        f"The store's tables have version {found or 'unknown'}, which this program does not know: "
        "a newer one made them. Install that version again."
    )

"""One database: embedded SQLite by default, PostgreSQL by URL.

SQLite runs in WAL mode with ``synchronous=FULL``: a commit that returned survives
the loss of power. Writers ask for the write lock at the start of a transaction and
poll for it, because SQLite's own waiting sleeps ever longer and starves under load.
``secure_delete`` overwrites what a purge deletes. Values never get into messages.

    store = Store("sqlite:///beholden.db")
    store.prepare()
    with store.writing() as connection:
        connection.execute(insert(tables.api_keys), {...})
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import Pool, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    ProgrammingError,
    SQLAlchemyError,
    StatementError,
)

from beholden.store import _schema
from beholden.store._schema import NETWORK, Schema
from beholden.store.errors import (
    SchemaError,
    StoreBusyError,
    StoreError,
    StoreFullError,
    StoreRefusedError,
    StoreUnavailableError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine, Table
    from sqlalchemy.dialects import postgresql

_POLL_SECONDS = 0.0004
_POOL_SIZE = 4
_CONNECT_SECONDS = 5
# A write-ahead log that a long reader let grow gives its room back at the next checkpoint.
_LOG_BYTES_KEPT = 64 << 20
_POSTGRESQL_DRIVER = "postgresql+psycopg"
# A server whose machine vanished is given up; without it a write would wait for hours.
_UNANSWERED_MILLISECONDS = 15_000
# SQLSTATE: no room on the disk, no memory; no lock in time, serialisation, deadlock, cancelled.
_FULL_STATES = frozenset({"53100", "53200"})
_BUSY_STATES = frozenset({"55P03", "40001", "40P01", "57014"})
_BUSY_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
_DAMAGED_CODES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

_FORGOTTEN: list[Pool] = []


class Store:
    """Connections to one database. Threads may share it; a forked process may not.

    Args:
        url: ``sqlite:///PATH`` or ``postgresql://USER@HOST/NAME``.
        lock_seconds: How long a writer waits for others.
        schema: Which tables the database has.

    Raises:
        StoreUnavailableError: The URL names no database that can be used.
    """

    def __init__(self, url: str, *, lock_seconds: float = 5.0, schema: Schema = NETWORK) -> None:
        try:
            self._url = sa.make_url(url)
        except ArgumentError:
            raise StoreUnavailableError(
                "The store's URL cannot be read. Write sqlite:///PATH or "
                "postgresql://USER@HOST/NAME."
            ) from None
        self.lock_seconds = lock_seconds
        self.schema = schema
        self._wait_in_sqlite = f"busy_timeout={round(lock_seconds * 1000)}"
        self.shown_url = self._url.render_as_string(hide_password=True)
        name = self._url.get_backend_name()
        if name not in {"sqlite", "postgresql"}:
            raise StoreUnavailableError(
                f"The store cannot use {name}. Write sqlite:///PATH or postgresql://USER@HOST/NAME."
            )
        self.is_sqlite = name == "sqlite"
        self._engine = self._sqlite_engine() if self.is_sqlite else self._postgresql_engine()

    @property
    def path(self) -> Path | None:
        """The file of an embedded database."""
        database = self._url.database
        if not self.is_sqlite or not database or database == ":memory:":
            return None
        return Path(database).absolute()

    def make_file(self) -> None:
        """Makes the empty file of an embedded database, for its owner alone.

        Raises:
            StoreUnavailableError: It cannot be made.
        """
        if (path := self.path) is None:
            return
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # SQLite gives its log the mode of the database: nobody else may read either.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        except OSError as error:
            raise StoreUnavailableError(
                f"Cannot open {path}: {error.strerror or error}. Check the folder's owner, its "
                "permissions and its free space."
            ) from error

    def prepare(self) -> None:
        """Makes the tables in an empty database; checks those that are there.

        Raises:
            SchemaError: The tables are of another version.
            StoreError: The database cannot be used.
        """
        self.make_file()
        with self.explained():
            current, wanted = self.version(), self.schema.newest
            if current == wanted:
                return
            if current is None:
                _schema.upgrade(self._engine, self.schema)
                return
        raise _other_version(current, self.schema)

    def upgrade(self) -> tuple[str | None, str]:
        """Brings the tables to this version; returns the version before and now.

        Raises:
            SchemaError: They are newer than this version.
            StoreError: The database cannot be used.
        """
        self.make_file()
        with self.explained():
            current = self.version()
            if current not in self.schema.known:
                raise _other_version(current or "", self.schema)
            if current != self.schema.newest:
                _schema.upgrade(self._engine, self.schema)
        return current, self.schema.newest

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
            if not self.is_sqlite:
                connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
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

    def writer(self) -> Writer:
        """Transactions of one thread, one after another, at less cost than ``writing``."""
        return Writer(self, self._engine)

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An insert that can say ``on_conflict_do_update`` and ``on_conflict_do_nothing``."""
        if self.is_sqlite:
            return sqlite.insert(table)
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - a tenth of a second at the start

        return postgresql.insert(table)

    def tidy(self) -> bool:
        """Lets deleted rows leave SQLite's files: its log is written back and cut.

        PostgreSQL does this by itself (autovacuum, and its own log and archives).

        Returns:
            False if others used the database for so long that the log could not be cut;
            what was deleted is then still in it.
        """
        if not self.is_sqlite:
            return True
        deadline = time.monotonic() + self.lock_seconds
        with self.explained(), self._engine.connect() as connection:
            raw = connection.connection.driver_connection
            if not isinstance(raw, sqlite3.Connection):
                return True
            while True:
                busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if not busy:
                    return True
                if time.monotonic() > deadline:
                    return False
                time.sleep(_POLL_SECONDS)

    def close(self) -> None:
        """Closes all connections; a later call opens new ones."""
        self._engine.dispose()

    def forget_connections(self) -> None:
        """In a forked process: drops the parent's connections without closing them."""
        # Never freed either: SQLite must not even close what another process opened.
        _FORGOTTEN.append(self._engine.pool)
        self._engine.dispose(close=False)

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turns the driver's errors into the store's, with a sentence for the operator."""
        try:
            yield
        except StoreError:
            raise
        except (IntegrityError, DataError) as error:
            # PostgreSQL's own text holds values, which must not get into a traceback.
            raise self._refused(_first_line(error.orig)) from None
        except DBAPIError as error:
            if _is_about_a_value(error):
                raise self._refused(type(error.orig).__name__) from None
            raise self._explain(error) from error
        except StatementError as error:
            raise self._refused(type(error.orig).__name__) from None
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise StoreUnavailableError(f"The store failed: {error}") from error

    def _refused(self, said: str) -> StoreError:
        return StoreRefusedError(
            f"The store {self.shown_url} does not take these values ({said}). Nothing was recorded."
        )

    def _explain(self, error: DBAPIError) -> StoreError:
        original = error.orig
        said = _first_line(original)
        where = f"the store {self.shown_url}"
        code = getattr(original, "sqlite_errorcode", None)
        state = getattr(original, "sqlstate", None) or ""
        low = code & 0xFF if code is not None else None
        if low in _BUSY_CODES or state in _BUSY_STATES:
            return StoreBusyError(
                f"Others are writing to {where} ({said}). Nothing was recorded. Try again; if it "
                "lasts, look for a process that holds the database."
            )
        if low == sqlite3.SQLITE_FULL or state in _FULL_STATES:
            return StoreFullError(
                f"There is no room to write to {where} ({said}). Nothing was recorded. Make room."
            )
        if low in _DAMAGED_CODES:
            return StoreUnavailableError(
                f"The file of {where} is damaged or no database ({said}). Nothing was recorded. "
                "Move it away, then restore a backup: beholden restore."
            )
        return StoreUnavailableError(
            f"Cannot use {where} ({said}). Nothing was recorded. Check the disk, the database's "
            "address, its owner and its permissions."
        )

    def _sqlite_engine(self) -> Engine:
        memory = self._url.database in {None, "", ":memory:"}
        engine = sa.create_engine(
            self._url,
            hide_parameters=True,
            connect_args={"timeout": 0.0, "check_same_thread": False, "cached_statements": 256},
            **({"poolclass": sa.StaticPool} if memory else {"pool_size": _POOL_SIZE}),
        )

        def connected(raw: Any, _: Any) -> None:
            raw.isolation_level = None
            for pragma in (
                self._wait_in_sqlite,
                "journal_mode=WAL",
                f"journal_size_limit={_LOG_BYTES_KEPT}",
                "synchronous=FULL",
                "foreign_keys=ON",
                "secure_delete=ON",
                "temp_store=MEMORY",
            ):
                self._patiently(raw, f"PRAGMA {pragma}")

        event.listen(engine, "connect", connected)
        event.listen(engine, "begin", self._begin)
        return engine

    def _patiently(self, raw: sqlite3.Connection, statement: str) -> None:
        """Where several processes turn one database to WAL, SQLite waits for nobody."""
        deadline = time.monotonic() + self.lock_seconds
        while True:
            try:
                raw.execute(statement)
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF in _BUSY_CODES
                if not busy or time.monotonic() > deadline:
                    raise
                time.sleep(_POLL_SECONDS)
            else:
                return

    def _begin(self, connection: Connection) -> None:
        raw = connection.connection.driver_connection
        if not isinstance(raw, sqlite3.Connection):
            return
        if not connection.get_execution_options().get("beholden_write"):
            raw.execute("BEGIN")
            return
        deadline = time.monotonic() + self.lock_seconds
        raw.execute("PRAGMA busy_timeout=0")
        try:
            while True:
                try:
                    raw.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    busy = error.sqlite_errorcode & 0xFF in _BUSY_CODES
                    if not busy or time.monotonic() > deadline:
                        raise self._explain(DBAPIError("BEGIN IMMEDIATE", None, error)) from error
                    time.sleep(_POLL_SECONDS)
                else:
                    return
        finally:
            # Readers meet a lock only where a log is opened or removed: there they may wait.
            raw.execute(f"PRAGMA {self._wait_in_sqlite}")

    def _postgresql_engine(self) -> Engine:
        options = f"-c lock_timeout={round(self.lock_seconds * 1000)}"
        if (given := self._url.query.get("options")) is not None:
            options = " ".join([options, *([given] if isinstance(given, str) else given)])
        try:
            engine = sa.create_engine(
                self._url.set(drivername=_POSTGRESQL_DRIVER),
                hide_parameters=True,
                pool_size=_POOL_SIZE,
                pool_pre_ping=True,
                connect_args={
                    "connect_timeout": _CONNECT_SECONDS,
                    "tcp_user_timeout": _UNANSWERED_MILLISECONDS,
                    "options": options,
                },
            )
        except (ModuleNotFoundError, NoSuchModuleError):
            raise StoreUnavailableError(
                "PostgreSQL needs a driver: pip install 'beholden[postgresql]'."
            ) from None
        event.listen(engine, "connect", _make_durable)
        return engine


def _make_durable(raw: Any, _: Any) -> None:
    # A commit that returned must survive a crash, whatever the server's default is.
    with raw.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('synchronous_commit', 'on', false) "
            "WHERE current_setting('synchronous_commit') = 'off'"
        )
    raw.commit()


def _is_about_a_value(error: DBAPIError) -> bool:
    """Whether the driver itself refused a value, before any database saw it."""
    original = error.orig
    seen = getattr(original, "sqlite_errorcode", None) or getattr(original, "sqlstate", None)
    kinds = (sqlite3.ProgrammingError, sqlite3.InterfaceError)
    return not seen and (isinstance(original, kinds) or isinstance(error, ProgrammingError))


def _first_line(error: BaseException | None) -> str:
    said = str(error).strip()
    return said.splitlines()[0] if said else "no reason given"


class Writer:
    """The transactions of one thread on a connection that it keeps.

    Taking a connection from the pool and giving it back costs a third of a small
    transaction. After any fault the next transaction takes a fresh one. On PostgreSQL,
    where a kept connection may have died unnoticed, each transaction still takes its own.
    """

    def __init__(self, store: Store, engine: Engine) -> None:
        self._store = store
        self._engine = engine
        self._kept: Connection | None = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """As ``Store.writing``.

        Raises:
            StoreError: Nothing of it is in the database.
        """
        if not self._store.is_sqlite:
            with self._store.writing() as connection:
                yield connection
            return
        with self._store.explained():
            if self._kept is None:
                self._kept = self._engine.connect().execution_options(beholden_write=True)
            try:
                with self._kept.begin():
                    yield self._kept
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Gives the connection back."""
        kept, self._kept = self._kept, None
        if kept is not None:
            with suppress(SQLAlchemyError, sqlite3.Error):
                kept.close()


def _other_version(found: str, schema: Schema) -> SchemaError:
    if found in schema.known:
        return SchemaError(
            f"The store's tables have version {found}; this program needs {schema.newest}. "
            "Make a backup, then run: beholden upgrade."
        )
    return SchemaError(
        f"The store's tables have version {found or 'unknown'}, which this program does not know: "
        "a newer one made them. Install that version again."
    )

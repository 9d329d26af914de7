"""Sets of tables and their versions. Alembic is only loaded when there is something to migrate."""

from __future__ import annotations

import threading
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection, Engine, MetaData

from beholden.store import regulator_tables, tables

VERSION_TABLE = "alembic_version"
"""The table that holds the version."""

_ADVISORY_LOCK = 7_216_403_851
# Alembic keeps the migration that it runs in a global of its package.
_one_at_a_time = threading.Lock()


class Schema(NamedTuple):
    """One set of tables, for one kind of database.

    Attributes:
        metadata: the tables as this program uses them.
        versions: every version there was, oldest first.
        migrations: the package with the way from each version to the next.
    """

    metadata: MetaData
    versions: tuple[str, ...]
    migrations: str

    @property
    def newest(self) -> str:
        """The version that this program's tables have."""
        return self.versions[-1]

    @property
    def known(self) -> frozenset[str | None]:
        """All versions that can be upgraded from, None for an empty database included."""
        return frozenset({None, *self.versions})

    @property
    def table_names(self) -> tuple[str, ...]:
        """Every table, parents before children."""
        return tuple(table.name for table in self.metadata.sorted_tables)


NETWORK = Schema(tables.metadata, ("0001", "0002"), "beholden.store:migrations")
"""What a network keeps: decisions, counts, keys, statements."""

REGULATOR = Schema(regulator_tables.metadata, ("r0001",), "beholden.store:regulator_migrations")
"""What a regulator keeps: register, reconciliations, drills, publications."""


def current(connection: Connection) -> str | None:
    """The version of the tables that are there; None in an empty database."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608 - constant
    return None if found is None else str(found)


def upgrade(engine: Engine, schema: Schema) -> None:
    """Runs every migration that is still to run, in one transaction."""
    with engine.connect() as connection:
        connection.execution_options(beholden_write=True)
        with connection.begin():
            lock(connection)
            # Two processes may have found the database empty; the second finds it made.
            if current(connection) != schema.newest:
                migrate(connection, schema, schema.newest)


def lock(connection: Connection) -> None:
    """Keeps others from migrating until the transaction ends; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))


def migrate(connection: Connection, schema: Schema, version: str) -> None:
    """Runs the migrations up to ``version`` within the connection's transaction."""
    from alembic import command  # noqa: PLC0415 - 0.2 s that a start does not need
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", schema.migrations)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["metadata"] = schema.metadata
    with _one_at_a_time:
        command.upgrade(config, version)

"""Versions of the tables. Alembic is only loaded when there is something to migrate."""

from __future__ import annotations

import threading

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

VERSIONS = ("0001", "0002")
"""Every version there was, oldest first."""
NEWEST = VERSIONS[-1]
"""The version that this program's tables have."""
VERSION_TABLE = "alembic_version"
"""The table that holds the version."""

_ADVISORY_LOCK = 7_216_403_851
# Alembic keeps the migration that it runs in a global of its package.
_one_at_a_time = threading.Lock()


def known() -> frozenset[str | None]:
    """All versions that can be upgraded from, None for an empty database included."""
    return frozenset({None, *VERSIONS})


def current(connection: Connection) -> str | None:
    """The version of the tables that are there; None in an empty database."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608 - constant
    return None if found is None else str(found)


def upgrade(engine: Engine) -> None:
    """Runs every migration that is still to run, in one transaction."""
    with engine.connect() as connection:
        connection.execution_options(beholden_write=True)
        with connection.begin():
            lock(connection)
            # Two processes may have found the database empty; the second finds it made.
            if current(connection) != NEWEST:
                migrate(connection, NEWEST)


def lock(connection: Connection) -> None:
    """Keeps others from migrating until the transaction ends; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))


def migrate(connection: Connection, version: str) -> None:
    """Runs the migrations up to ``version`` within the connection's transaction."""
    from alembic import command  # noqa: PLC0415 - 0.2 s that a start does not need
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "beholden.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    with _one_at_a_time:
        command.upgrade(config, version)

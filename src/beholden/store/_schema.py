"""Versions of the tables. Alembic is only loaded when there is something to migrate."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

_VERSIONS = ("0001",)
NEWEST = _VERSIONS[-1]
"""The version that this program's tables have."""

_VERSION_TABLE = "alembic_version"


def known() -> frozenset[str | None]:
    """All versions that can be upgraded from, None for an empty database included."""
    return frozenset({None, *_VERSIONS})


def current(connection: Connection) -> str | None:
    """The version of the tables that are there; None in an empty database."""
    if not sa.inspect(connection).has_table(_VERSION_TABLE):
        return None
    found = connection.execute(sa.text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar()  # noqa: S608 - constant
    return None if found is None else str(found)


def upgrade(engine: Engine) -> None:
    """Runs every migration that is still to run, in one transaction."""
    from alembic import command  # noqa: PLC0415 - 0.2 s that a start does not need
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "beholden.store:migrations")
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection:
        connection.execution_options(beholden_write=True)
        with connection.begin():
            # Two processes may have found the database empty; the second finds it made.
            if current(connection) == NEWEST:
                return
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

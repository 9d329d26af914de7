"""A regulator's tables. Times are microseconds since 1970, UTC.

``body`` columns hold JSON, exact bytes; what they mean is said in the room ``regulator``.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from beholden.store.tables import metadata as _network

metadata = MetaData(naming_convention=_network.naming_convention)

_ID = 64
_NAME = 200
_DIGEST = 64
# SQLite numbers rows by themselves only under this one type.
_NUMBER = BigInteger().with_variant(Integer, "sqlite")

register_items = Table(
    "register_items",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("id", String(_ID), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("changed_us", BigInteger, nullable=False),
)
"""Providers and services as they stand now."""

register_changes = Table(
    "register_changes",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("at_us", BigInteger, nullable=False),
    Column("by", String(_NAME), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("item_id", String(_ID), nullable=False),
    Column("version", Integer, nullable=False),
    Column("action", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("body", LargeBinary),
    Column("previous", String(_DIGEST), nullable=False),
    Column("digest", String(_DIGEST), nullable=False),
    Index("ix_register_changes_item", "kind", "item_id", "version", unique=True),
)
"""Every change of the register, in order; ``digest`` covers the row and the digest before."""

staff = Table(
    "staff",
    metadata,
    Column("name", String(_NAME), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("key_id", String(16), nullable=False, unique=True),
    Column("secret_mac", String(_DIGEST), nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("created_by", String(_NAME), nullable=False),
    Column("revoked_us", BigInteger),
    Column("revoked_by", String(_NAME)),
)
"""Who may sign in, as what; of a key only a keyed digest is kept."""

received = Table(
    "received",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("service", String(_ID), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("source", String(_NAME), nullable=False),
    Column("name", String(_NAME), nullable=False),
    Column("sha256", String(_DIGEST), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("first_day", String(10)),
    Column("last_day", String(10)),
    Column("at_us", BigInteger, nullable=False),
    Column("by", String(_NAME), nullable=False),
    Index("ix_received_service", "service", "kind"),
)
"""Files that somebody sent about a service; the bytes are in a folder, by their digest."""

reconciliations = Table(
    "reconciliations",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("service", String(_ID), nullable=False),
    Column("first_day", String(10), nullable=False),
    Column("last_day", String(10), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("by", String(_NAME), nullable=False),
    Index("ix_reconciliations_service", "service", "number"),
)
"""What a comparison found."""

drill_plans = Table(
    "drill_plans",
    metadata,
    Column("id", String(_ID), primary_key=True),
    Column("service", String(_ID), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("commitment", String(_DIGEST), nullable=False),
    Column("seed", LargeBinary(32), nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("created_by", String(_NAME), nullable=False),
    Column("closed_us", BigInteger),
    Column("closed_by", String(_NAME)),
    Index("ix_drill_plans_service", "service"),
)
"""Plans of drills; ``commitment`` may be shown, ``seed`` only after the plan is closed."""

drill_results = Table(
    "drill_results",
    metadata,
    Column("plan", String(_ID), ForeignKey("drill_plans.id"), primary_key=True),
    Column("item", Integer, primary_key=True),
    Column("outcome", String(16), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("by", String(_NAME), nullable=False),
)
"""What became of each item of a plan."""

publications = Table(
    "publications",
    metadata,
    Column("service", String(_ID), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("state", String(16), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("digest", String(_DIGEST), nullable=False),
    Column("corrects", Integer),
    Column("made_us", BigInteger, nullable=False),
    Column("made_by", String(_NAME), nullable=False),
    Column("published_us", BigInteger),
    Column("published_by", String(_NAME)),
    Column("withdrawn_us", BigInteger),
    Column("withdrawn_by", String(_NAME)),
    Column("reason", Text),
)
"""Scorecards: drafts, and what was published; nothing that was public is ever deleted."""

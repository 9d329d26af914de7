"""All tables. What their rows mean is the business of the rooms that write them.

Conventions: a column ``*_us`` is a time in microseconds since 1970, UTC; ``*_mac``
and ``account_key`` are keyed digests (HMAC-SHA256, hex); ``hour`` is the start of an
hour as ``2026-11-22T09Z``; a surface that was not named is the empty text.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

_ID = 36
_NAME = 200
_LIST = 63
_MAC = 64
_STATEMENT = 100
# SQLite numbers rows by themselves only under this one type.
_NUMBER = BigInteger().with_variant(Integer, "sqlite")


def _some_rows(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of only those rows for which a condition holds."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


decisions = Table(
    "decisions",
    metadata,
    Column("id", String(_ID), primary_key=True),
    Column("time_us", BigInteger, nullable=False),
    Column("outcome", String(5), nullable=False),
    Column("would_be", String(5), nullable=False),
    Column("mode", String(7), nullable=False),
    Column("rule", String(500), nullable=False),
    Column("surface", String(_NAME), nullable=False),
    Column("account_key", String(_MAC)),
    Column("sha256", String(64)),
    Column("body", LargeBinary, nullable=False),
    Column("expires_us", BigInteger),
    Index("ix_decisions_would_be_id", "would_be", "id"),
    Index("ix_decisions_account_key", "account_key"),
    Index("ix_decisions_sha256", "sha256"),
    Index("ix_decisions_expires_us", "expires_us"),
)
"""Decisions in the form in which they are kept; ``body`` is their JSON, exact bytes."""

decision_matches = Table(
    "decision_matches",
    metadata,
    Column(
        "decision_id",
        String(_ID),
        ForeignKey("decisions.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("list", String(_LIST), primary_key=True),
    Column("entry", Text, primary_key=True),
    Index("ix_decision_matches_list_entry", "list", "entry", "decision_id"),
)
"""Which entries a kept decision matched, to find decisions by list and entry."""

counters = Table(
    "counters",
    metadata,
    Column("hour", String(14), primary_key=True),
    Column("surface", String(_NAME), primary_key=True),
    Column("rule", String(500), primary_key=True),
    Column("mode", String(7), primary_key=True),
    Column("outcome", String(5), primary_key=True),
    Column("would_be", String(5), primary_key=True),
    Column("count", BigInteger, nullable=False),
)
"""How many uploads were decided so; of allowed ones this is all that is kept."""

match_counters = Table(
    "match_counters",
    metadata,
    Column("hour", String(14), primary_key=True),
    Column("list", String(_LIST), primary_key=True),
    Column("kind", String(6), primary_key=True),
    Column("would_be", String(5), primary_key=True),
    Column("count", BigInteger, nullable=False),
)
"""How many uploads matched a list by a kind of hash."""

idempotency = Table(
    "idempotency",
    metadata,
    Column("key_mac", String(_MAC), primary_key=True),
    Column("fingerprint", String(_MAC), nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("expires_us", BigInteger, nullable=False),
    Index("ix_idempotency_expires_us", "expires_us"),
)
"""Answers to repeat; ``fingerprint`` stands for the request that was answered."""

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key_id", String(16), nullable=False, unique=True),
    Column("name", String(_NAME), nullable=False),
    Column("scopes", String(200), nullable=False),
    Column("secret_mac", String(_MAC), nullable=False),
    Column("checks_per_second", Float),
    Column("created_us", BigInteger, nullable=False),
    Column("created_by", String(_NAME), nullable=False),
    Column("expires_us", BigInteger),
    Column("revoked_us", BigInteger),
    Column("revoked_by", String(_NAME)),
)
"""API keys; ``scopes`` are joined by commas."""

guard_sightings = Table(
    "guard_sightings",
    metadata,
    Column("list", String(_LIST), primary_key=True),
    Column("entry", Text, primary_key=True),
    Column("account_key", String(_MAC), primary_key=True),
    Column("seen_us", BigInteger, nullable=False),
    Index("ix_guard_sightings_seen_us", "seen_us"),
)
"""When an account last matched an entry; kept for the guard's window."""

guard_lowered = Table(
    "guard_lowered",
    metadata,
    Column("list", String(_LIST), primary_key=True),
    Column("entry", Text, primary_key=True),
    Column("at_us", BigInteger, nullable=False),
    Column("accounts", Integer, nullable=False),
    Column("reason", Text, nullable=False),
)
"""Entries that the guard holds lowered now."""

guard_reinstated = Table(
    "guard_reinstated",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("list", String(_LIST), nullable=False),
    Column("entry", Text, nullable=False),
    Column("lowered_us", BigInteger, nullable=False),
    Column("accounts", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("reinstated_us", BigInteger, nullable=False),
    Column("reinstated_by", String(_NAME), nullable=False),
)
"""Entries that were lowered once, and who reinstated them."""

purges = Table(
    "purges",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at_us", BigInteger, nullable=False),
    Column("what", String(_NAME), nullable=False),
    Column("cutoff_us", BigInteger, nullable=False),
    Column("deleted", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("left_over", BigInteger, nullable=False),
)
"""What was deleted, when; ``digest`` is SHA-256 over the sorted keys of the deleted rows."""

ledger_statements = Table(
    "ledger_statements",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("id", String(_STATEMENT), nullable=False, unique=True),
    Column("kind", String(64), nullable=False),
    Column("batch", LargeBinary(16), nullable=False),
    Column("position", Integer, nullable=False),
    Column("leaf", LargeBinary(32), nullable=False),
    Column("salt", LargeBinary(32)),
    Column("body", LargeBinary),
    Column("made_us", BigInteger, nullable=False),
    Column("merge_by_us", BigInteger, nullable=False),
    Column("log_index", BigInteger),
    Column("expires_us", BigInteger),
    Column("erased_us", BigInteger),
    Column("erased_by", String(_STATEMENT)),
    Index("ix_ledger_statements_batch", "batch"),
    # All but a few rows are in the log: what waits must be found without looking at them.
    _some_rows("ix_ledger_statements_waiting", "number", where="log_index IS NULL"),
    _some_rows(
        "ix_ledger_statements_log_index",
        "log_index",
        where="log_index IS NOT NULL",
        unique=True,
    ),
    _some_rows(
        "ix_ledger_statements_expires_us",
        "expires_us",
        where="expires_us IS NOT NULL AND erased_us IS NULL",
    ),
    _some_rows("ix_ledger_statements_erased_us", "erased_us", where="erased_us IS NOT NULL"),
)
"""Statements: those that wait for the log (no ``log_index``) and those that are in it.

``leaf`` is what the log holds, SHA-256 over ``salt`` and ``body``. Both are gone from a
statement that was erased; ``erased_by`` is the id of the statement that says so.
``batch`` is drawn for each transaction, ``position`` is the order within it.
"""

ledger_preservations = Table(
    "ledger_preservations",
    metadata,
    Column(
        "statement_id", String(_STATEMENT), ForeignKey("ledger_statements.id"), primary_key=True
    ),
    Column("until_us", BigInteger),
    Column("basis", Text, nullable=False),
    Column("by", String(_NAME), nullable=False),
    Column("at_us", BigInteger, nullable=False),
)
"""Statements that must not be erased, until when, and why."""

ledger_state = Table(
    "ledger_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("origin", String(255), nullable=False),
    Column("instance", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("root", LargeBinary(32), nullable=False),
    Column("checkpoint", LargeBinary),
)
"""One row: how far the log had come when the sequencer last wrote it down."""

ledger_marks = Table(
    "ledger_marks",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
"""How far those have come who make statements of what happened elsewhere."""

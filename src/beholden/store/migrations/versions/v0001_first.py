"""The first tables.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes every table of version 0001."""
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("scopes", sa.String(length=200), nullable=False),
        sa.Column("secret_mac", sa.String(length=64), nullable=False),
        sa.Column("checks_per_second", sa.Float(), nullable=True),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("expires_us", sa.BigInteger(), nullable=True),
        sa.Column("revoked_us", sa.BigInteger(), nullable=True),
        sa.Column("revoked_by", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("key_id", name=op.f("uq_api_keys_key_id")),
    )
    op.create_table(
        "counters",
        sa.Column("hour", sa.String(length=14), nullable=False),
        sa.Column("surface", sa.String(length=200), nullable=False),
        sa.Column("rule", sa.String(length=500), nullable=False),
        sa.Column("mode", sa.String(length=7), nullable=False),
        sa.Column("outcome", sa.String(length=5), nullable=False),
        sa.Column("would_be", sa.String(length=5), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "hour", "surface", "rule", "mode", "outcome", "would_be", name=op.f("pk_counters")
        ),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("time_us", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=5), nullable=False),
        sa.Column("would_be", sa.String(length=5), nullable=False),
        sa.Column("mode", sa.String(length=7), nullable=False),
        sa.Column("rule", sa.String(length=500), nullable=False),
        sa.Column("surface", sa.String(length=200), nullable=False),
        sa.Column("account_key", sa.String(length=64), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("expires_us", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index("ix_decisions_account_key", "decisions", ["account_key"], unique=False)
    op.create_index("ix_decisions_expires_us", "decisions", ["expires_us"], unique=False)
    op.create_index("ix_decisions_sha256", "decisions", ["sha256"], unique=False)
    op.create_index("ix_decisions_would_be_id", "decisions", ["would_be", "id"], unique=False)
    op.create_table(
        "guard_lowered",
        sa.Column("list", sa.String(length=63), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("list", "entry", name=op.f("pk_guard_lowered")),
    )
    op.create_table(
        "guard_reinstated",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("list", sa.String(length=63), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("lowered_us", sa.BigInteger(), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reinstated_us", sa.BigInteger(), nullable=False),
        sa.Column("reinstated_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guard_reinstated")),
    )
    op.create_table(
        "guard_sightings",
        sa.Column("list", sa.String(length=63), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("account_key", sa.String(length=64), nullable=False),
        sa.Column("seen_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("list", "entry", "account_key", name=op.f("pk_guard_sightings")),
    )
    op.create_index("ix_guard_sightings_seen_us", "guard_sightings", ["seen_us"], unique=False)
    op.create_table(
        "idempotency",
        sa.Column("key_mac", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("expires_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key_mac", name=op.f("pk_idempotency")),
    )
    op.create_index("ix_idempotency_expires_us", "idempotency", ["expires_us"], unique=False)
    op.create_table(
        "match_counters",
        sa.Column("hour", sa.String(length=14), nullable=False),
        sa.Column("list", sa.String(length=63), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("would_be", sa.String(length=5), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hour", "list", "kind", "would_be", name=op.f("pk_match_counters")),
    )
    op.create_table(
        "purges",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("cutoff_us", sa.BigInteger(), nullable=False),
        sa.Column("deleted", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("left_over", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purges")),
    )
    op.create_table(
        "decision_matches",
        sa.Column("decision_id", sa.String(length=36), nullable=False),
        sa.Column("list", sa.String(length=63), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions.id"],
            name=op.f("fk_decision_matches_decisions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("decision_id", "list", "entry", name=op.f("pk_decision_matches")),
    )
    op.create_index(
        "ix_decision_matches_list_entry",
        "decision_matches",
        ["list", "entry", "decision_id"],
        unique=False,
    )

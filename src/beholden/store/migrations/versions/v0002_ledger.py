"""The ledger's tables.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the tables that version 0001 had not; changes none of the others."""
    op.create_table(
        "ledger_statements",
        sa.Column("number", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("batch", sa.LargeBinary(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(length=32), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("made_us", sa.BigInteger(), nullable=False),
        sa.Column("merge_by_us", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.BigInteger(), nullable=True),
        sa.Column("expires_us", sa.BigInteger(), nullable=True),
        sa.Column("erased_us", sa.BigInteger(), nullable=True),
        sa.Column("erased_by", sa.String(length=100), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ledger_statements")),
        sa.UniqueConstraint("id", name=op.f("uq_ledger_statements_id")),
    )
    op.create_index("ix_ledger_statements_batch", "ledger_statements", ["batch"])
    for name, column, condition in (
        ("waiting", "number", "log_index IS NULL"),
        ("log_index", "log_index", "log_index IS NOT NULL"),
        ("expires_us", "expires_us", "expires_us IS NOT NULL AND erased_us IS NULL"),
        ("erased_us", "erased_us", "erased_us IS NOT NULL"),
    ):
        op.create_index(
            f"ix_ledger_statements_{name}",
            "ledger_statements",
            [column],
            unique=name == "log_index",
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )
    op.create_table(
        "ledger_preservations",
        sa.Column("statement_id", sa.String(length=100), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["ledger_statements.id"],
            name=op.f("fk_ledger_preservations_ledger_statements"),
        ),
        sa.PrimaryKeyConstraint("statement_id", name=op.f("pk_ledger_preservations")),
    )
    op.create_table(
        "ledger_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("origin", sa.String(length=255), nullable=False),
        sa.Column("instance", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(length=32), nullable=False),
        sa.Column("checkpoint", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_state")),
    )
    op.create_table(
        "ledger_marks",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_ledger_marks")),
    )

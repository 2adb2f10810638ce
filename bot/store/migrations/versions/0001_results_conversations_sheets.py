"""The results of pre-screens, the conversations, and the sheets for the nurse line."""

from alembic import op
from sqlalchemy import Column, DateTime, Integer, String, Text, inspect

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the tables."""
    if not inspect(op.get_bind()).has_table("results"):  # a store from before there were migrations has it
        _make_results()
    op.create_table(
        "conversations",
        Column("session_fingerprint", String(64), primary_key=True),
        Column("updated_at", DateTime(timezone=True), nullable=False, index=True),
        Column("content", Text, nullable=False),
    )
    op.create_table(
        "sheets",
        Column("id", Integer, primary_key=True),
        Column("code_fingerprint", String(64), nullable=False, unique=True),
        Column("session_fingerprint", String(64), nullable=False, index=True),
        Column("created_at", DateTime(timezone=True), nullable=False, index=True),
        Column("content", Text, nullable=False),
    )


def downgrade() -> None:
    """Takes the tables away."""
    for table in ("sheets", "conversations", "results"):
        op.drop_table(table)


def _make_results() -> None:
    op.create_table(
        "results",
        Column("id", Integer, primary_key=True),
        Column("address_hash", String(64), nullable=False, unique=True),
        Column("session_hash", String(64), nullable=False, index=True),
        Column("created_at", DateTime(timezone=True), nullable=False, index=True),
        Column("content", Text, nullable=False),
    )

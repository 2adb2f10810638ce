"""What was said in a conversation, exchange by exchange, so that it can be shown again."""

from alembic import op
from sqlalchemy import Column, DateTime, Integer, String, Text, UniqueConstraint

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        "exchanges",
        Column("id", Integer, primary_key=True),
        Column("session_fingerprint", String(64), nullable=False),
        Column("number", Integer, nullable=False),
        Column("key_hash", String(64), nullable=False, unique=True),
        Column("created_at", DateTime(timezone=True), nullable=False),
        Column("content", Text, nullable=False),
        UniqueConstraint("session_fingerprint", "number"),
    )


def downgrade() -> None:
    """Takes the table away."""
    op.drop_table("exchanges")

"""What the nurses' pages need: who may use them, what they did, and what could not be answered."""

from alembic import op
from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, Text

revision = "0002"
down_revision = "0001"

TABLES = ("corrections", "unanswered_in", "unanswered", "audit", "attempts", "sign_ins", "accounts")


def upgrade() -> None:
    """Makes the tables."""
    _make_accounts()
    _make_records()
    op.create_table(
        "unanswered",
        Column("id", Integer, primary_key=True),
        Column("wording_fingerprint", String(64), nullable=False, unique=True),
        Column("label", String(64), nullable=False, index=True),
        Column("content", Text, nullable=True),
    )
    op.create_table(
        "unanswered_in",
        Column("unanswered_id", Integer, ForeignKey("unanswered.id"), primary_key=True),
        Column("session_fingerprint", String(64), primary_key=True),
        Column("seen_at", DateTime(timezone=True), nullable=False, index=True),
    )


def downgrade() -> None:
    """Takes the tables away."""
    for table in TABLES:
        op.drop_table(table)


def _make_accounts() -> None:
    op.create_table(
        "accounts",
        Column("id", Integer, primary_key=True),
        Column("name_fingerprint", String(64), nullable=False, unique=True),
        Column("content", Text, nullable=False),
    )
    op.create_table(
        "sign_ins",
        Column("token_hash", String(64), primary_key=True),
        Column("account_id", Integer, ForeignKey("accounts.id"), nullable=False, index=True),
        Column("started_at", DateTime(timezone=True), nullable=False, index=True),
        Column("seen_at", DateTime(timezone=True), nullable=False, index=True),
    )
    op.create_table(
        "attempts",
        Column("key_fingerprint", String(64), primary_key=True),
        Column("failures", Integer, nullable=False),
        Column("blocked_until", DateTime(timezone=True), nullable=False),
        Column("updated_at", DateTime(timezone=True), nullable=False, index=True),
    )


def _make_records() -> None:
    for table, time in (("audit", "at"), ("corrections", "made_at")):
        op.create_table(
            table,
            Column("id", Integer, primary_key=True),
            Column(time, DateTime(timezone=True), nullable=False, index=True),
            Column("content", Text, nullable=False),
        )

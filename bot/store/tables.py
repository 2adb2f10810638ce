"""All tables. Whom a row belongs to is a fingerprint, and what it holds is encrypted."""

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()
RESULTS = Table(
    "results",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("address_hash", String(64), nullable=False, unique=True),
    Column("session_hash", String(64), nullable=False, index=True),
    Column("created_at", DateTime(timezone=True), nullable=False, index=True),
    Column("content", Text, nullable=False),
)
CONVERSATIONS = Table(
    "conversations",
    METADATA,
    Column("session_fingerprint", String(64), primary_key=True),
    Column("updated_at", DateTime(timezone=True), nullable=False, index=True),
    Column("content", Text, nullable=False),
)
EXCHANGES = Table(
    "exchanges",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("session_fingerprint", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("content", Text, nullable=False),
    UniqueConstraint("session_fingerprint", "number"),
)
SHEETS = Table(
    "sheets",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("code_fingerprint", String(64), nullable=False, unique=True),
    Column("session_fingerprint", String(64), nullable=False, index=True),
    Column("created_at", DateTime(timezone=True), nullable=False, index=True),
    Column("content", Text, nullable=False),
)
FEEDBACK = Table(  # counts alone: of nobody
    "feedback",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("topic", String(80), primary_key=True),
    Column("helpful", Integer, nullable=False),
    Column("not_helpful", Integer, nullable=False),
)
ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name_fingerprint", String(64), nullable=False, unique=True),
    Column("content", Text, nullable=False),
)
SIGN_INS = Table(
    "sign_ins",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    Column("account_id", Integer, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("started_at", DateTime(timezone=True), nullable=False, index=True),
    Column("seen_at", DateTime(timezone=True), nullable=False, index=True),
)
ATTEMPTS = Table(
    "attempts",
    METADATA,
    Column("key_fingerprint", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("blocked_until", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False, index=True),
)
AUDIT = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
    Column("content", Text, nullable=False),
)
UNANSWERED = Table(
    "unanswered",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("wording_fingerprint", String(64), nullable=False, unique=True),
    Column("label", String(64), nullable=False, index=True),
    Column("content", Text, nullable=True),
)
UNANSWERED_IN = Table(
    "unanswered_in",
    METADATA,
    Column("unanswered_id", Integer, ForeignKey("unanswered.id"), primary_key=True),
    Column("session_fingerprint", String(64), primary_key=True),
    Column("seen_at", DateTime(timezone=True), nullable=False, index=True),
)
CORRECTIONS = Table(
    "corrections",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("made_at", DateTime(timezone=True), nullable=False, index=True),
    Column("content", Text, nullable=False),
)

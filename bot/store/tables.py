"""All tables. Whom a row belongs to is a fingerprint, and what it holds is encrypted."""

from sqlalchemy import Column, Date, DateTime, Integer, MetaData, String, Table, Text

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

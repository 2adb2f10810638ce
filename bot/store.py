"""The results of pre-screens, kept so that only whoever has a result's address can read it.

The address is the secret: the database holds its hash, and the content under a key made from it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import (
    Column,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    inspect,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.core.errors import TrialGuideError

SECONDS_TO_WAIT = 5
"""How long a writer waits for another one, with SQLite."""
SECONDS_BETWEEN_TRIES = 0.02
KEY_USE = b"trial-guide result"
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
_INSERT: Mapping[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""Both know "insert, or else update", which the general one does not."""


class StoreError(TrialGuideError):
    """The store cannot be used now. Says of what type the error was, never what was to be stored."""


class ResultStore:
    """Keeps results for a ``lifetime``, each under its address and for a session that can erase it.

    Every method raises StoreError.
    """

    def __init__(self, engine: Engine, lifetime: timedelta = timedelta(hours=24)) -> None:
        self._engine = engine
        self.lifetime = lifetime
        self._has_tables = False

    def keep(self, address: str, session: str, content: Mapping[str, Any]) -> None:
        """Keeps a result in place of an earlier one at this address."""
        values = {
            "session_hash": _hash(session),
            "created_at": _now(),
            "content": _cipher(address).encrypt(json.dumps(content).encode()).decode(),
        }
        insert = _INSERT[self._engine.dialect.name](RESULTS).values(address_hash=_hash(address), **values)
        with self._transaction() as transaction:
            transaction.execute(insert.on_conflict_do_update(index_elements=["address_hash"], set_=values))

    def read(self, address: str) -> dict[str, Any] | None:
        """The result at this address; None if there is none, or none that may still be shown."""
        query = select(RESULTS.c.content).where(
            RESULTS.c.address_hash == _hash(address), RESULTS.c.created_at >= _now() - self.lifetime
        )
        with self._transaction() as transaction:
            content = transaction.scalar(query)
        if content is None:
            return None
        try:
            result: dict[str, Any] = json.loads(_cipher(address).decrypt(content.encode()))
        except InvalidToken:  # somebody has changed the database
            return None
        return result

    def erase(self, session: str) -> int:
        """Erases a session's results; how many there were."""
        return self._erase(RESULTS.c.session_hash == _hash(session))

    def purge(self, before: datetime) -> int:
        """Erases the results that were kept before this time; how many there were."""
        return self._erase(RESULTS.c.created_at < before.astimezone(timezone.utc))

    def _erase(self, which: Any) -> int:
        with self._transaction() as transaction:
            return int(transaction.execute(delete(RESULTS).where(which)).rowcount)

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        try:
            self._make_tables()
            with Session(self._engine, future=True) as session, session.begin():
                yield session
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(type(error).__name__) from error

    def _make_tables(self) -> None:
        if self._has_tables:
            return
        if self._engine.dialect.name == "sqlite":
            Path(self._engine.url.database).parent.mkdir(parents=True, exist_ok=True)
            _share(self._engine)
        try:
            METADATA.create_all(self._engine)
        except SQLAlchemyError:
            if not inspect(self._engine).has_table(RESULTS.name):  # else another process was faster
                raise
        self._has_tables = True


def connect(url: str) -> Engine:
    """The engine for a database's address, SQLite or PostgreSQL. Nothing is opened yet."""
    is_file = url.startswith("sqlite")
    waiting = {"connect_args": {"timeout": SECONDS_TO_WAIT}} if is_file else {"pool_pre_ping": True}
    engine = create_engine(url, future=True, hide_parameters=True, **waiting)
    if is_file:
        event.listen(engine, "connect", _forget_what_is_erased)
    return engine


def _share(engine: Engine) -> None:
    """Makes a file one that several processes can use. SQLite waits for a lock, but not for this one."""
    last = time.monotonic() + SECONDS_TO_WAIT
    while True:
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            return
        except OperationalError:
            if time.monotonic() > last:
                raise
            time.sleep(SECONDS_BETWEEN_TRIES)


def _forget_what_is_erased(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA secure_delete = ON")


def _now() -> datetime:
    return datetime.now(timezone.utc)


def _hash(secret: str) -> str:
    """Enough for secrets of 128 random bits, which cannot be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _cipher(address: str) -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=KEY_USE).derive(address.encode())
    return Fernet(base64.urlsafe_b64encode(key))

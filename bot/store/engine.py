"""The database that all processes share: SQLite, or PostgreSQL by its address."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import Table, create_engine, delete, event, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from bot.store import migrate
from bot.store.errors import StoreError, UnreadableError

__all__ = ["StoreError", "connect", "erase", "insert", "now", "renew", "transaction", "wipe"]

SECONDS_TO_WAIT = 5
"""How long a writer waits for another one, with SQLite."""
_INSERT: Mapping[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""Both know "insert, or else update", which the general one does not."""


def connect(url: str) -> Engine:
    """The engine for a database's address, SQLite or PostgreSQL. Nothing is opened yet."""
    is_file = url.startswith("sqlite")
    options: dict[str, Any] = {"pool_pre_ping": True}
    if is_file:  # to open and close the file for each message takes several times as long as the rest
        options = {"poolclass": QueuePool}
        options["connect_args"] = {"timeout": SECONDS_TO_WAIT, "check_same_thread": False}
    engine = create_engine(url, future=True, hide_parameters=True, **options)
    if is_file:
        event.listen(engine, "connect", _forget_what_is_erased)
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session whose work is done wholly or not at all. Brings the tables up to date first.

    Raises StoreError.
    """
    try:
        migrate.once(engine, SECONDS_TO_WAIT)
        with Session(engine, future=True) as session, session.begin():
            yield session
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(type(error).__name__) from error


def insert(engine: Engine, table: Table) -> Any:
    """The insert of this database that can become an update."""
    return _INSERT[engine.dialect.name](table)


def erase(engine: Engine, table: Table, which: Any) -> int:
    """Erases these rows for good; how many there were. Raises StoreError."""
    with transaction(engine) as session:
        erased = int(session.execute(delete(table).where(which)).rowcount)
    if erased:
        wipe(engine)
    return erased


def wipe(engine: Engine) -> None:
    """Leaves nothing in SQLite's log of what is erased. Raises StoreError, also when others are in the way.

    With PostgreSQL that is the server's own work (VACUUM).
    """
    if engine.dialect.name != "sqlite":
        return
    last = time.monotonic() + SECONDS_TO_WAIT
    while _is_log_in_use(engine):
        if time.monotonic() > last:
            raise StoreError("busy")
        time.sleep(migrate.SECONDS_BETWEEN_TRIES)


def _is_log_in_use(engine: Engine) -> bool:
    """Empties the log, if nobody else reads or empties it."""
    with transaction(engine) as session:
        emptied = session.connection().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return bool(emptied.one()[0])


def renew(engine: Engine, table: Table, renewed: Callable[[str], str]) -> int:
    """Encrypts the ``content`` of all rows anew; how many. What cannot be read is left. Raises StoreError."""
    (key,) = table.primary_key
    with transaction(engine) as session:
        rows = session.execute(select(key, table.c.content)).all()
    done = 0
    for row_key, content in rows:
        try:
            values = {"content": renewed(content)}
        except UnreadableError:
            continue
        same = (key == row_key) & (table.c.content == content)  # else it was written anew meanwhile
        with transaction(engine) as session:
            done += session.execute(update(table).where(same).values(**values)).rowcount
    return done


def now() -> datetime:
    """The time, as all tables hold it."""
    return datetime.now(timezone.utc)


def _forget_what_is_erased(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA secure_delete = ON")

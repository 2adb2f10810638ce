"""The database that all processes share: SQLite, or PostgreSQL by its address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.store import migrate
from bot.store.errors import StoreError

__all__ = ["StoreError", "connect", "insert", "transaction"]

SECONDS_TO_WAIT = 5
"""How long a writer waits for another one, with SQLite."""
_INSERT: Mapping[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
"""Both know "insert, or else update", which the general one does not."""


def connect(url: str) -> Engine:
    """The engine for a database's address, SQLite or PostgreSQL. Nothing is opened yet."""
    is_file = url.startswith("sqlite")
    waiting = {"connect_args": {"timeout": SECONDS_TO_WAIT}} if is_file else {"pool_pre_ping": True}
    engine = create_engine(url, future=True, hide_parameters=True, **waiting)
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


def _forget_what_is_erased(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA secure_delete = ON")

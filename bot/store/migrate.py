"""Brings the tables up to date, by whichever process opens the store first."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Lock
from weakref import WeakSet

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError

from bot.store.errors import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 20_260_722
"""Any number will do, if it is the same in all processes: PostgreSQL's lock for migrating."""
SECONDS_BETWEEN_TRIES = 0.02

_ONE_THREAD = Lock()
"""Alembic holds what it works on in variables of its modules."""
_up_to_date: WeakSet[Engine] = WeakSet()


def once(engine: Engine, seconds: float) -> None:
    """Migrates, unless that was done with this engine."""
    if engine in _up_to_date:
        return
    with _ONE_THREAD:
        if engine not in _up_to_date:
            migrate(engine, seconds)
            _up_to_date.add(engine)


def migrate(engine: Engine, seconds: float) -> None:
    """Runs the migrations that are missing; other processes may do so at the same time.

    ``seconds``: how long to wait for them. Raises StoreError, SQLAlchemyError or OSError.
    """
    if engine.dialect.name == "sqlite":
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
        _share(engine, seconds)
    with engine.connect() as connection:
        if _is_up_to_date(connection):
            return
        connection.rollback()
        _lock(connection)
        configuration = _configuration()
        configuration.attributes["connection"] = connection
        try:
            command.upgrade(configuration, "head")
        except CommandError as error:  # a later version of this program has migrated it further
            raise StoreError(type(error).__name__) from error
        connection.commit()


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return configuration


def _is_up_to_date(connection: Connection) -> bool:
    latest = ScriptDirectory.from_config(_configuration()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == latest


def _lock(connection: Connection) -> None:
    """Makes other processes that would migrate wait for the end of this transaction."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def _share(engine: Engine, seconds: float) -> None:
    """Makes a file one that several processes can use. SQLite waits for a lock, but not for this one."""
    last = time.monotonic() + seconds
    while True:
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            return
        except OperationalError:
            if time.monotonic() > last:
                raise
            time.sleep(SECONDS_BETWEEN_TRIES)

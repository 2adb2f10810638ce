"""An empty database of each kind, and the keys to it."""

import os
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Table
from sqlalchemy.engine import Engine

from bot.store.desk import Desk
from bot.store.engine import connect, now, transaction
from bot.store.keys import Keyring
from bot.store.stores import Stores
from tests import postgresql
from tests.store.nurses import FakeClock, cheap_passwords


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a running PostgreSQL."""
    if not postgresql.is_installed() and not os.environ.get("CI"):
        pytest.skip("PostgreSQL 15 is not installed (postgresql-15)")
    with postgresql.running() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.db"
    return postgresql.empty_database(request.getfixturevalue("server"), uuid.uuid4().hex)


@pytest.fixture
def engine(url):
    """An engine on the empty database."""
    made = connect(url)
    yield made
    made.dispose()


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    """Keys of this test's own."""
    return Keyring(tmp_path / "secret" / "keys")


@pytest.fixture
def files(tmp_path: Path) -> Callable[[], bytes]:
    """All bytes of the SQLite database, its write-ahead log among them: ``files()``."""
    return lambda: b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))


@pytest.fixture
def clock() -> FakeClock:
    """The time, as this test wants it."""
    return FakeClock()


@pytest.fixture
def desk(engine, keyring, clock) -> Desk:
    """The stores of the nurses' pages."""
    return Desk.at(engine, keyring, passwords=cheap_passwords(), clock=clock)


@pytest.fixture
def stores(url: str, tmp_path: Path) -> Iterator[Stores]:
    """All stores in the empty database."""
    times = (timedelta(hours=24), timedelta(minutes=30), timedelta(days=14))
    made = Stores.at(url, tmp_path / "secret" / "keys", *times)
    yield made
    made.engine.dispose()


@pytest.fixture
def age(engine: Engine) -> Callable[..., None]:
    """Makes all rows of a table so old: ``age(SHEETS, timedelta(days=1))``."""

    def make_older(table: Table, by: timedelta) -> None:
        when = "updated_at" if "updated_at" in table.c else "created_at"
        with transaction(engine) as session:
            session.execute(table.update().values({when: now() - by}))

    return make_older

"""The gateway erases what is due by itself, and goes on after a failure."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot import bootstrap
from bot.gateway import retention as module
from bot.settings import Settings
from bot.store.engine import StoreError, now, transaction
from bot.store.results import ResultStore
from bot.store.tables import CONVERSATIONS, EXCHANGES, RESULTS, SHEETS
from tests.gateway.talk import KNOWN_ID

EACH = {"results": RESULTS, "conversations": CONVERSATIONS, "transcript": EXCHANGES, "sheets": SHEETS}


@pytest.fixture(autouse=True)
def _without_a_reader_of_danger(monkeypatch):
    monkeypatch.setattr(bootstrap, "danger_reader", lambda: None)


@pytest.fixture
def stores(database_url):
    """The stores that the gateway purges, with one thing of each kind, of three people."""
    made = bootstrap.stores_for(Settings(database_url=database_url))
    made.results.keep("A" * 22, KNOWN_ID, {})
    made.conversations.keep("of a second person", {})
    made.transcripts.add("of a second person", "key", "hello", [])
    made.sheets.keep("ABCD2345", "of a third one", {})
    return made


def age(stores, by):
    """Makes all that is kept so old."""
    for table in EACH.values():
        when = "updated_at" if "updated_at" in table.c else "created_at"
        with transaction(stores.engine) as session:
            session.execute(update(table).values({when: now() - by}))


def counts(stores):
    with transaction(stores.engine) as session:
        return {name: session.scalar(select(func.count()).select_from(table)) for name, table in EACH.items()}


def until(holds):
    deadline = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_gateway_that_starts_erases_what_has_expired_and_nothing_else(gateway, stores):
    age(stores, timedelta(minutes=31))
    gateway()
    until(lambda: counts(stores) == {"results": 1, "conversations": 0, "transcript": 0, "sheets": 1})


def test_each_thing_has_its_own_time(gateway, stores):
    age(stores, timedelta(hours=25))
    gateway()
    until(lambda: counts(stores) == {"results": 0, "conversations": 0, "transcript": 0, "sheets": 1})


def test_the_times_are_settings(gateway, stores):
    age(stores, timedelta(hours=30))
    gateway(result_hours=48, idle_minutes=60 * 48, sheet_days=1)
    until(lambda: counts(stores) == {"results": 1, "conversations": 1, "transcript": 1, "sheets": 0})


def test_what_expires_later_is_erased_later(gateway, stores, monkeypatch):
    monkeypatch.setattr(module, "SECONDS_BETWEEN_PURGES", 0.01)
    gateway()
    time.sleep(0.1)
    assert counts(stores) == dict.fromkeys(EACH, 1)
    age(stores, timedelta(days=15))
    until(lambda: counts(stores) == dict.fromkeys(EACH, 0))


def test_erasing_goes_on_after_a_failure(gateway, stores, monkeypatch):
    monkeypatch.setattr(module, "SECONDS_BETWEEN_PURGES", 0.01)
    purge, failures = ResultStore.purge, [1, 2]

    def sometimes(self):
        if failures:
            failures.pop()
            raise StoreError("OperationalError")
        return purge(self)

    monkeypatch.setattr(ResultStore, "purge", sometimes)
    age(stores, timedelta(days=15))
    gateway()
    until(lambda: counts(stores) == dict.fromkeys(EACH, 0))

"""The nurses' pages with a clock and passwords of the tests' own, and nurses who are signed in to them."""

import dataclasses

import pytest

from bot import bootstrap
from bot.store.desk import Desk
from tests.gateway.nurse.desk import EDITOR, NURSE, PASSWORD, Browser
from tests.gateway.nurse.fakes import FakeReference
from tests.store.nurses import FakeClock, cheap_passwords


@pytest.fixture(autouse=True)
def _without_a_reader_of_danger(monkeypatch):
    """What reading danger takes is loaded where a test needs it, and not with every gateway."""
    monkeypatch.setattr(bootstrap, "danger_reader", lambda: None)


@pytest.fixture
def clock():
    """The time, as this test wants it."""
    return FakeClock()


@pytest.fixture
def stores(monkeypatch, tmp_path, clock):
    """The stores that the gateway of this test opens, with accounts for a nurse and an editor."""
    made = {}
    real = bootstrap.stores_for

    def stores_for(settings):
        if not made:
            ours = real(settings.copy(update={"key_file": tmp_path / "keys"}))
            desk = Desk.at(ours.engine, ours.keyring, settings.seen_from, cheap_passwords(), clock)
            made["stores"] = dataclasses.replace(ours, desk=desk)
        return made["stores"]

    monkeypatch.setattr(bootstrap, "stores_for", stores_for)
    return lambda: made["stores"]


@pytest.fixture(autouse=True)
def reference(monkeypatch):
    """What the pages look things up in; a test that wants the real one says so."""
    fake = FakeReference()
    monkeypatch.setattr(bootstrap, "reference", lambda: fake)
    return fake


@pytest.fixture
def desk(stores, client):
    """The stores of the nurses' pages."""
    desk = stores().desk
    desk.accounts.add(NURSE, "nurse", PASSWORD)
    desk.accounts.add(EDITOR, "editor", PASSWORD)
    return desk


@pytest.fixture
def visitor(desk, client):
    """Somebody who is not signed in."""
    return Browser(client)


@pytest.fixture
def nurse(visitor):
    """A nurse who is signed in."""
    visitor.sign_in(NURSE)
    return visitor


@pytest.fixture
def editor(visitor):
    """An editor who is signed in."""
    visitor.sign_in(EDITOR)
    return visitor

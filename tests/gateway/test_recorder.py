"""What could not be answered is counted after the reply, never instead of it, and never what is private."""

import logging

import pytest

from bot import bootstrap
from bot.settings import Settings
from bot.store.errors import StoreError
from bot.store.unanswered import UnansweredStore
from tests.gateway.talk import MARKER

ASKED = "Is there a swimming pool?"


@pytest.fixture(autouse=True)
def _own_keys(monkeypatch, tmp_path):
    monkeypatch.setattr(bootstrap, "danger_reader", lambda: None)
    monkeypatch.setenv("BOT_KEY_FILE", str(tmp_path / "keys"))


@pytest.fixture
def counts(database_url, client):
    """How often each label was asked about in vain."""
    stores = bootstrap.stores_for(Settings(database_url=database_url))
    return stores.desk.unanswered.by_label


def reply(kind, **more):
    return {"text": "A reply.", "custom": {"kind": kind, **more}}


@pytest.mark.parametrize("kind", ["not_stated", "out_of_scope", "clarify"])
def test_a_reply_that_answers_nothing_is_counted_by_its_kind(rasa, say, counts, kind):
    rasa.answers([reply(kind)])
    say(ASKED)
    assert counts() == {kind: 1}


def test_it_is_counted_by_its_topic_where_it_names_one(rasa, say, counts):
    rasa.answers([reply("not_stated", topic="ask/locations")])
    say(ASKED)
    assert counts() == {"ask/locations": 1}


@pytest.mark.parametrize("kind", ["answer", "smalltalk", "advice", "handoff", "question", "result", "abuse"])
def test_every_other_reply_is_not(rasa, say, counts, kind):
    rasa.answers([reply(kind, topic="ask/visits")])
    say(ASKED)
    assert counts() == {}


@pytest.mark.parametrize("kind", ["privacy", "urgent", "crisis", "pregnancy", "error"])
def test_beside_what_is_private_nothing_is_counted(rasa, say, counts, kind):
    rasa.answers([reply("not_stated"), reply(kind)])
    say(ASKED)
    assert counts() == {}


@pytest.mark.parametrize("text", ["my number is 07700 900123, is there a pool", "???", "42"])
def test_what_names_somebody_or_says_nothing_is_not_counted(rasa, say, counts, text):
    rasa.answers([reply("not_stated")])
    say(text)
    assert counts() == {}


def test_one_person_counts_once_and_another_once_more(rasa, gateway, say, counts):
    rasa.answers([reply("clarify")])
    for _ in range(3):
        say(ASKED)
    gateway().post("/api/messages", json={"text": ASKED.upper()})
    assert counts() == {"clarify": 2}


def test_a_store_that_fails_costs_nobody_their_reply(rasa, say, monkeypatch, capfd, caplog):
    def fails(*_):
        raise StoreError("OperationalError")

    monkeypatch.setattr(UnansweredStore, "record", fails)
    rasa.answers([reply("not_stated")])
    with caplog.at_level(logging.DEBUG):
        response = say(f"{ASKED} {MARKER}")
    assert response.status_code == 200
    assert response.json()["messages"][0]["text"] == "A reply."
    assert MARKER.lower() not in ("".join(capfd.readouterr()) + caplog.text).lower()

"""A result is kept before it is told; where it cannot be kept, it is told without its page."""

import asyncio
import logging

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import results as module
from actions.results import tell
from bot import bootstrap
from bot.core.interview import ASKING, ENDED, PAUSED, Interview
from bot.core.messages import Message
from bot.store.engine import StoreError, connect
from bot.store.results import ResultStore

SESSION = "0123456789abcdef" * 2
ADDRESS = "A_-Z" * 5 + "09"
WORDS = "a clot in my leg"
QUESTION = Message("question", "Is it so?")


@pytest.fixture
def store(monkeypatch, tmp_path):
    """The store that the actions use, in a database of this test's own."""
    made = ResultStore(connect(f"sqlite:///{tmp_path}/results.db"))
    monkeypatch.setattr(bootstrap, "results", lambda: made)
    return made


@pytest.fixture
def asked(monkeypatch):
    """What the message asks of the interview: ``asked("interview/again")``."""
    labels = []
    monkeypatch.setattr(module, "commands", lambda tracker: labels)
    return labels.append


def interview(state=ENDED, key=ADDRESS):
    return Interview(words={"disease": WORDS}, state=state, key=key)


def told(state, *messages):
    """What is said of an interview, by ``tell``."""
    dispatcher = CollectingDispatcher()
    tracker = Tracker(SESSION, {}, {"text": "hello"}, [], False, None, {}, "action_listen")
    asyncio.run(tell(dispatcher, tracker, state, messages or (bootstrap.teller().result(state),)))
    return dispatcher.messages


def failing(*_):
    raise StoreError("OperationalError")


@pytest.mark.parametrize("state", [ENDED, PAUSED, ASKING])
def test_a_result_can_be_read_at_the_page_that_it_names(store, state):
    kept = interview(state)
    (message,) = told(kept)
    assert message["custom"]["page"] == f"/result/{ADDRESS}"
    content = store.read(ADDRESS)
    assert content["interview"] == kept.to_dict()
    assert content["trial"] == bootstrap.trial().id
    assert len(content["date"]) == len("2026-03-01")


def test_it_is_kept_before_it_is_told(store, monkeypatch):
    there = []
    monkeypatch.setattr(module, "utter", lambda *_: there.append(store.read(ADDRESS)))
    told(interview())
    assert there[0]["interview"]["words"] == {"disease": WORDS}


def test_what_else_is_said_in_the_same_turn_is_said_as_it_is(store):
    messages = (QUESTION, bootstrap.teller().result(interview()))
    assert [m["custom"]["kind"] for m in told(interview(), *messages)] == ["question", "result"]


def test_a_question_keeps_nothing(store):
    told(interview(ASKING), QUESTION)
    assert store.read(ADDRESS) is None


def test_an_interview_without_an_address_is_told_and_not_kept(store):
    (message,) = told(interview(key=""))
    assert "page" not in message["custom"]
    assert store.erase(SESSION) == 0


def test_where_it_cannot_be_kept_it_is_told_without_its_page(store, monkeypatch, caplog):
    whole = bootstrap.teller().result(interview())
    monkeypatch.setattr(store, "keep", failing)
    (message,) = told(interview())
    assert "page" not in message["custom"]
    assert message["custom"] == {k: v for k, v in whole.extras().items() if k != "page"}
    assert message["text"] == bootstrap.teller().result(interview(key="")).text != whole.text
    assert message["buttons"]
    assert "OperationalError" in caplog.text
    assert [secret for secret in (ADDRESS, WORDS, SESSION) if secret in caplog.text] == []


def test_a_failing_store_says_nothing_of_it_in_the_log(store, monkeypatch, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(bootstrap, "results", lambda: ResultStore(connect(f"sqlite:///{tmp_path}")))
    monkeypatch.setattr("bot.store.engine.SECONDS_TO_WAIT", 0)
    assert "page" not in told(interview())[0]["custom"]
    assert [secret for secret in (ADDRESS, WORDS, SESSION) if secret in caplog.text] == []


def test_starting_again_takes_out_what_was_kept_before(store, asked):
    told(interview())
    asked("interview/again")
    told(interview(ASKING), QUESTION)
    assert store.read(ADDRESS) is None


def test_starting_again_goes_on_though_the_store_fails(store, asked, monkeypatch):
    monkeypatch.setattr(store, "erase", failing)
    asked("interview/again")
    assert [m["text"] for m in told(interview(ASKING), QUESTION)] == [QUESTION.text]


def test_a_later_result_takes_the_place_of_the_earlier_one(store):
    told(interview(PAUSED))
    told(interview(ENDED))
    assert store.read(ADDRESS)["interview"]["state"] == ENDED
    assert store.erase(SESSION) == 1

"""A conversation that is to be erased is gone with its result, or the person does not hear that it is."""

import asyncio
from types import SimpleNamespace

import pytest

from bot import bootstrap
from bot.store.engine import StoreError, connect
from bot.store.results import ResultStore

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("rasa")]

SESSION, OTHER_SESSION = "0123456789abcdef" * 2, "fedcba9876543210" * 2
ADDRESS, OTHER_ADDRESS = "A_-Z" * 5 + "09", "A_-Z" * 5 + "10"


@pytest.fixture
def results(monkeypatch, tmp_path):
    """The store of results, with one result of each of two sessions."""
    made = ResultStore(connect(f"sqlite:///{tmp_path}/results.db"))
    made.keep(ADDRESS, SESSION, {"of": "mine"})
    made.keep(OTHER_ADDRESS, OTHER_SESSION, {"of": "another"})
    monkeypatch.setattr(bootstrap, "results", lambda: made)
    return made


@pytest.fixture
def conversations():
    """The tracker store, with a conversation."""
    from rasa.shared.core.domain import Domain

    from bot.rasa_components.tracker_store import ForgettingTrackerStore

    made = ForgettingTrackerStore(Domain.empty())
    asyncio.run(made.save(tracker("hello", None)))
    return made


def tracker(text, label):
    """A conversation with one message, which asks this."""
    from rasa.shared.core.events import UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    intent = "erase" if label == "privacy/erase" else "privacy"
    parse_data = {"intent": {"name": intent}, "understanding": label and understood(label)}
    made = DialogueStateTracker(SESSION, [])
    made.update(UserUttered(text, parse_data={k: v for k, v in parse_data.items() if v}))
    return made


def understood(label):
    from bot.core.understanding import Part, Understanding

    return Understanding((Part(label, 1.0),)).to_dict()


def test_erasing_a_conversation_erases_its_result_and_no_other(results, conversations):
    asyncio.run(conversations.save(tracker("delete my data", "privacy/erase")))
    assert SESSION not in conversations.store
    assert results.read(ADDRESS) is None
    assert results.read(OTHER_ADDRESS) == {"of": "another"}


def test_saving_a_conversation_leaves_its_result(results, conversations):
    asyncio.run(conversations.save(tracker("how many visits are there?", "ask/visits")))
    assert SESSION in conversations.store
    assert results.read(ADDRESS) == {"of": "mine"}


def test_where_the_result_cannot_be_erased_the_turn_fails_and_no_receipt_is_sent(conversations, monkeypatch):
    def erase(session):
        raise StoreError("OperationalError")

    monkeypatch.setattr(bootstrap, "results", lambda: SimpleNamespace(erase=erase))
    with pytest.raises(StoreError):
        asyncio.run(conversations.save(tracker("delete my data", "privacy/erase")))
    assert SESSION not in conversations.store

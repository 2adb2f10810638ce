"""A conversation goes on as if all of it had been kept, though only what it needs is."""

import asyncio
import json
import time

import pytest

from bot import bootstrap
from bot.core.interview import Interview
from bot.core.statements import Said, Statement
from bot.core.understanding import Part, Understanding
from bot.settings import Settings
from bot.store.engine import StoreError, transaction
from bot.store.tables import CONVERSATIONS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("rasa")]

SESSION, OTHER_SESSION = "0123456789abcdef" * 2, "fedcba9876543210" * 2
ADDRESS, OTHER_ADDRESS = "A_-Z" * 5 + "09", "A_-Z" * 5 + "10"
FORM = "prescreen_form"
PRESCREEN = Interview().to_dict()
AGE = Said((Statement("age", "stated", {}, "fifty eight"),), words="fifty eight")


def settings_in(folder, keys="keys"):
    return Settings(database_url=f"sqlite:///{folder}/store.db", key_file=folder / keys)


@pytest.fixture
def stores(monkeypatch, tmp_path):
    """What is kept, in a database of this test's own."""
    made = bootstrap.stores_for(settings_in(tmp_path))
    monkeypatch.setattr(bootstrap, "stores", lambda: made)
    return made


@pytest.fixture
def trackers(stores):
    """The tracker store, with the domain's slots."""
    from rasa.shared.core.domain import Domain

    from bot.rasa_components.tracker_store import BoundedTrackerStore
    from bot.settings import ROOT

    return BoundedTrackerStore(Domain.load(str(ROOT / "domain.yml")))


@pytest.fixture
def talk(trackers):
    """One message of a conversation and what follows from it: ``talk("hello", *events)``."""

    def talking(text, *events, label="ask/visits", said=None, session=SESSION):
        from rasa.shared.core.events import ActionExecuted, UserUttered

        tracker = asyncio.run(trackers.get_or_create_tracker(session))
        tracker.update(UserUttered(text, {"name": label.split("/")[0]}, parse_data=read(label, said)))
        for event in (*events, ActionExecuted("action_listen")):
            tracker.update(event)
        asyncio.run(trackers.save(tracker))
        return asyncio.run(trackers.retrieve(session))

    return talking


def read(label, said=None):
    """How a message was read."""
    return {
        "intent": {"name": "erase" if label == "privacy/erase" else label.split("/")[0]},
        "understanding": Understanding((Part(label, 0.9),)).to_dict(),
        "said": (said or Said()).to_dict(),
    }


def begun(slot="prescreen", value=None):
    """The events by which a pre-screen begins."""
    from rasa.shared.core.events import ActiveLoop, SlotSet

    return ActiveLoop(FORM), SlotSet(slot, value or PRESCREEN), SlotSet("requested_slot", "answer")


def kept(stores):
    return json.dumps(stores.conversations.read(SESSION))


def test_slots_form_and_latest_message_are_as_they_were(talk):
    talk("hello")
    tracker = talk("please start", *begun(), label="start")
    assert tracker.get_slot("prescreen") == PRESCREEN
    assert tracker.get_slot("requested_slot") == "answer"
    assert tracker.active_loop_name == FORM
    assert tracker.latest_message.intent_name == "start"
    assert tracker.latest_message.parse_data["understanding"] == read("start")["understanding"]
    assert tracker.latest_action_name == "action_listen"


def test_a_form_that_was_left_is_left(talk):
    from rasa.shared.core.events import ActiveLoop, SlotSet

    talk("please start", *begun(), label="start")
    tracker = talk("stop", ActiveLoop(None), SlotSet("requested_slot", None))
    assert tracker.active_loop is None
    assert tracker.get_slot("requested_slot") is None
    assert tracker.get_slot("prescreen") == PRESCREEN


def test_that_the_form_was_rejected_is_remembered(talk):
    from rasa.shared.core.events import ActionExecutionRejected

    assert talk("please start", *begun(), ActionExecutionRejected(FORM)).active_loop.rejected
    assert not talk("please start", *begun(), session=OTHER_SESSION).active_loop.rejected


def test_when_the_latest_message_came_is_remembered(talk):
    before = time.time()
    assert before <= talk("hello").latest_message.timestamp <= time.time()


def test_only_the_latest_message_keeps_its_words(talk, stores):
    assert talk("the first one").latest_message.text == "the first one"
    tracker = talk("the second one")
    assert [e.text for e in tracker.events if e.type_name == "user"] == ["the second one"]
    assert "the first one" not in kept(stores)


def test_while_a_form_asks_no_message_keeps_its_words(talk, stores):
    tracker = talk("words of no use", *begun(), label="start")
    assert tracker.latest_message.text is None
    assert "words of no use" not in kept(stores)


def test_how_many_messages_there_were_and_what_they_asked_is_known_for_long(talk):
    from bot.rasa_components.past import past_in

    for number in range(30):
        tracker = talk("hello", label="abuse" if number == 3 else "ask/visits")
    assert past_in(tracker).messages == 29
    assert past_in(tracker).labels == {"abuse", "ask/visits"}


def test_what_was_stated_is_kept_until_a_pre_screen_takes_it(talk, stores):
    from bot.rasa_components.past import past_in

    talk("I am fifty eight", said=AGE)
    tracker = talk("hello")
    assert past_in(tracker).said == (AGE.to_dict(),)
    tracker = talk("please start", *begun(), label="start")
    assert past_in(tracker).said == ()
    assert "fifty eight" not in kept(stores)


def test_what_an_answer_states_is_in_the_pre_screen_and_nowhere_else(talk, stores):
    talk("please start", *begun(), label="start")
    talk("I am fifty eight", said=AGE, label="answer")
    assert "fifty eight" not in kept(stores)


def test_whom_it_is_about_is_remembered_in_a_pre_screen_too(talk):
    from bot.rasa_components.past import past_in

    talk("please start", *begun(), label="start", said=Said(relative=True))
    for _ in range(2):
        tracker = talk("hello")
    assert past_in(tracker).relative is True


def test_a_conversation_does_not_grow(talk, stores):
    sizes = []
    for _ in range(60):
        talk("hello", said=AGE)
        sizes.append(len(kept(stores)))
    digits_of_the_time = 10
    assert abs(sizes[-1] - sizes[29]) <= digits_of_the_time


def test_there_is_one_row_a_conversation(talk, stores):
    for _ in range(5):
        talk("hello")
    talk("hello", session=OTHER_SESSION)
    with transaction(stores.engine) as session:
        assert len(session.execute(CONVERSATIONS.select()).all()) == 2


def test_of_a_conversation_that_was_never_answered_nothing_is_kept(trackers, stores):
    asyncio.run(trackers.get_or_create_tracker(SESSION))
    assert stores.conversations.count(SESSION) == 0


def test_erasing_a_conversation_erases_its_result_and_sheet_and_no_other(talk, stores):
    talk("hello"), talk("hello", session=OTHER_SESSION)
    stores.results.keep(ADDRESS, SESSION, {"of": "mine"})
    stores.results.keep(OTHER_ADDRESS, OTHER_SESSION, {"of": "another"})
    stores.sheets.keep("ABCD2345", SESSION, {})
    assert talk("delete my data", label="privacy/erase") is None
    assert stores.results.read(ADDRESS) is None
    assert stores.sheets.read("ABCD2345") is None
    assert stores.results.read(OTHER_ADDRESS) == {"of": "another"}
    assert stores.conversations.count(OTHER_SESSION) == 1


def test_where_the_result_cannot_be_erased_the_turn_fails_and_no_receipt_is_sent(talk, stores, monkeypatch):
    def failing(session):
        raise StoreError("OperationalError")

    talk("hello")
    monkeypatch.setattr(stores.results, "erase", failing)
    with pytest.raises(StoreError):
        talk("delete my data", label="privacy/erase")


@pytest.mark.parametrize("text", ["no token", "", "gAAAAA=="])
def test_a_row_that_was_changed_begins_a_new_conversation(talk, stores, text, caplog):
    talk("hello"), talk("hello")
    with transaction(stores.engine) as session:
        session.execute(CONVERSATIONS.update().values(content=text))
    tracker = talk("hello again")
    assert [e.text for e in tracker.events if e.type_name == "user"] == ["hello again"]
    assert "UnreadableError" in caplog.text
    assert SESSION not in caplog.text


def test_with_other_keys_a_new_conversation_begins(talk, stores, tmp_path, monkeypatch):
    talk("hello")
    other = bootstrap.stores_for(settings_in(tmp_path, "other keys"))
    monkeypatch.setattr(bootstrap, "stores", lambda: other)
    assert [e.text for e in talk("hello again").events if e.type_name == "user"] == ["hello again"]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: {},
        lambda data: {**data, "past": {"messages": 1}},
        lambda data: {**data, "past": {**data["past"], "said": [{"statements": []}]}},
        lambda data: {**data, "slots": {"prescreen": {"facts": []}}},
        lambda data: {**data, "latest": {"at": 0}},
    ],
)
def test_what_another_version_has_kept_begins_a_new_conversation(talk, stores, change):
    from bot.rasa_components.past import past_in

    talk("hello"), talk("hello")
    stores.conversations.keep(SESSION, change(stores.conversations.read(SESSION)))
    assert past_in(talk("hello again")).messages == 0


def test_a_database_that_fails_is_no_reason_to_begin_anew(talk, stores, monkeypatch):
    def failing(session):
        raise StoreError("OperationalError")

    talk("hello")
    with monkeypatch.context() as patched:
        patched.setattr(stores.conversations, "read", failing)
        with pytest.raises(StoreError):
            talk("hello")
    from bot.rasa_components.past import past_in

    assert past_in(talk("hello")).messages == 1


def test_rasa_has_no_second_store_to_go_on_with(trackers):
    from rasa.core.agent import Agent
    from rasa.shared.core.domain import Domain

    assert Agent._create_tracker_store(trackers, Domain.empty()) is trackers


def test_whose_conversations_there_are_cannot_be_listed(trackers, talk):
    talk("hello")
    assert asyncio.run(trackers.keys()) == []

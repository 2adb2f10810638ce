"""A code is made on consent alone, of what belongs on a sheet; where the store fails, the number is given."""

import asyncio
import json
import logging

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import handoff as module
from actions.answer_each import AnswerEach, answer
from actions.handoff import SpeakOfCode
from actions.prescreen import AskAgain
from bot import bootstrap, vocabulary
from bot.core.codes import normalised
from bot.core.errors import SetupError
from bot.core.handoff import Asked, Sheet
from bot.core.interview import Interview
from bot.core.understanding import DECLINE, MAKE, TAKE, WITHDRAW, Part, Understanding
from bot.store.engine import StoreError, connect
from bot.store.keys import Keyring
from bot.store.sheets import SheetStore

SESSION, OTHER = "0123456789abcdef" * 2, "fedcba9876543210" * 2
WORDS = "a clot in my leg"
NURSE_LINE = bootstrap.trial().nurse_line
VISITS = {"label": "ask/visits", "kind": "answer"}
INTERVIEW = Interview(words={"blood_clot": WORDS}, open=("E14", "ask"), key="A_-Z" * 5 + "09")


@pytest.fixture
def sheets(monkeypatch, tmp_path):
    """The store that the actions use, in a database of this test's own."""
    made = SheetStore(connect(f"sqlite:///{tmp_path}/sheets.db"), Keyring(tmp_path / "keys"))
    monkeypatch.setattr(bootstrap, "sheets", lambda: made)
    return made


def tracker(*labels, asked=(VISITS,), interview=None, intent="code", session=SESSION):
    """A conversation whose latest message asks for these."""
    parts = Understanding(tuple(Part(label, 1.0) for label in labels))
    slots = {"asked": list(asked), "prescreen": interview.to_dict() if interview else None}
    latest = {"text": "hello", "understanding": parts.to_dict(), "intent": {"name": intent}}
    return Tracker(session, slots, latest, [], False, None, {}, "action_listen")


def done(action, conversation):
    """The messages of an action."""
    dispatcher = CollectingDispatcher()
    asyncio.run(action.run(dispatcher, conversation, {}))
    return dispatcher.messages


def spoken(*labels, **more):
    """The only message of the action about codes."""
    (message,) = done(SpeakOfCode(), tracker(*labels, **more))
    return message


def code_in(message):
    """The code that a message gives."""
    return normalised(message["custom"]["code"])


def test_asking_for_a_code_keeps_nothing_and_asks_for_consent(sheets):
    message = spoken(TAKE)
    assert message["text"] == bootstrap.nurse_line().consent().text
    assert [b["title"] for b in message["buttons"]] == ["Yes, make a code", "No, no code"]
    assert not sheets.has_code(SESSION)


def test_with_consent_the_sheet_can_be_read_under_the_code(sheets):
    message = spoken(MAKE, interview=INTERVIEW)
    sheet = Sheet.from_dict(sheets.read(code_in(message)), vocabulary.facts())
    assert sheet.asked == ("ask/visits",)
    assert sheet.interview.words == {"blood_clot": WORDS}
    assert sheet.trial == bootstrap.trial().id
    assert message["custom"]["kind"] == "handoff"
    assert message["custom"]["code"] in message["text"]


def test_the_sheet_does_not_hold_the_address_of_the_result(sheets):
    assert INTERVIEW.key not in json.dumps(sheets.read(code_in(spoken(MAKE, interview=INTERVIEW))))


def test_the_sheet_says_what_could_not_be_answered(sheets):
    asked = [VISITS, {"label": "ask/dose_amount", "kind": "not_stated"}]
    content = sheets.read(code_in(spoken(MAKE, asked=asked)))
    sheet = Sheet.from_dict(content, vocabulary.facts())
    assert sheet.unanswered == (Asked("ask/dose_amount", "not_stated"),)


def test_a_new_code_takes_the_place_of_the_older_one(sheets):
    first, second = code_in(spoken(MAKE)), code_in(spoken(MAKE))
    assert first != second
    assert sheets.read(first) is None
    assert sheets.read(second)
    assert sheets.withdraw(SESSION) == 1


def test_another_person_s_code_is_left_alone(sheets):
    theirs = code_in(spoken(MAKE, session=OTHER))
    spoken(MAKE)
    spoken(WITHDRAW)
    assert sheets.read(theirs)


def test_a_code_that_somebody_has_is_not_given_twice(sheets, monkeypatch):
    drawn = iter(["CCCCCCCC", "CCCCCCCC", "DDDDDDDD"])
    monkeypatch.setattr(module.codes, "drawn", lambda choose: next(drawn))
    assert code_in(spoken(MAKE, session=OTHER)) == "CCCCCCCC"
    assert code_in(spoken(MAKE)) == "DDDDDDDD"
    assert sheets.read("CCCCCCCC")


def test_without_luck_in_drawing_no_code_is_made_and_the_number_is_given(sheets, monkeypatch):
    monkeypatch.setattr(module.codes, "drawn", lambda choose: "CCCCCCCC")
    spoken(MAKE, session=OTHER)
    message = spoken(MAKE)
    assert "code" not in message["custom"]
    assert NURSE_LINE in message["text"]


def test_no_consent_makes_no_code(sheets):
    assert spoken(DECLINE)["text"] == bootstrap.nurse_line().declined().text
    assert not sheets.has_code(SESSION)


def test_a_code_that_is_withdrawn_opens_nothing_and_that_is_said(sheets):
    code = code_in(spoken(MAKE))
    assert "gone" in spoken(WITHDRAW)["text"]
    assert sheets.read(code) is None
    assert spoken(WITHDRAW)["text"] == bootstrap.nurse_line().withdrawn(0).text


@pytest.mark.parametrize("wish", [TAKE, MAKE])
def test_of_a_conversation_without_anything_no_code_is_made(sheets, wish):
    assert spoken(wish, asked=())["text"] == bootstrap.nurse_line().nothing_yet().text
    assert not sheets.has_code(SESSION)


@pytest.mark.parametrize("error", [StoreError("OperationalError"), SetupError("keys: not a file of keys")])
@pytest.mark.parametrize(("wish", "method"), [(MAKE, "keep"), (WITHDRAW, "withdraw")])
def test_where_the_store_fails_the_number_is_given_calmly(sheets, monkeypatch, caplog, wish, method, error):
    def fails(*_):
        raise error

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(sheets, method, fails)
    message = spoken(wish, interview=INTERVIEW)
    assert message["custom"] == {"kind": "handoff"}
    assert "sorry" in message["text"]
    assert NURSE_LINE in message["text"]
    assert type(error).__name__ in caplog.text
    assert [secret for secret in (SESSION, WORDS, "ask/visits") if secret in caplog.text] == []


def test_a_code_that_was_made_stands_in_no_log(sheets, caplog):
    caplog.set_level(logging.DEBUG)
    code = code_in(spoken(MAKE))
    assert code not in caplog.text


def test_beside_a_question_both_are_answered(sheets):
    question, consent = done(AnswerEach(), tracker("ask/visits", TAKE, intent="several"))
    assert question["response"] == "utter_answer"
    assert consent["text"] == bootstrap.nurse_line().consent().text


def test_beside_a_question_a_code_is_withdrawn_too(sheets):
    code = code_in(spoken(MAKE))
    done(AnswerEach(), tracker("ask/visits", WITHDRAW, intent="several"))
    assert sheets.read(code) is None


def test_where_the_next_question_follows_a_code_is_only_offered(sheets):
    dispatcher = CollectingDispatcher()
    asyncio.run(answer(dispatcher, tracker(TAKE, intent="answer"), 0, question_follows=True))
    assert dispatcher.messages[0]["text"] == bootstrap.nurse_line().handoff().text


def test_the_open_question_waits_for_consent_and_comes_after_the_code(sheets):
    assert done(AskAgain(), tracker(TAKE, interview=INTERVIEW)) == []
    assert done(AskAgain(), tracker("ask/visits", TAKE, interview=INTERVIEW, intent="several")) == []
    for wish in (MAKE, DECLINE, WITHDRAW):
        (question,) = done(AskAgain(), tracker(wish, interview=INTERVIEW))
        assert question["custom"]["criterion"] == "E14"

"""What is kept of a conversation, how it is erased, and what becomes of identifiers and insults."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from bot import bootstrap
from bot.core.identifiers import without_identifiers
from bot.store.conversations import ConversationStore
from bot.store.engine import StoreError
from bot.store.results import ResultStore

Say = Callable[[str], list[dict[str, Any]]]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("rasa")]

MARKER = "Marmaduke"
QUESTION = "How many people take part?"
NURSE_LINE = bootstrap.trial().nurse_line
ERASING = [
    "Delete my data",
    "DELETE MY DATA!!",
    "please erase my data",
    "Please delete everything that I told you",
    "Can you wipe this conversation?",
    "I want you to forget our whole chat",
    "Remove all my messages from your records, please",
]
BESIDE_A_QUESTION = [
    f"{QUESTION} Can you delete my data?",
    f"{QUESTION} And please delete my data.",
    f"Please delete my data. {QUESTION}",
]
BESIDE_OTHER_WORDS = [
    "Thank you, you have been kind. Please delete my data.",
    "That answers my question. Please delete my data now.",
]
ASKING_WHAT_IS_KEPT = [
    "What do you do with my data?",
    "Is what I type here stored?",
    "Will my doctor see what I write here?",
]
IDENTIFIERS = {  # of nobody: numbers kept free for drama, and an NHS number that is never given
    "a telephone number": "My phone number is 07700 900123",
    "a health number": "My NHS number is 999 123 4560",
    "an e-mail address": "You can write to me at jo@example.com",
    "an address": "I live at 10 Example Street, SW1A 1AA",
}
INSULTS = ["You stupid useless machine", "Shut up, you moron"]


class Kept:
    """What the assistant keeps of one person."""

    def __init__(self, agent: Any, sender: str) -> None:
        self._store = agent.tracker_store
        self._sender = sender

    def everything(self) -> dict[str, int]:
        """How much is kept, by what it is; nothing of what there is none of."""
        return {name: n for name, n in bootstrap.stores().erasure.due(self._sender).items() if n}

    def typed(self) -> list[str]:
        """All messages of the person whose words are kept."""
        tracker = asyncio.run(self._store.retrieve(self._sender))
        return [event.text for event in tracker.events if event.type_name == "user" and event.text]

    def words(self) -> str:
        """All that is kept of the conversation, as it is before it is encrypted."""
        return json.dumps(bootstrap.stores().conversations.read(self._sender), ensure_ascii=False)


@pytest.fixture
def kept(agent: Any, sender: str) -> Kept:
    """What is kept of this test's conversation."""
    return Kept(agent, sender)


def passed_on(text: str) -> str:
    """What the gateway passes on of a typed text."""
    return without_identifiers(text, [NURSE_LINE])


def only(replies: list[dict[str, Any]], kind: str) -> str:
    """The text of the only reply, which is of this kind."""
    (reply,) = replies
    assert reply["custom"]["kind"] == kind
    return str(reply["text"])


@pytest.mark.parametrize("wording", ERASING)
def test_delete_my_data_erases_the_conversation_and_says_what(wording: str, say: Say, kept: Kept) -> None:
    say(f"Hello, my name is {MARKER}")
    say(QUESTION)
    assert kept.everything() == {"conversations": 1}
    receipt = only(say(wording), "privacy")
    assert "3 messages" in receipt
    assert "erased" in receipt
    assert MARKER not in receipt
    assert kept.everything() == {}


def test_the_words_of_a_message_are_gone_when_the_next_one_is_answered(say: Say, kept: Kept) -> None:
    say(f"Hello, my name is {MARKER}")
    assert MARKER in kept.words()
    say(QUESTION)
    assert kept.typed() == [QUESTION]
    assert MARKER not in kept.words()


def test_what_was_stated_is_kept_until_a_pre_screen_has_taken_it(say: Say, kept: Kept) -> None:
    stated = "I am 58 years old"
    say(stated)
    say(QUESTION)
    assert "58" in kept.words()
    say("start the pre-screen"), say("Yes, please start")
    assert "58" in str(say("What have I said so far?"))
    said = bootstrap.stores().conversations.read(kept._sender)["past"]["said"]
    assert said == []


def test_in_the_pre_screen_only_the_words_that_answer_are_kept(say: Say, kept: Kept) -> None:
    say("start the pre-screen"), say("Yes, please start")
    say(f"{QUESTION} My friend {MARKER} wants to know.")
    assert kept.typed() == []
    assert MARKER not in kept.words()


def test_the_receipt_names_a_result_and_a_sheet_that_were_erased_too(
    say: Say, kept: Kept, sender: str
) -> None:
    say(QUESTION)
    bootstrap.results().keep("A" * 22, sender, {"trial": "of this test"})
    bootstrap.stores().sheets.keep("ABCD2345", sender, {"asked": []})
    assert kept.everything() == {"results": 1, "sheets": 1, "conversations": 1}
    receipt = only(say("Delete my data"), "privacy")
    assert "the page with your result" in receipt
    assert "your code" in receipt
    assert kept.everything() == {}
    assert bootstrap.stores().sheets.read("ABCD2345") is None


def test_the_receipt_names_nothing_that_there_was_not(say: Say) -> None:
    say(QUESTION)
    receipt = only(say("Delete my data"), "privacy")
    assert "result" not in receipt
    assert "code" not in receipt


def test_where_it_cannot_be_erased_the_turn_fails_and_nobody_hears_that_it_was(
    say: Say, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(QUESTION)

    def failing(self: Any, session: str) -> int:
        raise StoreError("OperationalError")

    with monkeypatch.context() as patched:
        patched.setattr(ResultStore, "erase", failing)
        with pytest.raises(StoreError):
            say("Delete my data")
    assert kept.everything() == {"conversations": 1}
    assert "2 messages" in only(say("Delete my data"), "privacy")


def test_a_turn_that_cannot_be_kept_is_not_acknowledged(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(self: Any, session: str, content: object) -> None:
        raise StoreError("OperationalError")

    monkeypatch.setattr(ConversationStore, "keep", failing)
    with pytest.raises(StoreError):
        say(QUESTION)


def test_a_conversation_that_cannot_be_read_now_is_not_begun_anew(
    say: Say, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(QUESTION)

    def failing(self: Any, session: str) -> None:
        raise StoreError("OperationalError")

    with monkeypatch.context() as patched:
        patched.setattr(ConversationStore, "read", failing)
        with pytest.raises(StoreError):
            say("And how often?")
    assert kept.typed() == [QUESTION]


def test_after_it_was_erased_the_next_message_begins_a_new_conversation(say: Say, kept: Kept) -> None:
    say(QUESTION)
    say("Delete my data")
    assert only(say(QUESTION), "answer")
    assert kept.typed() == [QUESTION]
    assert "2 messages" in only(say("Delete my data"), "privacy")
    assert kept.everything() == {}


def test_what_was_erased_is_not_remembered_in_what_is_said_next(say: Say) -> None:
    first, second = (only(say(INSULTS[0]), "abuse") for _ in range(2))
    say("Delete my data")
    assert only(say(INSULTS[0]), "abuse") == first != second


def test_as_the_first_message_the_receipt_counts_itself(say: Say, kept: Kept) -> None:
    assert "1 message from you" in only(say("Delete my data"), "privacy")
    assert kept.everything() == {}


def test_one_person_s_deletion_leaves_another_s_conversation(agent: Any, say: Say) -> None:
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

    other = UserMessage(QUESTION, CollectingOutputChannel(), "somebody else")
    asyncio.run(agent.handle_message(other))
    say(QUESTION)
    say("Delete my data")
    assert asyncio.run(agent.tracker_store.retrieve("somebody else")).latest_message.text == QUESTION


@pytest.mark.parametrize("text", BESIDE_A_QUESTION)
def test_beside_a_question_everything_is_erased_too(text: str, say: Say, kept: Kept) -> None:
    say("Hello")
    kinds = [reply["custom"]["kind"] for reply in say(text)]
    assert sorted(kinds) == ["answer", "privacy"]
    assert kept.everything() == {}


@pytest.mark.parametrize("text", BESIDE_OTHER_WORDS)
def test_beside_other_words_everything_is_erased_too(text: str, say: Say, kept: Kept) -> None:
    say("Hello")
    replies = say(text)
    assert "erased" in " ".join(reply["text"] for reply in replies)
    assert kept.everything() == {}


@pytest.mark.parametrize("question", ASKING_WHAT_IS_KEPT)
def test_what_is_kept_is_told_and_nothing_is_erased(question: str, say: Say, kept: Kept) -> None:
    text = only(say(question), "privacy")
    assert "delete my data" in text
    assert "30 minutes" in text
    assert "I have erased" not in text
    assert kept.typed() == [question]


@pytest.mark.parametrize("typed", IDENTIFIERS.values(), ids=IDENTIFIERS)
def test_a_typed_identifier_gets_the_privacy_notice(typed: str, say: Say, kept: Kept) -> None:
    assert passed_on(typed) != typed
    text = only(say(passed_on(typed)), "privacy")
    assert "do not type personal details" in text
    assert NURSE_LINE in text
    assert "[" not in text
    assert kept.typed() == [passed_on(typed)]


@pytest.mark.parametrize("typed", IDENTIFIERS.values(), ids=IDENTIFIERS)
@pytest.mark.parametrize("question_first", [True, False])
def test_a_question_beside_an_identifier_is_answered_too(question_first: bool, typed: str, say: Say) -> None:
    texts = [QUESTION, f"{typed}."] if question_first else [f"{typed}.", QUESTION]
    notice, answer = say(passed_on(" ".join(texts)))
    assert notice["custom"]["kind"] == "privacy"
    assert answer["custom"]["kind"] == "answer"
    assert "about 90 people" in answer["text"]


def test_the_nurse_line_s_own_number_gets_no_privacy_notice(say: Say) -> None:
    text = f"Is {NURSE_LINE} the number of the information nurses?"
    assert passed_on(text) == text
    assert "privacy" not in [reply["custom"]["kind"] for reply in say(text)]


@pytest.mark.parametrize("insult", INSULTS)
def test_abuse_is_met_calmly_and_the_second_time_more_briefly(insult: str, say: Say) -> None:
    first, second, third = (only(say(text), "abuse") for text in (insult, INSULTS[0], insult))
    assert NURSE_LINE in first
    assert NURSE_LINE in second
    assert "999" in first
    assert len(second) < len(first)
    assert third == second


def test_after_an_insult_questions_are_answered_as_before(say: Say) -> None:
    say(INSULTS[0])
    assert "about 90 people" in only(say(QUESTION), "answer")

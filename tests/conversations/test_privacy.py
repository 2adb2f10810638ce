"""What is kept of a conversation, how it is erased, and what becomes of identifiers and insults."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot import bootstrap
from bot.core.identifiers import without_identifiers

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
    """What the assistant keeps of the conversations since this was made."""

    def __init__(self, agent: Any) -> None:
        self._store = agent.tracker_store
        self._others = set(self._keys())

    def conversations(self) -> list[Any]:
        own = [key for key in self._keys() if key not in self._others]
        return [asyncio.run(self._store.retrieve_full_tracker(key)) for key in own]

    def typed(self) -> list[str]:
        """All messages of the person that are kept."""
        events = [event for tracker in self.conversations() for event in tracker.events]
        return [event.text for event in events if event.type_name == "user"]

    def _keys(self) -> list[str]:
        return list(asyncio.run(self._store.keys()))


@pytest.fixture
def kept(agent: Any) -> Kept:
    """What is kept of this test's conversation."""
    return Kept(agent)


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
    assert len(kept.conversations()) == 1
    assert any(MARKER in text for text in kept.typed())
    receipt = only(say(wording), "privacy")
    assert "3 messages" in receipt
    assert "erased" in receipt
    assert MARKER not in receipt
    assert kept.conversations() == []


def test_after_it_was_erased_the_next_message_begins_a_new_conversation(say: Say, kept: Kept) -> None:
    say(QUESTION)
    say("Delete my data")
    assert only(say(QUESTION), "answer")
    assert kept.typed() == [QUESTION]
    assert "2 messages" in only(say("Delete my data"), "privacy")
    assert kept.conversations() == []


def test_what_was_erased_is_not_remembered_in_what_is_said_next(say: Say) -> None:
    first, second = (only(say(INSULTS[0]), "abuse") for _ in range(2))
    say("Delete my data")
    assert only(say(INSULTS[0]), "abuse") == first != second


def test_as_the_first_message_the_receipt_counts_itself(say: Say, kept: Kept) -> None:
    assert "1 message from you" in only(say("Delete my data"), "privacy")
    assert kept.conversations() == []


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
    assert kept.conversations() == []


@pytest.mark.parametrize("text", BESIDE_OTHER_WORDS)
def test_beside_other_words_everything_is_erased_too(text: str, say: Say, kept: Kept) -> None:
    say("Hello")
    replies = say(text)
    assert "erased" in " ".join(reply["text"] for reply in replies)
    assert kept.conversations() == []


@pytest.mark.parametrize("question", ASKING_WHAT_IS_KEPT)
def test_what_is_kept_is_told_and_nothing_is_erased(question: str, say: Say, kept: Kept) -> None:
    text = only(say(question), "privacy")
    assert "delete my data" in text
    assert "erased" not in text
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

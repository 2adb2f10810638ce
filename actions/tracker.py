"""What actions read from the conversation and write back; the only file that names slots."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot import vocabulary
from bot.core import turns
from bot.core.handoff import Asked
from bot.core.interview import Interview
from bot.core.messages import Message
from bot.core.past import Past
from bot.core.statements import Said
from bot.core.understanding import NOTHING, Understanding

SLOT, ANSWER, ASKED = "prescreen", "answer", "asked"


def understood(tracker: Tracker) -> Understanding:
    """What the latest message asks."""
    return _understanding(tracker.latest_message)


def _understanding(message: dict[str, Any]) -> Understanding:
    data = message.get("understanding") or (message.get("parse_data") or {}).get("understanding")
    return Understanding.from_dict(data) if data else NOTHING


def said(tracker: Tracker) -> Said:
    """What the latest message states."""
    data = tracker.latest_message.get("said")
    return Said.from_dict(data, vocabulary.facts()) if data else Said()


def intent(tracker: Tracker) -> str:
    """The intent of the latest message."""
    return str((tracker.latest_message.get("intent") or {}).get("name"))


def so_far(tracker: Tracker) -> Past:
    """All messages, the latest among them: those whose events are gone are told by the first event."""
    started = [e.get("metadata") or {} for e in tracker.events if e.get("event") == "session_started"]
    kept = next((metadata["past"] for metadata in started if "past" in metadata), None)
    return Past.of(kept, [e.get("parse_data") or {} for e in tracker.events if e.get("event") == "user"])


def earlier(tracker: Tracker) -> list[Said]:
    """What the messages so far state, in their order, as long as no pre-screen has taken it."""
    return [Said.from_dict(data, vocabulary.facts()) for data in so_far(tracker).said]


def commands(tracker: Tracker) -> list[str]:
    """What the latest message asks of the interview itself."""
    return turns.commands(understood(tracker), said(tracker))


def asked_beside(tracker: Tracker) -> list[int]:
    """The parts of an answer that ask something of their own, by their number."""
    return list(tracker.latest_message.get("beside") or [])


def asked_of_relative(tracker: Tracker) -> bool:
    """Whether somebody said, last of all, that they ask for a relative."""
    return bool(so_far(tracker).relative)


def asked(tracker: Tracker) -> list[Asked]:
    """What was asked so far, and how it was answered."""
    return [Asked(**one) for one in tracker.get_slot(ASKED) or []]


def awaits_consent(tracker: Tracker) -> bool:
    """Whether the reply to the latest message asks if a code may be made."""
    return turns.awaits_consent(understood(tracker), intent(tracker))


def interview(tracker: Tracker) -> Interview | None:
    """The pre-screen as it stands, if there is one."""
    data = tracker.get_slot(SLOT)
    return Interview.from_dict(data, vocabulary.facts()) if data else None


def remembered(state: Interview, goes_on: bool) -> list[EventType]:
    """The events that keep a pre-screen; an empty answer keeps its form open."""
    return [SlotSet(SLOT, state.to_dict()), SlotSet(ANSWER, None if goes_on else state.state)]


def utter(dispatcher: CollectingDispatcher, messages: tuple[Message, ...]) -> None:
    """Says these messages."""
    for message in messages:
        buttons = [{"title": b.title, "payload": b.text} for b in message.buttons]
        dispatcher.utter_message(text=message.text, buttons=buttons, json_message=message.extras())

"""Keeps of a conversation what it needs to go on: the same cost at turn 3 and at turn 300.

Between two messages that is the slots, the open form, the latest message and the past without its words.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

from rasa.core import agent
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot import bootstrap, vocabulary
from bot.core.errors import InputError
from bot.core.interview import Interview
from bot.core.past import Past
from bot.core.statements import Said
from bot.core.turns import ERASING
from bot.core.understanding import ERASE
from bot.rasa_components.classifier import SEVERAL, UNDERSTANDING, understanding_in
from bot.rasa_components.past import PAST, past_in
from bot.rasa_components.statements import SAID, SLOT
from bot.store.errors import UnreadableError

NEEDED = ("intent", UNDERSTANDING, SAID)
"""What the next message may need of the way in which the latest one was read."""

UNREADABLE = (UnreadableError, KeyError, TypeError, ValueError, AttributeError, InputError)
"""What reading a conversation raises that was changed, or that another version of this program wrote."""

logger = logging.getLogger(__name__)

# Rasa would go on in memory when a store fails. It would acknowledge answers that the next start has lost,
# and say that something is erased that is not. So a turn that cannot be kept fails, and the person hears it.
agent.FailSafeTrackerStore = lambda store: store


class BoundedTrackerStore(TrackerStore):
    """One row a conversation; one whose latest message asks for it is erased, not saved."""

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:
        """A new conversation, of which nothing is kept before the first message is answered."""
        tracker = self.init_tracker(sender_id)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the conversation, or erases all that is kept of the person. Raises StoreError."""
        latest = tracker.latest_message
        if latest and _asks_to_be_forgotten(latest.parse_data):
            await asyncio.to_thread(bootstrap.stores().erasure.erase, tracker.sender_id)
        else:
            kept = bootstrap.stores().conversations.keep
            await asyncio.to_thread(kept, tracker.sender_id, to_data(tracker))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as it was; None if there is none that can be read. Raises StoreError."""
        try:
            data = await asyncio.to_thread(bootstrap.stores().conversations.read, sender_id)
            events = from_data(data) if data else None
        except UNREADABLE as error:
            logger.error("a conversation could not be read: %s", type(error).__name__)
            return None
        return events and DialogueStateTracker.from_events(sender_id, events, self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """None: whose a conversation is cannot be told from what is kept."""
        return []


def to_data(tracker: DialogueStateTracker) -> dict[str, Any]:
    """What is kept of a conversation, as plain data."""
    past, loop = past_in(tracker), tracker.active_loop
    return {
        PAST: (past.without_words() if tracker.get_slot(SLOT) else past).to_dict(),
        "slots": {
            slot.name: slot.value for slot in tracker.slots.values() if slot.value != slot.initial_value
        },
        "loop": loop.name if loop else None,
        "rejected": bool(loop and loop.rejected),
        "latest": _latest(tracker),
    }


def from_data(data: dict[str, Any]) -> list[Event]:
    """The events that bring a conversation to where it was. Raises one of ``UNREADABLE``."""
    _check(data)
    listening = ActionExecuted(ACTION_LISTEN_NAME)
    events: list[Event] = [SessionStarted(metadata={PAST: data[PAST]})]
    events += [SlotSet(name, value) for name, value in data["slots"].items()]
    latest = data["latest"]
    if latest:
        said = UserUttered(
            latest["text"], latest["read"].get("intent"), parse_data=latest["read"], timestamp=latest["at"]
        )
        events += [listening, said]
    if data["loop"]:
        events.append(ActiveLoop(data["loop"]))
    if data["rejected"]:
        events.append(ActionExecutionRejected(data["loop"]))
    return [*events, listening]


def _check(data: dict[str, Any]) -> None:
    """Reads what the actions would fail to read later."""
    facts = vocabulary.facts()
    for said in Past.from_dict(data[PAST]).said:
        Said.from_dict(said, facts)
    if data["slots"].get(SLOT):
        Interview.from_dict(data["slots"][SLOT], facts)


def _latest(tracker: DialogueStateTracker) -> dict[str, Any] | None:
    """The latest message; its words only where the next one may lean on them."""
    latest = tracker.get_last_event_for(UserUttered)
    if latest is None:
        return None
    read = {name: latest.parse_data[name] for name in NEEDED if name in latest.parse_data}
    if tracker.get_slot(SLOT) and read.get(SAID):  # the pre-screen has taken what was stated
        read[SAID] = Said(relative=read[SAID]["relative"]).to_dict()
    return {"text": None if tracker.active_loop else latest.text, "read": read, "at": latest.timestamp}


def _asks_to_be_forgotten(parse_data: Any) -> bool:
    """Whether that is what a message was understood to want, alone or beside other things."""
    intent = (parse_data.get("intent") or {}).get("name")
    several = intent == SEVERAL and any(p.label == ERASE for p in understanding_in(parse_data).parts)
    return intent == ERASING or several

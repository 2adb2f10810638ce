"""Keeps conversations in memory, and forgets one, with its result, as soon as the person asks for it."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

from bot import bootstrap
from bot.core.turns import ERASING
from bot.core.understanding import ERASE
from bot.rasa_components.classifier import SEVERAL, understanding_in


class ForgettingTrackerStore(InMemoryTrackerStore):
    """Rasa's own store, but a conversation whose latest message asks for it is erased, not saved."""

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Saves the conversation, or erases it."""
        latest = tracker.latest_message
        if latest and _asks_to_be_forgotten(latest.parse_data):
            self.store.pop(tracker.sender_id, None)
            # Where this fails, the person is told of a problem, and not that all is erased.
            await asyncio.to_thread(bootstrap.results().erase, tracker.sender_id)
        else:
            await super().save(tracker)


def _asks_to_be_forgotten(parse_data: Any) -> bool:
    """Whether that is what a message was understood to want, alone or beside other things."""
    intent = (parse_data.get("intent") or {}).get("name")
    several = intent == SEVERAL and any(p.label == ERASE for p in understanding_in(parse_data).parts)
    return intent == ERASING or several

"""Keeps conversations in memory, and forgets one, with its result, as soon as the person asks for it."""

from __future__ import annotations

import asyncio

from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

from bot import bootstrap
from bot.core.understanding import ERASE
from bot.rasa_components.classifier import understanding_in


class ForgettingTrackerStore(InMemoryTrackerStore):
    """Rasa's own store, but a conversation whose latest message asks for it is erased, not saved."""

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Saves the conversation, or erases it."""
        latest = tracker.latest_message
        parts = understanding_in(latest.parse_data if latest else {}).parts
        if any(part.label == ERASE for part in parts):
            self.store.pop(tracker.sender_id, None)
            # Where this fails, the person is told of a problem, and not that all is erased.
            await asyncio.to_thread(bootstrap.results().erase, tracker.sender_id)
        else:
            await super().save(tracker)

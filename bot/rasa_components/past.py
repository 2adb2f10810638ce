"""What came before the latest message, whether its events are still there or not."""

from __future__ import annotations

from rasa.shared.core.events import SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.past import Past

PAST = "past"
"""Name under which the event that starts a conversation carries what came before."""


def past_in(tracker: DialogueStateTracker) -> Past:
    """All messages before the latest one."""
    started = [event.metadata for event in tracker.events if isinstance(event, SessionStarted)]
    kept = next((metadata[PAST] for metadata in started if PAST in (metadata or {})), None)
    messages = [event.parse_data for event in tracker.events if isinstance(event, UserUttered)]
    return Past.of(kept, messages[:-1])

"""What actions read from the conversation; the only file that knows how it is stored there."""

from rasa_sdk import Tracker


def number_of_parts(tracker: Tracker) -> int:
    """How many things the latest message asks."""
    return len(tracker.latest_message["understanding"]["parts"])

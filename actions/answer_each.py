"""Answers a message that asks several things."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.tracker import understood


class AnswerEach(Action):
    """Answers each part of the message in turn, a reply a part."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer_each"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Asks Rasa to render one reply a part."""
        for part in range(len(understood(tracker).parts)):
            dispatcher.utter_message(response="utter_answer", part=part)
        return []

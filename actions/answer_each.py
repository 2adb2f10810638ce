"""Answers a message that asks several things."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import handoff
from actions.tracker import understood, utter
from bot.core.understanding import CODE


class AnswerEach(Action):
    """Answers each part of the message in turn, a reply a part."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer_each"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Says one reply a part."""
        for part in range(len(understood(tracker).parts)):
            await answer(dispatcher, tracker, part)
        return []


async def answer(
    dispatcher: CollectingDispatcher, tracker: Tracker, part: int, question_follows: bool = False
) -> None:
    """Answers one part of the message, by its number. Rasa renders all that needs nothing done."""
    label = understood(tracker).parts[part].label
    if label.startswith(CODE):
        utter(dispatcher, (await handoff.reply(tracker, label, question_follows),))
    else:
        dispatcher.utter_message(response="utter_answer", part=part)

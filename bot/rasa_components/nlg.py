"""Renders what the assistant says, in Rasa's process and from the trial's content."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot import bootstrap
from bot.core.answering import SoFar
from bot.core.messages import Message
from bot.core.understanding import CLARIFY, ERASE, HANDOFF, OUT_OF_SCOPE, Part
from bot.rasa_components.classifier import understanding_in
from bot.rasa_components.danger import DANGER
from bot.rasa_components.past import past_in
from bot.store.erasure import Receipt

REPLIES = {
    "utter_answer": None,
    "utter_advice": "advice",
    "utter_handoff": HANDOFF,
    "utter_prescreen_intro": "prescreen",
    "utter_out_of_scope": OUT_OF_SCOPE,
    "utter_clarify": CLARIFY,
}
"""Responses that answer the person's message, and the label that each answers without one."""


CARD = "utter_card"
"""The response to a report of danger."""


class TrialResponses(TemplatedNaturalLanguageGenerator):
    """Replies are made from what the message asks; all else is the domain's own text."""

    def __init__(self, endpoint_config: EndpointConfig | None, domain: Domain) -> None:
        super().__init__(domain.responses)
        self._answerer = bootstrap.answerer()
        self._cards = bootstrap.danger_cards()

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The response as Rasa sends it. ``part`` says which part of the message to answer."""
        if utter_action not in (*REPLIES, CARD):
            return await super().generate(utter_action, tracker, output_channel, **kwargs)
        latest = tracker.latest_message
        if utter_action == CARD:
            return as_rasa(self._cards[latest.parse_data[DANGER]["kind"]])
        parts = understanding_in(latest.parse_data if latest else {}).parts
        label = REPLIES[utter_action]
        number = int(kwargs.get("part", 0))
        if number < len(parts):
            return as_rasa(self._answerer.answer(parts[number], await _so_far(tracker, parts[number])))
        if label:
            return as_rasa(self._answerer.answer(Part(label, 1.0)))
        return await super().generate(utter_action, tracker, output_channel, **kwargs)


async def _so_far(tracker: DialogueStateTracker, part: Part) -> SoFar:
    """What came before and including the latest message; the labels without its own."""
    past = past_in(tracker)
    kept: Receipt = {}
    if part.label == ERASE:  # it is erased when all is said, or else nothing of this is heard
        kept = await asyncio.to_thread(bootstrap.stores().erasure.due, tracker.sender_id)
    return SoFar(past.messages + 1, past.labels, tuple(name for name, count in kept.items() if count))


def as_rasa(message: Message) -> dict[str, Any]:
    """A message in the shape of a Rasa response; what Rasa has no field for is custom."""
    response: dict[str, Any] = {"text": message.text, "custom": message.extras()}
    if message.buttons:
        response["buttons"] = [{"title": b.title, "payload": b.text} for b in message.buttons]
    return response

"""Notes what was asked, and how it is answered, for the sheet that a nurse may see."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot import bootstrap
from bot.core.handoff import Asked, subject_of, with_asked
from bot.core.turns import ANSWER
from bot.rasa_components.classifier import UNDERSTANDING, understanding_in
from bot.rasa_components.statements import BESIDE

ASKED = "asked"
"""Name of the entity that fills the slot of the same name: the list as it is after the message."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class AskedTopics(GraphComponent):
    """Gives each message that asks something the list of all that was asked so far."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AskedTopics:
        """Creates the component; Rasa's interface."""
        return cls()

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        """Adds the list to each message that asks something about the trial."""
        so_far = [Asked(**asked) for asked in (tracker.get_slot(ASKED) if tracker else None) or []]
        for message in messages:
            new = _asked_in(message)
            if new:
                value = [asked.to_dict() for asked in with_asked(so_far, new)]
                found = {"entity": ASKED, "value": value, "start": 0, "end": 0, "extractor": "AskedTopics"}
                message.set("entities", [found], add_to_output=True)
        return messages


def _asked_in(message: Message) -> list[Asked]:
    """What a message asks, as it will be answered: of an answer to the pre-screen only what is beside it."""
    parts = understanding_in({UNDERSTANDING: message.get(UNDERSTANDING)}).parts
    if (message.get("intent") or {}).get("name") == ANSWER:
        parts = tuple(parts[n] for n in message.get(BESIDE) or [])
    labelled = [(subject_of(part), part) for part in parts]
    return [Asked(label, bootstrap.answerer().answer(part).kind) for label, part in labelled if label]

"""Looks for danger in a message before anything else reads it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot import bootstrap
from bot.core.danger import Danger
from bot.language.encoder import Remembering, SentenceEncoder

DANGER = "danger"
"""Name under which a message carries the danger that it reports."""
READ = "read"
"""Name under which a message carries its reading and encoder to the next component; never stored."""


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False, model_from="MiniLmEncoder"
)
class DangerDetector(GraphComponent):
    """Sets the intent of a message that reports danger; no later component may change it."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DangerDetector:
        """Creates the component, with all that it needs in memory."""
        bootstrap.danger_reader()
        return cls()

    def process(self, messages: list[Message], model: SentenceEncoder) -> list[Message]:
        """Reads each message once, for this component and the next."""
        for message in messages:
            reading = bootstrap.reader().read(message.get("text") or "")
            encoder = Remembering(model)
            message.set(READ, (reading, encoder))
            danger = bootstrap.danger_reader().read(reading, encoder)
            if danger:
                _write(message, danger)
        return messages


def _write(message: Message, danger: Danger) -> None:
    intent = {"name": danger.kind, "confidence": 1.0}
    message.set("intent", intent, add_to_output=True)
    message.set("intent_ranking", [intent], add_to_output=True)
    message.set(DANGER, danger.to_dict(), add_to_output=True)

"""Provides the sentence encoder to the components behind it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

from bot import bootstrap
from bot.language.encoder import SentenceEncoder


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MODEL_LOADER, is_trainable=False)
class MiniLmEncoder(GraphComponent):
    """all-MiniLM-L6-v2; its graph is built under ``var/`` once, from weights verified by hash."""

    def __init__(self, model: SentenceEncoder) -> None:
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MiniLmEncoder:
        """Creates the component. Raises SetupError when the weights are not the reviewed ones."""
        return cls(bootstrap.sentence_encoder())

    def provide(self) -> SentenceEncoder:
        """The encoder; Rasa asks for it with every message."""
        return self._model

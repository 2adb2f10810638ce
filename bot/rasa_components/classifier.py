"""Reads a message into what it asks, with the conversation so far in view."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot import bootstrap
from bot.core import turns
from bot.core.danger import KINDS
from bot.core.turns import SEVERAL
from bot.core.understanding import CLARIFY, NOTHING, Understanding
from bot.language import classifier
from bot.language.classifier import Classifier
from bot.language.encoder import SentenceEncoder
from bot.language.encodings import Encodings
from bot.language.likeness import SAFE
from bot.language.understander import Understander, train
from bot.rasa_components.danger import DANGER, READ

UNDERSTANDING = "understanding"
"""Name under which a message carries what it asks."""
RETRIEVAL = ("ask", "smalltalk")
"""Intents with a second level: ``ask/visits``."""


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True, model_from="MiniLmEncoder"
)
class TopicClassifier(GraphComponent):
    """Sets the intent that a rule answers, and the understanding that the answer is made from."""

    def __init__(self, storage: ModelStorage, resource: Resource, learnt: Classifier | None = None) -> None:
        self._storage = storage
        self._resource = resource
        self._learnt = learnt

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """Creates an untrained component; Rasa's interface."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """Creates a component with what an earlier one learnt."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, classifier.load(folder))

    def train(self, training_data: TrainingData, model: SentenceEncoder) -> Resource:
        """Learns from the NLU examples and keeps the result."""
        examples = [
            (message.get("text"), message.get("intent_response_key") or message.get("intent"))
            for message in training_data.intent_examples
            if message.get("intent") not in (*KINDS, SAFE)  # those are the danger detector's
        ]
        learnt = train(bootstrap.reader(), Encodings(model, "Reading examples"), examples)
        with self._storage.write_to(self._resource) as folder:
            learnt.save(folder)
        return self._resource

    def process(
        self,
        messages: list[Message],
        model: SentenceEncoder,
        tracker: DialogueStateTracker | None = None,
    ) -> list[Message]:
        """Reads each message. A follow-up is read in the light of the message before it."""
        if self._learnt is None:
            raise ValueError("the classifier has not been trained")
        topics = {topic_id: answer.topic for topic_id, answer in bootstrap.trial().answers.items()}
        latest = tracker.latest_message if tracker else None
        if tracker and tracker.active_loop_name and not awaits_consent(tracker):
            latest = None  # what is said is said to the question that is open
        before = understanding_in(latest.parse_data if latest else {})
        for message in messages:
            if message.get(DANGER):
                continue
            reading, encoder = message.get(READ)
            understander = Understander(bootstrap.reader(), encoder, self._learnt, topics)
            earlier = latest.text if latest else None
            _write(message, understander.understand_reading(reading, before, earlier))
        return messages


def understanding_in(parse_data: Any) -> Understanding:
    """The understanding that a message carries; empty if it was never read."""
    data = (parse_data or {}).get(UNDERSTANDING)
    return Understanding.from_dict(data) if data else NOTHING


def awaits_consent(tracker: DialogueStateTracker | None) -> bool:
    """Whether the last thing that was asked is if a code may be made."""
    latest = tracker.latest_message if tracker else None
    data = (latest.parse_data if latest else None) or {}
    return turns.awaits_consent(understanding_in(data), (data.get("intent") or {}).get("name"))


def _write(message: Message, understood: Understanding) -> None:
    parts = understood.parts
    label, confidence = parts[0].label, parts[0].confidence
    base = "nlu_fallback" if label == CLARIFY else label.split("/")[0]
    intent = {"name": SEVERAL if len(parts) > 1 else base, "confidence": confidence}
    message.set("intent", intent, add_to_output=True)
    message.set("intent_ranking", [intent], add_to_output=True)
    message.set(UNDERSTANDING, understood.to_dict(), add_to_output=True)
    if base in RETRIEVAL:
        selected = {"intent_response_key": label, "confidence": confidence}
        selector = {"all_retrieval_intents": list(RETRIEVAL), base: {"response": selected, "ranking": []}}
        message.set("response_selector", selector, add_to_output=True)

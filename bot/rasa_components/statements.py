"""Finds what a message states about the patient, and whether it answers the pre-screen's question."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot import bootstrap
from bot.core import turns
from bot.core.prescreen import CHANGE
from bot.core.statements import Said
from bot.core.understanding import START, Part, Understanding
from bot.language.encoder import Remembering, SentenceEncoder
from bot.language.segments import asks_openly, told_and_asked
from bot.rasa_components.classifier import UNDERSTANDING, awaits_consent, understanding_in
from bot.rasa_components.danger import DANGER, READ
from bot.settings import settings

SAID = "said"
"""Name under which a message carries what it states."""
BESIDE = "beside"
"""Name under which an answer carries the numbers of the parts that ask something beside it."""
FORM, SLOT = "prescreen_form", "prescreen"


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False, model_from="MiniLmEncoder"
)
class StatementFinder(GraphComponent):
    """Adds statements to a message; while a question is open, answers get an intent of their own."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> StatementFinder:
        """Creates the component, with all that it needs in memory."""
        bootstrap.statement_reader()
        return cls()

    def process(
        self,
        messages: list[Message],
        model: SentenceEncoder,
        tracker: DialogueStateTracker | None = None,
    ) -> list[Message]:
        """Reads each message; one that reports danger is not read for facts."""
        for message in messages:
            if not message.get(DANGER):
                _, encoder = message.get(READ)
                _read(message, encoder, tracker)
        return messages


def _read(message: Message, encoder: Remembering, tracker: DialogueStateTracker | None) -> None:
    understood = Understanding.from_dict(message.get(UNDERSTANDING))
    subject = _open_subject(tracker)
    text = message.get("text") or ""
    to_change = bootstrap.teller().criterion_to_change(text) if tracker and tracker.get_slot(SLOT) else None
    if to_change:
        _ask_anew(message, to_change, is_asking=subject is not None)
        return
    told, asked = told_and_asked(bootstrap.reader().corrected(text)) if subject is not None else ([], [])
    rest = " ".join(told) if told and asked and turns.asked_beside(understood) else text
    said = bootstrap.statement_reader().read(rest, encoder, settings().current_day(), subject)
    said = replace(said, relative=turns.whom(understood, said))
    message.set(SAID, said.to_dict(), add_to_output=True)
    consent = turns.consent(understood, said) if awaits_consent(tracker) else None
    if consent:
        message.set(UNDERSTANDING, Understanding((Part(consent, 1.0),)).to_dict(), add_to_output=True)
        intent: str | None = turns.CODE
    elif subject is not None:
        beside = turns.asked_beside(understood) if asked else []
        message.set(BESIDE, beside, add_to_output=True)
        asks = bool(asked) and turns.is_question(understood, said, any(map(asks_openly, asked)))
        intent = turns.intent_while_asking(understood, said, subject, asks, is_mixed=rest != text)
    else:
        latest = tracker.latest_message if tracker else None
        before = understanding_in(latest.parse_data if latest else {})
        intent = turns.intent_otherwise(understood, said, [n for p in before.parts for n in p.nearby])
    if intent:
        message.set("intent", {"name": intent, "confidence": 1.0}, add_to_output=True)


def _ask_anew(message: Message, criterion: str, is_asking: bool) -> None:
    """Reads the words that the page offers beside an answer: they mean nothing else."""
    wish = Understanding((Part(f"{CHANGE}{criterion}", 1.0),))
    message.set(UNDERSTANDING, wish.to_dict(), add_to_output=True)
    message.set(SAID, Said().to_dict(), add_to_output=True)
    message.set(
        "intent", {"name": turns.ANSWER if is_asking else START, "confidence": 1.0}, add_to_output=True
    )


def _open_subject(tracker: DialogueStateTracker | None) -> str | None:
    """The subject of the open question; None if no question is open, "" for one about the interview."""
    if tracker is None or tracker.active_loop_name != FORM:
        return None
    state = tracker.get_slot(SLOT) or {}
    name, step = state.get("open") or ("", "")
    criteria = {criterion.id: criterion for criterion in bootstrap.trial().criteria}
    return criteria[name].subject if name in criteria and step != "obstacle" else ""

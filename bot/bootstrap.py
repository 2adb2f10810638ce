"""The only place that wires the parts together. Everything is built once, when first needed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from bot import cards, content, topic_model, vocabulary
from bot.core.answering import Answerer
from bot.core.danger import Danger
from bot.core.interviewer import Interviewer
from bot.core.messages import Message, Voice
from bot.core.nurse_line import NurseLine
from bot.core.prescreen import Prescreen
from bot.core.statements import Said
from bot.core.telling import Teller
from bot.core.trial import Trial
from bot.language import (
    context,
    encoder,
    examples,
    lexicon,
    likeness,
    practice,
    signs,
    statement_model,
)
from bot.language.danger import DangerReader
from bot.language.encoder import Remembering, SentenceEncoder
from bot.language.encodings import Encodings
from bot.language.reading import Reader
from bot.language.sign_reader import SignReader
from bot.language.signs import Signs
from bot.language.statement_reader import StatementReader
from bot.language.understander import Understander
from bot.reference import Reference
from bot.settings import ROOT, Settings, settings
from bot.yaml_file import YamlFile

if TYPE_CHECKING:
    from bot.store.results import ResultStore
    from bot.store.sheets import SheetStore
    from bot.store.stores import Stores

READING = Lock()
"""Held while a message is read: the stemmer is not made for threads."""


@lru_cache
def trial() -> Trial:
    """The trial that this process talks about. Raises ContentError or SetupError."""
    return content.load(settings().trial_folder())


@lru_cache
def voice() -> Voice:
    """The assistant's own sentences: the responses of ``domain.yml`` without their ``utter_``."""
    responses = YamlFile(ROOT / "domain.yml").data["responses"]
    phrases = {name.removeprefix("utter_"): v[0]["text"] for name, v in responses.items()}
    return Voice(phrases, settings().times_in_words())


@lru_cache
def answerer() -> Answerer:
    """Answers about the trial in the assistant's voice."""
    lexicons = {kind: lexicon.read(f"{kind}s") for kind in ("symptom", "condition")}
    return Answerer(trial(), voice(), lambda kind, concept: lexicons[kind][concept].name, nurse_line())


@lru_cache
def nurse_line() -> NurseLine:
    """Speaks of the trial's nurse line, with its hours where the settings state them."""
    ours = settings()
    return NurseLine(trial(), voice(), ours.hours_of_nurses(), ours.time_of_nurses, ours.sheet_days)


@lru_cache
def interviewer() -> Interviewer:
    """Knows what to ask about the trial's criteria, and what follows from the answers."""
    return Interviewer(trial(), vocabulary.facts(), vocabulary.subjects())


@lru_cache
def teller() -> Teller:
    """Speaks of a pre-screen in the assistant's voice."""
    return Teller(interviewer(), voice())


@lru_cache
def prescreen() -> Prescreen:
    """Goes through the trial's criteria with somebody."""
    return Prescreen(interviewer(), teller())


def stores_for(settings: Settings) -> Stores:
    """The stores in the database of these settings."""
    from bot.store.stores import Stores  # SQLAlchemy takes long to load, and few commands need it

    return Stores.at(
        settings.database_url,
        settings.key_file,
        results=settings.result_lifetime,
        idle=settings.idle_lifetime,
        sheets=settings.sheet_lifetime,
        seen_from=settings.seen_from,
    )


@lru_cache
def stores() -> Stores:
    """What this process shares with the others."""
    return stores_for(settings())


def results() -> ResultStore:
    """The results of pre-screens."""
    return stores().results


def sheets() -> SheetStore:
    """The sheets for the nurse line."""
    return stores().sheets


@lru_cache
def danger_cards() -> Mapping[str, Message]:
    """The message for each kind of danger. Raises ContentError."""
    return cards.load(trial())


@lru_cache
def sentence_encoder() -> SentenceEncoder:
    """The encoder. Raises SetupError when the weights are not the reviewed ones."""
    return encoder.load(settings().var / "encoder")


@lru_cache
def reader() -> Reader:
    """Reads messages about the trial."""
    return Reader(trial(), [word for words in danger_signs().groups.values() for word in words])


@lru_cache
def danger_signs() -> Signs:
    """The reviewed signs of danger. Raises ContentError."""
    return signs.load()


@lru_cache
def danger_reader() -> DangerReader:
    """Reads danger. Learns from the practice reports first if they have changed."""
    sign_reader = SignReader(danger_signs(), context.phrases())
    reports = examples.read((ROOT / "data" / "nlu").rglob("*.yml"))
    reports += practice.harmless(practice.read((ROOT / "data" / "facts").glob("*.yml")))
    encodings = Encodings(sentence_encoder(), "Practising danger")
    second_opinion = likeness.load_or_train(
        settings().var / "likeness", reader(), sign_reader, encodings, reports
    )
    return DangerReader(sign_reader, second_opinion)


@lru_cache
def statement_reader() -> StatementReader:
    """Reads what people state about the patient. Learns from the practice first if it has changed."""
    data = ROOT / "data"
    questions = [e for e in examples.read((data / "nlu").glob("*.yml")) if e.label not in ("affirm", "deny")]
    learnt = statement_model.load_or_train(
        settings().var / "statements",
        reader(),
        Encodings(sentence_encoder(), "Practising statements"),
        [*practice.read((data / "facts").glob("*.yml")), *practice.ordinary(questions)],
    )
    return StatementReader(reader(), learnt, vocabulary.subjects())


@lru_cache
def reference() -> Reference:
    """Looks things up with what Rasa has learnt. Raises SetupError where there is no trained model."""
    topics = {topic_id: answer.topic for topic_id, answer in trial().answers.items()}
    learnt = topic_model.load(ROOT / "models")
    understander = Understander(reader(), sentence_encoder(), learnt, topics)
    return Reference(answerer(), understander, danger_in, danger_cards(), READING)


def danger_in(message: str) -> Danger | None:
    """The danger that a message reports, if any: the same in every process."""
    with READING:
        return danger_reader().read(reader().read(message), Remembering(sentence_encoder()))


def statements_in(message: str, today: date) -> Said:
    """What a message states: the same in every process."""
    with READING:
        return statement_reader().read(message, Remembering(sentence_encoder()), today)

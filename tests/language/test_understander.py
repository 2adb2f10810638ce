"""From a message to what it asks: read, encoded, classified and decided."""

import json
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.trial import Trial
from bot.core.understanding import CLARIFY, NOTHING, OUT_OF_SCOPE, Mention, Part, Understanding
from bot.language.reading import MOST_CHARACTERS, Reader
from bot.language.understander import Understander, train

KEYWORDS = {
    "visit": "ask/visits",
    "people": "ask/size",
    "cause": "ask/side_effect",
    "join": "ask/criterion",
    "weather": "out_of_scope",
    "yes": "affirm",
}
SURE = 0.9


class KeywordClassifier:
    """A hand-made classifier: sure of a text with a keyword, clueless about any other."""

    labels = tuple(sorted({*KEYWORDS.values(), "ask/phase", "advice"}))

    def __init__(self) -> None:
        self.seen: list[str] = []

    def probabilities(self, vectors: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        assert len(vectors) == len(texts)
        self.seen.extend(texts)
        return np.array([self._chances(text) for text in texts])

    def _chances(self, text: str) -> list[float]:
        label = next((label for word, label in KEYWORDS.items() if word in text), None)
        rest = (1 - SURE) / (len(self.labels) - 1)
        even = 1 / len(self.labels)
        return [(SURE if one == label else rest) if label else even for one in self.labels]


@pytest.fixture(scope="module")
def understander(reader: Reader, trial: Trial, word_encoder) -> Understander:
    """The real thing, but for the encoder and the classifier."""
    topics = {topic_id: answer.topic for topic_id, answer in trial.answers.items()}
    return Understander(reader, word_encoder, KeywordClassifier(), topics)


def labels_of(understood: Understanding) -> list[str]:
    return [part.label for part in understood.parts]


@pytest.mark.parametrize(
    ("message", "labels"),
    [
        ("Are there many hospital visits during the whole of the treatment?", ["ask/visits"]),
        ("How many people are in it and how many visits are there?", ["ask/size", "ask/visits"]),
        ("How is the weather?", ["out_of_scope"]),
        ("What?", [CLARIFY]),
    ],
)
def test_a_message_is_understood(understander, message, labels):
    assert labels_of(understander.understand(message)) == labels


@pytest.mark.parametrize("message", ["", "???", "42", "🙂"])
def test_a_message_without_a_word_is_not_about_the_trial(understander, message):
    assert labels_of(understander.understand(message)) == [OUT_OF_SCOPE]


def test_what_a_question_names_is_found(understander):
    (part,) = understander.understand("Can it cause headaches or hair loss?").parts
    assert part.label == "ask/side_effect"
    assert {m.concept for m in part.mentions if m.kind == "symptom"} == {"headache", "hair_loss"}


def test_a_statement_lends_its_name_to_the_question_after_it(understander):
    (part,) = understander.understand("I had a blood clot last year. Can I join?").parts
    assert part.label == "ask/criterion"
    assert Mention("condition", "blood_clot") in part.mentions


def test_a_follow_up_is_read_together_with_the_message_before_it(understander):
    before = Understanding((Part("ask/visits", 0.9),))
    follow_up = understander.understand("and how often?", before, "are there hospital visits")
    assert labels_of(follow_up) == ["ask/visits"]
    assert labels_of(understander.understand("and how often?")) == [CLARIFY]


def test_a_complete_question_is_not_read_together_with_the_message_before_it(understander):
    question = "How many people in all of the hospitals of the country will be asked?"
    before = Understanding((Part("ask/visits", 0.9),))
    told = understander.understand(question, before, "are there hospital visits")
    assert told == understander.understand(question)


def test_a_short_question_that_is_clear_is_not_read_together_with_the_message_before_it(understander):
    before = Understanding((Part("ask/visits", 0.9),))
    told = understander.understand("how many people?", before, "are there hospital visits")
    assert told == understander.understand("how many people?")


def test_yes_takes_what_was_offered(understander):
    before = Understanding((Part(CLARIFY, 0.2, nearby=("ask/phase",)),))
    assert labels_of(understander.understand("yes", before, "hm")) == ["ask/phase"]


def test_misspelt_messages_are_put_right_before_they_are_read(understander):
    (part,) = understander.understand("wil it cause diarhoea?").parts
    assert Mention("symptom", "diarrhoea") in part.mentions


def test_neither_model_ever_reads_the_treatment_s_name(understander, trial: Trial):
    understander.understand(f"Does {trial.treatment} cause rashes? And {trial.treatment.upper()}’s dose?")
    seen = " ".join([*understander.encoder.seen, *understander.classifier.seen]).lower()
    assert "the drug" in seen
    assert trial.treatment.lower() not in seen


def test_the_classifier_reads_which_kinds_of_things_are_named(understander):
    understander.understand("would it bring on a migraine, or hiccups?")
    assert any("_symptom_" in text for text in understander.classifier.seen)


def test_nothing_that_was_typed_is_in_what_is_kept(understander):
    kept = json.dumps(understander.understand("My son Xaver had visits, can it cause a rash?").to_dict())
    assert "rash" in kept  # the concept's id
    assert "xaver" not in kept.lower()


def test_an_endless_message_is_read_from_its_beginning(understander):
    message = "How many visits are there? ".ljust(MOST_CHARACTERS) + "How many people?"
    assert labels_of(understander.understand(message)) == ["ask/visits"]


@given(st.text(max_size=120), st.none() | st.text(max_size=40))
def test_any_text_gives_an_understanding(understander, text, earlier):
    assert understander.understand(text, NOTHING, earlier).parts


def test_a_classifier_is_trained_on_examples_as_messages_are_read(reader, word_encoder, trial: Trial):
    names = ["rash", "headache", "cough", "fever", "dizziness", "tremor", "nosebleeds", "itching"]
    examples = [(f"does {trial.treatment} cause {name}", "ask/side_effect") for name in names]
    examples += [(f"can I join with a {name}", "ask/criterion") for name in names]
    examples += [(f"thank you for the talk about {name}", "smalltalk/thanks") for name in names]
    learnt = train(reader, word_encoder, examples)
    read = [reader.read(text).whole for text in ("would the drug cause hiccups", "may I join with asthma")]
    chances = learnt.probabilities(word_encoder.encode([r.text for r in read]), [r.pattern for r in read])
    assert [learnt.labels[best] for best in chances.argmax(axis=1)] == ["ask/side_effect", "ask/criterion"]

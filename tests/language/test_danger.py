"""Danger is read by its signs first; its likeness to reports of danger only adds to them."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.danger import CRISIS, PREGNANCY, URGENT, Danger
from bot.language.danger import DangerReader
from bot.language.likeness import SAFE, Likeness
from bot.language.reading import MOST_CHARACTERS, Reader
from bot.language.sign_reader import SignReader, reported
from bot.language.signs import DangerEntry, Sign, Signs

GROUPS = {name: (words,) for name, words in [("a", "green toes"), ("b", "ringing ears"), ("c", "two bumps")]}
SIGNS = SignReader(
    Signs(
        GROUPS | {"d": ("purple nose",)},
        (
            DangerEntry(URGENT, "toes", "green toes", (Sign(("a",)),), frozenset(), False),
            DangerEntry(CRISIS, "ears", "ringing ears", (Sign(("b",)),), frozenset(), False),
            DangerEntry(PREGNANCY, "bumps", "two bumps", (Sign(("c",)),), frozenset(), False),
            DangerEntry(URGENT, "nose", "purple nose", (Sign(("d",)),), frozenset(), True),
        ),
    ),
    {"negated": ["no"], "hypothetical": ["if"], "breaks": [","], "ends": ["."]},
)


class SameAnswer:
    """A hand-made classifier that is sure of one label, whatever it reads; remembers what it read."""

    labels = ("crisis/ears", SAFE, "urgent/nose")

    def __init__(self, label: str) -> None:
        self.label = label
        self.seen: list[str] = []

    def probabilities(self, vectors: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        self.seen.extend(texts)
        return np.array([[0.98 if label == self.label else 0.01 for label in self.labels] for _ in texts])


@pytest.fixture
def danger_in(reader: Reader, word_encoder):
    """The danger of a message, if the classifier is sure of this label."""

    def danger(message: str, label: str) -> Danger | None:
        danger_reader = DangerReader(SIGNS, Likeness(SIGNS, SameAnswer(label)))
        return danger_reader.read(reader.read(message), word_encoder)

    return danger


@pytest.mark.parametrize("label", SameAnswer.labels)
@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("I have green toes", "toes"),
        ("GREEN TOES!!", "toes"),
        ("ringing ears since the tea", "ears"),
        ("How many visits are there? I have two bumps.", "bumps"),
    ],
)
def test_an_explicit_sign_is_never_overruled(danger_in, message, name, label):
    found = danger_in(message, label)
    assert found.name == name
    assert not found.likeness


def test_the_likeness_is_not_asked_when_a_sign_is_named(reader: Reader, word_encoder):
    classifier = SameAnswer("crisis/ears")
    DangerReader(SIGNS, Likeness(SIGNS, classifier)).read(reader.read("I have green toes"), word_encoder)
    assert classifier.seen == []


def test_the_likeness_adds_where_no_sign_is_named(danger_in):
    assert danger_in("I feel odd", "crisis/ears") == Danger(CRISIS, "ears", "I feel odd", likeness=True)


def test_the_likeness_adds_where_every_sign_is_excused(danger_in):
    found = danger_in("no green toes, odd though", "urgent/nose")
    assert (found.name, found.likeness) == ("nose", True)


@pytest.mark.parametrize(
    "message",
    ["hello", "How many visits are there?", "no green toes", "if I had green toes", "", "???", "🙂"],
)
def test_without_a_sign_or_a_likeness_there_is_no_danger(danger_in, message):
    assert danger_in(message, SAFE) is None


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("green toes, ringing ears, two bumps, purple nose", "nose"),
        ("two bumps, green toes, ringing ears", "ears"),
        ("two bumps and green toes", "toes"),
        ("no purple nose, but green toes", "toes"),
        ("ringing ears. No purple nose.", "ears"),
    ],
)
def test_of_several_signs_the_most_pressing_that_is_not_excused_gets_its_card(danger_in, message, name):
    assert danger_in(message, SAFE).name == name


def test_a_sign_at_the_end_of_the_longest_message_counts(danger_in):
    sign = " green toes"
    message = ("la " * MOST_CHARACTERS)[: MOST_CHARACTERS - len(sign)] + sign
    assert danger_in(message, SAFE).name == "toes"


def test_the_same_message_reads_the_same_again(danger_in):
    message = "I have green toes and two bumps"
    assert danger_in(message, SAFE) == danger_in(message, SAFE)


@given(
    st.lists(
        st.sampled_from(["green toes", "ringing ears", "two bumps", "no", "if", ",", ".", "my", "visits?"])
    ),
    st.sampled_from(SameAnswer.labels),
)
def test_the_likeness_only_adds(reader: Reader, word_encoder, words, label):
    reading = reader.read(" ".join(words))
    candidates = SIGNS.candidates(reading.whole.text)
    named = reported(candidates)
    like = Likeness(SIGNS, SameAnswer(label))
    found = DangerReader(SIGNS, like).read(reading, word_encoder)
    assert found in named if named else found == like.danger(reading, candidates, word_encoder)

"""From practice statements it is learnt what a text is about, and what it says on that."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.statements import NO, NOTHING, UNSURE, YES
from bot.language.practice import ANY, ELSE, Practice
from bot.language.reading import Reader
from bot.language.statement_model import (
    ANSWER,
    MANNER,
    MARKS,
    PLAIN,
    TOPIC,
    TURN,
    Head,
    StatementModel,
    load,
    load_or_train,
    train,
)

TIMES = ["today", "in March", "last summer", "years ago", "on Monday", "at Easter", "this week", "in 2019"]
PRACTICE = [
    Practice(words.format(when), subject, label, alone)
    for subject, label, alone, words in [
        ("toes", "affirmed", True, "my toes went green {}"),
        ("toes", "denied", True, "never had green toes, not {}"),
        ("toes", UNSURE, True, "not sure if my toes went green {}"),
        ("toes", NOTHING, True, "my brother had green toes {}"),
        ("toes", "affirmed", False, "yes, both of them {}"),
        ("ears", "positive", True, "my ears rang {}"),
        ("ears", "negative", True, "no ringing in my ears, not {}"),
        ("ears", UNSURE, True, "I don't know whether my ears rang {}"),
        ("ears", NOTHING, True, "would ringing ears matter {}?"),
        (ANY, YES, False, "yes, indeed, {}"),
        (ANY, NO, False, "no, never, {}"),
        (ANY, UNSURE, False, "no idea, {}"),
        (ELSE, ELSE, True, "how many visits are there {}?"),
    ]
    for when in TIMES
]
TEXTS = [p.text for p in PRACTICE]


class CountingEncoder:
    """An encoder that says what it is, counts what it is given, and may fail in the middle of it."""

    def __init__(self, encoder, fingerprint: str = "first", most: int = 10_000) -> None:
        self._encoder, self._fingerprint, self._most = encoder, fingerprint, most
        self.count = 0

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.count += len(texts)
        if self.count > self._most:
            raise KeyboardInterrupt
        return self._encoder.encode(texts)

    def fingerprint(self) -> str:
        return self._fingerprint


@pytest.fixture(scope="module")
def model(word_encoder) -> StatementModel:
    """Learnt from the practice on toes and ears."""
    return train(word_encoder.encode(TEXTS), TEXTS, PRACTICE)


@pytest.fixture
def likeliest(model: StatementModel, word_encoder):
    """The likeliest label of a head for a text."""

    def label(text: str, head: str, **how) -> str:
        chances = model.chances(model.logits(word_encoder.encode([text]), [text])[0], head, **how)
        return max(chances, key=lambda k: chances[k])

    return label


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("my toes went green in May", "toes"),
        ("never had green toes", "toes"),
        ("my ears rang yesterday", "ears"),
        ("how many visits are there", ELSE),
        ("yes, indeed, in May", ELSE),
    ],
)
def test_it_is_learnt_which_subject_a_text_is_about(likeliest, text, subject):
    assert likeliest(text, TOPIC) == subject


@pytest.mark.parametrize(
    ("text", "subject", "label"),
    [
        ("my toes went green in May", "toes", "affirmed"),
        ("never had green toes", "toes", "denied"),
        ("not sure if my toes went green in May", "toes", UNSURE),
        ("my brother had green toes in May", "toes", NOTHING),
        ("my ears rang in May", "ears", "positive"),
        ("no ringing in my ears", "ears", "negative"),
        ("would ringing ears matter?", "ears", NOTHING),
    ],
)
def test_it_is_learnt_what_a_text_says_on_its_subject(likeliest, text, subject, label):
    assert likeliest(text, subject) == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("yes, indeed", YES),
        ("no, never", NO),
        ("no idea", UNSURE),
        ("how many visits are there in May", ELSE),
    ],
)
def test_it_is_learnt_what_is_a_plain_answer(likeliest, text, label):
    assert likeliest(text, PLAIN) == label


@pytest.mark.parametrize(
    ("text", "label"),
    [("never had green toes", ANSWER), ("no, never", ANSWER), ("how many visits are there", ELSE)],
)
def test_it_is_learnt_what_is_said_to_a_question(likeliest, text, label):
    assert likeliest(text, TURN) == label


def test_every_head_knows_its_own_labels(model):
    assert {name: set(head.labels) for name, head in model.heads.items()} == {
        TOPIC: {"toes", "ears", ELSE},
        MANNER: {YES, NO, UNSURE, NOTHING},
        PLAIN: {YES, NO, UNSURE, ELSE},
        TURN: {ANSWER, ELSE},
        "toes": {"affirmed", "denied", UNSURE, NOTHING},
        "ears": {"positive", "negative", UNSURE, NOTHING},
    }


def test_every_label_of_every_head_has_a_column_of_its_own(model):
    columns = [n for head in model.heads.values() for n in range(head.columns.start, head.columns.stop)]
    assert sorted(columns) == list(range(model.weights.shape[1]))
    assert len(model.bias) == model.weights.shape[1]


@given(st.text(), st.sampled_from([TOPIC, MANNER, PLAIN, "toes", "ears"]))
def test_the_chances_of_any_text_add_up(model, word_encoder, text, head):
    chances = model.chances(model.logits(word_encoder.encode([text]), [text])[0], head)
    assert set(chances) == set(model.heads[head].labels)
    assert sum(chances.values()) == pytest.approx(1)
    assert all(0 <= chance <= 1 for chance in chances.values())


def test_a_label_can_be_left_out(model, word_encoder, likeliest):
    text = "my brother had green toes in May"
    chances = model.chances(model.logits(word_encoder.encode([text]), [text])[0], "toes", without=(NOTHING,))
    assert NOTHING not in chances
    assert sum(chances.values()) == pytest.approx(1)
    assert likeliest(text, "toes", without=(NOTHING,)) != NOTHING


def test_several_texts_are_read_as_each_alone(model, word_encoder):
    texts = ["my toes went green", "", "never", "would ringing ears matter?"]
    together = model.logits(word_encoder.encode(texts), texts)
    for row, text in zip(together, texts, strict=True):
        assert row == pytest.approx(model.logits(word_encoder.encode([text]), [text])[0], abs=1e-5)


def test_reading_changes_nothing_in_what_was_read(model, word_encoder):
    logits = model.logits(word_encoder.encode(["green toes"]), ["green toes"])[0]
    before = logits.copy()
    model.chances(logits, "toes")
    assert (logits == before).all()


@pytest.mark.parametrize(
    ("manner", "label"), [((5, 0, 0, 0), "affirmed"), ((0, 5, 0, 0), "denied"), ((0, 0, 5, 0), UNSURE)]
)
def test_how_it_is_said_helps_to_read_a_subject_and_nothing_else(manner, label):
    heads = {
        MANNER: Head((YES, NO, UNSURE, NOTHING), 0),
        "toes": Head(("affirmed", "denied", UNSURE, "green"), 4),
        TOPIC: Head(("toes", ELSE), 8),
    }
    made = StatementModel(heads, np.zeros((1, 10)), np.zeros(10), {})
    logits = np.array([*manner, 0, 0, 0, 0, 1, 1], np.float32)
    chances = made.chances(logits, "toes")
    assert max(chances, key=lambda k: chances[k]) == label
    assert made.chances(logits, TOPIC) == {"toes": 0.5, ELSE: 0.5}


def test_the_same_practice_teaches_the_same(model, word_encoder):
    again = train(word_encoder.encode(TEXTS), TEXTS, PRACTICE)
    assert (again.weights == model.weights).all()
    assert (again.bias == model.bias).all()


def test_what_was_learnt_is_the_same_after_it_was_saved(model, word_encoder, tmp_path: Path):
    model.save(tmp_path)
    loaded = load(tmp_path)
    texts = [*TEXTS, "something new, in May"]
    vectors = word_encoder.encode(texts)
    assert loaded.heads == model.heads
    assert np.allclose(loaded.logits(vectors, texts), model.logits(vectors, texts), atol=1e-5)
    assert set(loaded.vectorizers) == set(model.vectorizers)
    assert MARKS in loaded.vectorizers


def test_what_was_saved_holds_no_code(model, tmp_path: Path):
    model.save(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.json", "model.npz"]
    json.loads((tmp_path / "model.json").read_text())
    with np.load(tmp_path / "model.npz", allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


@pytest.fixture
def learn(reader: Reader, word_encoder, tmp_path: Path):
    """Loads or learns, in one cache; the model, and how many texts were encoded for it."""

    def learnt(
        practice=PRACTICE, fingerprint: str = "first", most: int = 10_000
    ) -> tuple[StatementModel, int]:
        encoder = CountingEncoder(word_encoder, fingerprint, most)
        return load_or_train(tmp_path / "var" / "cache", reader, encoder, practice), encoder.count

    return learnt


def test_it_is_learnt_once(learn):
    first, count = learn()
    again, nothing = learn()
    assert count == len(PRACTICE)
    assert nothing == 0
    assert (first.weights == again.weights).all()


def test_it_is_learnt_again_when_the_practice_or_the_encoder_has_changed(learn):
    learn()
    relabelled = [PRACTICE[0]._replace(label="denied"), *PRACTICE[1:]]
    assert learn(relabelled)[1] == len(PRACTICE)
    assert learn(fingerprint="second")[1] == len(PRACTICE)
    assert learn()[1] == 0


def test_what_was_not_learnt_to_the_end_is_learnt_from_the_beginning(learn):
    with pytest.raises(KeyboardInterrupt):
        learn(most=10)
    assert learn()[1] == len(PRACTICE)


def test_numbers_are_learnt_in_digits(learn):
    practice = [*PRACTICE, *(Practice(f"seventy two toes {t}", "toes", "affirmed", True) for t in TIMES)]
    model, _ = learn(practice)
    assert "72" in model.vectorizers["words"].vocabulary_
    assert "seventy" not in model.vectorizers["words"].vocabulary_

"""The sentence encoder gives near vectors to sentences of near meaning."""

import importlib.util

import numpy as np
import pytest

from bot.core.errors import SetupError
from bot.language import encoder
from bot.language.encoder import MAX_TOKENS, WIDTH, SentenceEncoder

SENTENCES = [
    "How often do I have to go to the hospital?",
    "How many clinic visits are there?",
    "Who pays for the research?",
    "no",
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """A folder that the encoder's graph is built in."""
    return tmp_path_factory.mktemp("encoder")


@pytest.fixture(scope="module")
def sentence_encoder(cache) -> SentenceEncoder:
    """The real encoder, freshly built from its weights."""
    return encoder.load(cache)


def test_every_vector_has_length_one(sentence_encoder):
    vectors = sentence_encoder.encode([*SENTENCES, "", "🙂", "a" * 500])
    assert vectors.shape == (len(SENTENCES) + 3, WIDTH)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(vectors)), abs=1e-5)


def test_no_texts_have_no_vectors(sentence_encoder):
    assert sentence_encoder.encode([]).shape == (0, WIDTH)


def test_a_text_is_encoded_the_same_alone_and_beside_longer_ones(sentence_encoder):
    together = sentence_encoder.encode(SENTENCES)
    for text, vector in zip(SENTENCES, together, strict=True):
        assert sentence_encoder.encode([text])[0] == pytest.approx(vector, abs=1e-5)


def test_sentences_of_like_meaning_are_nearer_than_others(sentence_encoder):
    visits, clinic, money, _ = sentence_encoder.encode(SENTENCES)
    assert visits @ clinic > 0.5 > visits @ money


def test_a_long_text_is_cut(sentence_encoder):
    start = "visit " * MAX_TOKENS
    first, second = sentence_encoder.encode([f"{start} headache", f"{start} football"])
    assert first == pytest.approx(second, abs=1e-5)


def test_the_graph_is_built_once(cache, sentence_encoder, monkeypatch):
    monkeypatch.setattr(encoder, "_build", lambda *_: pytest.fail("built again"))
    again = encoder.load(cache)
    assert again.encode(SENTENCES) == pytest.approx(sentence_encoder.encode(SENTENCES))


def test_weights_that_were_not_reviewed_are_refused_and_nothing_is_left_behind(monkeypatch, tmp_path):
    monkeypatch.setattr(encoder, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(SetupError, match="SHA-256"):
        encoder.load(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_told_with_the_way_to_mend_it(monkeypatch, tmp_path):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SetupError, match="make install"):
        encoder.load(tmp_path)

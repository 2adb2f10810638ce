"""Many texts are encoded once, on all cores, and kept for the next training."""

import numpy as np
import pytest

from bot.language.encoder import WIDTH
from bot.language.encodings import Encodings


class CountingEncoder:
    """An encoder whose vectors hold the length of the text, and which counts what it encodes."""

    def __init__(self, folder):
        self.graph = folder / "graph.onnx"
        self.encoded = []

    def encode(self, texts):
        self.encoded += texts
        return np.array([np.full(WIDTH, len(text)) for text in texts], np.float32)


@pytest.fixture
def encoder(tmp_path):
    return CountingEncoder(tmp_path)


def test_the_vectors_come_in_the_order_of_the_texts(encoder):
    texts = ["a" * n for n in (3, 1, 2, 3, 50)]
    vectors = Encodings(encoder, "Reading").encode(texts)
    assert vectors.dtype == np.float32
    assert vectors[:, 0].tolist() == [3, 1, 2, 3, 50]


def test_each_text_is_encoded_once_for_all_trainings(encoder):
    Encodings(encoder, "Reading").encode(["one", "two", "one"])
    vectors = Encodings(encoder, "Practising").encode(["three", "two"])
    assert sorted(encoder.encoded) == ["one", "three", "two"]
    assert vectors[:, 0].tolist() == [5, 3]


def test_no_texts_have_no_vectors(encoder):
    assert Encodings(encoder, "Reading").encode([]).shape == (0, WIDTH)


def test_nothing_unfinished_is_left_beside_the_graph(encoder, tmp_path):
    Encodings(encoder, "Reading").encode(["one"])
    assert [path.name for path in tmp_path.iterdir()] == ["graph.npz"]

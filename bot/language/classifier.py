"""The label classifier: sentence vectors and n-grams into calibrated probabilities."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from scipy import sparse
from scipy.optimize import minimize_scalar
from scipy.special import softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC

from bot.language.ngrams import Ngrams

MEANING_WEIGHT = 2.0
"""How much the sentence vector counts against the n-grams, whose vectors have length 1 each."""
INVERSE_REGULARISATION = 1.0
HELD_BACK = 0.15
"""Share of the examples that the confidence is calibrated on."""
SEED = 20260101

_VECTORIZERS: Mapping[str, Mapping[str, Any]] = {
    "words": {"ngram_range": (1, 2), "token_pattern": r"\w+", "sublinear_tf": True},
    "characters": {"analyzer": "char_wb", "ngram_range": (2, 4), "sublinear_tf": True, "min_df": 2},
}


class Encoder(Protocol):
    """Turns texts into vectors of length 1: float32 [texts, width]."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """The vectors of these texts."""


@dataclass
class Classifier:
    """A linear model over one vector a text. ``weights`` [features, labels], ``bias`` [labels]."""

    labels: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    temperature: float
    vectorizers: Mapping[str, TfidfVectorizer]

    def probabilities(self, vectors: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        """Calibrated probabilities [texts, labels]; ``vectors`` [texts, width] are the encoder's."""
        width = vectors.shape[1]
        logits = vectors * MEANING_WEIGHT @ self.weights[:width] + self.bias
        for row, text in enumerate(texts):  # a sparse product would walk all weights for each text
            first = width
            for ngrams in self._ngrams:
                columns, values = ngrams.read(text)
                logits[row] += values @ self.weights[first + columns]
                first += len(ngrams)
        return np.asarray(softmax(logits / self.temperature, axis=1))

    @cached_property
    def _ngrams(self) -> tuple[Ngrams, ...]:
        return tuple(Ngrams(vectorizer) for vectorizer in self.vectorizers.values())

    def save(self, folder: Path) -> None:
        """Writes plain arrays and JSON, nothing that runs code when it is read."""
        arrays = {f"idf_{name}": v.idf_ for name, v in self.vectorizers.items()}
        np.savez(
            folder / "model.npz",
            weights=self.weights,
            bias=self.bias,
            temperature=self.temperature,
            **arrays,
        )
        words = {
            name: {term: int(column) for term, column in v.vocabulary_.items()}
            for name, v in self.vectorizers.items()
        }
        (folder / "model.json").write_text(json.dumps({"labels": self.labels, "vocabulary": words}))


def load(folder: Path) -> Classifier:
    """The classifier that ``save`` wrote to this folder."""
    text = json.loads((folder / "model.json").read_text())
    vectorizers = {}
    with np.load(folder / "model.npz", allow_pickle=False) as arrays:
        for name, settings in _VECTORIZERS.items():
            vectorizers[name] = TfidfVectorizer(**settings, vocabulary=text["vocabulary"][name])
            vectorizers[name].idf_ = arrays[f"idf_{name}"]
        return Classifier(
            tuple(text["labels"]),
            arrays["weights"],
            arrays["bias"],
            float(arrays["temperature"]),
            vectorizers,
        )


def train(vectors: np.ndarray, texts: Sequence[str], labels: Sequence[str]) -> Classifier:
    """Fits the model; the temperature is chosen on examples that a first fit did not see."""
    names = sorted(set(labels))
    target = np.array([names.index(label) for label in labels])
    vectorizers = {name: TfidfVectorizer(**s).fit(texts) for name, s in _VECTORIZERS.items()}
    features = _features(vectorizers, vectors, texts)
    seen, unseen = train_test_split(
        np.arange(len(texts)), test_size=HELD_BACK, stratify=target, random_state=SEED
    )
    rehearsal = _fit(features[seen], target[seen])
    logits = rehearsal.decision_function(features[unseen])
    final = _fit(features, target)
    return Classifier(
        tuple(names),
        np.ascontiguousarray(final.coef_.T, dtype=np.float32),
        final.intercept_,
        _temperature(logits, target[unseen]),
        vectorizers,
    )


def _fit(features: sparse.csr_matrix, target: np.ndarray) -> LinearSVC:
    """As accurate here as logistic regression, which takes ten times as long."""
    return LinearSVC(C=INVERSE_REGULARISATION, random_state=SEED).fit(features, target)


def _temperature(logits: np.ndarray, target: np.ndarray) -> float:
    """The temperature under which the right labels are most likely (Guo et al. 2017)."""

    def loss(temperature: float) -> float:
        chances = softmax(logits / temperature, axis=1)[np.arange(len(target)), target]
        return float(-np.log(np.clip(chances, 1e-12, 1)).mean())

    return float(minimize_scalar(loss, bounds=(0.05, 3.0), method="bounded").x)


def _features(
    vectorizers: Mapping[str, TfidfVectorizer], vectors: np.ndarray, texts: Sequence[str]
) -> sparse.csr_matrix:
    meaning = sparse.csr_matrix(vectors * MEANING_WEIGHT)
    return sparse.hstack([meaning, *(v.transform(texts) for v in vectorizers.values())]).tocsr()

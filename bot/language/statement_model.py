"""The statement model: which subject a text is about, and what it says on it.

One linear model with several heads over the same features. The heads of the subjects are helped by a
head that learns how things are affirmed, denied and doubted from all subjects together.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from scipy.special import softmax
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.svm import LinearSVC

from bot.core.statements import DECLINED, NO, NOTHING, UNSURE, YES
from bot.language.cues import marks
from bot.language.encodings import Encodings
from bot.language.learnt import folder_for
from bot.language.numbers import in_digits
from bot.language.practice import ANY, ELSE, Practice
from bot.language.reading import Reader

TOPIC, MANNER, STATE, PLAIN, TURN = "_topic", "_manner", "_state", "_plain", "_turn"
"""Heads beside those of the subjects: what it is about, how it is said, whether it tells of a good or a bad
state, whether it is a plain answer, and whether it is said to a question, or is one itself or a wish."""
GOOD, BAD = "good", "bad"
ANSWER = "answer"
"""Label of what is said to a question."""
MARKS = "marks"
"""The vectorizer of the cues, beside those of the n-grams."""
MEANING_WEIGHT, MARK_WEIGHT, MANNER_WEIGHT, STATE_WEIGHT = 2.0, 0.5, 0.7, 0.5
"""How much the sentence vector, the cues, and the heads of the manner and of the state count."""
INVERSE_REGULARISATION = 1.0
TEMPERATURE = 0.35
"""Makes the margins of the heads into probabilities; chosen on practice that a first fit did not see."""
SEED = 20260101

_MANNERS = {"affirmed": YES, "positive": YES, "rash": YES, "denied": NO, "negative": NO, "never": NO}
_MANNERS |= {UNSURE: UNSURE, NOTHING: NOTHING, YES: YES, NO: NO}
_WELL = dict.fromkeys(("blood_results", "fitness"), ("affirmed", "denied"))
_WELL |= dict.fromkeys(("thyroid", "nerve_damage", "dialysis", "infection"), ("denied", "affirmed"))
_STATES = {
    (subject, label): state
    for subject, labels in _WELL.items()
    for label, state in zip(labels, (GOOD, BAD), strict=True)
}
"""Which classes of a subject tell that all is well, and which that it is not."""
_NGRAMS: Mapping[str, Mapping[str, Any]] = {
    "words": {"ngram_range": (1, 2), "token_pattern": r"[\w'’]+|\?", "sublinear_tf": True},
    "characters": {"analyzer": "char_wb", "ngram_range": (2, 4), "sublinear_tf": True, "min_df": 3},
}


@dataclass(frozen=True)
class Head:
    """One question to a text: its labels, and the columns of the weights that belong to them."""

    labels: tuple[str, ...]
    first: int

    @property
    def columns(self) -> slice:
        """Where its weights stand."""
        return slice(self.first, self.first + len(self.labels))


@dataclass
class StatementModel:
    """``weights`` [features, labels of all heads], ``bias`` [labels of all heads]."""

    heads: Mapping[str, Head]
    weights: np.ndarray
    bias: np.ndarray
    vectorizers: Mapping[str, CountVectorizer]

    def logits(self, vectors: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        """The margins of all heads [texts, labels]; ``vectors`` [texts, width] are the encoder's."""
        width = vectors.shape[1]
        result = vectors * MEANING_WEIGHT @ self.weights[:width].astype(np.float32) + self.bias
        ngrams = _ngrams(self.vectorizers, texts)
        for row in range(len(texts)):  # a general sparse product would walk all weights for each text
            span = slice(*ngrams.indptr[row : row + 2])
            result[row] += ngrams.data[span] @ self.weights[width + ngrams.indices[span]].astype(np.float32)
        return np.asarray(result)

    def chances(self, logits: np.ndarray, head: str, without: Sequence[str] = ()) -> dict[str, float]:
        """The probability of each label of a head for one text's ``logits`` [labels of all heads]."""
        labels, margins = self.heads[head].labels, logits[self.heads[head].columns].copy()
        if not head.startswith("_"):
            manner, state = self._margins(logits, MANNER), self._margins(logits, STATE)
            margins += [MANNER_WEIGHT * manner.get(_MANNERS.get(label, ""), 0.0) for label in labels]
            margins += [STATE_WEIGHT * state.get(_STATES.get((head, label), ""), 0.0) for label in labels]
        kept = [n for n, label in enumerate(labels) if label not in without]
        values = softmax(margins[kept] / TEMPERATURE)
        return {labels[n]: float(value) for n, value in zip(kept, values, strict=True)}

    def _margins(self, logits: np.ndarray, name: str) -> Mapping[str, float]:
        """The margins of a head's labels; none if nothing that was learnt from tells it."""
        head = self.heads.get(name)
        return dict(zip(head.labels, logits[head.columns], strict=True)) if head else {}

    def save(self, folder: Path) -> None:
        """Writes plain arrays and JSON, nothing that runs code when it is read."""
        idf = {f"idf_{name}": v.idf_ for name, v in self.vectorizers.items() if name != MARKS}
        np.savez(folder / "model.npz", weights=self.weights, bias=self.bias, **idf)
        heads = {name: [list(head.labels), head.first] for name, head in self.heads.items()}
        words = {
            name: {term: int(column) for term, column in v.vocabulary_.items()}
            for name, v in self.vectorizers.items()
        }
        (folder / "model.json").write_text(json.dumps({"heads": heads, "vocabulary": words}))


def load(folder: Path) -> StatementModel:
    """The model that ``save`` wrote to this folder."""
    text = json.loads((folder / "model.json").read_text())
    heads = {name: Head(tuple(labels), first) for name, (labels, first) in text["heads"].items()}
    vectorizers: dict[str, CountVectorizer] = {}
    with np.load(folder / "model.npz", allow_pickle=False) as arrays:
        for name, vocabulary in text["vocabulary"].items():
            vectorizers[name] = _vectorizer(name, vocabulary)
            if name != MARKS:
                vectorizers[name].idf_ = arrays[f"idf_{name}"]
        return StatementModel(heads, arrays["weights"], arrays["bias"], vectorizers)


def train(vectors: np.ndarray, texts: Sequence[str], practice: Sequence[Practice]) -> StatementModel:
    """Fits all heads. ``practice`` of the subject ``ELSE`` is what is about no subject at all."""
    vectorizers = {name: _vectorizer(name).fit(texts) for name in (*_NGRAMS, MARKS)}
    features = sparse.hstack(
        [sparse.csr_matrix(vectors * MEANING_WEIGHT), _ngrams(vectorizers, texts)]
    ).tocsr()
    heads: dict[str, Head] = {}
    weights: list[np.ndarray] = []
    biases: list[np.ndarray] = []
    for name, targets in _targets(practice).items():
        rows = [n for n, target in enumerate(targets) if target is not None]
        if not rows:
            continue
        fitted = LinearSVC(C=INVERSE_REGULARISATION, random_state=SEED).fit(
            features[rows], [targets[n] for n in rows]
        )
        heads[name] = Head(tuple(fitted.classes_), sum(len(b) for b in biases))
        signs = [[-1], [1]] if len(fitted.classes_) == 2 else 1  # of two labels it fits the second only
        weights.append((fitted.coef_ * signs).T)
        biases.append(fitted.intercept_ * np.ravel(signs))
    stacked = np.ascontiguousarray(np.hstack(weights), dtype=np.float16)
    return StatementModel(heads, stacked, np.concatenate(biases).astype(np.float32), vectorizers)


def load_or_train(
    cache: Path, reader: Reader, encoder: Encodings, practice: Sequence[Practice]
) -> StatementModel:
    """What was learnt from this practice before, or else is learnt now (about a minute)."""

    def learn(folder: Path) -> None:
        texts = [in_digits(reader.corrected(p.text)) for p in practice]
        train(encoder.encode(texts), texts, practice).save(folder)

    return load(folder_for(encoder.fingerprint().encode() + repr(practice).encode(), cache, learn))


def _vectorizer(name: str, vocabulary: Mapping[str, int] | None = None) -> CountVectorizer:
    if name == MARKS:
        return CountVectorizer(analyzer=marks, binary=True, vocabulary=vocabulary)
    return TfidfVectorizer(**_NGRAMS[name], vocabulary=vocabulary)


def _targets(practice: Sequence[Practice]) -> Mapping[str, list[str | None]]:
    """For each head the label of each text, None where it teaches that head nothing."""
    subjects = Counter(p.subject for p in practice)
    targets: dict[str, list[str | None]] = {
        TOPIC: [ELSE if p.subject in (ANY, ELSE) else p.subject if p.alone else None for p in practice],
        MANNER: [_MANNERS.get(p.label) if p.subject != ELSE else None for p in practice],
        STATE: [_STATES.get((p.subject, p.label)) for p in practice],
        PLAIN: [p.label if p.subject == ANY else ELSE if p.alone else None for p in practice],
        TURN: [None if p.label == DECLINED else ELSE if p.subject == ELSE else ANSWER for p in practice],
    }
    for subject in sorted(set(subjects) - {ANY, ELSE}):
        targets[subject] = [p.label if p.subject == subject else None for p in practice]
    return targets


def _ngrams(vectorizers: Mapping[str, CountVectorizer], texts: Sequence[str]) -> sparse.csr_matrix:
    parts = [v.transform(texts) * (MARK_WEIGHT if n == MARKS else 1.0) for n, v in vectorizers.items()]
    return sparse.hstack(parts).tocsr()

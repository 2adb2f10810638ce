"""The n-grams of one text as numbers: what TfidfVectorizer gives, without a matrix on the way."""

from collections import Counter

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer


class Ngrams:
    """Reads the n-grams that a fitted vectorizer knows. It must use ``sublinear_tf``."""

    def __init__(self, vectorizer: TfidfVectorizer) -> None:
        self._cut = vectorizer.build_analyzer()
        self._columns = vectorizer.vocabulary_
        self._idf = vectorizer.idf_

    def __len__(self) -> int:
        return len(self._idf)

    def read(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """The columns of the text's n-grams [many], and their values [many]: a vector of length 1."""
        counts = Counter(self._columns[gram] for gram in self._cut(text) if gram in self._columns)
        columns = np.fromiter(counts.keys(), np.intp, len(counts))
        values = (1 + np.log(np.fromiter(counts.values(), float, len(counts)))) * self._idf[columns]
        return columns, values / (np.linalg.norm(values) or 1.0)

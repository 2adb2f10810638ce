"""The n-grams of a text are those that scikit-learn's vectorizer gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.language.ngrams import Ngrams

TEXTS = ["the green toe", "a toe, and the other toe", "ringing ears", "Ears? ears! EARS"]
SETTINGS = {
    "words": {"ngram_range": (1, 2), "token_pattern": r"\w+"},
    "characters": {"analyzer": "char_wb", "ngram_range": (2, 4)},
}
LEARNT = {name: TfidfVectorizer(**s, sublinear_tf=True).fit(TEXTS) for name, s in SETTINGS.items()}


def dense(vectorizer: TfidfVectorizer, text: str) -> np.ndarray:
    ngrams = Ngrams(vectorizer)
    row = np.zeros(len(ngrams))
    columns, values = ngrams.read(text)
    row[columns] = values
    return row


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("text", [*TEXTS, "the green ears toe toe toe", "zebra", "toe zebra", "", "?!"])
def test_a_text_gives_what_the_vectorizer_gives(name, text):
    assert dense(LEARNT[name], text) == pytest.approx(LEARNT[name].transform([text]).toarray()[0])


@pytest.mark.parametrize("name", SETTINGS)
@given(st.lists(st.sampled_from(["toe", "ears", "the", "green", "no", ",", "TOE"]), max_size=12))
def test_any_text_of_them_gives_what_the_vectorizer_gives(name, words):
    text = " ".join(words)
    assert dense(LEARNT[name], text) == pytest.approx(LEARNT[name].transform([text]).toarray()[0])


def test_it_has_a_column_for_every_ngram_that_was_learnt():
    assert {name: len(Ngrams(v)) for name, v in LEARNT.items()} == {
        name: len(v.vocabulary_) for name, v in LEARNT.items()
    }

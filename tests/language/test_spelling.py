"""Typing is put right without putting words into anybody's mouth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.understanding import Mention
from bot.language import lexicon
from bot.language.reading import Reader
from bot.language.spelling import Speller


@pytest.fixture(scope="module")
def speller() -> Speller:
    """Knows a few words of an invented field."""
    return Speller(["fictamab", "Diarrhoea", "glimmer fever", "Questionnaires"])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("pls tell me abt the ses", "please tell me about the side effects"),
        ("whats the tx", "what is the treatment"),
        ("dont u know", "don't you know"),
        ("wot abt my appts", "what about my appointments"),
        ("any s/e?", "any side effect?"),
        ("list the s/es", "list the side effects"),
    ],
)
def test_shorthand_is_written_out(speller, typed, expected):
    assert speller.corrected(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("fictamb", "fictamab"),
        ("Fictammab?", "fictamab?"),
        ("diarhoea", "diarrhoea"),
        ("diarrohea", "diarrhoea"),
        ("questionaires", "questionnaires"),
    ],
)
def test_a_misspelt_word_of_the_field_is_corrected(speller, typed, expected):
    assert speller.corrected(typed) == expected


@pytest.mark.parametrize(
    "text",
    [
        "glimmering",
        "never",
        "A shimmer on the river",
        "fict",
        "Gxyzvab",
        "zictamab",
        "2.5 mg, at 10:30!",
        "it’s mine",
    ],
)
def test_english_words_and_strange_words_stay_as_they_are(speller, text):
    assert speller.corrected(text) == text


def test_a_word_that_is_nearer_to_english_is_not_made_a_word_of_the_field():
    assert Speller(["spewing"]).corrected("sorry for my spelings") == "sorry for my spelings"


def test_a_short_word_needs_to_be_nearer_than_a_long_one(speller):
    assert speller.corrected("fevvr, fictamxx") == "fever, fictamab"
    assert speller.corrected("fevvrr") == "fevvrr"


@pytest.mark.parametrize("text", ["", "  \n", "12 34", "🙂", "’’"])
def test_a_text_without_words_stays_as_it_is(speller, text):
    assert speller.corrected(text) == text


@given(st.text(max_size=80))
def test_what_was_put_right_once_is_right(speller, text):
    once = speller.corrected(text)
    assert speller.corrected(once) == once


@pytest.mark.parametrize("kind", ["symptom", "condition", "drug"])
def test_no_word_of_a_lexicon_is_corrected_into_something_else(reader: Reader, kind: str, trial):
    lost = [
        word
        for concept in lexicon.read(f"{kind}s").values()
        for word in concept.words
        if concept.id != trial.treatment  # which is told apart as the treatment
        and Mention(kind, concept.id) not in reader.read(word).whole.mentions
    ]
    assert lost == []

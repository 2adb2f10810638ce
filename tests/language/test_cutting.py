"""A message is cut into sentences and clauses, and what is put right at once was not said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import cutting


def test_a_message_is_cut_into_its_sentences():
    assert cutting.sentences("I'm 71. It came back!  FCR – in 2019\nno clots") == [
        "I'm 71.",
        "It came back!",
        "FCR",
        "in 2019",
        "no clots",
    ]


def test_a_sentence_is_cut_into_its_clauses():
    assert cutting.clauses("no clots but my kidneys failed and I had dialysis") == [
        "no clots",
        "my kidneys failed",
        "I had dialysis",
    ]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("in June, no hang on, that was 2021", "that was 2021"),
        ("in June", "in June"),
        ("no, wait", "no, wait"),
    ],
)
def test_what_is_put_right_at_once_is_left_out(text, left):
    assert cutting.taken_back(text) == left


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("yes, it works well", "it works well"),
        ("aye nae bother", "nae bother"),
        ("yes", "yes"),
        ("no, none", "no, none"),
    ],
)
def test_only_a_yes_that_opens_an_answer_is_set_aside(text, rest):
    assert cutting.without_yes(text) == rest


def test_each_sentence_is_known_as_it_was_typed():
    assert cutting.as_typed("Six weks ago. No clots", ["6 weeks ago.", "no clots"]) == {
        "6 weeks ago.": "Six weks ago.",
        "no clots": "No clots",
    }


@given(st.text())
def test_any_text_can_be_cut(text):
    for sentence in cutting.sentences(cutting.taken_back(text)):
        assert all(cutting.clauses(sentence))
    cutting.without_yes(text)

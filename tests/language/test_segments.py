"""A message is cut into its questions and statements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.segments import MOST_SEGMENTS, asks, asks_openly, continues, leans, split


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("How often do I go?", ["How often do I go?"]),
        ("What is it? Is it safe?", ["What is it?", "Is it safe?"]),
        ("What is it?And when?", ["What is it?", "And when?"]),
        (
            "What phase is it and how many people take part?",
            ["What phase is it", "how many people take part?"],
        ),
        (
            "How many people, who runs it and which company pays?",
            ["How many people", "who runs it", "which company pays?"],
        ),
        ("is it safe & does it hurt", ["is it safe", "does it hurt"]),
        ("can I join\nhow often do you go", ["can I join", "how often do you go"]),
        ("I had a clot. Can I join?", ["I had a clot.", "Can I join?"]),
        (
            "I have had a clot and an infection, can I join?",
            ["I have had a clot and an infection", "can I join?"],
        ),
        ("phase, size, sponsor", ["phase", "size", "sponsor"]),
        ("dose / visits", ["dose", "visits"]),
        ("nausea and vomiting?", ["nausea and vomiting?"]),
        ("Is it 2.5 mg a day?", ["Is it 2.5 mg a day?"]),
        ("Does Dr. Smith lead the trial?", ["Does Dr. Smith lead the trial?"]),
        (
            "Can it cause any kind of pain, e.g. in the lower part of the back?",
            ["Can it cause any kind of pain, e.g. in the lower part of the back?"],
        ),
    ],
)
def test_a_message_is_cut_into_what_it_asks(message, expected):
    assert [segment.text for segment in split(message)] == expected


def test_a_statement_before_a_question_does_not_ask():
    assert [segment.asks for segment in split("I had a clot. Can I join?")] == [False, True]


def test_each_of_several_keywords_asks():
    assert [segment.asks for segment in split("phase, size, sponsor")] == [True, True, True]


@pytest.mark.parametrize("nothing", ["", "   ", "???", "\n"])
def test_a_message_without_words_is_one_segment(nothing):
    assert [segment.text for segment in split(nothing)] == [nothing]


def test_of_an_endless_message_only_the_beginning_is_cut():
    assert len(split("Is it safe? " * 50)) == MOST_SEGMENTS


@given(st.text(max_size=200))
def test_any_text_has_between_one_and_the_most_segments(text):
    segments = split(text)
    assert 1 <= len(segments) <= MOST_SEGMENTS
    assert all(segment.text in text for segment in segments)


@pytest.mark.parametrize(
    "text",
    [
        "is it safe?",
        "How often do I go",
        "ok and what about the ECG",
        "I was wondering about parking",
        "tell me about the dose",
        "side effects?",
        "I'd like to know more",
    ],
)
def test_a_question_or_request_asks(text):
    assert asks(text)


@pytest.mark.parametrize("text", ["I had a clot last year.", "My mum is 82", "thank you", ""])
def test_a_statement_does_not_ask(text):
    assert not asks(text)


@pytest.mark.parametrize(
    "text",
    ["and how often?", "why?", "what about the ECG", "ok so when", "But would both groups be given this?"],
)
def test_a_text_that_takes_up_what_was_said_continues(text):
    assert continues(text)


@pytest.mark.parametrize("text", ["how often?", "Will android phones do?", "thanks", "", "but " * 100])
def test_a_text_that_begins_afresh_or_goes_on_for_long_does_not_continue(text):
    assert not continues(text)


@pytest.mark.parametrize(
    "text",
    ["how often?", "is it safe", "Can you tell me please how long they go on for"],
)
def test_a_short_text_or_one_with_a_pronoun_leans_on_what_was_said(text):
    assert leans(text)


@pytest.mark.parametrize(
    "text",
    [
        "How many people in all of the hospitals take part?",
        "Which of the hospitals take part in this trial, please?",
        "What are the most common side effects of the treatment that people have?",
    ],
)
def test_a_complete_question_does_not_lean(text):
    assert not leans(text)


@pytest.mark.parametrize("text", ["who's right", "how long", "is it?", "and why"])
def test_some_questions_nobody_takes_for_an_answer(text):
    assert asks_openly(text)


@pytest.mark.parametrize("text", ["did have it once", "why aye", "could be", "had it, they tell me"])
def test_what_only_begins_like_a_question_may_be_an_answer(text):
    assert not asks_openly(text)

"""A nurse's search gives what a patient would be told, and what stands nearby."""

import pytest

from bot import bootstrap

TRIAL = bootstrap.trial()


@pytest.fixture(scope="module")
def reference():
    return bootstrap.reference()


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("how often would I come to the hospital", "visits"),
        ("how many people are in it", "size"),
        ("which hospitals run this", "locations"),
    ],
)
def test_the_answer_is_the_answerer_s_to_what_was_understood(reference, text, topic):
    found = reference.look_up(text)
    assert found.label == f"ask/{topic}"
    answer = TRIAL.answers[topic]
    assert set(answer.passages or answer.nearest) <= set(found.messages[0].passages)
    assert found.passages[0] in (answer.passages or answer.nearest)


def test_several_questions_are_answered_one_by_one(reference):
    found = reference.look_up("What phase is the trial? How many people take part?")
    assert len(found.messages) == 2


def test_danger_gets_its_card_and_nothing_else(reference):
    found = reference.look_up("he has crushing chest pain and cannot breathe right now")
    assert [message.kind for message in found.messages] == ["urgent"]
    assert found.label == "urgent"


@pytest.mark.parametrize("text", ["?", "   ", "x" * 500, "🙂", "\u0000", "asdf qwer zxcv"])
def test_any_text_gives_an_answer(reference, text):
    assert reference.look_up(text).messages


def test_what_it_is_taken_for_is_one_of_the_labels(reference):
    labels = {*reference.labels, "clarify"}
    for text in ("where can I park", "hello", "tell me a joke", "should I take it"):
        assert reference.look_up(text).label in labels


def test_one_look_leans_on_no_other(reference):
    first = reference.look_up("and how often?")
    reference.look_up("tell me about the visits")
    assert reference.look_up("and how often?") == first
    assert isinstance(first.messages, tuple)

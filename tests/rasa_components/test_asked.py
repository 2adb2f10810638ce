"""What was asked is noted as it was answered, and only what belongs on a nurse's sheet."""

from typing import Any

import pytest

from bot.core.handoff import MOST_ASKED
from bot.core.understanding import Part, Understanding

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("rasa")]

SIZE, DOSE = {"label": "ask/size", "kind": "answer"}, {"label": "ask/dose_amount", "kind": "not_stated"}


class Tracker:
    """A conversation with this much noted."""

    def __init__(self, noted: Any = None) -> None:
        self._noted = noted

    def get_slot(self, name: str) -> Any:
        assert name == "asked"
        return self._noted


def noted(*parts: Part, intent: str = "ask", beside: Any = None, before: Any = None) -> Any:
    """What the slot is filled with; None if it stays as it is."""
    from rasa.shared.nlu.training_data.message import Message

    from bot.rasa_components.asked import AskedTopics
    from bot.rasa_components.classifier import UNDERSTANDING
    from bot.rasa_components.statements import BESIDE

    message = Message({"text": "hello", "intent": {"name": intent}})
    if parts:
        message.set(UNDERSTANDING, Understanding(parts).to_dict())
    if beside is not None:
        message.set(BESIDE, beside)
    (read,) = AskedTopics().process([message], Tracker(before))
    entities = read.get("entities") or []
    assert len(entities) <= 1
    return entities[0]["value"] if entities else None


def test_a_question_is_noted_with_how_it_is_answered():
    assert noted(Part("ask/size", 1.0)) == [SIZE]
    assert noted(Part("ask/dose_amount", 1.0)) == [DOSE]


def test_several_questions_are_each_noted():
    assert noted(Part("ask/size", 1.0), Part("ask/dose_amount", 1.0), intent="several") == [SIZE, DOSE]


def test_what_was_noted_before_is_kept_once():
    assert noted(Part("ask/size", 1.0), before=[SIZE, DOSE]) == [DOSE, SIZE]


def test_advice_is_noted_by_its_subject():
    part = Part("advice", 1.0, nearby=("ask/side_effects",))
    assert noted(part, intent="advice") == [{"label": "ask/side_effects", "kind": "advice"}]


@pytest.mark.parametrize(
    "label", ["handoff", "code/take", "smalltalk/greet", "privacy/kept", "abuse", "clarify"]
)
def test_what_does_not_belong_on_a_sheet_is_not_noted(label: str):
    assert noted(Part(label, 1.0), intent=label.split("/")[0]) is None


def test_of_an_answer_to_the_pre_screen_only_what_is_asked_beside_it_is_noted():
    parts = (Part("ask/criterion", 1.0), Part("ask/size", 1.0))
    assert noted(*parts, intent="answer", beside=[]) is None
    assert noted(*parts, intent="answer", beside=[1]) == [SIZE]


def test_a_report_of_danger_notes_nothing():
    assert noted(intent="urgent") is None


def test_only_so_much_is_noted():
    many = [{"label": f"ask/{number}", "kind": "answer"} for number in range(MOST_ASKED)]
    assert noted(Part("ask/size", 1.0), before=many) == [*many[1:], SIZE]


def test_without_a_conversation_a_message_can_be_read_too():
    from rasa.shared.nlu.training_data.message import Message

    from bot.rasa_components.asked import AskedTopics

    assert AskedTopics().process([Message({"text": "hello"})])[0].get("entities") is None

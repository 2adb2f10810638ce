"""Danger in a conversation: its card comes first and alone, whatever else is going on."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from bot import bootstrap
from bot.core.danger import CRISIS, KINDS, PREGNANCY, URGENT
from bot.settings import ROOT

Say = Callable[[str], list[dict[str, Any]]]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("rasa")]

REPORTS = {
    URGENT: [
        "I have crushing pain in my chest right now and I cannot breathe",
        "My husband has collapsed and his face is drooping on one side",
        "He is coughing up blood, lots of it",
        "I swallowed ten of the capsules by mistake",
    ],
    CRISIS: [
        "I want to kill myself tonight",
        "My brother says that he is going to end his life",
    ],
    PREGNANCY: [
        "I take the capsules and my pregnancy test is positive",
        "I am in the trial and my wife has just found out that she is pregnant",
    ],
}
ALL = [(kind, text) for kind, texts in REPORTS.items() for text in texts]
ONE_EACH = [(kind, texts[0]) for kind, texts in REPORTS.items()]
NO_DANGER = [
    "Is chest pain a side effect of the treatment?",
    "How many people take part?",
    "Can pregnant women join the trial?",
    "I am dying to know how many hospital visits there are",
    "I had a blood clot in 2015 but that is all fine now, can I still join?",
]
START = "Can you check whether I could take part?"
QUESTION = "How many people take part?"
INSULTS = ["You stupid useless machine", "Shut up, you moron"]


def assert_card_alone(replies: list[dict[str, Any]], kind: str) -> None:
    (reply,) = replies
    assert reply["custom"] == {"kind": kind}
    assert reply["text"] == bootstrap.danger_cards()[kind].text
    assert not reply.get("buttons")


def assert_answered(replies: list[dict[str, Any]]) -> None:
    assert [reply["custom"]["kind"] for reply in replies] == ["answer"]
    assert "about 90 people" in replies[0]["text"]


def parsed(agent: Any, text: str) -> dict[str, Any]:
    return asyncio.run(agent.parse_message(text))  # type: ignore[no-any-return]


@pytest.mark.parametrize(("kind", "text"), ALL)
def test_each_kind_of_danger_gets_its_card_alone(kind: str, text: str, say: Say) -> None:
    assert_card_alone(say(text), kind)


@pytest.mark.parametrize(("kind", "text"), ONE_EACH)
def test_danger_in_the_middle_of_a_pre_screen_gets_its_card_alone(kind: str, text: str, say: Say) -> None:
    assert [reply["custom"]["kind"] for reply in say(START)] == ["prescreen_intro"]
    assert_card_alone(say(text), kind)
    assert_answered(say(QUESTION))


@pytest.mark.parametrize(("kind", "text"), ONE_EACH)
def test_after_a_card_a_bare_yes_does_not_resume_the_pre_screen(kind: str, text: str, say: Say) -> None:
    say(START)
    assert_card_alone(say(text), kind)
    assert [reply["custom"]["kind"] for reply in say("yes")] == ["smalltalk"]
    assert [reply["custom"]["kind"] for reply in say(START)] == ["prescreen_intro"]


@pytest.mark.parametrize(("kind", "text"), ONE_EACH)
@pytest.mark.parametrize("question_first", [True, False])
def test_danger_beside_a_trial_question_gets_its_card_alone(
    question_first: bool, kind: str, text: str, say: Say
) -> None:
    texts = [QUESTION, f"{text}."] if question_first else [f"{text}.", QUESTION]
    assert_card_alone(say(" ".join(texts)), kind)


@pytest.mark.parametrize("insult", INSULTS)
def test_despair_beside_an_insult_is_despair(insult: str, say: Say) -> None:
    assert [reply["custom"]["kind"] for reply in say(insult)] == ["abuse"]
    assert_card_alone(say(f"{insult}! {REPORTS[CRISIS][0]}."), CRISIS)
    assert_card_alone(say(f"{REPORTS[CRISIS][0]}. {insult}!"), CRISIS)


@pytest.mark.parametrize("other", ["Please delete my data.", "My number is [telephone number]."])
@pytest.mark.parametrize(("kind", "text"), ONE_EACH)
def test_danger_beats_privacy(kind: str, text: str, other: str, say: Say) -> None:
    assert_card_alone(say(f"{other} {text}."), kind)


@pytest.mark.parametrize(("kind", "text"), ONE_EACH)
def test_the_same_danger_gets_the_same_bytes_wherever_it_is_told(kind: str, text: str, say: Say) -> None:
    def told() -> bytes:
        (reply,) = say(text)
        return json.dumps({key: value for key, value in reply.items() if key != "recipient_id"}).encode()

    first = told()
    say(QUESTION)
    say(START)
    assert {told(), told()} == {first}


@pytest.mark.parametrize("worded", [str.upper, str.lower, "{}!!!".format, "ok so {}, thank you dear".format])
@pytest.mark.parametrize(("kind", "text"), ONE_EACH)
def test_the_card_does_not_hang_on_how_danger_is_written(
    kind: str, text: str, worded: Callable[[str], str], say: Say
) -> None:
    assert_card_alone(say(worded(text)), kind)


@pytest.mark.parametrize("text", NO_DANGER)
def test_what_is_no_danger_gets_no_card(text: str, say: Say) -> None:
    assert not {reply["custom"]["kind"] for reply in say(text)} & set(KINDS)


def test_after_a_card_questions_are_answered_as_before(say: Say) -> None:
    before = [reply["text"] for reply in say(QUESTION)]
    for _, text in ONE_EACH:
        say(text)
    assert [reply["text"] for reply in say(QUESTION)] == before


@pytest.mark.parametrize(("kind", "text"), ALL)
def test_nothing_reads_a_message_before_or_after_the_danger_detector_decided(
    kind: str, text: str, agent: Any
) -> None:
    read = parsed(agent, text)
    assert read["intent"] == {"name": kind, "confidence": 1.0}
    assert [intent["name"] for intent in read["intent_ranking"]] == [kind]
    assert not {"understanding", "response_selector"} & set(read)


def test_a_message_without_danger_is_read_further(agent: Any) -> None:
    read = parsed(agent, QUESTION)
    assert [part["label"] for part in read["understanding"]["parts"]] == ["ask/size"]
    assert "danger" not in read


def test_the_danger_detector_is_the_first_component_that_reads_messages() -> None:
    from rasa.engine.recipes.default_recipe import DefaultV1Recipe
    from rasa.shared.utils.common import class_from_module_path

    registered = DefaultV1Recipe._registered_components
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    names = [component["name"] for component in pipeline]
    classes = {n: class_from_module_path(n) if "." in n else registered[n].clazz for n in names}
    readers = [name for name in names if hasattr(classes[name], "process")]
    assert readers[0] == "bot.rasa_components.danger.DangerDetector"
    assert len(readers) > 1


@pytest.mark.parametrize(("kind", "text"), ALL)
def test_of_danger_only_its_kind_and_its_name_are_kept(kind: str, text: str, agent: Any) -> None:
    names = {entry.id for entry in bootstrap.danger_signs().dangers if entry.kind == kind}
    kept = parsed(agent, text)["danger"]
    assert set(kept) == {"kind", "name"}
    assert kept["kind"] == kind
    assert kept["name"] in names

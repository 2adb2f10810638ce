"""Whole conversations, as written down in ``journeys.yml``."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.core.trial import Trial

JOURNEYS = yaml.safe_load((Path(__file__).parent / "journeys.yml").read_text(encoding="utf-8"))
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("rasa")]


@pytest.mark.parametrize("journey", JOURNEYS, ids=[j["journey"] for j in JOURNEYS])
def test_a_journey_goes_as_written(
    journey: dict[str, Any], say: Callable[[str], list[dict[str, Any]]]
) -> None:
    for turn in journey["turns"]:
        replies = say(turn["say"])
        kinds = [reply["custom"]["kind"] for reply in replies]
        text = "\n".join(reply["text"] for reply in replies)
        assert kinds == turn["kinds"], turn["say"]
        assert [words for words in turn.get("has", []) if words not in text] == [], turn["say"]
        assert [words for words in turn.get("lacks", []) if words in text] == [], turn["say"]


def test_every_topic_asked_by_its_own_question_quotes_only_the_page(
    trial: Trial, say: Callable[[str], list[dict[str, Any]]]
) -> None:
    passages = {p.id: p.text for p in trial.page.passages}
    for answer in trial.answers.values():
        for reply in say(answer.topic.question):
            for quoted in reply["custom"].get("passages", []):
                assert passages[quoted["id"]] == quoted["quote"]
                assert quoted["quote"] in reply["text"]


@pytest.mark.parametrize(
    "odd",
    [
        "🙂" * 200,
        "مرحبا كيف يمكنني الانضمام",
        "<script>alert(1)</script>",
        "'; DROP TABLE conversations; --",
        "/restart",
        "?",
        "a" * 2000,
        "what is the dose " * 110,
        "\u202e\u200b\ufeff",
    ],
)
def test_odd_input_gets_a_harmless_reply(odd: str, say: Callable[[str], list[dict[str, Any]]]) -> None:
    replies = say(odd.lstrip("/"))
    assert replies
    assert all(reply["text"] and "<script" not in reply["text"] for reply in replies)

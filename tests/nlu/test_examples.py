"""The examples that the assistant learns from contradict neither each other nor the tests."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from bot import content
from bot.settings import ROOT

FEWEST = 15
"""Fewer examples than this teach a topic badly."""
LEARNT = sorted((ROOT / "data" / "nlu").glob("*.yml"))
DANGER = sorted((ROOT / "data" / "nlu" / "danger").glob("*.yml"))
HELD_OUT = Path(__file__).parent / "held_out.yml"


def examples_in(path: Path) -> list[tuple[str, str]]:
    """The (text, intent) pairs of a file."""
    blocks = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    return [
        (line.removeprefix("- "), block["intent"])
        for block in blocks
        for line in block["examples"].splitlines()
    ]


def plain(text: str) -> str:
    """The text without case and punctuation."""
    return re.sub(r"[\W_]+", " ", text.lower()).strip()


@pytest.fixture(scope="module")
def learnt() -> list[tuple[str, str]]:
    """All examples of data/nlu."""
    return [pair for path in LEARNT for pair in examples_in(path)]


def test_every_line_is_an_example():
    lines = [
        (path.name, line)
        for path in [*LEARNT, HELD_OUT]
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        for line in block["examples"].splitlines()
    ]
    assert [(name, line) for name, line in lines if not re.match(r"- \S", line)] == []


def test_no_example_stands_twice_or_in_two_intents(learnt):
    intents = defaultdict(list)
    for text, intent in learnt:
        intents[plain(text)].append(intent)
    assert {text: several for text, several in intents.items() if len(several) > 1} == {}


def test_no_example_of_danger_stands_twice_or_in_two_labels_or_among_the_others(learnt):
    labels = defaultdict(list, {plain(text): [intent] for text, intent in learnt})
    for path in DANGER:
        for text, label in examples_in(path):
            labels[plain(text)].append(label)
    assert {text: several for text, several in labels.items() if len(several) > 1} == {}


def test_no_intent_is_spread_over_several_places():
    blocks = [b["intent"] for path in LEARNT for b in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]]
    assert len(blocks) == len(set(blocks))


@pytest.mark.parametrize("path", [*LEARNT, HELD_OUT], ids=lambda path: path.name)
def test_whatever_is_asked_is_a_topic(path: Path):
    asked = {intent.removeprefix("ask/") for _, intent in examples_in(path) if intent.startswith("ask")}
    assert asked - set(content.load_topics()) == set()


@pytest.mark.parametrize("topic", content.load_topics())
def test_a_topic_is_taught_by_enough_examples(learnt, topic: str):
    assert len([text for text, intent in learnt if intent == f"ask/{topic}"]) >= FEWEST


def test_the_held_out_examples_cover_all_that_is_learnt_but_yes_no_and_the_edge(learnt):
    held_out = {intent for _, intent in examples_in(HELD_OUT)}
    edge = {"abuse", "privacy/kept", "privacy/erase", "privacy/identifier"}  # in tests/safety/held_out.yml
    of_the_interview = {label for _, label in learnt if label.startswith("interview/")}  # tests/reading/
    assert {intent for _, intent in learnt} - {"affirm", "deny", *edge, *of_the_interview} == held_out


def test_no_held_out_example_is_learnt(learnt):
    known = {plain(text) for text, _ in learnt}
    assert [text for text, _ in examples_in(HELD_OUT) if plain(text) in known] == []

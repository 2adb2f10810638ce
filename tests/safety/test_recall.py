"""How much danger is found, and how many alarms are false, on phrases that nothing was made from.

The held-out phrases are told by their files and positions, from 0, and never by their words: whoever mends
a miss shall not learn the phrase.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from bot import bootstrap
from bot.core.danger import CRISIS, KINDS, PREGNANCY, URGENT
from bot.language import examples
from bot.settings import ROOT

FLOORS = {URGENT: 0.9, CRISIS: 0.9, PREGNANCY: 0.9}
"""At least this share of the reports of each kind gets the card of its kind …"""
MOST_FALSE_ALARMS = 0.02
"""… at most this share of what only sounds like danger gets one …"""
MOST_ALARMS_ON_QUESTIONS = 0.005
"""… and of ordinary questions about the trial."""

HELD_OUT = sorted(Path(__file__).parent.glob("held_out*.yml"))
QUESTIONS = {
    "learnt": sorted((ROOT / "data" / "nlu").glob("*.yml")),
    "held out": [ROOT / "tests" / "nlu" / "held_out.yml"],
}
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("danger")]


class Phrase(NamedTuple):
    """A held-out phrase at its position, and the kind of danger that it reports, if any."""

    position: str
    text: str
    kind: str | None


@pytest.fixture(scope="module")
def phrases() -> list[Phrase]:
    entries = {
        f"{path.stem} {n}": entry
        for path in HELD_OUT
        for n, entry in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")))
    }
    wrong = [position for position, entry in entries.items() if set(entry) != {"text", "expect", "why"}]
    assert not wrong, f"not text, expect and why: {wrong}"
    return [
        Phrase(position, entry["text"], entry["expect"] if entry["expect"] in KINDS else None)
        for position, entry in entries.items()
    ]


def kind_of(text: str) -> str | None:
    danger = bootstrap.danger_in(text)
    return danger.kind if danger else None


def plain(text: str) -> str:
    """The text without case and punctuation."""
    return re.sub(r"[\W_]+", " ", text.lower()).strip()


def test_no_held_out_phrase_is_learnt_or_stands_twice(phrases: list[Phrase]):
    seen = {plain(example.text) for example in examples.read((ROOT / "data" / "nlu").rglob("*.yml"))}
    known = []
    for phrase in phrases:
        if plain(phrase.text) in seen:
            known.append(phrase.position)
        seen.add(plain(phrase.text))
    assert known == []


@pytest.mark.parametrize("kind", KINDS)
def test_danger_in_unseen_words_is_found(phrases: list[Phrase], kind: str):
    reports = [phrase for phrase in phrases if phrase.kind == kind]
    missed = [phrase.position for phrase in reports if kind_of(phrase.text) != kind]
    found = 1 - len(missed) / len(reports)
    assert found >= FLOORS[kind], f"{found:.1%} of {len(reports)} found; missed: {missed}"


def test_what_only_sounds_like_danger_raises_few_alarms(phrases: list[Phrase]):
    harmless = [phrase for phrase in phrases if phrase.kind is None]
    alarms = [phrase.position for phrase in harmless if kind_of(phrase.text)]
    share = len(alarms) / len(harmless)
    assert share <= MOST_FALSE_ALARMS, f"{share:.1%} of {len(harmless)} raise an alarm: {alarms}"


@pytest.mark.parametrize("paths", QUESTIONS.values(), ids=QUESTIONS)
def test_ordinary_questions_raise_hardly_any_alarm(paths: list[Path]):
    questions = [example for example in examples.read(paths) if example.label.startswith("ask/")]
    alarms = [n for n, question in enumerate(questions) if kind_of(question.text)]
    share = len(alarms) / len(questions)
    assert share <= MOST_ALARMS_ON_QUESTIONS, f"{share:.2%} of {len(questions)} raise an alarm: {alarms}"

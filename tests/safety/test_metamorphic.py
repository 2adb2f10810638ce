"""Danger stays danger, however it is told: measured on a sample of the practice reports.

What is measured is printed (``pytest -s``) and written to ``var/metamorphic.txt``.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from typing import NamedTuple

import pytest

from bot import bootstrap
from bot.core.danger import KINDS, URGENT
from bot.language import examples
from bot.language.examples import Example
from bot.settings import ROOT, settings
from tests.safety import changes
from tests.safety.changes import CHANGES, SPELLINGS, WRAPPINGS, Change

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("danger")]


class Bounds(NamedTuple):
    """At most these shares of the reports may be lost, or get the card of another kind."""

    lost: float
    other_kind: float


BOUNDS = {
    changes.everyday_talk: Bounds(0.04, 0.03),
    changes.long_message: Bounds(0.05, 0.05),
    changes.minimising: Bounds(0.02, 0.02),
    changes.said_to_be_nothing: Bounds(0.04, 0.02),
    changes.apologies: Bounds(0.02, 0.02),
    changes.question_behind: Bounds(0.02, 0.02),
    changes.question_before: Bounds(0.13, 0.02),  # “how often are the visits, oh and his mouth droops”
    changes.in_a_list: Bounds(0.06, 0.02),  # “1) how many take part 2) his mouth droops”
    changes.thanks: Bounds(0.02, 0.01),
    changes.capitals: Bounds(0.0, 0.0),
    changes.no_capitals_or_punctuation: Bounds(0.03, 0.02),
    changes.doubled_spaces: Bounds(0.04, 0.03),
    changes.line_breaks: Bounds(0.02, 0.03),
    changes.no_space_after_stops: Bounds(0.03, 0.02),
    changes.one_typo: Bounds(0.03, 0.01),
    changes.two_typos: Bounds(0.03, 0.02),
}
"""A little above what was measured when they were set. They say what is, not what is good enough: where a
fault is mended, its bound comes down.
"""
REPORTS_A_LABEL = 4
QUESTIONS = 40
FEWEST = 60
"""Fewer retellings than this tell nothing."""

OUTRIGHT = {
    "heart": [
        "I have got a crushing pain in the middle of my chest",
        "Dad has bad chest pain and it is spreading down his left arm",
        "there is a heavy pressure on my chest and my jaw aches",
        "I think my mother is having a heart attack",
        "my wife has a tight chest and she is sweating",
        "Chest pain since breakfast and I feel sick with it",
    ],
    "breathing": [
        "I can't breathe when I lie flat tonight",
        "he is gasping for breath and his lips are blue",
        "Mum is struggling to breathe just sitting in her chair",
        "suddenly so short of breath that I can hardly speak",
        "my breathlessness got much worse in the last hour",
        "I am very breathless lying in bed tonight",
    ],
    "stroke": [
        "one side of his face has dropped and his speech is slurred",
        "my right arm went weak and I can't lift it",
        "I think my husband is having a stroke",
        "her mouth is drooping on one side",
        "My speech is slurred and my left arm is numb",
        "Mum's face has dropped on the left and she can't smile",
    ],
    "coughing_blood": [
        "I am coughing up bright red blood",
        "there was blood when I coughed just now",
        "Dad coughed up clots of blood this morning",
        "I cough and there is blood in my phlegm",
        "he keeps coughing blood into the sink",
        "she is bringing up blood when she coughs",
    ],
    "bleeding": [
        "my nosebleed has gone on for an hour and will not stop",
        "I am vomiting blood",
        "there is a lot of blood in my urine",
        "his poo has gone black and sticky as tar",
        "he cut his hand and the bleeding won't stop",
        "Mum is passing a lot of bright red blood from her bottom",
    ],
}
"""Plain reports of what never may be missed, by danger."""


class Measured(NamedTuple):
    """What one change does to the reports told so: the retellings that went wrong. And to questions."""

    told: int
    lost: list[str]
    other_kind: list[str]
    alarms: float

    @property
    def shares(self) -> Bounds:
        return Bounds(len(self.lost) / self.told, len(self.other_kind) / self.told)


def kind_of(text: str) -> str | None:
    danger = bootstrap.danger_in(text)
    return danger.kind if danger else None


def sample(of: list[Example], size: int) -> list[str]:
    """Always the same texts, wherever they stand in their files and whatever is added beside them."""
    return sorted((e.text for e in of), key=lambda text: zlib.crc32(text.encode()))[:size]


@pytest.fixture(scope="module")
def reports() -> dict[str, str]:
    """A sample of the practice reports in which danger is found, with its kind."""
    by_label = defaultdict(list)
    for example in examples.read(ROOT / "data" / "nlu" / "danger" / f"{kind}.yml" for kind in KINDS):
        by_label[example.label].append(example)
    texts = [text for of in by_label.values() for text in sample(of, REPORTS_A_LABEL)]
    return {text: kind for text in texts if (kind := kind_of(text))}


@pytest.fixture(scope="module")
def questions() -> list[str]:
    """A sample of the practice questions in which no danger is found."""
    asked = [e for e in examples.read((ROOT / "data" / "nlu").glob("*.yml")) if e.label.startswith("ask/")]
    return [text for text in sample(asked, QUESTIONS) if not kind_of(text)]


@pytest.fixture(scope="module")
def table(reports: dict[str, str], questions: list[str]) -> dict[Change, Measured]:
    """What every change does, printed and written down.

    Alarms on questions that are told in the same way show how much of what is found is the wording's own.
    """
    measured = {change: measure(change, reports, questions) for change in CHANGES}
    heading = "change                        told    lost  other kind  alarms on questions"
    written = "\n".join([heading, *(row(change, of) for change, of in measured.items())])
    print(f"\n{written}")
    (settings().var / "metamorphic.txt").write_text(f"{written}\n", encoding="utf-8")
    return measured


def measure(change: Change, reports: dict[str, str], questions: list[str]) -> Measured:
    retold = {new: kind for text, kind in reports.items() if (new := changes.one_of(change, text))}
    found = {text: kind_of(text) for text in retold}
    asked = [new for text in questions if (new := changes.one_of(change, text))]
    return Measured(
        told=len(retold),
        lost=[text for text in retold if found[text] is None],
        other_kind=[text for text, kind in retold.items() if found[text] not in (None, kind)],
        alarms=sum(bool(kind_of(text)) for text in asked) / len(asked),
    )


def row(change: Change, of: Measured) -> str:
    lost, other_kind = of.shares
    return f"{change.__name__:28s}{of.told:6d}{lost:8.1%}{other_kind:12.1%}{of.alarms:21.1%}"


def named(change: Change) -> str:
    return change.__name__


def told(texts: list[str]) -> str:
    return "\n".join(["", *texts])


def test_every_change_has_its_bounds():
    assert set(BOUNDS) == set(CHANGES)


def test_nearly_every_practice_report_is_found_as_it_stands(reports):
    labels = {e.label for e in examples.read(ROOT / "data" / "nlu" / "danger" / f"{k}.yml" for k in KINDS)}
    assert len(reports) >= 0.95 * REPORTS_A_LABEL * len(labels)


@pytest.mark.parametrize("change", CHANGES, ids=named)
def test_danger_is_still_found_when_it_is_told_in_another_way(table, change: Change):
    assert table[change].told >= FEWEST
    assert table[change].shares.lost <= BOUNDS[change].lost, told(table[change].lost)


@pytest.mark.parametrize("change", CHANGES, ids=named)
def test_danger_told_in_another_way_gets_the_same_card(table, change: Change):
    assert table[change].told >= FEWEST
    assert table[change].shares.other_kind <= BOUNDS[change].other_kind, told(table[change].other_kind)


@pytest.mark.parametrize("danger", OUTRIGHT)
def test_danger_to_heart_breath_brain_and_blood_is_found_as_it_stands(danger: str):
    assert [text for text in OUTRIGHT[danger] if kind_of(text) != URGENT] == []


@pytest.mark.parametrize("change", [*WRAPPINGS, *SPELLINGS], ids=named)
@pytest.mark.parametrize("danger", OUTRIGHT)
def test_danger_to_heart_breath_brain_and_blood_survives_every_wrapping(danger: str, change: Change):
    retold = [new for text in OUTRIGHT[danger] for new in change(text)]
    assert len(retold) >= len(OUTRIGHT[danger])
    assert [text for text in retold if kind_of(text) != URGENT] == []

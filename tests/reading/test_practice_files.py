"""The practice that statements are read by is complete, and contradicts itself nowhere."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.core.statements import DECLINED, NO, NOTHING, UNSURE, YES
from bot.language.practice import ANY, read
from bot.settings import ROOT
from bot.yaml_file import YamlFile

FILES = sorted((ROOT / "data" / "facts").glob("*.yml"))
OF_SUBJECTS = [path for path in FILES if path.stem != ANY]
SUBJECTS: dict[str, dict[str, Any]] = YamlFile(ROOT / "bot" / "subjects.yml").data
READ_BY_RULES = {"age"}
"""Subjects that need no practice, since no class of statements is to be told from another."""
FEWEST = 40
"""Fewer lines than this teach a class badly."""


def plain(text: str) -> str:
    """The text without case and punctuation; what is nothing else, as it is."""
    return re.sub(r"[\W_]+", " ", text.lower()).strip() or text


def named(path: Path) -> str:
    return path.stem


def spoken_of(subject: dict[str, Any]) -> set[str]:
    """The classes that the declaration of a subject speaks of."""
    return {*subject["classes"], *subject.get("says", {}), *subject.get("needs", {})}


def test_every_subject_is_practised_and_nothing_else():
    assert {path.stem for path in FILES} == {*SUBJECTS, ANY} - READ_BY_RULES


@pytest.mark.parametrize("path", OF_SUBJECTS, ids=named)
def test_a_subject_has_its_classes_and_unsure_and_nothing(path: Path):
    subject, classes = SUBJECTS[path.stem], set(YamlFile(path).data)
    needed = spoken_of(subject) | {UNSURE, NOTHING}
    assert needed <= classes
    if not subject.get("named"):  # names may state facts of a class that states none itself
        assert classes == needed


def test_plain_answers_have_the_classes_of_plain_answers():
    assert set(YamlFile(ROOT / "data" / "facts" / f"{ANY}.yml").data) == {YES, NO, UNSURE, DECLINED}


@pytest.mark.parametrize("path", FILES, ids=named)
def test_every_class_has_statements_and_answers_and_nothing_is_no_answer(path: Path):
    kinds = {label: set(lines) for label, lines in YamlFile(path).data.items()}
    both = {"answers"} if path.stem == ANY else {"statements", "answers"}
    assert kinds == {label: {"statements"} if label == NOTHING else both for label in kinds}


@pytest.mark.parametrize("path", FILES, ids=named)
def test_every_line_is_an_example(path: Path):
    lines = [
        line
        for kinds in YamlFile(path).data.values()
        for text in kinds.values()
        for line in text.splitlines()
    ]
    assert [line for line in lines if not re.match(r"- \S.*\S$|- \S$", line)] == []
    assert len(lines) == len(read([path]))


@pytest.mark.parametrize("path", FILES, ids=named)
def test_every_class_is_practised_often(path: Path):
    counts = Counter(p.label for p in read([path]))
    assert {label: count for label, count in counts.items() if count < FEWEST} == {}


@pytest.mark.parametrize("path", FILES, ids=named)
def test_no_line_stands_twice_in_a_file(path: Path):
    counts = Counter(plain(practised.text) for practised in read([path]))
    assert [text for text, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("path", FILES, ids=named)
def test_no_line_stands_in_two_classes(path: Path):
    labels: dict[str, set[str]] = {}
    for practised in read([path]):
        labels.setdefault(plain(practised.text), set()).add(practised.label)
    assert {text: several for text, several in labels.items() if len(several) > 1} == {}

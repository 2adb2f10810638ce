"""Practice statements: what people say about each subject, by the class that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import yaml

from bot.core.statements import NO
from bot.core.understanding import INTERVIEW
from bot.language.examples import Example

ANY = "any_answer"
"""The file of plain answers that fit every question."""
ELSE = "else"
"""Subject and label of what is about no subject, or is no plain answer."""
PERILOUS = {"infection", "blood_clot", "serious_condition"}
"""Subjects of which somebody may report a danger, other than in these classes:"""
HARMLESS = {"denied", "never", "negative", "impossible", "back", "not_lately", "stopped", NO}
CALM = {
    ("fitness", "affirmed"),
    ("blood_results", "affirmed"),
    ("disease", "back"),
    ("chemotherapy", "affirmed"),
}
"""Statements that are no danger either, by subject and class."""
ORDINARY = 2500
"""So many ordinary questions are enough to know them from statements."""
SEED = 20260101


class Practice(NamedTuple):
    """What somebody may say. ``alone``: it can be understood without the question before it."""

    text: str
    subject: str
    label: str
    alone: bool


def read(paths: Iterable[Path]) -> list[Practice]:
    """The practice of these files, one a subject, in their order."""
    return [
        Practice(line.strip().removeprefix("- ").strip(), path.stem, label, kind == "statements")
        for path in sorted(paths)
        for label, kinds in yaml.safe_load(path.read_text(encoding="utf-8")).items()
        for kind, lines in kinds.items()
        for line in lines.splitlines()
        if line.strip().startswith("- ")
    ]


def ordinary(examples: Sequence[Example]) -> list[Practice]:
    """All talk about the interview, and a sample of ordinary questions: about no subject."""
    talk = [example for example in examples if example.label.startswith(INTERVIEW)]
    questions = [example for example in examples if not example.label.startswith(INTERVIEW)]
    chosen = talk + Random(SEED).sample(questions, min(ORDINARY, len(questions)))  # noqa: S311
    return [Practice(example.text, ELSE, ELSE, True) for example in chosen]


def harmless(practised: Sequence[Practice]) -> list[Example]:
    """Answers to the pre-screen that report no danger, for whoever learns to tell danger from them."""
    return [
        Example(p.text, "answer")
        for p in practised
        if (p.subject, p.label) in CALM
        or (not p.alone and (p.label in HARMLESS or p.subject not in PERILOUS))
    ]

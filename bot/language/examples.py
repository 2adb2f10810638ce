"""Labelled examples as they stand in Rasa's NLU files."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import yaml


class Example(NamedTuple):
    """What somebody typed, and the label that it belongs to."""

    text: str
    label: str


def read(paths: Iterable[Path]) -> list[Example]:
    """The examples of these files, in their order."""
    return [
        Example(line.removeprefix("- ").strip(), entry["intent"])
        for path in sorted(paths)
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        for line in entry["examples"].splitlines()
        if line.startswith("- ")
    ]

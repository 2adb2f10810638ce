"""How something is said, whatever it is about: denied, doubted, past or of a relative."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from bot.yaml_file import YamlFile

PATH = Path(__file__).parent / "cues.yml"
FIRST = "_first"
"""Ending of the cues that count at the beginning of a text only, as do those that open a question."""
_YEAR = r"(?:19|20)\d\d"


def marks(text: str) -> list[str]:
    """The cues of a text, and each pair of them."""
    plain = text.lower().replace("’", "'")
    found = [name for name, pattern in _patterns().items() if pattern.search(plain)]
    return [*found, *(f"{a}&{b}" for a, b in itertools.combinations(found, 2))]


def has_cue(text: str, name: str) -> bool:
    """Whether a text holds this cue."""
    return _patterns()[name].search(text.lower().replace("’", "'")) is not None


@lru_cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {name: _pattern(name, phrases) for name, phrases in YamlFile(PATH).data.items()}


def _pattern(name: str, phrases: Sequence[str]) -> re.Pattern[str]:
    words = "|".join(_phrase(p) for p in sorted(phrases, key=len, reverse=True))
    at_start = name.endswith(FIRST) or name.startswith("opening")
    return re.compile(rf"^\W*(?:{words})" if at_start else words)


def _phrase(phrase: str) -> str:
    if phrase == "YYYY":
        return rf"\b{_YEAR}\b"
    left = r"\b" if phrase[0].isalnum() and phrase != "n't" else ""
    return left + re.escape(phrase) + (r"\b" if phrase[-1].isalnum() else "")

"""Replies marked as wrong, as files for whoever teaches the assistant: examples, and test cases to review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import yaml

from bot.settings import ROOT
from bot.store.corrections import Marked
from bot.yaml_file import YamlFile

RULES = ROOT / "data" / "rules" / "replies.yml"
RETRIEVAL = ("ask", "smalltalk", "privacy", "interview")
"""Intents with a second level, which rules do not look at."""
_ENTITIES = str.maketrans({"[": "(", "]": ")", "{": "(", "}": ")", "\\": "/"})
"""Rasa would take what stands in such brackets for an entity."""
VERSION = "3.1"


class _Block(str):
    """A text over several lines, written as it is read."""


class _Dumper(yaml.SafeDumper):
    """Writes blocks as blocks."""


_Dumper.add_representer(
    _Block, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|")
)


def as_nlu(marked: Sequence[Marked]) -> str:
    """The wordings as Rasa NLU examples under the right labels, each once."""
    texts: dict[str, dict[str, None]] = {}
    for one in marked:
        texts.setdefault(one.correction.right, {})[_line(one.correction.text)] = None
    examples = [
        {"intent": label, "examples": _Block("".join(f"- {text}\n" for text in texts[label]))}
        for label in sorted(texts)
    ]
    return _written({"version": VERSION, "nlu": examples})


def as_tests(marked: Sequence[Marked]) -> str:
    """The same as Rasa test stories, which say in their title what the wording was taken for."""
    return _written({"version": VERSION, "stories": [_story(one) for one in marked]})


def _story(one: Marked) -> dict[str, object]:
    label, correction = one.correction.right, one.correction
    intent = label.split("/")[0]
    steps = [
        {"user": _Block(f"{_line(correction.text)}\n"), "intent": intent if intent in RETRIEVAL else label},
        {"action": _actions().get(intent, "utter_answer")},
    ]
    return {
        "story": f"Mark {one.id} of {one.at:%Y-%m-%d}: {label}, was taken for {correction.was or 'nothing'}",
        "steps": steps,
    }


@lru_cache
def _actions() -> Mapping[str, str]:
    """What follows on each intent, by the rules."""
    steps = [rule["steps"] for rule in YamlFile(RULES).data["rules"]]
    return {first["intent"]: then["action"] for first, then, *_ in steps}


def _line(text: str) -> str:
    return " ".join(text.translate(_ENTITIES).split()).lstrip("/- ")


def _written(data: Mapping[str, object]) -> str:
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)

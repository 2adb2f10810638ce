"""Reads the facts that criteria may speak of, and the subjects that people speak of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.core.errors import ContentError, Fault, InputError
from bot.core.facts import Fact, FactKind, Vocabulary, typed
from bot.core.statements import Subject
from bot.yaml_file import Location, YamlFile

HERE = Path(__file__).parent
_FACT_KEYS = {"type", "implies", "date", "unclear", "fields"}
_SUBJECT_KEYS = {"named", "when", "classes", "concepts", "words", "says", "needs", "aside"}
READERS_OF_NAMES = ("age", "cancers", "drugs", "performance", "viruses")
"""What ``named`` can be in a subject; see bot/language/named.py."""


@lru_cache
def facts(path: Path = HERE / "facts.yml") -> Vocabulary:
    """The declared facts by name. Raises ContentError with every fault."""
    file, faults = YamlFile(path), list[Fault]()
    vocabulary = _facts(file, file.data, [], faults)
    for name, fact in vocabulary.items():
        if fact.implies and fact.implies not in vocabulary:
            faults.append(file.fault([name, "implies"], f"“{fact.implies}”", "is no fact"))
    if faults:
        raise ContentError(faults)
    return vocabulary


def _facts(file: YamlFile, data: Any, where: Location, faults: list[Fault]) -> dict[str, Fact]:
    kinds = {kind.value: kind for kind in FactKind}
    result = {}
    for name, entry in data.items():
        here = [*where, name]
        faults += [file.fault([*here, k], f"“{k}”", "is no key of a fact") for k in set(entry) - _FACT_KEYS]
        if entry.get("type") not in kinds:
            faults.append(
                file.fault([*here, "type"], f"“{name}”", f"has a type that is none of {', '.join(kinds)}")
            )
            continue
        fields = _facts(file, entry.get("fields", {}), [*here, "fields"], faults)
        result[name] = Fact(
            name,
            kinds[entry["type"]],
            entry.get("implies"),
            entry.get("date"),
            tuple(entry.get("unclear", [])),
            fields,
        )
    return result


@lru_cache
def subjects(path: Path = HERE / "subjects.yml") -> Mapping[str, Subject]:
    """What people speak of, by name. Raises ContentError with every fault."""
    file, faults, known = YamlFile(path), list[Fault](), facts()
    result = {}
    for name, entry in file.data.items():
        faults += [
            file.fault([name, k], f"“{k}”", "is no key of a subject") for k in set(entry) - _SUBJECT_KEYS
        ]
        if entry.get("named") not in (None, *READERS_OF_NAMES):
            faults.append(file.fault([name, "named"], f"“{entry['named']}”", "reads no names"))
        if entry.get("when") not in (None, *known):
            faults.append(file.fault([name, "when"], f"“{entry['when']}”", "is no fact"))
        classes = {}
        for label, stated in (entry.get("classes") or {}).items():
            try:
                classes[label] = typed(_plain(stated), known, date.max)
            except InputError as error:
                faults.append(file.fault([name, "classes", label], name, str(error)))
        result[name] = Subject(
            name,
            classes,
            entry.get("when"),
            entry.get("named"),
            tuple(entry.get("concepts", [])),
            tuple(entry.get("words", [])),
            {label: tuple(words) for label, words in entry.get("says", {}).items()},
            {label: tuple(words) for label, words in entry.get("needs", {}).items()},
            entry.get("aside") != "false",
        )
    if faults:
        raise ContentError(faults)
    return result


def _plain(value: Any) -> Any:
    """YAML's words as the values that they stand for."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if value in ("true", "false"):
        return value == "true"
    return float(value) if isinstance(value, str) and value.isdigit() else value

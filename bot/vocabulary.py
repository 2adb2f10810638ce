"""Reads the facts that criteria may speak of, and the subjects that people speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.core.conditions import RESERVED
from bot.core.errors import ContentError, Fault, InputError
from bot.core.facts import TODAY, UNKNOWN_VALUE, Fact, FactKind, Facts, Vocabulary, typed
from bot.core.statements import Subject
from bot.language import lexicon
from bot.trial_file import Strict
from bot.yaml_file import Location, YamlFile

HERE = Path(__file__).parent
PRACTICE = HERE.parent / "data" / "facts"
"""The practice statements of each subject, by class."""
LEXICONS = ("conditions", "drugs", "symptoms")
READERS_OF_NAMES = ("age", "cancers", "drugs", "performance", "viruses")
"""What ``named`` can be in a subject; see bot/language/names.py."""
_KEYS = {
    FactKind.TRUTH: {"implies"},
    FactKind.NUMBER: {"implies"},
    FactKind.DAYS: {"implies", "date"},
    FactKind.CHOICE: {"implies", "values", "unclear"},
    FactKind.NAMES: set[str](),
    FactKind.RECORDS: {"fields"},
}
"""What can be said of each kind of fact, beside its type."""
_NEEDED = {FactKind.CHOICE: "values", FactKind.RECORDS: "fields"}
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


class FactEntry(Strict):
    """A fact's declaration."""

    type: FactKind
    implies: str | None = None
    date: str | None = None
    values: list[str] = []
    unclear: list[str] = []
    fields: dict[str, FactEntry] = {}

    def fact(self, name: str) -> Fact:
        """The fact of this name."""
        fields = {key: entry.fact(key) for key, entry in self.fields.items()}
        return Fact(name, self.type, self.implies, self.date, tuple(self.values), tuple(self.unclear), fields)


class SubjectEntry(Strict):
    """A subject, and the facts that each class of statements about it states."""

    classes: dict[str, Any]
    when: str | None = None
    named: str | None = None
    concepts: list[str] = []
    words: list[str] = []
    says: dict[str, list[str]] = {}
    needs: dict[str, list[str]] = {}
    aside: bool = True
    ahead: bool = False
    confused_with: str | None = None


FactEntry.update_forward_refs()


class _FactFile(BaseModel):
    __root__: dict[str, FactEntry]


class _SubjectFile(BaseModel):
    __root__: dict[str, SubjectEntry]


@lru_cache
def facts(path: Path = HERE / "facts.yml") -> Vocabulary:
    """The declared facts by name. Raises ContentError with every fault."""
    file = YamlFile(path)
    entries: Mapping[str, FactEntry] = _entries(file, _FactFile)
    faults = [*_faults_of_facts(file, entries, []), *_faults_of_dates(file, entries)]
    if faults:
        raise ContentError(sorted(faults))
    return {name: entry.fact(name) for name, entry in entries.items()}


@lru_cache
def subjects(path: Path = HERE / "subjects.yml") -> Mapping[str, Subject]:
    """What people speak of, by name. Raises ContentError with every fault."""
    file, known = YamlFile(path), facts()
    entries: Mapping[str, SubjectEntry] = _entries(file, _SubjectFile)
    faults: list[Fault] = []
    read = {name: _subject(file, name, entry, known, faults) for name, entry in entries.items()}
    if faults:
        raise ContentError(sorted(faults))
    return read


def _entries(file: YamlFile, shape: type[BaseModel]) -> Any:
    """The file's entries by name. Raises ContentError with every fault of shape."""
    try:
        return shape.parse_obj(file.data).__root__  # type: ignore[attr-defined]
    except ValidationError as error:
        places = [(e["loc"][1:], str(e["msg"])) for e in error.errors()]
        raise ContentError(
            [file.fault(place, ".".join(map(str, place)) or "the file", why) for place, why in places]
        ) from error


def _faults_of_facts(file: YamlFile, entries: Mapping[str, FactEntry], where: Location) -> Iterator[Fault]:
    """Faults of facts, or of the fields of a record, of which nothing follows."""
    for name, entry in entries.items():
        here, kind = [*where, name], entry.type
        if name in (*RESERVED, TODAY):
            yield file.fault(here, f"“{name}”", "is a word of its own and no name for a fact")
        useful = _KEYS[kind] - {"implies", "date"} if where else _KEYS[kind]
        for key in sorted(entry.__fields_set__ - useful - {"type"}):
            why = f"says nothing of a {'field' if where else 'fact'} of type {kind.value}"
            yield file.fault([*here, key], f"“{key}” of “{name}”", why)
        if kind in _NEEDED and not getattr(entry, _NEEDED[kind]):
            yield file.fault(here, f"“{name}”", f"needs {_NEEDED[kind]}")
        if entry.implies is not None and not where:
            implied = entries.get(entry.implies)
            if implied is None or implied.type is not FactKind.TRUTH or implied is entry:
                why = "is no other fact that is true or false"
                yield file.fault([*here, "implies"], f"“{entry.implies}”", why)
        yield from _faults_of_values(file, entry, here)
        yield from _faults_of_facts(file, entry.fields, [*here, "fields"])


def _faults_of_values(file: YamlFile, entry: FactEntry, where: Location) -> Iterator[Fault]:
    """Values as people give them are compared in small letters, and what is unclear is no answer."""
    for key, words, taken in (
        ("values", entry.values, {"", UNKNOWN_VALUE, *entry.unclear}),
        ("unclear", entry.unclear, {""}),
    ):
        for position, word in enumerate(words):
            if word != word.strip().lower():
                yield file.fault([*where, key, position], f"“{word}”", "must be in small letters")
            if word in taken:
                yield file.fault([*where, key, position], f"“{word}”", "can be no answer")


def _faults_of_dates(file: YamlFile, entries: Mapping[str, FactEntry]) -> Iterator[Fault]:
    """Each date has a name that is no other's."""
    taken = {*entries, TODAY}
    for name, entry in entries.items():
        if entry.date is not None:
            if entry.date in taken:
                yield file.fault([name, "date"], f"“{entry.date}”", "is the name of something else already")
            taken.add(entry.date)


def _subject(
    file: YamlFile, name: str, entry: SubjectEntry, known: Vocabulary, faults: list[Fault]
) -> Subject:
    """A subject; adds to ``faults`` what is wrong with it."""
    faults += _faults_of_subject(file, name, entry, known)
    return Subject(
        name,
        {
            label: _stated(file, [name, "classes", label], c, known, faults)
            for label, c in entry.classes.items()
        },
        entry.when,
        entry.named,
        tuple(entry.concepts),
        tuple(entry.words),
        {label: tuple(words) for label, words in entry.says.items()},
        {label: tuple(words) for label, words in entry.needs.items()},
        entry.aside,
        entry.ahead,
        entry.confused_with,
    )


def _faults_of_subject(file: YamlFile, name: str, entry: SubjectEntry, known: Vocabulary) -> Iterator[Fault]:
    if entry.when is not None and (entry.when not in known or known[entry.when].kind is not FactKind.DAYS):
        yield file.fault([name, "when"], f"“{entry.when}”", "is no fact that is a number of days")
    if entry.named not in (None, *READERS_OF_NAMES):
        yield file.fault([name, "named"], f"“{entry.named}”", f"is none of {', '.join(READERS_OF_NAMES)}")
    for position, concept in enumerate(entry.concepts):
        if not any(concept in lexicon.read(which) for which in LEXICONS):
            yield file.fault([name, "concepts", position], f"concept “{concept}”", "is in no lexicon")
    for key, labels in (("says", entry.says), ("needs", entry.needs)):
        for label in labels:
            if label not in entry.classes and label not in _practised(name):
                yield file.fault([name, key, label], f"“{label}”", f"is no class of “{name}”")


def _practised(subject: str) -> frozenset[str]:
    """The classes of which there is practice, also those that state no fact."""
    path = PRACTICE / f"{subject}.yml"
    data = YamlFile(path).data if path.is_file() else None
    return frozenset(data) if isinstance(data, dict) else frozenset()


def _stated(file: YamlFile, where: Location, data: Any, known: Vocabulary, faults: list[Fault]) -> Facts:
    """The facts that a class states; adds to ``faults`` what is wrong with them."""
    try:
        if not isinstance(data, Mapping) or not data:
            raise InputError("a class states facts")
        for name in data.keys() - known.keys():
            raise InputError(f"“{name}” is no fact")
        stated = typed({name: plain(value) for name, value in data.items()}, known, date.max)
        for name, value in stated.items():
            if known[name].kind is FactKind.CHOICE and value not in (None, *known[name].values):
                raise InputError(f"“{value}” is no value of “{name}”")
    except InputError as error:
        faults.append(file.fault(where, str(where[0]), str(error)))
        return {}
    return stated


def plain(value: Any) -> Any:
    """YAML's words as the values that they stand for."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if value in ("true", "false"):
        return value == "true"
    return float(value) if _NUMBER.fullmatch(value) else value

"""Reads how each fact is told in words, and checks that none is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from bot import vocabulary
from bot.core.errors import ContentError, Fault
from bot.core.facts import Fact, FactKind, Vocabulary
from bot.core.plain_logic import FactWords
from bot.trial_file import Strict
from bot.yaml_file import Location, YamlFile

PATH = Path(__file__).parent / "fact_words.yml"
_NEEDED = {
    FactKind.TRUTH: ("yes", "no"),
    FactKind.NUMBER: ("phrase",),
    FactKind.DAYS: ("phrase", "unit"),
    FactKind.RECORDS: ("fields",),
}
"""What must be said of a kind of fact, beside its name."""


class Entry(Strict):
    """How one fact is told."""

    name: str
    yes: str = ""
    no: str = ""
    phrase: str = ""
    unit: Literal["", "days", "years"] = ""
    values: dict[str, str] = {}
    fields: dict[str, Entry] = {}

    def words(self) -> FactWords:
        """The same for the core."""
        fields = {name: entry.words() for name, entry in self.fields.items()}
        return FactWords(self.name, self.yes, self.no, self.phrase, self.unit, self.values, fields)


Entry.update_forward_refs()


class _File(BaseModel):
    __root__: dict[str, Entry]


@lru_cache
def load(path: Path = PATH) -> Mapping[str, FactWords]:
    """The words of all facts by name. Raises ContentError with every fault."""
    file = YamlFile(path)
    try:
        entries = _File.parse_obj(file.data).__root__
    except ValidationError as error:
        places = [(e["loc"][1:], str(e["msg"])) for e in error.errors()]
        raise ContentError(
            [file.fault(p, ".".join(map(str, p)) or "the file", why) for p, why in places]
        ) from error
    faults = list(_faults(file, entries, vocabulary.facts(), []))
    if faults:
        raise ContentError(sorted(faults))
    return {name: entry.words() for name, entry in entries.items()}


def _faults(
    file: YamlFile, entries: Mapping[str, Entry], facts: Vocabulary, where: Location
) -> Iterator[Fault]:
    for name in sorted(facts.keys() - entries.keys()):
        yield file.fault(where, f"“{name}”", "is a fact without words")
    for name, entry in entries.items():
        here = [*where, name]
        if name in facts:
            yield from _faults_of(file, entry, facts[name], here)
        else:
            yield file.fault(here, f"“{name}”", "is no fact")


def _faults_of(file: YamlFile, entry: Entry, fact: Fact, here: Location) -> Iterator[Fault]:
    for key in _NEEDED.get(fact.kind, ()):
        if not getattr(entry, key):
            yield file.fault(here, f"“{fact.name}”", f"needs {key}")
    if entry.phrase and "{amount}" not in entry.phrase:
        yield file.fault([*here, "phrase"], f"“{entry.phrase}”", "needs {amount}")
    for value in sorted(entry.values.keys() - {*fact.values, *fact.unclear}) if fact.values else ():
        yield file.fault([*here, "values", value], f"“{value}”", f"is no value of “{fact.name}”")
    if fact.kind is FactKind.RECORDS:
        yield from _faults(file, entry.fields, fact.fields, [*here, "fields"])

"""Lexicons: the words by which people name symptoms, conditions and drugs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.core.errors import ContentError, Fault
from bot.yaml_file import YamlFile

FOLDER = Path(__file__).parent / "lexicon"


@dataclass(frozen=True)
class Concept:
    """One thing that people name in many ways. ``name`` is how we say it in a sentence."""

    id: str
    name: str
    words: tuple[str, ...]


Lexicon = Mapping[str, Concept]


@lru_cache
def read(name: str, folder: Path = FOLDER) -> Lexicon:
    """The concepts of one lexicon by id; raises ContentError listing every fault."""
    file = YamlFile(folder / f"{name}.yml")
    faults: list[Fault] = []
    lexicon: dict[str, Concept] = {}
    owners: dict[str, str] = {}
    for concept_id, entry in (file.data or {}).items():
        fault = _shape_fault(entry)
        if fault:
            faults.append(file.fault([concept_id], concept_id, fault))
            continue
        for position, word in enumerate(entry["words"]):
            if word in owners:
                where = [concept_id, "words", position]
                faults.append(file.fault(where, f"“{word}”", f"stands in {owners[word]} already"))
            owners[word] = concept_id
        lexicon[concept_id] = Concept(concept_id, entry["name"], tuple(entry["words"]))
    if faults:
        raise ContentError(faults)
    return lexicon


def _shape_fault(entry: Any) -> str | None:
    if not isinstance(entry, dict) or set(entry) != {"name", "words"}:
        return "must have exactly the keys name and words"
    if not isinstance(entry["words"], list):
        return "words must be a list of lower-case texts"
    if not entry["words"] or not all(isinstance(w, str) and w == w.lower() for w in entry["words"]):
        return "words must be lower-case texts, at least one"
    return None

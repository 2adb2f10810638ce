"""Signs of danger: reviewed data that says which words, together, report which danger."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.danger import KINDS
from bot.core.errors import ContentError, Fault
from bot.language.context import EXCUSES
from bot.yaml_file import Location, YamlFile

FOLDER = Path(__file__).parent.parent / "safety" / "signs"
IDIOM = "idiom"
"""The group of figures of speech: what stands within one is no sign."""
COMMON = "common"
"""The file whose groups all files may use."""
TEMPERATURE = f"{COMMON}/temperature"
"""The group that every reading outside of the normal belongs to, too."""
_GROUPS, _IDIOMS = "groups", "idioms"
_ENTRY_KEYS = {"name", "says", "signs", "despite", "vital"}


@dataclass(frozen=True)
class Sign:
    """Groups of words that report a danger when one of each stands near the others."""

    groups: tuple[str, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class DangerEntry:
    """One danger. ``despite`` are the contexts (question, hypothetical …) that do not excuse it.

    In a ``vital`` one minutes count: its card comes before any other.
    """

    kind: str
    id: str
    name: str
    signs: tuple[Sign, ...]
    despite: frozenset[str]
    vital: bool


@dataclass(frozen=True)
class Signs:
    """All dangers, and the phrases of every group that their signs use."""

    groups: Mapping[str, tuple[str, ...]]
    dangers: tuple[DangerEntry, ...]


def load(folder: Path = FOLDER) -> Signs:
    """The reviewed signs of a folder's files. Raises ContentError with every fault."""
    return _Reader([YamlFile(path) for path in sorted(folder.glob("*.yml"))]).signs()


class _Reader:
    def __init__(self, files: list[YamlFile]) -> None:
        self._files = files
        self._faults: list[Fault] = []
        self._groups: dict[str, tuple[str, ...]] = {}

    def signs(self) -> Signs:
        for file in self._files:
            self._check_keys(file)
            for name, words in self._mapping(file, [_GROUPS]).items():
                self._groups[_key(file, name)] = self._texts(file, words, [_GROUPS, name])
            if _IDIOMS in self._mapping(file, []):
                self._groups[IDIOM] = self._texts(file, file.data[_IDIOMS], [_IDIOMS])
        dangers = [
            self._danger(file, kind, key)
            for kind in KINDS
            for file in self._files
            for key in self._mapping(file, [kind])
        ]
        self._check_groups(dangers)
        self._check_ids()
        if self._faults:
            raise ContentError(list(dict.fromkeys(self._faults)))
        return Signs(self._groups, tuple(dangers))

    def _danger(self, file: YamlFile, kind: str, key: str) -> DangerEntry:
        where, entry = [kind, key], self._mapping(file, [kind, key])
        for unknown in set(entry) - _ENTRY_KEYS:
            self._fault(file, [*where, unknown], f"“{unknown}”", "is no key of a danger")
        if not isinstance(entry.get("name"), str):
            self._fault(file, where, f"danger “{key}”", "has no name")
        if entry.get("vital", "true") != "true":
            self._fault(file, [*where, "vital"], "vital", "must be true, or not be there")
        despite = self._texts(file, entry.get("despite", []), [*where, "despite"])
        for unknown in set(despite) - set(EXCUSES):
            self._fault(file, [*where, "despite"], f"“{unknown}”", f"is none of {', '.join(EXCUSES)}")
        said = f"{kind}/{key}/says"
        self._groups[said] = self._texts(file, entry.get("says", []), [*where, "says"])
        texts = self._texts(file, entry.get("signs", []), [*where, "signs"])
        signs = [self._sign(file, text, [*where, "signs", n]) for n, text in enumerate(texts)]
        vital = "vital" in entry
        return DangerEntry(
            kind, key, entry.get("name", ""), (Sign((said,)), *signs), frozenset(despite), vital
        )

    def _mapping(self, file: YamlFile, where: Location) -> Mapping[str, Any]:
        """What stands at this place; nothing if nothing does. Anything but keys and values is a fault."""
        found = file.data
        for step in where:
            found = found.get(step, {}) if isinstance(found, dict) else {}
        if isinstance(found, dict):
            return found
        self._fault(file, where, f"“{where[-1]}”" if where else "the file", "must have keys")
        return {}

    def _texts(self, file: YamlFile, words: Any, where: Location) -> tuple[str, ...]:
        if not isinstance(words, list) or not all(isinstance(w, str) and w.strip() for w in words):
            self._fault(file, where, f"“{where[-1]}”", "must be a list of texts")
            return ()
        for repeated in sorted({w for w in words if words.count(w) > 1}):
            self._fault(file, where, f"“{repeated}”", "stands here twice")
        return tuple(words)

    def _fault(self, file: YamlFile, where: Location, what: str, why: str) -> None:
        self._faults.append(file.fault(where, what, why))

    def _sign(self, file: YamlFile, text: str, where: Location) -> Sign:
        """``chest + pain - idle``: a word of each group, and none of the groups after a minus."""
        wanted, *unwanted = [part.strip() for part in text.split(" - ")]
        return Sign(
            tuple(self._group(file, name.strip(), where) for name in wanted.split("+")),
            tuple(self._group(file, name, where) for name in unwanted),
        )

    def _group(self, file: YamlFile, name: str, where: Location) -> str:
        """The key of a group of this file, or else of the common ones."""
        key = next((k for k in (_key(file, name), f"{COMMON}/{name}") if k in self._groups), None)
        if key is None:
            self._fault(file, where, f"group “{name}”", "does not exist")
        return key or name

    def _check_keys(self, file: YamlFile) -> None:
        kinds = {_GROUPS, _IDIOMS, *KINDS}
        for unknown in set(self._mapping(file, [])) - kinds:
            self._fault(file, [unknown], f"“{unknown}”", f"is none of {', '.join(sorted(kinds))}")

    def _check_ids(self) -> None:
        """A danger's id alone names it, also among the vital ones."""
        seen: dict[str, str] = {}
        for file, kind in itertools.product(self._files, KINDS):
            for key in self._mapping(file, [kind]):
                if key in seen:
                    self._fault(file, [kind, key], f"danger “{key}”", f"stands in {seen[key]} already")
                seen.setdefault(key, f"{file.path.name} under {kind}")

    def _check_groups(self, dangers: list[DangerEntry]) -> None:
        used = {g for d in dangers for s in d.signs for g in (*s.groups, *s.without)}
        for file in self._files:
            for name in self._mapping(file, [_GROUPS]):
                where, what = [_GROUPS, name], f"group “{name}”"
                if _key(file, name) not in used:
                    self._fault(file, where, what, "is in no sign")
                if file.path.stem != COMMON and f"{COMMON}/{name}" in self._groups:
                    self._fault(file, where, what, f"is in {COMMON}.yml already")


def _key(file: YamlFile, name: str) -> str:
    return f"{file.path.stem}/{name}"

"""Signs of danger: reviewed data that says which words, together, report which danger."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.danger import KINDS
from bot.core.errors import ContentError, Fault
from bot.yaml_file import Location, YamlFile

FOLDER = Path(__file__).parent.parent / "safety" / "signs"
IDIOM = "idiom"
"""The group of figures of speech: what stands within one is no sign."""
COMMON = "common"
"""The file whose groups all files may use."""
TEMPERATURE = f"{COMMON}/temperature"
"""The group that every reading outside of the normal belongs to, too."""
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
            for name, words in file.data.get("groups", {}).items():
                self._groups[_key(file, name)] = self._phrases(file, words, ["groups", name])
            if "idioms" in file.data:
                self._groups[IDIOM] = self._phrases(file, file.data["idioms"], ["idioms"])
        dangers = [
            self._danger(file, kind, key, entry)
            for kind in KINDS
            for file in self._files
            for key, entry in file.data.get(kind, {}).items()
        ]
        self._check_groups(dangers)
        if self._faults:
            raise ContentError(self._faults)
        return Signs(self._groups, tuple(dangers))

    def _danger(self, file: YamlFile, kind: str, key: str, entry: Mapping[str, Any]) -> DangerEntry:
        where = [kind, key]
        for unknown in set(entry) - _ENTRY_KEYS:
            self._faults.append(file.fault([*where, unknown], f"“{unknown}”", "is no key of a danger"))
        said = f"{kind}/{key}/says"
        self._groups[said] = self._phrases(file, entry.get("says", []), [*where, "says"])
        signs = [self._sign(file, t, [*where, "signs", n]) for n, t in enumerate(entry.get("signs", []))]
        return DangerEntry(
            kind,
            key,
            entry["name"],
            (Sign((said,)), *signs),
            frozenset(entry.get("despite", [])),
            entry.get("vital") == "true",
        )

    def _phrases(self, file: YamlFile, words: Any, where: Location) -> tuple[str, ...]:
        if not isinstance(words, list) or not all(isinstance(w, str) and w.strip() for w in words):
            self._faults.append(file.fault(where, "the phrases", "must be a list of texts"))
            return ()
        for repeated in sorted({w for w in words if words.count(w) > 1}):
            self._faults.append(file.fault(where, f"“{repeated}”", "stands here twice"))
        return tuple(words)

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
            self._faults.append(file.fault(where, f"group “{name}”", "does not exist"))
        return key or name

    def _check_groups(self, dangers: list[DangerEntry]) -> None:
        used = {g for d in dangers for s in d.signs for g in (*s.groups, *s.without)}
        for file in self._files:
            for name in file.data.get("groups", {}):
                where, what = ["groups", name], f"group “{name}”"
                if _key(file, name) not in used:
                    self._faults.append(file.fault(where, what, "is in no sign"))
                if file.path.stem != COMMON and f"{COMMON}/{name}" in self._groups:
                    self._faults.append(file.fault(where, what, f"is in {COMMON}.yml already"))


def _key(file: YamlFile, name: str) -> str:
    return f"{file.path.stem}/{name}"

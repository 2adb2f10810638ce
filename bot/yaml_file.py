"""YAML files that know the line of everything in them, and in which every scalar is text."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from bot.core.errors import ContentError, Fault

Location = Sequence[str | int]


class YamlFile:
    """A parsed file. ``yes``, ``no`` and ``null`` are words here, not values of another type."""

    def __init__(self, path: Path) -> None:
        """Raises ContentError when the file is missing, is not YAML or repeats a key."""
        self.path = path
        try:
            text = path.read_text(encoding="utf-8")
            self._root = yaml.compose(text, Loader=yaml.CBaseLoader)
        except OSError as error:
            fault = self.fault_at(1, "cannot be read", error.strerror or "unreadable")
            raise ContentError([fault]) from error
        except (UnicodeDecodeError, yaml.reader.ReaderError) as error:
            raise ContentError([self.fault_at(1, "not text", str(error.reason))]) from error
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise ContentError([self.fault_at(line, "not YAML", str(error.problem))]) from error
        faults: list[Fault] = []
        self.data: Any = self._plain(self._root, faults)
        if faults:
            raise ContentError(faults)

    def _plain(self, node: Node | None, faults: list[Fault]) -> Any:
        if isinstance(node, MappingNode):
            result: dict[str, Any] = {}
            for key, value in node.value:
                if not isinstance(key, ScalarNode):
                    faults.append(self.fault_at(key.start_mark.line + 1, "a key", "is not a word"))
                    continue
                if key.value in result:
                    why = "stands here a second time"
                    faults.append(self.fault_at(key.start_mark.line + 1, f"“{key.value}”", why))
                result[key.value] = self._plain(value, faults)
            return result
        if isinstance(node, SequenceNode):
            return [self._plain(item, faults) for item in node.value]
        return node.value if isinstance(node, ScalarNode) else None

    def line(self, location: Location) -> int:
        """The line (from 1) of the deepest part of this path of keys and indexes that exists."""
        node, line = self._root, 1
        for step in location:
            found = _child(node, step)
            if found is None:
                break
            node, line = found
        return line

    def fault(self, location: Location, what: str, why: str) -> Fault:
        """A fault at this path of keys and indexes."""
        return self.fault_at(self.line(location), what, why)

    def fault_at(self, line: int, what: str, why: str) -> Fault:
        """A fault at this line."""
        return Fault(str(self.path), line, what, why)


def _child(node: Node | None, step: str | int) -> tuple[Node, int] | None:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark.line + 1
    return None

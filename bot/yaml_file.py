"""YAML files that know the line of everything in them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from bot.core.errors import ContentError, Fault


class YamlFile:
    """A parsed YAML 1.2 file (where ``yes`` and ``no`` are words, not booleans)."""

    def __init__(self, path: Path) -> None:
        """Raises ContentError when the file is missing or is not YAML."""
        self.path = path
        try:
            self.data: Any = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
        except OSError as error:
            reason = error.strerror or "unreadable"
            raise ContentError([Fault(str(path), 1, "cannot be read", reason)]) from error
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise ContentError([self.fault_at(line, "not YAML", str(error.problem))]) from error

    def line(self, location: Sequence[str | int]) -> int:
        """The line (from 1) of the deepest part of this path of keys and indexes that exists."""
        node, line = self.data, 1
        for step in location:
            try:
                position = node.lc.item(step) if isinstance(step, int) else node.lc.key(step)
                node = node[step]
            except (AttributeError, KeyError, IndexError, TypeError):
                break
            line = int(position[0]) + 1
        return line

    def fault(self, location: Sequence[str | int], what: str, why: str) -> Fault:
        """A fault at this path of keys and indexes."""
        return self.fault_at(self.line(location), what, why)

    def fault_at(self, line: int, what: str, why: str) -> Fault:
        """A fault at this line."""
        return Fault(str(self.path), line, what, why)

"""The code keeps to the project's own measure: a sentence for every public name, short files."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT

LONGEST_FILE = 300
FILES = sorted(path for folder in ("bot", "actions") for path in (ROOT / folder).rglob("*.py"))
Public = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def public(node: ast.Module | ast.ClassDef) -> Iterator[Public]:
    """The public classes, functions and methods that a module or a class defines."""
    for child in node.body:
        if isinstance(child, Public) and not child.name.startswith("_"):
            yield child
            if isinstance(child, ast.ClassDef):
                yield from public(child)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", FILES, ids=named)
def test_every_public_name_says_in_a_sentence_what_it_is(path: Path):
    module = ast.parse(path.read_text(encoding="utf-8"))
    if not module.body:
        return  # an empty __init__.py holds nothing to explain
    lacking = [f"{path}:{n.lineno}: {n.name}" for n in public(module) if not ast.get_docstring(n)]
    assert ast.get_docstring(module), f"{path}:1: the module says nothing of itself"
    assert lacking == []


@pytest.mark.parametrize("path", FILES, ids=named)
def test_no_file_is_too_long_to_read(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def f(): ...", ["f"]),
        ("def _f(): ...", []),
        ("class A:\n    def b(self): ...\n    def _c(self): ...", ["A", "b"]),
        ("class _A:\n    def b(self): ...", []),
        ("async def f():\n    def inner(): ...", ["f"]),
    ],
)
def test_a_name_is_public_if_nothing_above_it_is_private(code: str, expected: list[str]):
    assert [node.name for node in public(ast.parse(code))] == expected

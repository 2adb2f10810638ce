"""Imports point inward: the core knows nothing of its adapters, nor an adapter of its sisters."""

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.settings import ROOT

Rule = Callable[[str], bool]
READY = ("bot.settings", "bot.store", "bot.vocabulary", "bot.without_tensorflow")
"""What an action needs beside the core: the declared facts, and a start without what it does not use."""


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Each imported name of a file, absolute, with its line."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def only(*packages: str) -> Rule:
    return lambda name: within(name, *packages) or name.split(".")[0] in sys.stdlib_module_names


def none_of(*packages: str) -> Rule:
    return lambda name: not within(name, *packages)


def offences(files: list[Path], allowed: Rule) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line}: imports {name}"
        for path in sorted(files)
        for line, name in imports(path)
        if not allowed(name)
    ]


def files_in(folder: str) -> list[Path]:
    return list((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize(
    ("folder", "allowed"),
    [
        ("bot/core", only("bot.core")),
        (
            "bot/language",
            none_of("bot.rasa_components", "bot.gateway", "bot.bootstrap", "rasa", "starlette"),
        ),
        ("bot/gateway", none_of("rasa", "spacy")),
        ("bot/store", only("bot.store", "bot.core", "sqlalchemy", "alembic", "cryptography", "argon2")),
        (
            "actions",
            only("rasa_sdk", "actions", "bot.bootstrap", "bot.core", "bot.settings", "bot.store", *READY),
        ),
    ],
    ids=["core", "language", "gateway", "store", "actions"],
)
def test_a_package_imports_only_what_it_may(folder: str, allowed: Rule):
    assert files_in(folder)
    assert offences(files_in(folder), allowed) == []


@pytest.mark.parametrize(("package", "home"), [("rasa", "bot/rasa_components"), ("rasa_sdk", "actions")])
def test_a_framework_is_imported_in_one_place_only(package: str, home: str):
    ours = [*files_in("bot"), *files_in("actions")]
    outside = [path for path in ours if not path.is_relative_to(ROOT / home)]
    assert offences(outside, none_of(package)) == []


@pytest.mark.parametrize(
    ("line", "imported"),
    [
        ("import rasa.core", "rasa.core"),
        ("from rasa import core", "rasa.core"),
        ("from . import core", "bot.language.core"),
        ("from ..gateway import app", "bot.gateway.app"),
        ("def f():\n    import spacy", "spacy"),
    ],
)
def test_every_way_of_importing_is_seen(monkeypatch, tmp_path, line: str, imported: str):
    path = tmp_path / "bot" / "language" / "module.py"
    path.parent.mkdir(parents=True)
    path.write_text(line)
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    assert [name for _, name in imports(path)] == [imported]

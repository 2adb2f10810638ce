"""``python -m bot nurse …`` and ``python -m bot corrections``: accounts, and what editors have marked."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import bootstrap
from bot.core.errors import InputError

if TYPE_CHECKING:
    from bot.store.accounts import AccountStore

WHO = "the command line"
ROLES = ("nurse", "editor")


def add_parsers(commands: Any) -> None:
    """Adds both commands to the command line."""
    nurse = commands.add_parser("nurse", help="The accounts of the nurses' pages.")
    tasks = nurse.add_subparsers(dest="task", required=True)
    for name, (task, what) in TASKS.items():
        parser = tasks.add_parser(name, help=what)
        parser.set_defaults(run=task)
        if name != "list":
            parser.add_argument("name")
        if name == "add":
            parser.add_argument("--role", choices=ROLES, default=ROLES[0])
    corrections = commands.add_parser("corrections", help="Exports the replies that editors have marked.")
    corrections.add_argument("--nlu", type=Path, metavar="FILE", help="Rasa NLU examples")
    corrections.add_argument("--tests", type=Path, metavar="FILE", help="test cases for review")
    corrections.set_defaults(run=_corrections)


def _accounts() -> AccountStore:
    return bootstrap.stores().desk.accounts


def _add(chosen: argparse.Namespace) -> int:
    _accounts().add(chosen.name, chosen.role, _new_password())
    return _done(f"made an account ({chosen.role})", chosen.name)


def _remove(chosen: argparse.Namespace) -> int:
    _accounts().remove(chosen.name)
    return _done("removed an account", chosen.name)


def _password(chosen: argparse.Namespace) -> int:
    _accounts().change_password(chosen.name, _new_password())
    return _done("changed a password", chosen.name)


def _list(_: argparse.Namespace) -> int:
    for account in _accounts().all():
        print(f"{account.name}\t{account.role}")
    return 0


TASKS = {
    "add": (_add, "makes an account; asks for its password, or reads it from standard input"),
    "remove": (_remove, "takes an account away and signs it out"),
    "password": (_password, "gives an account another password and signs it out"),
    "list": (_list, "lists the accounts"),
}


def _done(what: str, name: str) -> int:
    bootstrap.stores().desk.audit.write(WHO, f"{what}: {' '.join(name.split())}")
    return 0


def _new_password() -> str:
    """The password, twice from a person or once from standard input. Raises InputError."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != password:
        raise InputError("the two passwords are not the same")
    return password


def _corrections(chosen: argparse.Namespace) -> int:
    from bot.corrections import as_nlu, as_tests

    marked = bootstrap.stores().desk.corrections.all()
    wanted = [(chosen.nlu, as_nlu(marked)), (chosen.tests, as_tests(marked))]
    if not chosen.nlu and not chosen.tests:
        print("---\n".join(text for _, text in wanted), end="")
        return 0
    for path, text in wanted:
        if path:
            _write(path, text)
    return 0


def _write(path: Path, text: str) -> None:
    """Writes a file as a whole or not at all. Raises InputError."""
    unfinished = path.with_name(f"{path.name}.new")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or 'cannot be written'}") from error

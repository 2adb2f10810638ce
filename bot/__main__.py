"""The command line: ``python -m bot --help``."""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

if __name__ == "__main__":  # tests import this beside Rasa
    import bot.without_tensorflow  # noqa: F401

from bot import bootstrap, cards, fact_words, nurse_command, processes, vocabulary
from bot.core import criteria, facts, statements
from bot.core.errors import ContentError, SetupError, TrialGuideError
from bot.jsonl import answer_lines, text_of
from bot.language import context, signs
from bot.settings import settings
from bot.store.errors import StoreError

WRONG_CONTENT, WRONG_INPUT = 1, 2


def check() -> int:
    """Prints every fault of the content; 0 if there is none."""
    import textstat

    try:
        trial = bootstrap.trial()
        bootstrap.answerer()
        cards.verify(trial, textstat.flesch_kincaid_grade)
        dangers = signs.load().dangers
        context.phrases()
        fact_words.load()
    except ContentError as error:
        print(error)
        return WRONG_CONTENT
    stated = sum(bool(answer.passages) for answer in trial.answers.values())
    print(
        f"{trial.id}: {len(trial.page.passages)} passages, {stated} of {len(trial.answers)} topics "
        f"stated, {len(trial.criteria)} criteria, {len(dangers)} dangers, no faults"
    )
    return 0


def run() -> int:
    """Starts everything and stays until it is stopped."""
    bootstrap.trial()
    processes.run(settings(), _prepare_store)
    return 0


def _prepare_store() -> None:
    try:
        bootstrap.stores().prepare()
    except StoreError as error:
        raise SetupError(f"the store cannot be used ({error}): see BOT_DATABASE_URL, BOT_KEY_FILE") from error


def purge() -> int:
    """Erases what is due now, and prints how much that was."""
    _prepare_store()
    for name, count in bootstrap.stores().retention.purge().items():
        print(f"{name}: {count} erased")
    return 0


def rotate_key() -> int:
    """Puts a new key before the others, and encrypts with it what is kept."""
    _prepare_store()
    print(f"{bootstrap.stores().rotate()} rows encrypted with a new key")
    return 0


def danger() -> int:
    """Says of each line {"text": …} which danger it reports, if any, and by which words."""
    answer_lines(lambda request: _danger(text_of(request)), sys.stdin, sys.stdout)
    return 0


def decide() -> int:
    """Says of each line {"facts": …} what follows for the trial's criteria, and the outcome."""
    answer_lines(_decide, sys.stdin, sys.stdout)
    return 0


def _decide(request: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(request["facts"], dict):
        raise ValueError("facts is no object")
    known = facts.typed(request["facts"], vocabulary.facts(), settings().current_day())
    return criteria.decide(bootstrap.trial().criteria, known).to_dict()


def read() -> int:
    """Says of each line {"text": …, "today": …} what it states on the trial's criteria, and the facts."""
    answer_lines(_read, sys.stdin, sys.stdout)
    return 0


def _read(request: dict[str, Any]) -> dict[str, Any]:
    given = request.get("today")
    today = date.fromisoformat(given) if given else settings().current_day()
    said = bootstrap.statements_in(text_of(request), today)
    read = statements.read_against(bootstrap.trial().criteria, said, vocabulary.facts())
    known = {name: value for s in said.statements for name, value in s.facts.items()}
    return {
        "criteria": {name: {"status": status, "words": words} for name, (status, words) in read.items()},
        "facts": facts.to_data(known),
    }


def _danger(text: str) -> dict[str, Any]:
    found = bootstrap.danger_in(text)
    if not found:
        return {"kind": None}
    return {**found.to_dict(), "words": found.words, "by": "likeness" if found.likeness else "sign"}


COMMANDS = {
    "check": check,
    "danger": danger,
    "decide": decide,
    "purge": purge,
    "read": read,
    "rotate-key": rotate_key,
    "run": run,
}
JSONL = {"danger", "decide", "read"}
"""Commands that read and write one JSON object a line."""


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; its exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Trial Guide")
    commands = parser.add_subparsers(dest="command", required=True)
    nurse_command.add_parsers(commands)
    for name, command in COMMANDS.items():
        parser_of_one = commands.add_parser(name, help=command.__doc__)
        parser_of_one.set_defaults(run=_without_arguments(command))
        if name in JSONL:
            parser_of_one.add_argument(
                "--jsonl", action="store_true", required=True, help="one object a line"
            )
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except TrialGuideError as error:
        print(f"{chosen.command}: {error}", file=sys.stderr)
        return WRONG_INPUT


def _without_arguments(command: Callable[[], int]) -> Callable[[argparse.Namespace], int]:
    return lambda _: command()


if __name__ == "__main__":
    sys.exit(main())

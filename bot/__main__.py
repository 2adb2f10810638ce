"""The command line: ``python -m bot check`` and ``python -m bot run``."""

import argparse
import sys

from bot import bootstrap, processes
from bot.core.errors import ContentError, TrialGuideError
from bot.settings import settings

WRONG_CONTENT, WRONG_INPUT = 1, 2


def check() -> int:
    """Prints every fault of the content; 0 if there is none."""
    try:
        trial = bootstrap.trial()
        bootstrap.answerer()
    except ContentError as error:
        print(error)
        return WRONG_CONTENT
    stated = sum(bool(answer.passages) for answer in trial.answers.values())
    print(
        f"{trial.id}: {len(trial.page.passages)} passages, {stated} of {len(trial.answers)} topics "
        f"stated, {len(trial.criteria)} criteria, no faults"
    )
    return 0


def run() -> int:
    """Starts everything and stays until it is stopped."""
    bootstrap.trial()
    processes.run(settings())
    return 0


COMMANDS = {"check": check, "run": run}


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; its exit status."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Trial Guide")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, command in COMMANDS.items():
        commands.add_parser(name, help=command.__doc__)
    chosen = parser.parse_args(arguments).command
    try:
        return COMMANDS[chosen]()
    except TrialGuideError as error:
        print(f"{chosen}: {error}", file=sys.stderr)
        return WRONG_INPUT


if __name__ == "__main__":
    sys.exit(main())

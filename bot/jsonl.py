"""Commands that take one JSON object a line and give one back for each."""

import json
from collections.abc import Callable
from typing import Any, TextIO

from bot.core.errors import InputError

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def text_of(request: dict[str, Any]) -> str:
    """The text of a request. Raises KeyError, or ValueError if it is not text."""
    if not isinstance(request["text"], str):
        raise ValueError("text is not text")
    return request["text"]


def answer_lines(answer: Answer, source: TextIO, target: TextIO) -> None:
    """Answers every line, or none: raises InputError that names the first line that cannot be read."""
    answers = []
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            request = json.loads(line)
            if not isinstance(request, dict):
                raise ValueError("is not a JSON object")
            answers.append(json.dumps(answer(request), ensure_ascii=False))
        except KeyError as error:
            raise InputError(f"line {number}: has no {error.args[0]}") from error
        except (ValueError, RecursionError) as error:
            what = "is not JSON" if isinstance(error, json.JSONDecodeError) else str(error)
            raise InputError(f"line {number}: {what}") from error
    target.writelines(f"{line}\n" for line in answers)

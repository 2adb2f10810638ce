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
    answers, number = [], 0
    try:
        for line in source:
            number += 1
            if line.strip():
                answers.append(json.dumps(answer(_object(line)), ensure_ascii=False))
    except UnicodeDecodeError as error:
        raise InputError(f"line {number + 1}: is not UTF-8") from error
    except KeyError as error:
        raise InputError(f"line {number}: has no {error.args[0]}") from error
    except (ValueError, RecursionError, InputError) as error:
        what = "is not JSON" if isinstance(error, json.JSONDecodeError) else str(error)
        raise InputError(f"line {number}: {' '.join(what.split())}") from error
    target.writelines(f"{line}\n" for line in answers)


def _object(line: str) -> dict[str, Any]:
    request = json.loads(line)
    if not isinstance(request, dict):
        raise ValueError("is not a JSON object")
    return request

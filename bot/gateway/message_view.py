"""What the page shows of a message: its text in paragraphs, lists and quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.core.danger import KINDS
from bot.core.passages import PLACE
from bot.core.trial import Trial
from bot.gateway.glossary import Glossary

BULLET = "• "
PARAGRAPH, LIST, QUOTE, CODE = "paragraph", "list", "quote", "code"
_HELPLINES = ("999", "111", "116 123", "85258")
"""Numbers that are links in a card, beside the nurse line."""
_SMS = "85258"


@dataclass(frozen=True)
class Run:
    """Words in one go: plain, a telephone number to ring (``href``), or a ``term`` of the glossary."""

    text: str
    href: str = ""
    term: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Line:
    """A line of a block. ``change``: what asks to change the answer that it tells."""

    runs: Runs
    is_bullet: bool = False
    change: str = ""


@dataclass
class Block:
    """Lines that belong together. A quotation has its ``place`` and the passages that it quotes."""

    kind: str
    lines: list[Line] = field(default_factory=list)
    place: str = ""
    passages: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class MessageView:
    """A message of the assistant. ``heading`` is that of a card for danger; others have none."""

    message: Mapping[str, Any]
    heading: Runs
    blocks: list[Block]

    @property
    def kind(self) -> str:
        """The message's kind."""
        return str(self.message["kind"])

    @property
    def is_card(self) -> bool:
        """Whether it is a card for danger, which stands alone."""
        return self.kind in KINDS


class MessageViews:
    """Makes views of messages about a trial."""

    def __init__(self, trial: Trial) -> None:
        self.glossary = Glossary(trial.glossary)
        self._nurse_line = trial.nurse_line
        self._numbers = _pattern([trial.nurse_line, "999"])
        self._all_numbers = _pattern([trial.nurse_line, *_HELPLINES])

    def view(self, message: Mapping[str, Any]) -> MessageView:
        """The view of a message as the chat API gives it."""
        lines = [line for line in str(message["text"]).splitlines() if line.strip()]
        if message["kind"] in KINDS:
            return MessageView(message, self._dialled(lines[0], self._all_numbers), self._card(lines[1:]))
        return MessageView(message, (), self._blocks(lines, message))

    def text(self, text: str) -> Runs:
        """A text of ours, its telephone numbers as links."""
        return self._dialled(text, self._numbers)

    def quoted(self, text: str, met: set[str] | None = None) -> Runs:
        """Words of the page, their terms explained where they stand first; ``met`` are those before."""
        return tuple(
            Run(part, term=term) for part, term in self.glossary.marked(text, set() if met is None else met)
        )

    def _card(self, lines: Iterable[str]) -> list[Block]:
        blocks: list[Block] = []
        for line in lines:
            _add(blocks, Line(self._dialled(line.removeprefix(BULLET), self._all_numbers), _is_bullet(line)))
        return blocks

    def _blocks(self, lines: Iterable[str], message: Mapping[str, Any]) -> list[Block]:
        passages = {passage["quote"]: passage for passage in message.get("passages") or []}
        changes = {said["line"]: said["change"] for said in message.get("said") or []}
        blocks: list[Block] = []
        met: set[str] = set()
        for line in lines:
            bare = line.removeprefix(BULLET)
            if bare in passages:
                quoted = Line(self.quoted(bare, met), _is_bullet(line))
                _quote(blocks, quoted, passages[bare])
            elif message.get("code") and line.endswith(message["code"]):
                blocks.append(Block(CODE, [Line((Run(line.removesuffix(message["code"]).strip()),))]))
            else:
                _add(blocks, Line(self.text(bare), _is_bullet(line), changes.get(bare, "")))
        return blocks

    def _dialled(self, text: str, numbers: re.Pattern[str]) -> Runs:
        runs, end = [], 0
        for found in numbers.finditer(text):
            runs += [Run(text[end : found.start()]), Run(found[0], href=_dial(found[0]))]
            end = found.end()
        return tuple(run for run in (*runs, Run(text[end:])) if run.text)


def _pattern(numbers: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, numbers))})\b")


def _dial(number: str) -> str:
    return f"{'sms' if number == _SMS else 'tel'}:{number.replace(' ', '')}"


def _is_bullet(line: str) -> bool:
    return line.startswith(BULLET)


def _add(blocks: list[Block], line: Line) -> None:
    if not line.is_bullet:
        blocks.append(Block(PARAGRAPH, [line]))
    elif blocks and blocks[-1].kind == LIST:
        blocks[-1].lines.append(line)
    else:
        blocks.append(Block(LIST, [line]))


def _quote(blocks: list[Block], line: Line, passage: Mapping[str, str]) -> None:
    """Adds a quoted line; the line before it that names its place becomes the quotation's."""
    last = blocks[-1] if blocks else None
    if last is None or last.kind != QUOTE:
        place = ""
        if last and last.kind == PARAGRAPH and PLACE.fullmatch(_plain(last.lines[0])):
            place = _plain(blocks.pop().lines[0]).rstrip(":")
        blocks.append(last := Block(QUOTE, place=place))
    last.lines.append(line)
    last.passages.append(passage["id"])


def _plain(line: Line) -> str:
    return "".join(run.text for run in line.runs)

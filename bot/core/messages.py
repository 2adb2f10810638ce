"""What the assistant says: messages with their kind, text, passages and quick replies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.core.passages import Passage


@dataclass(frozen=True)
class Button:
    """A quick reply: what it shows, and the text that choosing it sends."""

    title: str
    text: str


@dataclass(frozen=True)
class Message:
    """One message of the assistant. ``text`` is complete on its own on any channel.

    ``more`` are the further fields of its kind, such as a question's criterion and progress.
    """

    kind: str
    text: str
    passages: tuple[Passage, ...] = ()
    buttons: tuple[Button, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)

    def extras(self) -> dict[str, Any]:
        """Everything but text and buttons, as the chat API names it."""
        extras: dict[str, Any] = {"kind": self.kind, **self.more}
        if self.passages:
            extras["passages"] = [{"id": p.id, "section": p.section, "quote": p.text} for p in self.passages]
        return extras

    def to_dict(self) -> dict[str, Any]:
        """The message as the chat API gives it."""
        message = {**self.extras(), "text": self.text}
        if self.buttons:
            message["buttons"] = [{"title": b.title, "text": b.text} for b in self.buttons]
        return message


class Voice:
    """The assistant's own sentences by name, with ``{placeholders}``; ``known`` fills those of all."""

    def __init__(self, phrases: Mapping[str, str], known: Mapping[str, str] | None = None) -> None:
        self._phrases = phrases
        self._known = known or {}

    def say(self, name: str, **values: str) -> str:
        """The phrase of this name, filled in; KeyError if there is none."""
        return self._phrases[name].format(**{**self._known, **values}).strip()

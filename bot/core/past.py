"""What a conversation needs of its earlier messages when their words are gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.core.understanding import NOTHING, Part, Understanding

MOST_ASKED = 100
"""So many different things that were asked are remembered, the latest."""
MOST_SAID = 20
"""So many messages that state something are remembered, the latest."""
Data = Mapping[str, Any]


@dataclass(frozen=True)
class Past:
    """So many messages, what they asked (each thing once, as it was asked last), and what they stated.

    ``said`` is plain data of ``Said``, in order. ``relative`` is what was said last of whom it is about.
    """

    messages: int = 0
    asked: tuple[Part, ...] = ()
    said: tuple[Data, ...] = ()
    relative: bool | None = None

    @property
    def labels(self) -> frozenset[str]:
        """The labels of all that was asked."""
        return frozenset(part.label for part in self.asked)

    def with_message(self, understood: Understanding = NOTHING, said: Data | None = None) -> Past:
        """The past with one more message in it."""
        asked = {(part.label, part.mentions): part for part in self.asked}
        for part in understood.parts:
            asked.pop((part.label, part.mentions), None)  # so that it stands last
            asked[part.label, part.mentions] = part
        told = said["relative"] if said else None
        states = said is not None and (said["statements"] or told is not None)
        return Past(
            self.messages + 1,
            tuple(asked.values())[-MOST_ASKED:],
            (*self.said, said)[-MOST_SAID:] if said is not None and states else self.said,
            self.relative if told is None else told,
        )

    def without_words(self) -> Past:
        """The past once a pre-screen has taken what was stated."""
        return replace(self, said=())

    @classmethod
    def of(cls, start: Data | None, messages: Iterable[Data]) -> Past:
        """What ``start`` kept, and these messages after it, each with how it was read."""
        past = cls.from_dict(start) if start else cls()
        for read in messages:
            understood = read.get("understanding")
            past = past.with_message(
                Understanding.from_dict(understood) if understood else NOTHING, read.get("said")
            )
        return past

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        asked = Understanding(self.asked).to_dict()
        return {"messages": self.messages, **asked, "said": list(self.said), "relative": self.relative}

    @classmethod
    def from_dict(cls, data: Data) -> Past:
        """What ``to_dict`` gave."""
        asked = Understanding.from_dict(data).parts
        return cls(data["messages"], asked, tuple(data["said"]), data["relative"])

"""Danger: what kinds there are, and which report of several comes first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

URGENT = "urgent"
CRISIS = "crisis"
PREGNANCY = "pregnancy"
KINDS = (URGENT, CRISIS, PREGNANCY)
"""The kinds of danger, each with one card."""


@dataclass(frozen=True)
class Danger:
    """A report of danger now: its kind, which danger, and the words that say so.

    ``likeness`` tells that no sign was named outright, but that the words are like reports of it.
    """

    kind: str
    name: str
    words: str
    likeness: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain data, without anything that was typed."""
        return {"kind": self.kind, "name": self.name}


def foremost(dangers: Sequence[Danger], vital: Collection[str]) -> Danger:
    """Of several reports the one that gets the card.

    ``vital`` names the dangers in which minutes count: they come first, then despair, then the rest.
    Too many capsules are a matter for the crisis card when somebody wanted to die of them.
    """
    order = {CRISIS: 1, URGENT: 2, PREGNANCY: 3}
    return min(dangers, key=lambda danger: 0 if danger.name in vital else order[danger.kind])

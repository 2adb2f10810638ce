"""Passages: the verbatim pieces of a trial's summary page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

PLACE = re.compile(r"From (?:the top of the page|“.*” on the page):")
"""The line above quoted passages that tells where they stand."""


class PassageKind(Enum):
    """How a passage stands on the page."""

    SENTENCE = "sentence"
    LEAD_IN = "lead_in"
    BULLET = "bullet"
    VALUE = "value"


@dataclass(frozen=True)
class Passage:
    """One verbatim piece of the page: a sentence, a bullet's lead-in, a bullet or a field's value.

    ``start`` and ``end`` are character offsets into the page as given; ``text`` is the same span
    without the page's glossary marks. ``lead_in`` is the id of the line that a bullet completes.
    """

    id: str
    section: str
    text: str
    kind: PassageKind
    line: int
    start: int
    end: int
    lead_in: str | None = None


@dataclass(frozen=True)
class Page:
    """The summary page, cut into passages in the order of the page."""

    title: str
    text: str
    passages: tuple[Passage, ...]
    headings: tuple[str, ...]
    blank_fields: tuple[str, ...]

    def bullets_of(self, lead_in: Passage) -> tuple[Passage, ...]:
        """The bullets that complete this lead-in."""
        return tuple(p for p in self.passages if p.lead_in == lead_in.id)


def told(passages: Sequence[Passage], page_title: str) -> str:
    """Passages as plain text: quoted whole, under the section of the page they stand in."""
    lines: list[str] = []
    section = None
    for passage in passages:
        if passage.section != section:
            section = passage.section
            place = "the top of the page" if section == page_title else f"“{section}” on the page"
            lines.append(("\n" if lines else "") + f"From {place}:")
        lines.append(f"• {passage.text}" if passage.kind is PassageKind.BULLET else passage.text)
    return "\n".join(lines)

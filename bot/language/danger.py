"""Reads danger in a message: by its signs first, and by its likeness to reports of danger."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.danger import Danger, foremost
from bot.language.classifier import Encoder
from bot.language.likeness import Likeness
from bot.language.reading import Reading
from bot.language.sign_reader import SignReader, reported


@dataclass(frozen=True)
class DangerReader:
    """Finds the danger that a message reports, if any: which kind, which danger, and which words."""

    signs: SignReader
    likeness: Likeness

    def read(self, reading: Reading, encoder: Encoder) -> Danger | None:
        """The report that gets its card. An explicit sign is never overruled."""
        found = self.signs.candidates(reading.whole.text)
        named = reported(found)
        if named:
            return foremost(named, self.signs.vital)
        return self.likeness.danger(reading, found, encoder)

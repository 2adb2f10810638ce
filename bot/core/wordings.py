"""The wording of a question without whoever asked it: what many people type alike, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.core.identifiers import had_identifier, without_identifiers

MOST_CHARACTERS = 160
_NOT_WORDS = re.compile(r"[^\w\s'’%+/-]+")


def scrubbed(text: str, public: Collection[str] = ()) -> str | None:
    """The wording in small letters, without numbers and marks; None where it named somebody, or says nothing.

    ``public`` are numbers that everybody may type.
    """
    cleaned = without_identifiers(text, public)
    if had_identifier(cleaned):
        return None
    masked = "".join("0" if c.isdigit() else c for c in cleaned.lower())
    words = _NOT_WORDS.sub(" ", masked)
    wording = " ".join(words.split())[:MOST_CHARACTERS].strip()
    return wording if any(c.isalpha() for c in wording) else None

"""Looks for reviewed phrases in a text, and for what keeps them from being meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.language.cues import has_cue

_DENIED = re.compile(
    r"(?:\b(?:not|never|no|without|nor|neither|avoid\w*|refused|declined|instead\s+of|turned\s+down|offered|against)"
    r"|n['’]t)(?:\W+(?!but\b|only\b|just\b)\w+){0,3}\W*$",
    re.IGNORECASE,
)
_STILL_HAD = re.compile(
    r"(?:respon\w+|work\w*|help\w*|hold|held|touch\w*|last\w*|suit\w*|agree\w*|tolerate\w*|cope|do\s+(?:any|much)\w*|"
    r"good|since|after|finish\w*|know|sure)\b(?:\W+\w+){0,2}\W*$",
    re.IGNORECASE,
)
EXCUSES = ("relative", "question", "opening_question", "unsure", "hypothetical")


@lru_cache(maxsize=1024)
def pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of these words or phrases, the longest first."""
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)", re.IGNORECASE)


def has(text: str, words: Sequence[str]) -> bool:
    """Whether a text holds one of these words or phrases."""
    return bool(words) and pattern(tuple(words)).search(text) is not None


def says(text: str, words: Sequence[str]) -> bool:
    """Whether a text says one of these, neither denied nor doubted nor of somebody else."""
    if not words or any(has_cue(text, excuse) for excuse in EXCUSES):
        return False
    return any(not denied(text, match.start()) for match in pattern(tuple(words)).finditer(text))


def denied(text: str, position: int) -> bool:
    """Whether what stands at this position is denied: “never had FCR”, but not “did not respond to FCR”."""
    before = text[:position]
    match = _DENIED.search(before)
    return match is not None and _STILL_HAD.search(before[match.start() :]) is None

"""Cuts a message into what is said one after another: sentences, clauses, and what follows a leading yes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_SENTENCE = re.compile(r"(?<=[.!?])\s+|[\n;]+|(?<=\w)\s+[-–—]\s+|:\s+")
_LEAD = re.compile(r"^\W*(?:yes|yep|yeah|yup|aye|correct|that['’]?s\s+right)\b[\s,.;:!-]+", re.IGNORECASE)
"""A yes that opens an answer; what follows it says which way it is meant."""
_PUT_RIGHT = re.compile(
    r"[,.;\s]+(?:no,?\s+(?:hang\s+on|wait|hold\s+on|sorry|i\s+mean|i\s+tell\s+a\s+lie|that['’]?s\s+wrong)|"
    r"sorry,?\s+(?:no|i\s+mean)|scrap\s+that|i\s+tell\s+a\s+lie|correction)[,.;:\s]+",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r",\s+(?!(?:\d|or|nor)\b)|\s+(?:but|then|also|plus|though|although|except)\s+|,\s*(?=\d{2}\b)|\s*[&+]\s*"
    r"|\s+and\s+(?=(?:i|he|she|they|it|we|my|his|her|the|no|not|never|now|had|has|have|am|is|was|been|on|got|up|in|a)\b)",
    re.IGNORECASE,
)


def taken_back(text: str) -> str:
    """What is left of “in June, no hang on, that was 2021” when it was put right."""
    *_, last = _PUT_RIGHT.split(text)
    return last if len(last.split()) > 1 else text


def sentences(text: str) -> list[str]:
    """The sentences of a text that hold a word."""
    return [s.strip() for s in _SENTENCE.split(text) if re.search(r"\w", s)]


def as_typed(message: str, corrected: Sequence[str]) -> Mapping[str, str]:
    """The sentences as they were typed, by what they are since their spelling was put right."""
    typed = sentences(message)
    return dict(zip(corrected, typed if len(typed) == len(corrected) else corrected, strict=True))


def clauses(sentence: str) -> list[str]:
    """The clauses of a sentence that hold a word."""
    return [c.strip() for c in _CLAUSE.split(sentence) if c and re.search(r"\w", c)]


def without_yes(text: str) -> str:
    """What follows a yes that opens an answer."""
    return _LEAD.sub("", text)

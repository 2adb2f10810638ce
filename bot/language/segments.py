"""Cuts a message into the questions and statements it holds."""

import re
from dataclasses import dataclass

MOST_SEGMENTS = 8
"""Of a very long message only the first so many are read one by one."""

_ASKING = (
    r"what|what's|who|who's|whose|which|when|where|where's|why|how|how's|is|isn't|are|aren't|am|was|"
    r"were|do|does|don't|doesn't|did|didn't|can|can't|could|couldn't|will|won't|would|wouldn't|"
    r"should|shouldn't|shall|may|might|has|have you|any|anything|anyone"
)
_TITLES = ("dr", "mr", "mrs", "ms", "prof", "st", r"e\.g", r"i\.e")
_NO_TITLE = "".join(rf"(?<!\b{title}\.)" for title in _TITLES)
_SENTENCE_END = re.compile(
    rf"(?<=[?!])\s*(?=\S)|(?<=[a-z0-9)\]][.]){_NO_TITLE}\s+(?=\S)|\s*[\n;]+\s*", re.IGNORECASE
)
_JOINT = re.compile(
    rf"(?:\s*,)?\s+(?:and|but|or|also|plus|\+|&)\s+(?:(?:also|then|if not|if so),?\s+)?"
    rf"(?=(?:(?:for|in|on|at|by|to|from|with)\s+)?(?:{_ASKING})\b)"
    rf"|\s*,\s+(?=(?:what|who|which|when|where|why|how|is|are|do|does|can|could|will)\b)"
    r"|\s+[+&]\s+|\s+/\s+",
    re.IGNORECASE,
)
_LISTED = re.compile(r"[,;/\n]+|\s[-–]\s")
_ASKS = re.compile(
    rf"\?\s*$|^\W*(?:and|but|so|or|also|ok|okay|hi|hello|please|sorry|well|oh)?\W*(?:{_ASKING})\b"
    r"|\b(?:wonder|wondering|want to know|like to know|need to know|wanted to know|wanted to ask|"
    r"tell me|let me know|do you know|can you say|explain|ask you|my question|no idea|not sure|"
    r"i'd like|i would like|i want|i need|what about|how about|looking for)\b",
    re.IGNORECASE,
)
_CLEARLY_ASKS = re.compile(
    r"\?\W*$|^\W*(?:(?:and|but|so|or|also|ok|okay|hi|hello|please|sorry|well|oh|by the way|btw)\W+)*"
    r"(?:what|"
    r"what's|who|who's|which|when|where|where's|why|how|how's|is|are|am|do|does|did|can|could|will|would|should|"
    r"shall)\b(?!['’]|\s+not\b|\s+have\s+to\b)"
    r"|\b(?:i wonder|wondering|want to know|like to know|need to know|"
    r"wanted to (?:know|ask)|tell me|let me know|"
    r"do you know|can you say|explain|what about|how about)\b",
    re.IGNORECASE,
)
"""In an answer, “not sure” and “no idea” are no questions."""
_OPENLY = re.compile(
    r"\?\W*$|^\W*(?:(?:and|but|so|or|also|please|sorry|well|oh)\W+)*"
    r"(?:what|who|which|when|where|how)(?:['’]s|['’]re)?\b|\bwhy\b(?!\s+aye)",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"^\W*(?:and|but|so|also|or|then|ok(?:ay)? (?:and|so|but)|what about|how about|what if|why|"
    r"tell me more|more|go on|even|same)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|one|ones|there)\b|\b(?:that|this|those|these)\b(?!\s+(?:page|trial|study|"
    r"drug|treatment|medicine|tablet|capsule|cancer|disease|website)s?\b)",
    re.IGNORECASE,
)
KEYWORDS = 4
"""A message made of pieces of at most so many words is a list of keywords, each asking."""
SHORT = 6
"""A question of at most so many words may leave its subject to what was said before."""
LEANING = 12
"""A longer one may do so if it has a pronoun."""


@dataclass(frozen=True)
class Segment:
    """One question or statement of a message."""

    text: str
    asks: bool


def split(text: str) -> list[Segment]:
    """The message's segments in their order; at least one."""
    sentences = [s.strip() for s in _SENTENCE_END.split(text) if re.search(r"\w", s)]
    pieces = [p for sentence in sentences for p in _pieces(sentence)][:MOST_SEGMENTS]
    keywords = [k.strip() for k in _LISTED.split(text) if re.search(r"\w", k)]
    if 1 < len(keywords) <= MOST_SEGMENTS and all(len(k.split()) <= KEYWORDS for k in keywords):
        return [Segment(k, True) for k in keywords]
    return [Segment(p, asks(p)) for p in pieces] or [Segment(text, asks(text))]


def told_and_asked(text: str) -> tuple[list[str], list[str]]:
    """The parts of an answer that tell something, and those that are clearly questions."""
    sentences = [s.strip() for s in _SENTENCE_END.split(text) if re.search(r"\w", s)]
    told: list[str] = []
    asked: list[str] = []
    for piece in (p for sentence in sentences for p in _pieces(sentence)):
        (asked if _CLEARLY_ASKS.search(piece) else told).append(piece)
    return told, asked


def asks_openly(text: str) -> bool:
    """Whether nobody would take this for an answer, as “did have it once” can be."""
    return _OPENLY.search(text) is not None


def asks(text: str) -> bool:
    """Whether this reads like a question or a request."""
    return _ASKS.search(text) is not None


def continues(text: str) -> bool:
    """Whether the text takes up what was said before in so many words ("and how often?")."""
    return len(text.split()) <= 2 * LEANING and _CONTINUES.search(text) is not None


def leans(text: str) -> bool:
    """Whether the text may have left its subject to what was said before ("how often?")."""
    words = len(text.split())
    return words <= SHORT or (words <= LEANING and _LEANS.search(text) is not None)


def _pieces(sentence: str) -> list[str]:
    """“What phase is it and how many people?” → its two questions."""
    return [p.strip() for p in _JOINT.split(sentence) if re.search(r"\w", p)]

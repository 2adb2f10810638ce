"""Personal identifiers that people type although they need not: found and taken out."""

import re
from collections.abc import Collection
from functools import lru_cache

_TRIAL_NUMBER = r"\b(?:NCT|ISRCTN)[\s:#-]{0,2}\d{8}(?!\d)"
"""Names a trial, and nobody."""
_PHONE_DIGITS = 11
"""The most digits that a telephone number has."""
_DOT = r"\s*(?:\bdot\b|[(\[]dot[)\]])\s*"
_NOT_MAILBOX = (
    r"(?:look(?:s|ed|ing)?|read(?:ing)?|see|saw|seen|check(?:ed)?|find|found|pages?|sites?|websites?|it|is|are|am|"
    r"was|were|here|there|this|that|me|us|you|he|she|they|up|info|more|online|details|trial|and|or)"
)
_SHORT_WORD = (
    r"(?:the|an?|on|in|of|to|at|by|for|from|and|or|then|is|are|was|were|be|it|so|too|very|quite|not|no|each|every|"
    r"either|other|one|both|half|all|any|some|this|that|same|long|only|wrong|right|best|next|my|your|his|her|our|"
    r"their|i|we|you|he|she|they|mg|ml|mcg|kg|km|capsules?|tablets?|pills?|doses?|patients?|visits?|cycles?|"
    r"am|pm|live|lives|living|others|kids|years?|weeks?|days?|months?|miles?|hours?|hrs?|minutes?|mins?|times|people)"
)
"""What stands behind a number, or before “way”, without naming a street."""
_PATTERNS = {
    "e-mail address": (
        r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
        rf"|\b(?!{_NOT_MAILBOX}\s)[\w.+-]+(?:{_DOT}[\w+-]+)*\s*(?:@|\bat\b|[(\[]at[)\]])\s*[\w-]+(?:{_DOT}[a-z]\w+)+"
    ),
    "telephone number": r"(?<![\w+])(?:\+\d{1,3}|00\d{1,3}|\(?0)\)?(?:[\s().-]{0,2}\d){8,11}(?!\w)",
    "health number": r"(?<![\w.,])\d{3}[\s-]?\d{3}[\s-]?\d{4}(?!\w)",
    "insurance number": r"\b[A-Z]{2}\s?(?:\d\s?){6}[A-D]\b",
    "record number": r"(?<![\w-])(?!NCT|ISRCTN)(?:[A-Z]{1,3}[-/]?\d{6,}|\d{7,})[A-Z]?\b",
    "postcode": r"\b(?:[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d[ABD-HJLNP-UW-Z]{2}|GIR\s?0AA)\b",
    "address": (
        r"\b\d{1,4}[A-Z]?,?\s+(?!(?:years?|weeks?|days?|months?|miles?|hours?|minutes?|times|people)\b)(?:"
        r"(?:(?!(?:the|a|on|in|of|to|down|up|at|from|and|then)\b)[A-Z][\w'-]*\s+){1,3}"
        r"(?:street|road|avenue|lane|crescent|gardens|terrace|grove)"
        r"|(?-i:(?:[A-Z][\w'-]*\s+){1,3}(?:Drive|Close|Way|Court|Place|St|Rd))"
        rf"|(?:(?!{_SHORT_WORD}\b)[a-z][\w'-]*\s+){{1,2}}(?:(?<!s\s)close|way|court)(?=\s*(?:[,.;:!?)\n]|in\b|$)))\b"
    ),
}
_NAMES = tuple(_PATTERNS)
_MARK = re.compile(rf"\[(?:{'|'.join(_NAMES)})\]")


def without_identifiers(text: str, public: Collection[str] = ()) -> str:
    """The text with each identifier replaced by what it was: “[telephone number]”.

    ``public`` are numbers that everybody may type, such as the nurse line's.
    """
    return _all(frozenset(map(_digits, public))).sub(_marked, text)


def _marked(match: re.Match[str]) -> str:
    if match["kept"] is not None:
        return match.group()
    return f"[{_NAMES[int((match.lastgroup or 'p0')[1:])]}]"


@lru_cache
def _all(public: Collection[str]) -> re.Pattern[str]:
    """What is no identifier comes first: nothing may begin within it."""
    kept = [_TRIAL_NUMBER, *map(_in_any_notation, sorted(filter(None, public)))]
    named = (f"(?P<p{n}>{pattern})" for n, pattern in enumerate(_PATTERNS.values()))
    return re.compile("|".join([f"(?P<kept>{'|'.join(kept)})", *named]), re.IGNORECASE)


def _in_any_notation(number: str) -> str:
    """The digits with what may stand between them. One more makes another number, if a number can have it."""
    end = r"(?!\d)" if len(number) < _PHONE_DIGITS else ""
    return r"(?<![\w+])\(?" + r"[\s().-]{0,2}".join(number) + end


def had_identifier(text: str) -> bool:
    """Whether an identifier was taken out of this text."""
    return _MARK.search(text) is not None


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)

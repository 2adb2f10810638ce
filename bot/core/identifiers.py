"""Personal identifiers that people type although they need not: found and taken out."""

import re
from collections.abc import Collection

_PATTERNS = {
    "e-mail address": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "telephone number": r"(?<![\w+])(?:\+\d{1,3}|00\d{1,3}|\(?0)\)?(?:[\s().-]{0,2}\d){8,11}(?!\w)",
    "health number": r"(?<![\w.,])\d{3}[\s-]?\d{3}[\s-]?\d{4}(?!\w)",
    "insurance number": r"\b[A-Z]{2}\s?(?:\d\s?){6}[A-D]\b",
    "record number": r"(?<![\w-])(?!NCT|ISRCTN)(?:[A-Z]{1,3}[-/]?\d{6,}|\d{7,})[A-Z]?\b",
    "postcode": r"\b(?:[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d[ABD-HJLNP-UW-Z]{2}|GIR\s?0AA)\b",
    "address": (
        r"\b\d{1,4}[A-Z]?,?\s+(?!(?:years?|weeks?|days?|months?|miles?|hours?|minutes?|times|people)\b)(?:"
        r"(?:(?!(?:the|a|on|in|of|to|down|up|at|from|and|then)\b)[A-Z][\w'-]*\s+){1,3}"
        r"(?:street|road|avenue|lane|crescent|gardens|terrace|grove)"
        r"|(?-i:(?:[A-Z][\w'-]*\s+){1,3}(?:Drive|Close|Way|Court|Place|St|Rd)))\b"
    ),
}
_ALL = re.compile("|".join(f"(?P<p{n}>{p})" for n, p in enumerate(_PATTERNS.values())), re.IGNORECASE)
_NAMES = tuple(_PATTERNS)
_MARK = re.compile(rf"\[(?:{'|'.join(_NAMES)})\]")


def without_identifiers(text: str, public: Collection[str] = ()) -> str:
    """The text with each identifier replaced by what it was: “[telephone number]”.

    ``public`` are numbers that everybody may type, such as the nurse line's.
    """
    kept = {_digits(number) for number in public}

    def mark(match: re.Match[str]) -> str:
        if _digits(match.group()) in kept:
            return match.group()
        return f"[{_NAMES[int((match.lastgroup or 'p0')[1:])]}]"

    return _ALL.sub(mark, text)


def had_identifier(text: str) -> bool:
    """Whether an identifier was taken out of this text."""
    return _MARK.search(text) is not None


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)

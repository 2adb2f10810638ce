"""Numbers in words: “seventy two” and “a couple of” as digits."""

from __future__ import annotations

import re

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70}
_TENS |= {"eighty": 80, "ninety": 90}
_SMALL = "|".join(_UNITS[1:10])
_WORD = re.compile(
    rf"\b(?:(?P<hundred>(?:a|one)\s+hundred(?:\s+and)?)(?:[\s-]+(?P<rest>\w+))?"
    rf"|(?P<tens>{'|'.join(_TENS)})(?:[\s-]?(?P<unit>{_SMALL})\b|\b)"
    rf"|(?P<one>{'|'.join(sorted(_UNITS, key=len, reverse=True))}))\b(?!\s*['’]s)",
    re.IGNORECASE,
)
_PHRASES = [
    (re.compile(rf"\b{phrase}\b", re.IGNORECASE), number)
    for phrase, number in (
        (r"(?:a\s+)?couple\s+(?:of\s+)?(?=(?:day|week|wk|month|year|yr)s?)", "about 2 "),
        (r"half\s+a\s+dozen", "6"),
        (r"(?:a\s+)?dozen", "12"),
        (r"(?:a|one|1)\s+fortnight", "2 weeks"),
        (r"(?:a\s+)?fortnight", "2 weeks"),
        (r"half\s+a\s+year", "6 months"),
        (r"(?:a\s+)?year\s+and\s+a\s+half", "18 months"),
        (r"(?:a\s+)?month\s+and\s+a\s+half", "45 days"),
        (r"(?:a\s+)?week\s+and\s+a\s+half", "10 days"),
        (r"(?:a\s+)?(?:decade)\s+(?=ago|back|since|now)", "10 years "),
        (r"(?:a|one|an)\s+(?=(?:day|week|month|year|hour)s?\b)", "1 "),
        (r"(?:a|one)\s+(?=(?:good|whole|full|bare)\s+(?:day|week|month|year))", "1 "),
    )
]
_HALF = re.compile(r"\b(\d+)\s+(?:and\s+a\s+half|1/2|½)\b|\b(\d+)½", re.IGNORECASE)


def in_digits(text: str) -> str:
    """The text with its number words as digits."""
    text = _WORD.sub(_number, text)
    for pattern, number in _PHRASES:
        text = pattern.sub(number, text)
    return _HALF.sub(lambda m: f"{m[1] or m[2]}.5", text)


def _number(match: re.Match[str]) -> str:
    if match["hundred"]:
        rest = (match["rest"] or "").lower()
        if rest in _UNITS:
            return str(100 + _UNITS.index(rest))
        return "100" if not rest else f"100 {match['rest']}"
    if match["tens"]:
        unit = (match["unit"] or "zero").lower()
        return str(_TENS[match["tens"].lower()] + _UNITS.index(unit))
    return str(_UNITS.index(match["one"].lower()))

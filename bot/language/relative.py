"""Whether somebody asks for themselves or for a relative."""

from __future__ import annotations

import re

_WHO = (
    r"(?:husband|wife|partner|mum|mam|mom|mother|dad|father|son|daughter|brother|sister|nan|nana|gran|grandad|"
    r"grandma|grandfather|grandmother|uncle|aunt|auntie|friend|hubby|other\s+half|father-in-law|mother-in-law)"
)
_FOR = re.compile(
    rf"\b(?:for|about|behalf\s+of)\s+(?:my|our)\s+(?:late\s+|dear\s+|elderly\s+|old\s+)?{_WHO}\b"
    r"|\b(?:for|about|behalf\s+of)\s+(?:mum|mam|mom|dad|nan|nana|gran|grandad|grandma)\b"
    rf"|\b(?:my|our)\s+{_WHO}(?:['’]?s)?\s+(?:is|has|had|was|who|with|cll|leuk\w+|could|can|would|join|asked)\b"
    rf"|^\W*(?:my\s+)?{_WHO}\s+(?:is|has|had|was)\b|\b(?:could|can|would|should)\s+(?:my\s+{_WHO}|he|she)\b"
    rf"|\b(?:whether|if)\s+(?:my\s+{_WHO}|he|she)\s+(?:could|can|would|may|might|fits?|is\s+(?:able|allowed))\b",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"\b(?:it['’]?s|this\s+is)\s+(?:about|for)\s+me\b|\bfor\s+myself\b|\bi['’]?m\s+the\s+(?:patient|one)\b"
    r"|\b(?:i\s+have|i['’]?ve\s+got|i\s+had|my\s+(?:cll|leuk\w+))\b|\b(?:could|can|would|should)\s+i\b",
    re.IGNORECASE,
)
_OWN_AGE = re.compile(r"\bi['’]?m\s+\d+\b", re.IGNORECASE)
"""Whoever tells their own age and names no relative as the patient speaks of themselves."""


def for_relative(text: str) -> bool | None:
    """True if a relative is the patient, False if the person is, None if the text does not tell."""
    if _SELF.search(text):
        return False
    if _FOR.search(text):
        return True
    return False if _OWN_AGE.search(text) else None

"""Texts as signs are looked for in them: one form for the many spellings of a word."""

import itertools
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import snowballstemmer
import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token

NUMBER, YEAR = "N", "YYYY"
"""Stand for any number from two on, and for any year, in the phrases of reviewed data."""
_YEAR = re.compile(r"(?:19|20)\d\ds?")
_NUMBER = re.compile(
    r"\d+(?:[.,]\d+)?x?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)"
    r"teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred"
)
_JOINED = re.compile(r"(?<=\w)[-–/](?=\w)|(?<=\d)(?=[a-z]{2,})", re.IGNORECASE)
_STOP = re.compile(r"(?<=[a-z])([.!?]+)(?=[a-z])", re.IGNORECASE)
"""A full stop without a space behind it."""
_SPACE = re.compile(r"[^\S\n]+")
_WRAP = re.compile(r"(?<=[\w,'’])[^\S\n]*\n[^\S\n]*(?=[a-z])|(?<=[A-Z])[^\S\n]*\n[^\S\n]*(?=[A-Z]{2})")
"""A line break within a sentence: nothing ends before it, and the next line goes on in the same case."""
_SHORT_YEAR = re.compile(r"(?<![\w'])'(?=\d\ds?\b(?![.,:]?\d|'))")
"""As in “back in '79”."""
_POSSESSIVE = re.compile(r"\bits\b", re.IGNORECASE)
_ONE_FORM = {
    "s": "is",
    "has": "is",
    "m": "am",
    "ve": "have",
    "re": "are",
    "d": "would",
    "ll": "will",
    "nt": "not",
    "ca": "can",
    "wo": "will",
}
"""Short forms; “’s” is “is” or “has”, which makes no difference to a sign."""
_stem = lru_cache(maxsize=50_000)(snowballstemmer.stemmer("english").stemWord)


class Wording:
    """Cuts texts into words and finds reviewed phrases in them, whatever their inflection."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        """``phrases``: name → phrases, which may hold ``N`` for a number and ``YYYY`` for a year."""
        self._nlp = spacy.blank("en")
        self._matcher = PhraseMatcher(self._nlp.vocab, attr="NORM")
        for name, words in phrases.items():
            self._matcher.add(name, [self._words(phrase, reviewed=True) for phrase in words])

    def doc(self, text: str) -> Doc:
        """The words of a text. A line break within a sentence is a space."""
        return self._words(_WRAP.sub(" ", text).lower())

    def wraps(self, text: str) -> list[int]:
        """Which words of the text begin a line in the middle of a sentence."""
        *lines, _ = _WRAP.split(text)
        return list(itertools.accumulate(len(self._words(line.lower())) for line in lines))

    def found(self, doc: Doc) -> list[tuple[str, int, int]]:
        """Name, first token and end of every phrase in the text."""
        return [(doc.vocab.strings[key], start, end) for key, start, end in self._matcher(doc)]

    def _words(self, text: str, reviewed: bool = False) -> Doc:
        plain = _POSSESSIVE.sub("it's", text.replace("’", "'").replace("…", ". "))
        plain = _SHORT_YEAR.sub("19", plain)
        doc = self._nlp.make_doc(_SPACE.sub(" ", _STOP.sub(r"\1 ", _JOINED.sub(" ", plain))))
        for token in doc:
            stands_for_any = reviewed and token.text in (NUMBER, YEAR)
            token.norm_ = token.text if stands_for_any else _form(token)
        return doc


def _form(token: Token) -> str:
    norm = token.norm_.strip("'")
    if _YEAR.fullmatch(token.text):
        return YEAR
    if _NUMBER.fullmatch(norm):
        return NUMBER
    return _ONE_FORM.get(norm) or str(_stem(norm))

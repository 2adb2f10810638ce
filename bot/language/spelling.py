"""Puts typing right: shorthand written out, misspelt words of the field corrected."""

import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.yaml_file import YamlFile

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
LONGEST_PHRASE = 60
SHORTEST = 5
"""Shorter words have too many neighbours to be corrected."""
LONG = 8
"""From this length on, two slips are forgiven instead of one."""


class Speller:
    """Corrects words that are no English words and are nearly a word of the field."""

    def __init__(self, field_words: Iterable[str]) -> None:
        """``field_words``: words and phrases of the lexicons and the trial, in any case."""
        phrases = [phrase.lower() for phrase in field_words]
        words = {w for phrase in phrases for w in WORD.findall(phrase)}
        self._targets = sorted(w for w in words if len(w) >= SHORTEST)
        self._english = _english_words()
        self._known = words | self._english
        self._shorthand = _shorthand()
        self._kept = {p for p in phrases if len(p) <= LONGEST_PHRASE and self._looks_like_shorthand(p)}
        whole = sorted([*self._kept, *(s for s in self._shorthand if not s.isalpha())], key=len)
        longest_first = "|".join(map(re.escape, reversed(whole)))
        self._pattern = re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)|{WORD.pattern}", re.IGNORECASE)

    def _looks_like_shorthand(self, phrase: str) -> bool:
        """A phrase of the field, such as “r-chop”, of which a part alone would be written out."""
        parts = WORD.findall(phrase)
        return phrase not in self._shorthand and any(part in self._shorthand for part in parts)

    def corrected(self, text: str) -> str:
        """The text with shorthand written out and field words spelt as the lexicons do."""
        return self._pattern.sub(lambda match: self._word(match.group()), text)

    def _word(self, word: str) -> str:
        plain = word.lower().replace("’", "'")
        if plain in self._kept:
            return word
        if plain in self._shorthand:
            return self._shorthand[plain]
        stem = plain.removesuffix("'s")
        if len(stem) < SHORTEST or stem in self._known or "'" in stem:
            return word
        slips = 2 if len(stem) >= LONG else 1
        best = process.extractOne(stem, self._targets, scorer=OSA.distance, score_cutoff=slips)
        if best is None or best[0][0] != stem[0] or (best[1] > 1 and self._is_nearly_english(stem)):
            return word
        return str(best[0])

    def _is_nearly_english(self, word: str) -> bool:
        """Whether one slip makes it of an English word, as “spelings” of “spellings”."""
        return process.extractOne(word, self._english, scorer=OSA.distance, score_cutoff=1) is not None


def _english_words() -> set[str]:
    """Common English words, from the frequency list that symspellpy carries."""
    path = files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    return {line.split(" ")[0] for line in path.read_text(encoding="utf-8-sig").splitlines()}


def _shorthand() -> Mapping[str, str]:
    shorthand: Mapping[str, str] = YamlFile(Path(__file__).parent / "shorthand.yml").data
    return shorthand

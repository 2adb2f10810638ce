"""Finds the signs of danger in a text, and what excuses them."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from bot.core.danger import Danger
from bot.language.context import Sentence, Span
from bot.language.signs import IDIOM, TEMPERATURE, DangerEntry, Sign, Signs
from bot.language.temperature import temperatures
from bot.language.wording import Wording

MOST_ALIKE = 6
"""A sign is looked at so many times in a sentence; more is repetition, and would take long."""
NEAR = 12
"""Words between the first and the last word of a sign."""
CUES = "context/"
"""What the groups of context cues begin with, beside those of the signs."""
_SENTENCE_END = re.compile(r"[.!?;\n]+")

Candidate = tuple[Danger, frozenset[str]]
"""A danger that words name, and the contexts that excuse it."""
Spans = Mapping[str, Sequence[Span]]
"""Where the phrases of each group stand."""


class _Ranked(NamedTuple):
    """A sign and its place in the reviewed data."""

    rank: int
    sign: Sign
    entry: DangerEntry


class SignReader:
    """Finds the signs of danger that a text reports as happening now."""

    def __init__(self, signs: Signs, cues: Mapping[str, Sequence[str]]) -> None:
        self.vital = frozenset(danger.id for danger in signs.dangers if danger.vital)
        self._wording = Wording({**signs.groups, **{f"{CUES}{name}": words for name, words in cues.items()}})
        self._by_first: dict[str, list[_Ranked]] = {}
        every = ((sign, entry) for entry in signs.dangers for sign in entry.signs)
        for rank, (sign, entry) in enumerate(every):
            self._by_first.setdefault(sign.groups[0], []).append(_Ranked(rank, sign, entry))

    def candidates(self, text: str) -> list[Candidate]:
        """Every danger that the words name, sentence by sentence, in the order of the reviewed data."""
        doc = self._wording.doc(text)
        spans = self._spans(doc)
        bounds = _bounds(doc)
        parts = _parted(spans, bounds)
        sentences = [
            _sentence(*b, within) for b, within in zip(itertools.pairwise(bounds), parts, strict=True)
        ]
        found: list[Candidate] = []
        for number, (sentence, within) in enumerate(zip(sentences, parts, strict=True)):
            following = sentences[number + 1] if number + 1 < len(sentences) else None
            for ranked in self._possible(within):
                found += _reports(ranked, doc, within, sentence, following)
        return found

    def _spans(self, doc: Doc) -> Spans:
        spans: dict[str, list[Span]] = {}
        for name, start, end in self._wording.found(doc):
            spans.setdefault(name, []).append((start, end))
        for reading in temperatures(doc.text):
            if not reading.is_normal:
                words = doc.char_span(reading.start, reading.end, alignment_mode="expand")
                spans.setdefault(TEMPERATURE, []).append((words.start, words.end))
        idioms = spans.pop(IDIOM, [])
        return {name: [s for s in found if not _overlaps(s, idioms)] for name, found in spans.items()}

    def _possible(self, groups: Collection[str]) -> list[_Ranked]:
        """The signs of which every group is among these."""
        begun = (ranked for group in groups for ranked in self._by_first.get(group, ()))
        return sorted(ranked for ranked in begun if all(group in groups for group in ranked.sign.groups))


def reported(candidates: Iterable[Candidate]) -> list[Danger]:
    """The dangers that nothing excuses."""
    return [danger for danger, excuses in candidates if not excuses]


def _bounds(doc: Doc) -> list[int]:
    """Where the sentences begin, and where the last one ends."""
    ends = [t.i + 1 for t in doc if _SENTENCE_END.fullmatch(t.text.strip(" ") or "\n" * ("\n" in t.text))]
    items = [t.i for t in doc[:-1] if t.text.isdigit() and t.nbor().text == ")"]  # “2) …”
    return sorted({0, *ends, *items, len(doc)})


def _parted(spans: Spans, bounds: Sequence[int]) -> list[dict[str, list[Span]]]:
    """The spans of each sentence: those that begin in it."""
    parts: list[dict[str, list[Span]]] = [{} for _ in bounds[1:]]
    for name, found in spans.items():
        for span in found:
            parts[bisect_right(bounds, span[0]) - 1].setdefault(name, []).append(span)
    return parts


def _sentence(start: int, end: int, spans: Spans) -> Sentence:
    cues = {n.removeprefix(CUES): found for n, found in spans.items() if n.startswith(CUES)}
    breaks = sorted({start, *(s for s, _ in cues.get("breaks", ()))})
    return Sentence(tuple(zip(breaks, [*breaks[1:], end], strict=True)), cues)


def _reports(
    ranked: _Ranked, doc: Doc, spans: Spans, sentence: Sentence, following: Sentence | None
) -> Iterator[Candidate]:
    entry = ranked.entry
    for words in _together(ranked.sign, spans, sentence.span[1]):
        excuses = frozenset(sentence.excuses(words, following) - entry.despite)
        said = doc[min(s for s, _ in words) : max(e for _, e in words)].text
        yield Danger(entry.kind, entry.id, said), excuses


def _together(sign: Sign, spans: Spans, end: int) -> Iterator[list[Span]]:
    """The words of a sign, one of each group, that stand near each other within a sentence that ends here."""
    choices = [[s for s in spans[group] if s[1] <= end] for group in sign.groups]
    if not all(choices) or any(spans.get(group) for group in sign.without):
        return
    for anchor in choices[0][:MOST_ALIKE]:
        words = [anchor, *(min(spans_of, key=lambda s: abs(s[0] - anchor[0])) for spans_of in choices[1:])]
        if max(e for _, e in words) - min(s for s, _ in words) <= NEAR:
            yield words


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)

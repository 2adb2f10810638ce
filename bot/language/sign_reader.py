"""Finds the signs of danger in a text, and what excuses them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

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
_SENTENCE_END = re.compile(r"[.!?;\n]+")


class SignReader:
    """Finds the signs of danger that a text reports as happening now."""

    def __init__(self, signs: Signs, cues: Mapping[str, Sequence[str]]) -> None:
        self._signs = signs
        self.vital = frozenset(danger.id for danger in signs.dangers if danger.vital)
        self._wording = Wording(
            {**signs.groups, **{f"context/{name}": words for name, words in cues.items()}}
        )

    def dangers(self, text: str) -> list[Danger]:
        """The dangers reported, in the order of the reviewed data."""
        return [danger for danger, excuses in self.candidates(text) if not excuses]

    def candidates(self, text: str) -> list[tuple[Danger, frozenset[str]]]:
        """Every danger that the words name, with the contexts that excuse it."""
        doc = self._wording.doc(text)
        spans = self._spans(doc)
        sentences = _sentences(doc, spans)
        found: list[tuple[Danger, frozenset[str]]] = []
        for number, sentence in enumerate(sentences):
            following = sentences[number + 1] if number + 1 < len(sentences) else None
            for entry in self._signs.dangers:
                found += self._reports(entry, doc, spans, sentence, following)
        return found

    def _spans(self, doc: Doc) -> dict[str, list[Span]]:
        spans: dict[str, list[Span]] = {}
        for name, start, end in self._wording.found(doc):
            spans.setdefault(name, []).append((start, end))
        for reading in temperatures(doc.text):
            if not reading.is_normal:
                words = doc.char_span(reading.start, reading.end, alignment_mode="expand")
                spans.setdefault(TEMPERATURE, []).append((words.start, words.end))
        idioms = spans.pop(IDIOM, [])
        return {name: [s for s in found if not _overlaps(s, idioms)] for name, found in spans.items()}

    def _reports(
        self,
        entry: DangerEntry,
        doc: Doc,
        spans: Mapping[str, Sequence[Span]],
        sentence: Sentence,
        following: Sentence | None,
    ) -> Iterator[tuple[Danger, frozenset[str]]]:
        for sign in entry.signs:
            for words in _together(sign, spans, sentence.span):
                excuses = frozenset(sentence.excuses(words, following) - entry.despite)
                said = doc[min(s for s, _ in words) : max(e for _, e in words)].text
                yield Danger(entry.kind, entry.id, said), excuses


def _sentences(doc: Doc, spans: Mapping[str, Sequence[Span]]) -> list[Sentence]:
    ends = [t.i + 1 for t in doc if _SENTENCE_END.fullmatch(t.text.strip(" ") or "\n" * ("\n" in t.text))]
    items = [t.i for t in doc[:-1] if t.text.isdigit() and t.nbor().text == ")"]  # “2) …”
    bounds = sorted({0, *ends, *items, len(doc)})
    cues = {n.removeprefix("context/"): s for n, s in spans.items() if n.startswith("context/")}
    sentences = []
    for start, end in itertools.pairwise(bounds):
        here = {name: [s for s in found if start <= s[0] < end] for name, found in cues.items()}
        breaks = sorted({start, *(s for s, _ in here.get("breaks", ()))})
        clauses = tuple(zip(breaks, [*breaks[1:], end], strict=True))
        sentences.append(Sentence(clauses, here))
    return sentences


def _together(sign: Sign, spans: Mapping[str, Sequence[Span]], within: Span) -> Iterator[list[Span]]:
    """The words of a sign, one of each group, that stand near each other within a sentence."""
    choices = [
        [s for s in spans.get(group, ()) if within[0] <= s[0] and s[1] <= within[1]] for group in sign.groups
    ]
    if not all(choices):
        return
    if any(within[0] <= s[0] < within[1] for group in sign.without for s in spans.get(group, ())):
        return
    for anchor in choices[0][:MOST_ALIKE]:
        words = [anchor, *(min(spans_of, key=lambda s: abs(s[0] - anchor[0])) for spans_of in choices[1:])]
        if max(e for _, e in words) - min(s for s, _ in words) <= NEAR:
            yield words


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)

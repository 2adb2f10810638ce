"""The lines of a text: its sentences, and the pieces of those that line breaks run through."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from bot.language.context import Sentence, Span

CUES = "context/"
"""What the names of context cues begin with, beside those of the signs' groups."""
_SENTENCE_END = re.compile(r"[.!?;\n]+")

Spans = Mapping[str, Sequence[Span]]
"""Where the phrases of each group stand."""


class Lines:
    """A text line by line. ``wraps`` are the words at which a line begins in the middle of a sentence."""

    def __init__(self, doc: Doc, spans: Spans, wraps: Sequence[int]) -> None:
        self._bounds = _bounds(doc, wraps)
        self._wraps = frozenset(wraps)
        self._parts: list[dict[str, list[Span]]] = [{} for _ in self._bounds[1:]]
        for name, found in spans.items():
            for span in found:
                self._parts[self._line_of(span[0])].setdefault(name, []).append(span)
        self._sentences: dict[Span, Sentence] = {}

    def each(self) -> list[Span]:
        """First word and end of every line."""
        return list(itertools.pairwise(self._bounds))

    def around(self, wrap: int, reach: int) -> Span:
        """First word and end of the lines of one sentence that come so near to this line break."""
        first = last = self._line_of(wrap)
        while self._bounds[first] in self._wraps and self._bounds[first] > wrap - reach:
            first -= 1
        while self._bounds[last + 1] in self._wraps and self._bounds[last + 1] < wrap + reach:
            last += 1
        return self._bounds[first], self._bounds[last + 1]

    def spans(self, words: Span) -> Spans:
        """Where the phrases of each group stand in the lines of these words."""
        first, last = self._line_of(words[0]), self._line_of(words[1] - 1)
        if first == last:
            return self._parts[first]
        merged: dict[str, list[Span]] = {}
        for part in self._parts[first : last + 1]:
            for name, found in part.items():
                merged.setdefault(name, []).extend(found)
        return merged

    def sentence(self, words: Span) -> Sentence:
        """The line that these words stand in, or the lines that they stand in, as one."""
        first, last = self._line_of(words[0]), self._line_of(words[1] - 1)
        bounds = self._bounds[first], self._bounds[last + 1]
        if bounds not in self._sentences:
            self._sentences[bounds] = _sentence(bounds, self.spans(bounds))
        return self._sentences[bounds]

    def following(self, words: Span) -> Sentence | None:
        """The line behind those of these words."""
        end = self._bounds[self._line_of(words[1] - 1) + 1]
        return self.sentence((end, end + 1)) if end < self._bounds[-1] else None

    def first_wrap(self, words: Span) -> int | None:
        """The first line break within these words."""
        end = self._bounds[self._line_of(words[0]) + 1]
        return end if end < words[1] else None

    def _line_of(self, word: int) -> int:
        return bisect_right(self._bounds, word) - 1


def _bounds(doc: Doc, wraps: Sequence[int]) -> list[int]:
    """Where the lines begin, and where the last one ends."""
    ends = [t.i + 1 for t in doc if _SENTENCE_END.fullmatch(t.text.strip(" ") or "\n" * ("\n" in t.text))]
    items = [t.i for t in doc[:-1] if t.text.isdigit() and t.nbor().text == ")"]  # “2) …”
    return sorted({0, *ends, *items, *wraps, len(doc)})


def _sentence(bounds: Span, spans: Spans) -> Sentence:
    cues = {n.removeprefix(CUES): found for n, found in spans.items() if n.startswith(CUES)}
    breaks = sorted({bounds[0], *(s for s, _ in cues.get("breaks", ()))})
    return Sentence(tuple(zip(breaks, [*breaks[1:], bounds[1]], strict=True)), cues)

"""Finds the signs of danger in a text, and what excuses them."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from bot.core.danger import Danger
from bot.language.context import Span
from bot.language.lines import CUES, Lines, Spans
from bot.language.signs import IDIOM, TEMPERATURE, DangerEntry, Sign, Signs
from bot.language.temperature import temperatures
from bot.language.wording import Wording

MOST_ALIKE = 6
"""A sign is looked at so many times in a sentence; more is repetition, and would take long."""
NEAR = 12
"""Words between the first and the last word of a sign."""
Candidate = tuple[Danger, frozenset[str]]
"""A danger that words name, and the contexts that excuse it."""


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
        """Every danger that the words name, line by line, in the order of the reviewed data."""
        doc, wraps = self._wording.doc(text), self._wording.wraps(text)
        lines = Lines(doc, self._spans(doc), wraps)
        found: list[Candidate] = []
        for line in lines.each():
            found += self._reports(doc, lines, line)
        for wrap in wraps:
            found += self._reports(doc, lines, lines.around(wrap, NEAR), wrap)
        return found

    def _reports(
        self, doc: Doc, lines: Lines, within: Span, across: int | None = None
    ) -> Iterator[Candidate]:
        """What is reported within these words, or else only across the line break before a word."""
        spans = lines.spans(within)
        for _, sign, entry in self._possible(spans):
            for words in _together(sign, spans, within[1]):
                span = _around(words)
                if lines.first_wrap(span) == across:
                    excuses = lines.sentence(span).excuses(words, lines.following(span))
                    said = doc[span[0] : span[1]].text
                    yield Danger(entry.kind, entry.id, said), frozenset(excuses - entry.despite)

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


def _together(sign: Sign, spans: Spans, end: int) -> Iterator[list[Span]]:
    """The words of a sign, one of each group, that stand near each other and end before this word.

    They are tried from the nearest to the word of the first group on.
    """
    first, *others = [[s for s in spans[group] if s[1] <= end] for group in sign.groups]
    unwanted = [s for group in sign.without for s in spans.get(group, ())]
    for anchor in first[:MOST_ALIKE]:
        nearest = [_nearest(anchor, choices)[:MOST_ALIKE] for choices in others]
        near = (w for rest in itertools.product(*nearest) if _is_near(w := [anchor, *rest]))
        words = next(near, None)
        if words and not any(_is_within_reach(spoiling, words) for spoiling in unwanted):
            yield words


def _nearest(anchor: Span, choices: Sequence[Span]) -> list[Span]:
    within_reach = (s for s in choices if abs(s[0] - anchor[0]) <= NEAR)
    return sorted(within_reach, key=lambda s: abs(s[0] - anchor[0]))


def _is_near(words: Sequence[Span]) -> bool:
    start, end = _around(words)
    return end - start <= NEAR


def _is_within_reach(spoiling: Span, words: Sequence[Span]) -> bool:
    start, end = _around(words)
    return start - NEAR <= spoiling[0] < end + NEAR


def _around(words: Sequence[Span]) -> Span:
    return min(s for s, _ in words), max(e for _, e in words)


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)

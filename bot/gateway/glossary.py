"""The words of the page that are explained, found where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.core.trial import GlossaryEntry

_ABBREVIATION = re.compile(r"^(.*?)\s*\((.*)\)$")


class Glossary:
    """The explained entries of a trial's glossary. An entry is known by its number, counted from 1."""

    def __init__(self, entries: Iterable[GlossaryEntry]) -> None:
        self.entries: Sequence[GlossaryEntry] = [entry for entry in entries if entry.explanation]
        self._anchors = {
            word.casefold(): anchor(number)
            for number, entry in enumerate(self.entries, 1)
            for word in _words(entry)
        }
        longest_first = sorted(self._anchors, key=len, reverse=True)
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)

    def marked(self, text: str, met: set[str]) -> Iterator[tuple[str, str]]:
        """The text in parts, each with its entry's anchor or "". What is in ``met`` is not marked again."""
        end = 0
        for found in self._pattern.finditer(text) if self._anchors else ():
            term = self._anchors[found[0].casefold()]
            if term in met:
                continue
            met.add(term)
            if found.start() > end:
                yield text[end : found.start()], ""
            yield found[0], term
            end = found.end()
        if end < len(text):
            yield text[end:], ""


def anchor(number: int) -> str:
    """The id of an entry on the page."""
    return f"word-{number}"


def _words(entry: GlossaryEntry) -> Iterator[str]:
    """An entry's term, its abbreviation, and the forms that begin like it: no lay word for another."""
    split = _ABBREVIATION.match(entry.term)
    names = split.groups() if split else (entry.term,)
    yield from names
    first = names[0].split()[0].casefold()
    yield from (word for word in entry.words if word.casefold().startswith(first))

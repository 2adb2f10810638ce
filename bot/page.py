"""Cuts a summary page into passages."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.core.passages import Page, Passage, PassageKind

BULLET = re.compile(r"\s*•\s*")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])")
ABBREVIATION = re.compile(r"\b(?:Dr|Prof|Mr|Mrs|Ms|St|e\.g|i\.e|vs|No)\.$")
TERMINATED = re.compile(r"[.!?:][\"”’)]*$")
SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Layout:
    """The words by which a site's page layout is recognised (``page_layout.yml``).

    ``fields`` maps a label to the topic that it answers, if it answers one.
    """

    headings: tuple[str, ...]
    fields: Mapping[str, str | None]
    inline_fields: tuple[str, ...]
    furniture: tuple[str, ...]
    glossary_mark: str

    def without_marks(self, raw: str) -> str:
        """The text as a reader means it: no glossary marks, single spaces."""
        unmarked = re.sub(rf"\s*{re.escape(self.glossary_mark)}", "", raw)
        return SPACES.sub(" ", unmarked).strip()


class Line(NamedTuple):
    """A line that is not blank: its number (from 1), its offset in the page and its text."""

    number: int
    start: int
    text: str

    @property
    def is_bullet(self) -> bool:
        """Whether the line is a list item."""
        return BULLET.match(self.text) is not None


def parse(text: str, layout: Layout) -> Page:
    """The page's passages, headings and blank fields. Total: any text gives a page."""
    return _Cutter(text, layout).page()


@dataclass
class _Cutter:
    text: str
    layout: Layout
    passages: list[Passage] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    blank_fields: list[str] = field(default_factory=list)
    title: str = ""
    section: str = ""
    open_field: str | None = None
    field_has_value: bool = False
    lead_in: str | None = None
    counts: dict[str, int] = field(default_factory=dict)

    def page(self) -> Page:
        lines = list(_lines(self.text))
        self.title = self.section = lines[0].text.strip() if lines else ""
        for line, following in zip(lines[1:], [*lines[2:], None], strict=False):
            self._take(line, following)
        self._close_field()
        return Page(
            self.title,
            self.text,
            tuple(self.passages),
            tuple(self.headings),
            tuple(self.blank_fields),
        )

    def _take(self, line: Line, following: Line | None) -> None:
        plain = self.layout.without_marks(line.text)
        if plain.startswith(self.layout.furniture):
            return
        if bullet := BULLET.match(line.text):
            self._add(line, bullet.end(), PassageKind.BULLET)
        elif plain.rstrip(":") in self.layout.fields:
            self._open(plain.rstrip(":"), is_field=True)
        elif plain in self.layout.headings:
            self._open(plain)
        elif plain.split(" ")[0] in self.layout.inline_fields and not TERMINATED.search(plain):
            self._open(plain.split(" ")[0], is_field=True)
            self._add(line, 0, PassageKind.VALUE)
            self._open(self.title)
        elif TERMINATED.search(plain) or (following and following.is_bullet):
            if self.open_field:
                self._open(self.title)
            self._sentences(line, leads=following is not None and following.is_bullet)
        elif self.open_field:
            self._add(line, 0, PassageKind.VALUE)
        else:
            self._open(plain)

    def _open(self, section: str, is_field: bool = False) -> None:
        self._close_field()
        self.section, self.lead_in = section, None
        self.open_field, self.field_has_value = (section if is_field else None), False
        self.headings.append(section)

    def _close_field(self) -> None:
        if self.open_field and not self.field_has_value:
            self.blank_fields.append(self.open_field)
        self.open_field = None

    def _sentences(self, line: Line, leads: bool) -> None:
        starts = [0, *_sentence_starts(line.text)]
        ends = [*starts[1:], len(line.text)]
        for start, end in zip(starts, ends, strict=True):
            is_lead_in = leads and end == len(line.text)
            kind = PassageKind.LEAD_IN if is_lead_in else PassageKind.SENTENCE
            self._add(line, start, kind, end)

    def _add(self, line: Line, start: int, kind: PassageKind, end: int | None = None) -> None:
        raw = line.text[start:end]
        text = self.layout.without_marks(raw)
        alone = kind in (PassageKind.SENTENCE, PassageKind.VALUE)
        if alone and any(p.text == text and p.kind is kind for p in self.passages):
            self.field_has_value, self.lead_in = True, None
            return  # said before on the same page: one passage is enough
        slug = re.sub(r"[^a-z0-9]+", "-", self.section.lower()).strip("-")
        slug = "summary" if self.section == self.title else slug
        self.counts[slug] = self.counts.get(slug, 0) + 1
        begin = line.start + start + len(raw) - len(raw.lstrip())
        passage = Passage(
            id=f"{slug}-{self.counts[slug]}",
            section=self.section,
            text=text,
            kind=kind,
            line=line.number,
            start=begin,
            end=begin + len(raw.strip()),
            lead_in=self.lead_in if kind is PassageKind.BULLET else None,
        )
        self.passages.append(passage)
        self.field_has_value = True
        if kind is not PassageKind.BULLET:
            self.lead_in = passage.id if kind is PassageKind.LEAD_IN else None


def _lines(text: str) -> Iterator[Line]:
    start = 0
    for number, raw in enumerate(text.splitlines(keepends=True), 1):
        if raw.strip():
            yield Line(number, start, raw.rstrip("\r\n"))
        start += len(raw)


def _sentence_starts(text: str) -> list[int]:
    return [
        match.end() for match in SENTENCE_END.finditer(text) if not ABBREVIATION.search(text[: match.start()])
    ]

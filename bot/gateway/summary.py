"""The trial's page as the reader sees it beside the chat, each passage with its id."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.core.passages import Page, Passage, PassageKind


@dataclass
class Block:
    """A paragraph or a list of passages."""

    is_list: bool
    passages: list[Passage] = field(default_factory=list)


@dataclass
class Section:
    """A heading with its blocks. ``title`` is empty for what stands above all headings."""

    title: str
    blocks: list[Block] = field(default_factory=list)


def sections(page: Page) -> list[Section]:
    """The page's sections in its order; passages of one line stay in one paragraph."""
    result: list[Section] = []
    for passage in page.passages:
        title = "" if passage.section == page.title else passage.section
        if not result or result[-1].title != title:
            result.append(Section(title))
        _place(passage, result[-1].blocks)
    return result


def _place(passage: Passage, blocks: list[Block]) -> None:
    is_list = passage.kind is PassageKind.BULLET
    last = blocks[-1] if blocks else None
    together = last and last.is_list == is_list and (is_list or last.passages[-1].line == passage.line)
    if not last or not together:
        blocks.append(last := Block(is_list))
    last.passages.append(passage)

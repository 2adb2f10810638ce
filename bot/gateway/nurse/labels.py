"""The labels that a message can be taken for, as nurses choose from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.trial import Trial
from bot.core.understanding import ASK

OTHER = "Not a topic of the page"

Choices = Mapping[str, Sequence[tuple[str, str]]]
"""By group: each label with its words."""


def choices(trial: Trial, labels: Sequence[str]) -> Choices:
    """All labels by their groups, those of the page's topics first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for answer in trial.answers.values():
        label = f"{ASK}{answer.topic.id}"
        if label in labels:
            groups.setdefault(in_words(answer.topic.group), []).append((label, answer.topic.question))
    others = [(label, in_words(label)) for label in labels if not label.startswith(ASK)]
    return {**groups, OTHER: others}


def words_of(label: str, trial: Trial) -> str:
    """A label in words: a topic's question, or the label itself."""
    answer = trial.answers.get(label.removeprefix(ASK))
    return answer.topic.question if answer and label.startswith(ASK) else in_words(label)


def in_words(name: str) -> str:
    """“privacy/erase” as “Privacy: erase”."""
    return name.replace("_", " ").replace("/", ": ").capitalize()


def lead_ins(trial: Trial) -> list[tuple[str, str]]:
    """The lines of the page that criteria complete, each with the letter of their numbers."""
    texts = {passage.id: passage.text for passage in trial.page.passages}
    pairs = [(texts.get(c.passage.lead_in or "", ""), c.id.rstrip("0123456789")) for c in trial.criteria]
    return [pair for pair in dict.fromkeys(pairs) if pair[0]]

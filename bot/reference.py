"""Looks something up on the page with the assistant's own understanding."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import numpy as np

from bot.core.answering import Answerer
from bot.core.danger import Danger
from bot.core.messages import Message
from bot.core.nearby import nearby
from bot.core.passages import Passage
from bot.language.understander import Understander


@dataclass(frozen=True)
class Found:
    """What a patient would be told, the label of what was understood, and the passages nearby."""

    messages: tuple[Message, ...]
    label: str
    passages: tuple[Passage, ...]


class Reference:
    """Answers as the assistant would a first message. One look at a time: the reading is not for threads."""

    def __init__(
        self,
        answerer: Answerer,
        understander: Understander,
        danger_in: Callable[[str], Danger | None],
        cards: Mapping[str, Message],
        lock: Lock,
    ) -> None:
        self._answerer = answerer
        self._trial = answerer.trial
        self._understander = understander
        self._encoder = understander.encoder
        self._danger_in = danger_in
        self._cards = cards
        self._lock = lock

    @property
    def labels(self) -> Sequence[str]:
        """All labels that a message can be taken for."""
        return self._understander.classifier.labels

    def look_up(self, text: str) -> Found:
        """What the page says to this text; total, any text gives an answer."""
        danger = self._danger_in(text)
        with self._lock:
            reading = self._understander.reader.read(text)
            understood = self._understander.understand_reading(reading)
            likeness = self._likeness(reading.whole.text)
        replies = (self._answerer.answer(part) for part in understood.parts)
        messages = (self._cards[danger.kind],) if danger else tuple(replies)
        said = [passage for message in messages for passage in message.passages]
        label = danger.kind if danger else understood.parts[0].label
        return Found(messages, label, nearby(self._trial, understood, likeness, said))

    def _likeness(self, text: str) -> Mapping[str, float]:
        near = self._passages @ self._encoder.encode([text])[0]
        return dict(zip((p.id for p in self._trial.page.passages), map(float, near), strict=True))

    @cached_property
    def _passages(self) -> np.ndarray:
        """The vectors of the passages [passages, width], each bullet with the line it completes."""
        by_id = {passage.id: passage for passage in self._trial.page.passages}
        texts = [
            f"{by_id[p.lead_in].text} {p.text}" if p.lead_in in by_id else p.text
            for p in self._trial.page.passages
        ]
        return self._encoder.encode(texts)

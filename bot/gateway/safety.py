"""Danger when Rasa cannot be reached: the same reader, the same cards."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool

from bot.core.danger import Danger
from bot.core.messages import Message


class Safety:
    """Finds the card for a message. What that takes is loaded once, beside everything else."""

    def __init__(
        self,
        cards: Mapping[str, Message],
        danger_in: Callable[[str], Danger | None],
        load: Callable[[], object],
    ) -> None:
        self._cards = cards
        self._danger_in = danger_in
        self._load = load
        self._loading: asyncio.Future[object] | None = None

    def start(self) -> None:
        """Begins to load, which takes some seconds."""
        self._loading = asyncio.ensure_future(run_in_threadpool(self._load))

    async def card_for(self, text: str) -> Message | None:
        """The card for the danger that a message reports, if it reports any."""
        if self._loading:
            await asyncio.shield(self._loading)
        danger = await run_in_threadpool(self._danger_in, text)
        return self._cards[danger.kind] if danger else None

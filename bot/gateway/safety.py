"""Danger when Rasa cannot be reached: the same reader, the same cards."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

import structlog
from starlette.concurrency import run_in_threadpool

from bot.core.danger import Danger
from bot.core.messages import Message

log = structlog.get_logger()


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
        self._one_at_a_time = asyncio.Lock()  # the stemmer is not made for threads

    def start(self) -> None:
        """Begins to load, which takes some seconds."""
        self._loading = asyncio.ensure_future(run_in_threadpool(self._load))

    async def card_for(self, text: str) -> Message | None:
        """The card for the danger that a message reports, if it reports any and can be read."""
        try:
            if self._loading:
                await asyncio.shield(self._loading)
            async with self._one_at_a_time:
                danger = await run_in_threadpool(self._danger_in, text)
        except Exception as error:  # what is left then is the nurse line, and 999 at the top of the page
            log.error("danger could not be read", reason=type(error).__name__)
            return None
        return self._cards[danger.kind] if danger else None

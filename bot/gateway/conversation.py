"""A conversation as its person has it: one message in, the messages out, kept to be seen again."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Sequence
from weakref import WeakValueDictionary

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from bot.core.errors import TrialGuideError
from bot.core.identifiers import without_identifiers
from bot.core.messages import Message, Voice
from bot.gateway.errors import ApiError
from bot.gateway.rasa_client import RasaClient, RasaUnavailableError
from bot.gateway.recorder import Recorder
from bot.gateway.safety import Safety
from bot.gateway.sessions import MessageLimit
from bot.store.transcripts import Exchange, TranscriptStore

NOT_KEPT = 0
"""The number of an exchange that is not in the transcript."""

log = structlog.get_logger()


class Conversation:
    """Answers messages, each once; whatever fails, the person gets an answer."""

    def __init__(
        self,
        rasa: RasaClient,
        limit: MessageLimit,
        safety: Safety,
        transcripts: TranscriptStore,
        recorder: Recorder,
        voice: Voice,
        nurse_line: str,
        registry: CollectorRegistry,
    ) -> None:
        self._rasa = rasa
        self._limit = limit
        self._safety = safety
        self._transcripts = transcripts
        self._recorder = recorder
        self._voice = voice
        self._nurse_line = nurse_line
        self._was_ready = False
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._replies = Counter("replies", "Messages of the assistant", ["kind"], registry=registry)
        self._seconds = Histogram("reply_seconds", "Time to a reply", registry=registry)

    async def reply(self, session: str, key: str | None, text: str) -> Exchange:
        """The exchange that a message makes. The same ``key`` again gives the same exchange again.

        Raises ApiError, with messages for the person.
        """
        text = without_identifiers(text, [self._nurse_line])
        try:
            self._limit.check(session)
            exchange = await self._exchange(session, key, text)
        except ApiError as error:
            await self._add_card(error, text)
            raise
        except Exception as error:  # whatever is wrong with us, the person gets an answer
            log.error("a message failed", reason=type(error).__name__)
            problem = ApiError(500, "internal_error", "Something went wrong.", (self._apology(),))
            await self._add_card(problem, text)
            raise problem from error
        return exchange

    async def _exchange(self, session: str, key: str | None, text: str) -> Exchange:
        turn = self._turns.setdefault(session, asyncio.Lock())  # two tabs speak one after the other
        async with turn:
            known = await self._known(session, key) if key else None
            if known:
                return known
            started = time.perf_counter()
            try:
                messages = await self._rasa.send(session, text)
            except RasaUnavailableError as error:
                log.warning("no reply from Rasa", reason=str(error))
                raise self._unavailable() from error
            self._was_ready = True
            self._seconds.observe(time.perf_counter() - started)
            for message in messages:
                self._replies.labels(message["kind"]).inc()
            if any(message.get("erased") for message in messages):
                return Exchange(NOT_KEPT, text, messages)
            return await self._kept(session, key or secrets.token_hex(16), text, messages)

    async def _known(self, session: str, key: str) -> Exchange | None:
        try:
            return await run_in_threadpool(self._transcripts.find, session, key)
        except TrialGuideError as error:
            log.error("a transcript could not be read", reason=type(error).__name__)
            return None

    async def _kept(self, session: str, key: str, text: str, messages: list[dict[str, object]]) -> Exchange:
        """The exchange in the transcript; where it cannot be kept, it is answered all the same."""
        try:
            return await run_in_threadpool(self._transcripts.add, session, key, text, messages)
        except TrialGuideError as error:
            log.error("a transcript could not be kept", reason=type(error).__name__)
            return Exchange(NOT_KEPT, text, messages)

    async def since(self, session: str | None, number: int = 0) -> Sequence[Exchange] | None:
        """The exchanges behind this one; none where there is no session, None where they cannot be read."""
        if session is None:
            return []
        try:
            return await run_in_threadpool(self._transcripts.since, session, number)
        except TrialGuideError as error:
            log.error("a transcript could not be read", reason=type(error).__name__)
            return None

    def after(self, session: str, exchange: Exchange) -> BackgroundTask:
        """What is left to do once the person has the reply."""
        return BackgroundTask(self._recorder.record, session, exchange.text, exchange.messages)

    async def _add_card(self, error: ApiError, text: str) -> None:
        """In danger the card is given, whatever else cannot be answered."""
        card = await self._safety.card_for(text)
        if card:
            error.messages = (card,)
        for message in error.messages:
            self._replies.labels(message.kind).inc()

    def _unavailable(self) -> ApiError:
        explanation = "The assistant is not ready to answer."
        return ApiError(503, "not_ready", explanation, (self._apology(),), {"Retry-After": "3"})

    def _apology(self) -> Message:
        """Nobody is left without an answer: at the least, the nurse line."""
        phrase = "technical_problem" if self._was_ready else "starting"
        return Message("error", self._voice.say(phrase, nurse_line=self._nurse_line))

    async def status(self) -> str:
        """``ok`` only when a message would be answered, else ``starting`` or ``degraded``."""
        ready = await self._rasa.is_ready()
        was_ready, self._was_ready = self._was_ready, self._was_ready or ready
        return "ok" if ready else "degraded" if was_ready else "starting"

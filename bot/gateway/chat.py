"""The chat API: one message in, the assistant's messages out."""

from __future__ import annotations

import time

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.core.identifiers import without_identifiers
from bot.core.messages import Message, Voice
from bot.core.trial import Trial
from bot.gateway.errors import ApiError, api_error
from bot.gateway.incoming import text_of
from bot.gateway.rasa_client import RasaClient, RasaUnavailableError
from bot.gateway.recorder import Recorder
from bot.gateway.safety import Safety
from bot.gateway.sessions import MessageLimit, remember, session_of

log = structlog.get_logger()


class Chat:
    """Answers ``POST /api/messages`` and ``GET /api/health``."""

    def __init__(
        self,
        rasa: RasaClient,
        limit: MessageLimit,
        safety: Safety,
        trial: Trial,
        voice: Voice,
        registry: CollectorRegistry,
        recorder: Recorder,
    ) -> None:
        self._rasa = rasa
        self._limit = limit
        self._safety = safety
        self._trial = trial
        self._voice = voice
        self._recorder = recorder
        self._was_ready = False
        self._replies = Counter("replies", "Messages of the assistant", ["kind"], registry=registry)
        self._seconds = Histogram("reply_seconds", "Time to a reply", registry=registry)

    async def post(self, request: Request) -> JSONResponse:
        """Takes a person's message."""
        text = without_identifiers(await text_of(request), [self._trial.nurse_line])
        session = session_of(request)
        try:
            self._limit.check(session)
            messages = await self._reply(session, text)
            after = BackgroundTask(self._recorder.record, session, text, messages)
            response = JSONResponse({"messages": messages}, background=after)
        except ApiError as error:
            response = await self._without_reply(request, text, error)
        except Exception as error:  # whatever is wrong with us, the person gets an answer
            log.error("a message failed", reason=type(error).__name__)
            problem = ApiError(500, "internal_error", "Something went wrong.", (self._apology(),))
            response = await self._without_reply(request, text, problem)
        remember(response, session, request)
        return response

    async def _reply(self, session: str, text: str) -> list[dict[str, object]]:
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
        return messages

    async def _without_reply(self, request: Request, text: str, error: ApiError) -> JSONResponse:
        """The error; in danger with the card, whatever else cannot be answered."""
        card = await self._safety.card_for(text)
        if card:
            error.messages = (card,)
        for message in error.messages:
            self._replies.labels(message.kind).inc()
        return await api_error(request, error)

    def _unavailable(self) -> ApiError:
        explanation = "The assistant is not ready to answer."
        return ApiError(503, "not_ready", explanation, (self._apology(),), {"Retry-After": "3"})

    def _apology(self) -> Message:
        """Nobody is left without an answer: at the least, the nurse line."""
        phrase = "technical_problem" if self._was_ready else "starting"
        return Message("error", self._voice.say(phrase, nurse_line=self._trial.nurse_line))

    async def health(self, request: Request) -> JSONResponse:
        """200 only when a message would be answered."""
        ready = await self.is_ready()
        status = "ok" if ready else "degraded" if self._was_ready else "starting"
        return JSONResponse({"status": status}, 200 if ready else 503)

    async def is_ready(self) -> bool:
        """Whether a message would be answered now."""
        ready = await self._rasa.is_ready()
        self._was_ready = self._was_ready or ready
        return ready

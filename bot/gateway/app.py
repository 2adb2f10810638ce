"""The gateway: the only part that listens to the outside."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from prometheus_client import CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot import bootstrap, vocabulary
from bot.core.understanding import ASK
from bot.gateway.chat import Chat
from bot.gateway.conversation import Conversation
from bot.gateway.cors import Cors
from bot.gateway.embedding import Embedding
from bot.gateway.errors import ApiError, api_error, unexpected_error
from bot.gateway.feedback import Feedback
from bot.gateway.headers import SecurityHeaders
from bot.gateway.nurse.routes import nurse_routes
from bot.gateway.page import ChatPage
from bot.gateway.rasa_client import RasaClient
from bot.gateway.recorder import Recorder
from bot.gateway.results import Results
from bot.gateway.retention import keep_purging
from bot.gateway.safety import Safety
from bot.gateway.sessions import MessageLimit
from bot.gateway.templating import static_routes
from bot.settings import Settings
from bot.store.feedback import FeedbackStore

SECONDS_BETWEEN_LOOKS = 0.5


def create_app(settings: Settings, when_ready: Callable[[], None] = lambda: None) -> ASGIApp:
    """The gateway's application. ``when_ready`` is called once Rasa answers."""
    trial, registry = bootstrap.trial(), CollectorRegistry()
    rasa = RasaClient(settings.rasa_url)
    limit = MessageLimit(settings.messages_per_minute)
    safety = Safety(bootstrap.danger_cards(), bootstrap.danger_in, bootstrap.danger_reader)
    stores = bootstrap.stores_for(settings)
    recorder = Recorder(stores.desk.unanswered, trial.nurse_line)
    conversation = Conversation(
        rasa,
        limit,
        safety,
        stores.transcripts,
        recorder,
        bootstrap.voice(),
        trial.nurse_line,
        registry,
    )
    page = ChatPage(conversation, trial)
    chat = Chat(conversation, page)
    results = Results(stores.results, bootstrap.interviewer(), bootstrap.teller(), vocabulary.facts())
    feedback = _feedback(settings, stores.feedback, registry)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        waiting = asyncio.create_task(_tell_when_ready(conversation, when_ready))
        purging = asyncio.create_task(keep_purging(stores.retention))
        safety.start()
        yield
        waiting.cancel()
        purging.cancel()
        await rasa.close()

    async def metrics(request: Request) -> Response:
        return PlainTextResponse(generate_latest(registry))

    app = Starlette(
        routes=[
            *page.routes(),
            Route("/api/messages", chat.post, methods=["POST"]),
            Route("/api/messages", chat.get),
            Route("/api/feedback", feedback.post, methods=["POST"]),
            Route("/api/health", chat.health),
            Route("/metrics", metrics),
            *Embedding(trial).routes(),
            *results.routes(),
            *nurse_routes(settings, stores, stores.feedback.totals),
            *static_routes(),
        ],
        exception_handlers={
            ApiError: api_error,
            HTTPException: api_error,
            Exception: unexpected_error,
        },
        lifespan=lifespan,
    )
    sites = settings.sites()
    return SecurityHeaders(Cors(app, sites), sites)  # around all, so that our own faults have them too


def _feedback(settings: Settings, store: FeedbackStore, registry: CollectorRegistry) -> Feedback:
    topics = {f"{ASK}{topic}" for topic in bootstrap.trial().answers}
    limit = MessageLimit(settings.messages_per_minute)
    return Feedback(store, limit, topics, settings.current_day, registry)


async def _tell_when_ready(conversation: Conversation, when_ready: Callable[[], None]) -> None:
    while await conversation.status() != "ok":
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
    when_ready()

"""The gateway: the only part that listens to the outside."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates
from starlette.types import ASGIApp

from bot import bootstrap, vocabulary
from bot.core.trial import Trial
from bot.core.understanding import ASK
from bot.gateway.chat import Chat
from bot.gateway.cors import Cors
from bot.gateway.embedding import Embedding
from bot.gateway.errors import ApiError, api_error, unexpected_error
from bot.gateway.feedback import Feedback
from bot.gateway.headers import SecurityHeaders
from bot.gateway.nurse.routes import nurse_routes
from bot.gateway.rasa_client import RasaClient
from bot.gateway.recorder import Recorder
from bot.gateway.results import Results
from bot.gateway.retention import keep_purging
from bot.gateway.safety import Safety
from bot.gateway.sessions import MessageLimit
from bot.gateway.summary import sections
from bot.settings import Settings
from bot.store.feedback import FeedbackStore

HERE = Path(__file__).parent
SECONDS_BETWEEN_LOOKS = 0.5


def create_app(settings: Settings, when_ready: Callable[[], None] = lambda: None) -> ASGIApp:
    """The gateway's application. ``when_ready`` is called once Rasa answers."""
    trial, registry = bootstrap.trial(), CollectorRegistry()
    rasa = RasaClient(settings.rasa_url)
    limit = MessageLimit(settings.messages_per_minute)
    safety = Safety(bootstrap.danger_cards(), bootstrap.danger_in, bootstrap.danger_reader)
    stores = bootstrap.stores_for(settings)
    recorder = Recorder(stores.desk.unanswered, trial.nurse_line)
    chat = Chat(rasa, limit, safety, trial, bootstrap.voice(), registry, recorder)
    results = Results(stores.results, bootstrap.interviewer(), bootstrap.teller(), vocabulary.facts())
    feedback = _feedback(settings, stores.feedback, registry)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        waiting = asyncio.create_task(_tell_when_ready(chat, when_ready))
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
            Route("/", _page(trial)),
            Route("/api/messages", chat.post, methods=["POST"]),
            Route("/api/feedback", feedback.post, methods=["POST"]),
            Route("/api/health", chat.health),
            Route("/metrics", metrics),
            *Embedding(trial).routes(),
            *results.routes(),
            *nurse_routes(settings, stores, stores.feedback.totals),
            Mount("/static", StaticFiles(directory=HERE / "static")),
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


def _page(trial: Trial) -> Callable[[Request], Response]:
    templates = Jinja2Templates(directory=HERE / "templates")
    content = {
        "trial": trial,
        "sections": sections(trial.page),
        "telephone": trial.nurse_line.replace(" ", ""),
        "code_request": bootstrap.nurse_line().offer.text,
        "starters": [trial.topic(t).question for t in ("aims", "side_effects", "visits", "who_can_join")],
    }

    def page(request: Request) -> Response:
        return templates.TemplateResponse(request, "chat.html", content)

    return page


async def _tell_when_ready(chat: Chat, when_ready: Callable[[], None]) -> None:
    while not await chat.is_ready():
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
    when_ready()

"""“Was this helpful?”: one tap, counted by topic and day, with nothing of whose it was."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

import structlog
from prometheus_client import CollectorRegistry, Counter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.core.errors import TrialGuideError
from bot.gateway.errors import ApiError
from bot.gateway.incoming import json_of
from bot.gateway.sessions import MessageLimit, known_session
from bot.store.feedback import FeedbackStore

log = structlog.get_logger()


class Feedback:
    """Answers ``POST /api/feedback``.

    JSON and a session's cookie are asked for: another site's form can send neither.
    """

    def __init__(
        self,
        store: FeedbackStore,
        limit: MessageLimit,
        topics: Collection[str],
        today: Callable[[], date],
        registry: CollectorRegistry,
    ) -> None:
        self._store = store
        self._limit = limit
        self._topics = topics
        self._today = today
        self._ratings = Counter("feedback", "Ratings of answers", ["topic", "helpful"], registry=registry)

    async def post(self, request: Request) -> JSONResponse:
        """Counts a rating. Raises ApiError."""
        topic, helpful = self._rating_in(await json_of(request))
        session = known_session(request)
        if session is None:
            raise ApiError(403, "no_session", "Only an answer in a conversation can be rated.")
        self._limit.check(session)
        try:
            await run_in_threadpool(self._store.count, topic, helpful, self._today())
        except TrialGuideError as error:
            log.error("a rating could not be kept", reason=type(error).__name__)
            raise ApiError(503, "not_kept", "The rating cannot be kept just now.") from error
        self._ratings.labels(topic, str(helpful).lower()).inc()
        return JSONResponse({"status": "ok"})

    def _rating_in(self, data: object) -> tuple[str, bool]:
        topic, helpful = (data.get("topic"), data.get("helpful")) if isinstance(data, dict) else (None, None)
        if not isinstance(helpful, bool) or not isinstance(topic, str):
            raise ApiError(400, "not_a_rating", 'Send {"helpful": true, "topic": "..."}, or false.')
        if topic not in self._topics:
            raise ApiError(400, "no_such_topic", "There is no topic of this name.")
        return topic, helpful

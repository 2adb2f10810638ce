"""The chat API: messages as JSON for whoever builds on it, and as the page shows them for the page."""

from __future__ import annotations

import re
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.gateway.conversation import Conversation
from bot.gateway.errors import ApiError, api_error
from bot.gateway.incoming import text_of
from bot.gateway.page import PRIVATE, ChatPage
from bot.gateway.sessions import known_session, remember, session_of
from bot.store.transcripts import Exchange

KEY = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{1,64}")
_NUMBER = re.compile(r"[0-9]{1,9}")


class Chat:
    """Answers ``/api/messages`` and ``/api/health``.

    A message that is sent again with the same Idempotency-Key is answered once. With ``Accept: text/html``
    the reply is a piece of the page, with all exchanges behind the one whose number is ``after``.
    """

    def __init__(self, conversation: Conversation, page: ChatPage) -> None:
        self._conversation = conversation
        self._page = page

    async def post(self, request: Request) -> Response:
        """Takes a person's message."""
        key, after, text = _key_of(request), _after(request), await text_of(request)
        session = session_of(request)
        try:
            exchange = await self._conversation.reply(session, key, text)
            if _is_page(request):
                response = await self._piece(request, session, after, exchange)
            else:
                response = JSONResponse({"messages": exchange.messages})
            response.background = self._conversation.after(session, exchange)
        except ApiError as error:
            if _is_page(request):
                response = self._page.problem(request, error)
            else:
                response = await api_error(request, error)
        remember(response, session, request)
        return response

    async def get(self, request: Request) -> Response:
        """The exchanges behind the one whose number is ``after``."""
        session, after = known_session(request), _after(request)
        if _is_page(request):
            return await self._piece(request, session, after)
        kept = await self._conversation.since(session, after)
        if kept is None:
            raise ApiError(503, "not_readable", "The conversation cannot be read just now.")
        return JSONResponse({"exchanges": [asdict(exchange) for exchange in kept]}, headers=PRIVATE)

    async def _piece(
        self, request: Request, session: str | None, after: int, newest: Exchange | None = None
    ) -> Response:
        """What is new on the page; all that is left where what it shows has been erased meanwhile."""
        kept = await self._conversation.since(session, max(after - 1, 0))
        is_read = kept is not None  # what cannot be read now is not therefore gone
        is_erased = is_read and after > 0 and [one.number for one in kept or ()][:1] != [after]
        if is_erased:
            kept, after = await self._conversation.since(session), 0
        exchanges = [exchange for exchange in kept or [] if exchange.number > after]
        if newest and newest not in exchanges:
            exchanges.append(newest)
        reply = newest.number if newest else None
        return self._page.piece(request, exchanges, after, is_erased, reply)

    async def health(self, request: Request) -> JSONResponse:
        """200 only when a message would be answered."""
        status = await self._conversation.status()
        return JSONResponse({"status": status}, 200 if status == "ok" else 503)


def _is_page(request: Request) -> bool:
    return request.headers.get("accept", "").startswith("text/html")


def _after(request: Request) -> int:
    given = request.query_params.get("after", "0")
    if not _NUMBER.fullmatch(given):
        raise ApiError(400, "not_a_number", "“after” is the number of an exchange.")
    return int(given)


def _key_of(request: Request) -> str | None:
    given = request.headers.get(KEY)
    if given is not None and not _KEY.fullmatch(given):
        raise ApiError(400, "not_a_key", f"{KEY} is 1 to 64 characters without spaces.")
    return given

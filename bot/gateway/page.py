"""The chat page: the conversation so far, the trial's summary beside it, and plain forms to go on."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot import bootstrap
from bot.core.danger import KINDS
from bot.core.messages import Message
from bot.core.trial import Trial
from bot.gateway import forms
from bot.gateway.conversation import Conversation
from bot.gateway.embedding import FRAME
from bot.gateway.errors import ApiError
from bot.gateway.forms import FormError
from bot.gateway.incoming import checked
from bot.gateway.message_view import MessageView, MessageViews
from bot.gateway.sessions import from_own_page, known_session, remember, remember_in_frame, session_of
from bot.gateway.summary import sections
from bot.gateway.templating import STATIC, TEMPLATES
from bot.store.transcripts import Exchange

STARTERS = ("aims", "side_effects", "visits", "who_can_join")
"""Topics that are offered before anything was asked."""
MODULES = sorted(path.name for path in STATIC.glob("*.js") if path.name not in ("embed.js", "result.js"))
PRIVATE = {"Cache-Control": "no-store"}
SEE_OTHER = 303
MOST_OF_A_KEY = 64
LATEST = "latest"
"""Id of the newest exchange, where a browser without scripts goes after sending."""


@dataclass(frozen=True)
class ExchangeView:
    """What the page shows of an exchange."""

    number: int
    text: str
    messages: Sequence[MessageView]


class ChatPage:
    """Renders the conversation; where no scripts run, its forms are all that is needed."""

    def __init__(self, conversation: Conversation, trial: Trial) -> None:
        self._conversation = conversation
        self._views = MessageViews(trial)
        voice = bootstrap.voice()
        starters = [trial.topic(topic).question for topic in STARTERS if topic in trial.answers]
        self._starters = [{"title": text, "text": text} for text in starters]
        self._common: dict[str, Any] = {
            "trial": trial,
            "telephone": trial.nurse_line.replace(" ", ""),
            "words": self._views.glossary.entries,
            "code_request": bootstrap.nurse_line().offer.text,
            "so_far_request": voice.say("interview/choice_so_far"),
            "erase_request": voice.say("privacy/choice_erase"),
            "unreachable": self._views.view(
                Message("error", voice.say("unreachable", nurse_line=trial.nurse_line)).to_dict()
            ),
            "modules": MODULES,
        }

    def routes(self) -> list[Route]:
        """The page, and the same for a frame on another site."""
        smaller = [Middleware(GZipMiddleware)]
        return [
            Route("/", self.get, middleware=smaller),
            Route("/", self.post, methods=["POST"]),
            Route(FRAME, self.get_in_frame, middleware=smaller),
            Route(FRAME, self.post, methods=["POST"]),
            Route("/conversation.txt", self.text),
        ]

    async def get(self, request: Request) -> Response:
        """The page as it stands."""
        return self._page(request, await self._kept(known_session(request)))

    async def get_in_frame(self, request: Request) -> Response:
        """The page in a frame on another site, with the only cookie that comes back from there."""
        response = await self.get(request)
        remember_in_frame(response, session_of(request))
        return response

    async def post(self, request: Request) -> Response:
        """Takes what was sent by a form."""
        session, typed = session_of(request), ""
        try:
            if not from_own_page(request):
                raise FormError(403)
            form = await forms.read(request)
            typed = form.raw("text").replace("\r\n", "\n")  # browsers count a line break as one character
            key = form.text("key")[:MOST_OF_A_KEY] or None
            exchange = await self._conversation.reply(session, key, checked(typed))
        except FormError as error:
            return await self._again(
                request, ApiError(error.status, "not_a_form", "This form cannot be read.")
            )
        except ApiError as error:
            return await self._again(request, error, typed)
        if exchange.number:
            response: Response = RedirectResponse(f"{request.url.path}#{LATEST}", SEE_OTHER)
        else:
            response = self._page(request, [*await self._kept(session), exchange])
        response.background = self._conversation.after(session, exchange)
        remember(response, session, request)
        return response

    async def _again(self, request: Request, error: ApiError, typed: str = "") -> Response:
        """The page with what is wrong, and with what was typed."""
        session, problems = session_of(request), self._problems(error)
        content: dict[str, Any] = {"problems": problems, "typed": typed}
        if any(view.is_card for view in problems):
            content["quick"] = []  # beside a card nothing else is offered
        response = self._page(request, await self._kept(session), error.status, **content)
        response.headers.update(error.headers or {})
        remember(response, session, request)
        return response

    async def text(self, request: Request) -> Response:
        """The conversation as a text file to keep."""
        exchanges = await self._kept(known_session(request))
        told = TEMPLATES.get_template("conversation.txt").render({**self._common, "exchanges": exchanges})
        disposition = {"Content-Disposition": 'attachment; filename="trial-guide.txt"'}
        return PlainTextResponse(told, headers={**PRIVATE, **disposition})

    async def _kept(self, session: str | None) -> Sequence[Exchange]:
        return await self._conversation.since(session) or []

    def piece(
        self,
        request: Request,
        exchanges: Sequence[Exchange],
        after: int,
        is_erased: bool = False,
        reply: int | None = None,
    ) -> Response:
        """What is new behind the exchange ``after``, as the page's script puts it in.

        ``is_erased``: it takes the place of all. ``reply`` is the number of the exchange that was asked for.
        """
        content = {
            **self._exchanges(exchanges, after),
            "is_erased": is_erased or _erases(exchanges),
            "has_session": known_session(request) is not None,
            "reply": reply,
        }
        return self._rendered(request, "piece.html", content)

    def problem(self, request: Request, error: ApiError) -> Response:
        """Why there is no reply, as the page's script puts it in."""
        content = {"problems": self._problems(error)}
        return self._rendered(request, "problem.html", content, error.status, error.headers)

    def _page(
        self, request: Request, exchanges: Sequence[Exchange], status: int = 200, **content: Any
    ) -> Response:
        trial: Trial = self._common["trial"]
        content = {
            **self._exchanges(exchanges),
            "path": request.url.path,
            "is_embedded": request.url.path == FRAME,
            "sections": sections(trial.page),
            "met": set(),
            **content,
        }
        return self._rendered(request, "chat.html", content, status)

    def _exchanges(self, exchanges: Sequence[Exchange], after: int = 0) -> dict[str, Any]:
        shown = [
            ExchangeView(
                one.number, "" if _erases([one]) else one.text, [*map(self._views.view, one.messages)]
            )
            for one in exchanges
        ]
        return {
            "exchanges": shown,
            "last": max([after, *(one.number for one in exchanges)]),  # one that is not kept has none
            "latest": LATEST,
            "quick": self._quick_replies(exchanges),
            "key": secrets.token_hex(16),
        }

    def _quick_replies(self, exchanges: Sequence[Exchange]) -> list[dict[str, str]]:
        """What the newest reply offers; beside a card nothing, else what people often ask."""
        messages = exchanges[-1].messages if exchanges else []
        if any(message["kind"] in KINDS for message in messages):
            return []
        return [button for m in messages for button in m.get("buttons", [])] or self._starters

    def _problems(self, error: ApiError) -> list[MessageView]:
        messages = error.messages or (Message("error", str(error)),)
        return [self._views.view(message.to_dict()) for message in messages]

    def _rendered(
        self,
        request: Request,
        name: str,
        content: dict[str, Any],
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> Response:
        whole = {**self._common, "views": self._views, **content}
        return TEMPLATES.TemplateResponse(request, name, whole, status, {**PRIVATE, **(headers or {})})


def _erases(exchanges: Sequence[Exchange]) -> bool:
    return any(message.get("erased") for exchange in exchanges for message in exchange.messages)

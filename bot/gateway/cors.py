"""Who may call the chat API from pages of their own."""

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

API = "/api/"


class Cors:
    """Lets pages of the allowed sites call the API and read its errors too; others are told nothing."""

    def __init__(self, app: ASGIApp, allowed_sites: Sequence[str] = ()) -> None:
        self._app = app
        self._shared = CORSMiddleware(
            app,
            allow_origins=allowed_sites,
            allow_methods=["GET", "POST"],
            allow_headers=["Accept", "Content-Type", "Idempotency-Key"],
            allow_credentials=True,
            expose_headers=["Retry-After"],
        )
        # Starlette tells any origin that credentials are welcome and which methods are. Ours alone hear it.
        self._heard = {None, *allowed_sites} if allowed_sites else set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI's interface."""
        is_api = scope["type"] == "http" and scope["path"].startswith(API)
        is_heard = is_api and Headers(scope=scope).get("origin") in self._heard
        await (self._shared if is_heard else self._app)(scope, receive, send)

"""The templates of all pages, and the files that they load."""

from __future__ import annotations

import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HERE = Path(__file__).parent
STATIC = HERE / "static"


def _version() -> str:
    """Changes whenever a file does."""
    files = sorted(path for path in STATIC.rglob("*") if path.is_file())
    content = b"".join(path.name.encode() + path.read_bytes() for path in files)
    return hashlib.sha256(content).hexdigest()[:12]


ADDRESS = f"/static/{_version()}"
"""Where the files are as they are now: what is there never changes, so browsers keep it."""
TEMPLATES = Jinja2Templates(
    env=Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
)
TEMPLATES.env.globals["static"] = ADDRESS


class _Kept:
    """Lets browsers keep what is found for a year."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_kept(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:
                MutableHeaders(scope=message)["Cache-Control"] = "public, max-age=31536000, immutable"
            await send(message)

        await self._app(scope, receive, send_kept)


def static_routes() -> list[BaseRoute]:
    """The files at their address, and for whoever links to one of them at an address that stays."""
    files = GZipMiddleware(StaticFiles(directory=STATIC))
    return [Mount(ADDRESS, _Kept(files)), Mount("/static", files)]

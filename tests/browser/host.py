"""A guide and a charity's page that embeds it, as servers of their own: two sites to a browser."""

import contextlib
import threading
from collections.abc import Iterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot import bootstrap
from bot.gateway.cors import Cors
from bot.gateway.embedding import FRAME, Embedding
from bot.gateway.headers import SecurityHeaders
from bot.gateway.sessions import from_own_page, known_session, remember_in_frame, session_of
from bot.settings import ROOT

EXAMPLE = ROOT / "examples" / "host"
OF_THE_EXAMPLE = "http://127.0.0.1:8080"
"""Where the example expects the guide."""
UNPARTITIONED = "a_cookie_as_other_sites_use_to_follow_people"
FRAMED = """<!doctype html><html lang="en-GB"><title>Framed</title>
<script type="module" src="/framed.js"></script>
<h1>The chat</h1><label>Your question <input></label><output></output>
<form action="/embed" method="post"><button>Send without scripts</button></form></html>"""
"""As much of the framed page as the script and the cookie have to do with."""
FRAMED_JS = """
const tell = (trialGuide) => parent.postMessage({ trialGuide }, "*");
addEventListener("keydown", ({ key }) => { if (key === "Escape") tell("close"); });
tell("ready");
const headers = { "Content-Type": "application/json" };
const reply = await fetch("/api/session", { method: "POST", headers });
document.querySelector("output").textContent = (await reply.json()).session;
"""


async def framed(request: Request) -> Response:
    response = HTMLResponse(FRAMED)
    if known_session(request) is None:
        remember_in_frame(response, session_of(request))
    response.set_cookie(UNPARTITIONED, "kept", samesite="none", secure=True)
    return response


async def posted(request: Request) -> Response:
    return HTMLResponse("taken" if from_own_page(request) else "refused")


async def session(request: Request) -> Response:
    return JSONResponse({"session": known_session(request)})


async def page_script(request: Request) -> Response:
    return Response(FRAMED_JS, media_type="text/javascript")


def guide_for(sites: list[str]) -> ASGIApp:
    """The gateway's headers, script and cookie around a page that stands for the chat."""
    app = Starlette(
        routes=[
            Route("/", framed),
            Route(FRAME, framed),
            Route(FRAME, posted, methods=["POST"]),
            Route("/framed.js", page_script),
            Route("/api/session", session, methods=["POST"]),
            *Embedding(bootstrap.trial()).routes(),
        ]
    )
    return SecurityHeaders(Cors(app, sites), sites)


class Host:
    """The example page as a charity serves it; a test may change its text."""

    def __init__(self, guide: str) -> None:
        self._guide = guide
        self.reset()

    def reset(self) -> None:
        """The example as it is."""
        text = (EXAMPLE / "index.html").read_text(encoding="utf-8")
        assert OF_THE_EXAMPLE in text
        self.text = text.replace(OF_THE_EXAMPLE, self._guide)

    def change(self, old: str, new: str) -> None:
        """The example with something else in this place."""
        assert old in self.text
        self.text = self.text.replace(old, new)

    def app(self) -> Starlette:
        """The charity's server."""
        return Starlette(routes=[Route("/", self.page), Route("/style.css", self.styles)])

    async def page(self, request: Request) -> Response:
        """The page."""
        return HTMLResponse(self.text, headers={"Content-Security-Policy": "style-src 'self'"})

    async def styles(self, request: Request) -> Response:
        """Its styles."""
        return Response((EXAMPLE / "style.css").read_text(encoding="utf-8"), media_type="text/css")


@contextlib.contextmanager
def serving(app: ASGIApp, port: int) -> Iterator[None]:
    """Listens on loopback meanwhile."""
    config = uvicorn.Config(app, "127.0.0.1", port, log_config=None, log_level="critical", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server could not start"
        thread.join(0.005)
    yield
    server.should_exit = True
    thread.join()

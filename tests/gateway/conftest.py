"""A hand-made Rasa that listens on a real port, and the gateway in front of it."""

import asyncio
import contextlib
import json
import socket
import threading

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from bot import bootstrap
from bot.core.danger import URGENT, Danger
from bot.gateway.app import create_app
from bot.settings import Settings

LOOPBACK = "127.0.0.1"
HELLO = [{"text": "Hello.", "custom": {"kind": "smalltalk"}}]


class FakeRasa:
    """Answers as it is told to, remembers what it received, and can be down."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind((LOOPBACK, 0))
            self.port = probe.getsockname()[1]
        self._server = None
        self.reset()

    def reset(self):
        """Up again, with a friendly answer and no memory."""
        self.received = []
        self._hangs = False
        self.answers(HELLO)
        self.start()

    def answers(self, responses):
        """From now on these are the responses to every message."""
        self.sends(json.dumps(responses).encode())

    def does(self, reply):
        """From now on this makes the responses to a message: ``rasa.does(lambda message: [...])``."""
        self._reply = lambda message: JSONResponse(reply(message))

    def sends(self, body, status=200):
        """From now on these bytes are the reply to every message."""
        self._reply = lambda message: Response(body, status, media_type="application/json")

    def echoes(self):
        """From now on every message comes back as it was received."""
        self.does(lambda message: [{"text": message["message"], "custom": {"kind": "answer"}}])

    def counts(self):
        """From now on every reply is another: “Reply 1.”, “Reply 2.”, …"""
        self.does(lambda _: [{"text": f"Reply {len(self.received)}.", "custom": {"kind": "answer"}}])

    def hangs(self):
        """From now on there is no reply at all, though the connection stays open."""
        self._hangs = True

    def goes_on(self):
        """Replies to what it left waiting."""
        self._hangs = False

    def start(self):
        """Listens, if it does not yet."""
        if self._server:
            return
        app = Starlette(
            routes=[
                Route("/webhooks/rest/", self._health),
                Route("/webhooks/rest/webhook", self._webhook, methods=["POST"]),
            ]
        )
        config = uvicorn.Config(app, LOOPBACK, self.port, log_config=None, log_level="critical", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), "the fake Rasa could not start"
            self._thread.join(0.005)

    def stop(self):
        """Does not listen any more."""
        if self._server:
            self._hangs = False
            self._server.should_exit = True
            self._thread.join()
            self._server = None

    async def _health(self, request: Request) -> Response:
        await self._hang()
        return JSONResponse({"status": "ok"})

    async def _webhook(self, request: Request) -> Response:
        message = await request.json()
        self.received.append(message)
        await self._hang()
        return self._reply(message)

    async def _hang(self):
        while self._hangs:
            await asyncio.sleep(0.005)


@pytest.fixture(scope="session")
def _one_rasa():
    fake = FakeRasa()
    yield fake
    fake.stop()


@pytest.fixture
def rasa(_one_rasa):
    """The fake Rasa, up and friendly."""
    _one_rasa.reset()
    yield _one_rasa
    _one_rasa.reset()  # nothing hangs on into the next test


@pytest.fixture
def database_url(tmp_path):
    """The address of a database of this test's own."""
    return f"sqlite:///{tmp_path}/results.db"


@pytest.fixture
def gateway(rasa, database_url):
    """Makes running gateways: ``gateway(messages_per_minute=2)``."""
    with contextlib.ExitStack() as running:

        def make(when_ready=lambda: None, **values):
            ours = {"rasa_port": rasa.port, "messages_per_minute": 0, "database_url": database_url}
            settings = Settings(**{**ours, **values})
            app = create_app(settings, when_ready)
            return running.enter_context(TestClient(app, raise_server_exceptions=False))

        yield make


@pytest.fixture
def plain_danger(monkeypatch):
    """Danger is what says “chest pain”, so that the gateway need not load what reads it."""
    monkeypatch.setattr(bootstrap, "danger_reader", lambda: None)
    monkeypatch.setattr(
        bootstrap, "danger_in", lambda text: Danger(URGENT, "heart", text) if "chest pain" in text else None
    )


@pytest.fixture
def stores(database_url):
    """The stores that the gateway uses."""
    return bootstrap.stores_for(Settings(database_url=database_url))


@pytest.fixture
def client(gateway):
    """A visitor's browser in front of the gateway, without a limit of messages."""
    return gateway()


@pytest.fixture
def say(client):
    """Sends a text as the page does and returns the response."""
    return lambda text: client.post("/api/messages", json={"text": text})

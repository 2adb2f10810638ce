"""A trained assistant in this process, with the action server beside it."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from bot.settings import ROOT

Say = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def action_server() -> Iterator[str]:
    """The address of a real action server on a free loopback port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(port), "--quiet"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "SANIC_HOST": "127.0.0.1"})
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError):  # it does not listen yet
            httpx.get(f"{url}/health").raise_for_status()
            break
        time.sleep(0.2)
    yield f"{url}/webhook"
    process.terminate()
    process.wait()


@pytest.fixture(scope="session")
def agent(action_server: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The trained model in ``models/``, answering with the real action server."""
    from rasa.core.agent import load_agent
    from rasa.core.utils import AvailableEndpoints

    endpoints = tmp_path_factory.mktemp("rasa") / "endpoints.yml"
    text = (ROOT / "endpoints.yml").read_text()
    endpoints.write_text(text.replace("http://127.0.0.1:5055/webhook", action_server))
    available = AvailableEndpoints.read_endpoints(str(endpoints))
    return asyncio.run(load_agent(str(ROOT / "models"), endpoints=available))


@pytest.fixture
def sender() -> str:
    """Whose conversation it is."""
    return uuid.uuid4().hex


@pytest.fixture
def say(agent: Any, sender: str) -> Say:
    """Says something in a conversation of its own and returns the replies."""
    from rasa.core.channels.channel import UserMessage

    from bot.rasa_components.channel import WholeMessages

    def said(text: str) -> list[dict[str, Any]]:
        output = WholeMessages()
        asyncio.run(agent.handle_message(UserMessage(text, output, sender)))
        return output.messages

    return said

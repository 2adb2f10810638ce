"""What a message costs early and late in a conversation: ``python -m benchmarks.conversation``.

Times are of Rasa's whole turn with the trained model, the real action server and the real store, once
with SQLite and once with PostgreSQL where it is installed. Turn 300 should cost at most 1.5 times turn 3.
"""

from __future__ import annotations

import asyncio
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot import bootstrap
from bot.settings import ROOT, settings
from tests import postgresql
from tests.live import free_port

LATE, PAIRS = 300, 30
"""From this turn on of one conversation, and of so many others each the third turn, are compared in turn."""
ASKED = ("How often are the visits?", "How many people take part?", "Is there a placebo?")
STATED = ("I am 58 years old. How many people take part?", "I had a clot in March.", "Is there a placebo?")
CONVERSATIONS = {
    "questions": ([], ASKED),
    "statements and questions": ([], STATED),
    "questions in the pre-screen": (["Start the pre-screen", "Yes, please start"], ASKED),
}
HIGHEST_RATIO = 1.5
SECONDS_TO_START = 60


def main() -> int:
    """Prints the times side by side; 1 if a late turn costs too much."""
    os.environ["SANIC_HOST"] = "127.0.0.1"
    ratios = []
    with tempfile.TemporaryDirectory() as folder, _action_server() as url:
        databases = {"SQLite": f"sqlite:///{folder}/store.db"}
        with _postgresql() as server:
            if server:
                databases["PostgreSQL"] = postgresql.empty_database(server, "benchmark")
            os.environ["BOT_KEY_FILE"] = f"{folder}/keys"
            for name, address in databases.items():
                os.environ["BOT_DATABASE_URL"] = address
                settings.cache_clear(), bootstrap.stores.cache_clear()
                ratios += asyncio.run(_show(name, Path(folder), url))
                bootstrap.stores().engine.dispose()
    return int(max(ratios) > HIGHEST_RATIO)


async def _show(name: str, folder: Path, url: str) -> list[float]:
    agent = await _agent(folder, url)
    ratios = []
    for title, (begin, messages) in CONVERSATIONS.items():
        sender = uuid.uuid4().hex
        pairs = await _pairs(agent, sender, begin, messages)
        early, late = (statistics.median(times) for times in zip(*pairs, strict=True))
        kept = statistics.median(await _store_times(sender))
        ratios.append(late / early)
        print(
            f"{name:11} {title:28} turn 3: {early:5.1f} ms   turn 300: {late:5.1f} ms   "
            f"ratio {late / early:4.2f}   of it the store: {kept:4.1f} ms",
            flush=True,
        )
    return ratios


async def _agent(folder: Path, url: str) -> Any:
    from rasa.core.agent import load_agent
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.log_utils import configure_structlog

    logging.getLogger().setLevel(logging.WARNING)
    configure_structlog(logging.WARNING)
    endpoints = folder / "endpoints.yml"
    text = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
    endpoints.write_text(text.replace("http://127.0.0.1:5055/webhook", url), encoding="utf-8")
    available = AvailableEndpoints.read_endpoints(str(endpoints))
    return await load_agent(str(ROOT / "models"), endpoints=available)


async def _pairs(
    agent: Any, sender: str, begin: Sequence[str], messages: Sequence[str]
) -> list[tuple[float, float]]:
    """Milliseconds of an early and of a late turn with the same message, so many times."""
    before = [*begin, *messages][:2]
    for text in [*before, *(messages[n % len(messages)] for n in range(LATE - 1 - len(before)))]:
        await _milliseconds(agent, sender, text)
    pairs = []
    for n in range(PAIRS):
        other = uuid.uuid4().hex
        for text in before:
            await _milliseconds(agent, other, text)
        text = messages[n % len(messages)]
        pairs.append((await _milliseconds(agent, other, text), await _milliseconds(agent, sender, text)))
    return pairs


async def _milliseconds(agent: Any, sender: str, text: str) -> float:
    """What one turn takes."""
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

    started = time.perf_counter()
    await agent.handle_message(UserMessage(text, CollectingOutputChannel(), sender))
    return (time.perf_counter() - started) * 1e3


async def _store_times(sender: str) -> list[float]:
    """Milliseconds that reading and keeping a conversation takes."""
    conversations, times = bootstrap.stores().conversations, []
    for _ in range(50):
        started = time.perf_counter()
        content = await asyncio.to_thread(conversations.read, sender)
        await asyncio.to_thread(conversations.keep, sender, content or {})
        times.append((time.perf_counter() - started) * 1e3)
    return times


@contextmanager
def _postgresql() -> Iterator[str | None]:
    if not postgresql.is_installed():
        yield None
        return
    with postgresql.running() as url:
        yield url


@contextmanager
def _action_server() -> Iterator[str]:
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "actions", "--port", str(port), "--quiet"], cwd=ROOT)
    last = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < last:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1).close()
            break
        except OSError:
            time.sleep(0.2)
    try:
        yield f"http://127.0.0.1:{port}/webhook"
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())

"""A running assistant for tests: real processes on free ports, stopped at the end."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from bot.settings import ROOT

SECONDS_TO_START = 300
"""Longer than on a busy machine with everything running twice."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Live:
    """One ``python -m bot run`` with its ports and its folder for logs.

    A site at ``http://localhost:<host_port>`` may show it in a frame; nobody listens there yet.
    """

    supervisor: subprocess.Popen[str]
    port: int
    rasa_port: int
    actions_port: int
    host_port: int
    var: Path

    @property
    def url(self) -> str:
        """Where the gateway listens."""
        return f"http://127.0.0.1:{self.port}"

    def wait_until_ready(self) -> None:
        """Waits until a message would be answered."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.HTTPError):  # not even the gateway listens yet
                if httpx.get(f"{self.url}/api/health").status_code == 200:
                    return
            time.sleep(0.25)
        raise TimeoutError("the assistant did not become ready")

    def processes(self) -> list[psutil.Process]:
        """The supervisor and all that it started, while they live."""
        alive = []
        for process in psutil.process_iter():
            try:
                is_ours = os.getsid(process.pid) == self.supervisor.pid
                if is_ours and process.status() != psutil.STATUS_ZOMBIE:
                    alive.append(process)
            except (ProcessLookupError, psutil.NoSuchProcess):
                continue
        return alive

    def process_with(self, words: str) -> int:
        """The id of the process whose command line has these words."""
        return next(p.pid for p in self.processes() if words in " ".join(p.cmdline()))

    def addresses(self, port: int) -> set[str]:
        """The addresses on which one of our processes listens to this port."""
        return {
            connection.laddr.ip
            for process in self.processes()
            for connection in process.net_connections("tcp")
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port
        }

    def logs(self) -> list[Path]:
        """All log files."""
        return sorted(self.var.glob("**/*.log*"))

    def stop(self) -> None:
        """Stops everything, as Ctrl-C does."""
        self.supervisor.terminate()
        self.supervisor.wait(60)


@pytest.fixture(scope="session")
def start_live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Live]]:
    """Starts an assistant; every one is stopped at the end."""
    started: list[Live] = []

    def start(port: int | None = None, wait: bool = True) -> Live:
        var = tmp_path_factory.mktemp("var")
        for built in ("encoder", "likeness", "statements"):
            (var / built).symlink_to(ROOT / "var" / built)
        ports, host_port = (port or free_port(), free_port(), free_port()), free_port()
        names = ("BOT_PORT", "BOT_RASA_PORT", "BOT_ACTIONS_PORT")
        environment = {
            **os.environ,
            **{name: str(number) for name, number in zip(names, ports, strict=True)},
            "BOT_VAR": str(var),
            "BOT_MESSAGES_PER_MINUTE": "0",
            "BOT_ALLOWED_SITES": f"http://localhost:{host_port}",
        }
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        live = Live(supervisor, *ports, host_port, var)
        started.append(live)
        if wait:
            live.wait_until_ready()
        return live

    yield start
    for live in started:
        live.stop()


@pytest.fixture(scope="session")
def live(start_live: Callable[..., Live]) -> Live:
    """A running assistant, shared by the tests of one worker."""
    return start_live()

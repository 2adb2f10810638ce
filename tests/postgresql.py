"""A real PostgreSQL 15 for tests and benchmarks: on a temporary folder and a free port, then gone."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
SECONDS_TO_START = 60


def is_installed() -> bool:
    """Whether there is one to start."""
    return (PROGRAMS / "postgres").exists()


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Starts one and stops it at the end; its address without a database's name."""
    folder = Path(tempfile.mkdtemp(prefix="trial-guide-"))
    user = _user()
    os.chown(folder, user.get("user", os.getuid()), -1)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    made = ["initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync"]
    _run(made, user, folder)
    options = ["-D", data, "-p", port, "-k", folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
    server = subprocess.Popen(_command(["postgres", *options]), cwd=folder, stderr=subprocess.DEVNULL, **user)
    try:
        url = f"postgresql://tests@127.0.0.1:{port}"
        _wait_for(url)
        yield url
    finally:
        server.send_signal(signal.SIGINT)  # without waiting for who is still connected
        server.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def empty_database(url: str, name: str) -> str:
    """The address of a new database of this server."""
    engine = create_engine(f"{url}/postgres", future=True, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return f"{url}/{name}"


def _user() -> Mapping[str, Any]:
    """Who runs it: not root, which PostgreSQL refuses."""
    if os.getuid() != 0:
        return {}
    user = pwd.getpwnam("nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(command: list[Any], user: Mapping[str, Any], folder: Path) -> None:
    subprocess.run(_command(command), check=True, cwd=folder, capture_output=True, **user)


def _command(words: list[Any]) -> list[str]:
    return [str(PROGRAMS / words[0]), *map(str, words[1:])]


def _wait_for(url: str) -> None:
    engine, last = create_engine(f"{url}/postgres", future=True), time.monotonic() + SECONDS_TO_START
    while True:
        try:
            engine.connect().close()
            break
        except OperationalError:
            if time.monotonic() > last:
                raise
            time.sleep(0.1)
    engine.dispose()

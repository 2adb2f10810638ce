"""Runs gateway, Rasa and action server under supervisor, which restarts what dies."""

import os
import shlex
import socket
import sys
from collections.abc import Callable
from configparser import RawConfigParser
from pathlib import Path

from bot.core.errors import SetupError
from bot.settings import ROOT, Settings

LOOPBACK = "127.0.0.1"
SECONDS_TO_STOP = 5

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
    "PYTHONUNBUFFERED": "1",
}
"""Keeps Rasa from calling out and its libraries from filling the console."""


def run(settings: Settings, prepare: Callable[[], None] = lambda: None) -> None:
    """Becomes the supervisor, after it has prepared; Ctrl-C stops all it started. Raises SetupError."""
    if not list((ROOT / "models").glob("*.tar.gz")):
        raise SetupError("no trained model in models/: run `make train`")
    check_ports(settings)
    prepare()
    configuration = write_configuration(settings)
    print(f"Trial Guide: http://{settings.host}:{settings.port}/ (starting; Ctrl-C stops it)", flush=True)
    supervisord = Path(sys.executable).parent / "supervisord"
    os.execv(supervisord, [str(supervisord), "--nodaemon", "--silent", "-c", str(configuration)])


def check_ports(settings: Settings) -> None:
    """Raises SetupError when an address is taken."""
    wanted = [
        (settings.host, settings.port, "BOT_PORT"),
        (LOOPBACK, settings.rasa_port, "BOT_RASA_PORT"),
        (LOOPBACK, settings.actions_port, "BOT_ACTIONS_PORT"),
    ]
    ports = [port for _, port, _ in wanted]
    for host, port, name in wanted:
        if ports.count(port) > 1:
            raise SetupError(f"port {port} is wanted twice; set {name} to another")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                why = error.strerror or "cannot be used"
                raise SetupError(f"port {port} on {host}: {why}; set {name} to another") from error


def write_configuration(settings: Settings) -> Path:
    """Writes supervisor's and Rasa's configuration for these settings under ``var/run``."""
    folder = settings.var / "run"
    folder.mkdir(parents=True, exist_ok=True)
    endpoints = folder / "endpoints.yml"
    text = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
    endpoints.write_text(text.replace(":5055/", f":{settings.actions_port}/"), encoding="utf-8")
    path = folder / "supervisord.conf"
    with path.open("w", encoding="utf-8") as file:
        _configuration(settings, folder, endpoints).write(file)
    return path


def _configuration(settings: Settings, folder: Path, endpoints: Path) -> RawConfigParser:
    python = shlex.quote(sys.executable)
    commands = {
        "gateway": f"{python} -m bot.gateway",
        "rasa": f"{python} -m bot.rasa_components --interface {LOOPBACK} --port {settings.rasa_port} "
        f"--endpoints {shlex.quote(str(endpoints))}",
        "actions": f"{python} -m actions --port {settings.actions_port} --quiet",
    }
    environment = {**QUIET, "SANIC_HOST": LOOPBACK, "LOG_LEVEL": settings.log_level}
    parser = RawConfigParser()
    parser["supervisord"] = {
        "directory": str(ROOT),
        "logfile": str(folder / "supervisord.log"),
        "pidfile": str(folder / "supervisord.pid"),
        "childlogdir": str(folder),
        "environment": ",".join(f'{key}="{value}"' for key, value in environment.items()),
    }
    for name, command in commands.items():
        parser[f"program:{name}"] = _program(command, folder / f"{name}.log")
    # What the gateway prints is for the person who started it.
    parser["program:gateway"].update(stdout_logfile="/dev/stdout", stdout_logfile_maxbytes="0")
    return parser


def _program(command: str, log: Path) -> dict[str, str]:
    return {
        "command": command,
        "autorestart": "true",
        "startretries": "1000",
        "startsecs": "1",
        "stopasgroup": "true",
        "killasgroup": "true",
        "stopwaitsecs": str(SECONDS_TO_STOP),
        "redirect_stderr": "true",
        "stdout_logfile": str(log),
        "stdout_logfile_maxbytes": "5MB",
        "stdout_logfile_backups": "1",
    }

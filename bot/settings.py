"""The environment, read once and typed. Every setting is listed in the README."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseSettings, Field, ValidationError, validator

from bot.core import hours
from bot.core.errors import SetupError

ROOT = Path(__file__).parent.parent
HIGHEST_PORT = 65535
_DATABASE = re.compile(r"sqlite:///.|postgresql(\+psycopg2)?://.")
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>[a-z0-9-]+(\.[a-z0-9-]+)*)(:(?P<port>[0-9]{1,5}))?")
_USUAL_PORTS = {"http": 80, "https": 443}


class Settings(BaseSettings):
    """All settings with their defaults; each is read from ``BOT_<NAME>`` or from ``.env``."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=HIGHEST_PORT)
    rasa_port: int = Field(default=5005, ge=1, le=HIGHEST_PORT)
    actions_port: int = Field(default=5055, ge=1, le=HIGHEST_PORT)
    messages_per_minute: int = Field(default=20, ge=0)
    today: date | None = None
    trial: str | None = None
    trials: Path = ROOT / "bot" / "trials"
    var: Path = ROOT / "var"
    database_url: str = ""
    key_file: Path = Path()
    result_hours: int = Field(default=24, ge=1, le=24 * 365)
    idle_minutes: int = Field(default=30, ge=1, le=60 * 24 * 365)
    sheet_days: int = Field(default=14, ge=1, le=365)
    nurse_hours: str = ""
    nurse_closed: str = ""
    nurse_zone: str = "Europe/London"
    seen_from: int = Field(default=3, ge=2, le=1000)
    allowed_sites: str = ""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"] = "WARNING"

    class Config:
        """Pydantic's own settings."""

        env_prefix = "BOT_"
        env_file = ROOT / ".env"

    @validator("today", pre=True)
    def _iso(cls, value: str | date | None) -> date | None:  # noqa: N805
        return date.fromisoformat(value) if isinstance(value, str) else value

    @validator("database_url", always=True)
    def _database(cls, value: str, values: dict[str, Any]) -> str:  # noqa: N805
        url = value or f"sqlite:///{values.get('var', '')}/trial-guide.db"
        if not _DATABASE.match(url):
            raise ValueError("must be sqlite:///<file> or postgresql://<user>@<host>/<name>")
        return url

    @validator("key_file", always=True)
    def _keys(cls, value: Path, values: dict[str, Any]) -> Path:  # noqa: N805
        return values.get("var", ROOT) / "keys" if value == Path() else value

    @validator("nurse_closed")
    def _dates(cls, value: str) -> str:  # noqa: N805
        _dates_in(value)
        return value

    @validator("nurse_hours")
    def _hours(cls, value: str) -> str:  # noqa: N805
        if value:
            hours.parse(value)
        return value

    @validator("nurse_zone")
    def _zone(cls, value: str) -> str:  # noqa: N805
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, OSError) as error:
            raise ValueError("is no time zone that this machine knows") from error
        return value

    @validator("allowed_sites")
    def _sites(cls, value: str) -> str:  # noqa: N805
        _origins_in(value)
        return value

    @property
    def rasa_url(self) -> str:
        """Where the gateway reaches Rasa: always on loopback."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def result_lifetime(self) -> timedelta:
        """How long the result of a pre-screen can be read."""
        return timedelta(hours=self.result_hours)

    @property
    def idle_lifetime(self) -> timedelta:
        """How long a conversation is kept after its last message, unless a code was asked for."""
        return timedelta(minutes=self.idle_minutes)

    @property
    def sheet_lifetime(self) -> timedelta:
        """How long a nurse can read a sheet."""
        return timedelta(days=self.sheet_days)

    def times_in_words(self) -> dict[str, str]:
        """How long what is kept is kept, and by how many a wording is shared, as the assistant tells it."""
        return {
            "idle_time": _counted(self.idle_minutes, "minute"),
            "result_time": _counted(self.result_hours, "hour"),
            "sheet_time": _counted(self.sheet_days, "day"),
            "sharing": f"{self.seen_from} people",
        }

    def current_day(self) -> date:
        """The day that stands for the day treatment would start."""
        return self.today or date.today()

    def hours_of_nurses(self) -> hours.Hours | None:
        """When the nurse line is open; None where it is not stated."""
        return hours.parse(self.nurse_hours, _dates_in(self.nurse_closed)) if self.nurse_hours else None

    def time_of_nurses(self) -> datetime:
        """The nurse line's local time, on the current day."""
        now = datetime.now(ZoneInfo(self.nurse_zone)).replace(tzinfo=None)
        return datetime.combine(self.today, now.time()) if self.today else now

    def sites(self) -> tuple[str, ...]:
        """The origins that may show the chat in a frame and call its API, as browsers write them."""
        return _origins_in(self.allowed_sites)

    def trial_folder(self) -> Path:
        """The trial to talk about: the one named, or the only one there is.

        Raises SetupError where that leaves it open.
        """
        if self.trial:
            return self.trials / self.trial
        folders = [f.parent for f in sorted(self.trials.glob("*/trial.yml"))]
        if len(folders) != 1:
            raise SetupError(f"{self.trials}: {len(folders)} trials, set BOT_TRIAL to the one to use")
        return folders[0]


def _dates_in(text: str) -> list[date]:
    """Raises ValueError."""
    return [date.fromisoformat(one) for one in text.replace(",", " ").split()]


def _origins_in(text: str) -> tuple[str, ...]:
    """Raises ValueError."""
    return tuple(dict.fromkeys(_origin(one) for one in text.replace(",", " ").split()))


def _origin(text: str) -> str:
    """In lower case and without the usual port, as browsers send it. Raises ValueError."""
    found = _ORIGIN.fullmatch(text.lower())
    usual = _USUAL_PORTS[found["scheme"]] if found else 0
    port = int(found["port"] or usual) if found else 0
    if not found or not 0 < port <= HIGHEST_PORT:
        raise ValueError(f"{text!r} is no bare origin such as https://charity.org (no path, no *)")
    return f"{found['scheme']}://{found['host']}" + ("" if port == usual else f":{port}")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


@lru_cache
def settings() -> Settings:
    """The settings of this process. Raises SetupError for a value that cannot be one."""
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(f"BOT_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise SetupError(faults) from error

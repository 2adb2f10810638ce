"""The environment, read once and typed. Every setting is listed in the README."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import BaseSettings, ValidationError

from bot.core.errors import SetupError

ROOT = Path(__file__).parent.parent


class Settings(BaseSettings):
    """All settings with their defaults; each is read from ``BOT_<NAME>`` or from ``.env``."""

    host: str = "127.0.0.1"
    port: int = 8080
    rasa_port: int = 5005
    actions_port: int = 5055
    messages_per_minute: int = 20
    today: date | None = None
    trial: str | None = None
    trials: Path = ROOT / "bot" / "trials"
    var: Path = ROOT / "var"
    log_level: str = "WARNING"

    class Config:
        """Pydantic's own settings."""

        env_prefix = "BOT_"
        env_file = ROOT / ".env"

    @property
    def rasa_url(self) -> str:
        """Where the gateway reaches Rasa: always on loopback."""
        return f"http://127.0.0.1:{self.rasa_port}"

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


@lru_cache
def settings() -> Settings:
    """The settings of this process. Raises SetupError for a value that cannot be one."""
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(f"BOT_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise SetupError(faults) from error

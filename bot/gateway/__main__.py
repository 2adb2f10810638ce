"""Runs the gateway: ``python -m bot.gateway``."""

import logging

if __name__ == "__main__":  # tests import this beside Rasa
    import bot.without_tensorflow  # noqa: F401

import structlog
import uvicorn

from bot.gateway.app import create_app
from bot.settings import settings


def main() -> None:
    """Serves until told to stop."""
    config = settings()
    level = logging.getLevelName(config.log_level.upper())
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(level))
    address = f"http://{config.host}:{config.port}/"

    def tell() -> None:
        print(f"Ready: {address}", flush=True)

    uvicorn.run(
        create_app(config, tell),
        host=config.host,
        port=config.port,
        log_level=config.log_level.lower(),
        ws="none",
        # A proxy on this machine says whether TLS was used; one elsewhere is named in FORWARDED_ALLOW_IPS.
        proxy_headers=True,
        access_log=False,  # addresses and paths of visitors are nobody's business
    )


if __name__ == "__main__":
    main()

"""Serves the trained model: ``python -m bot.rasa_components --help``.

The same as ``rasa run``, but without loading what only Rasa's other commands need, which takes
three seconds of every start.
"""

import argparse
import gc
import logging

# Nothing that is imported is garbage; looking for some meanwhile only takes time.
gc.disable()

from rasa.core.run import serve_application  # noqa: E402
from rasa.core.utils import AvailableEndpoints  # noqa: E402
from rasa.utils.log_utils import configure_structlog  # noqa: E402

from bot.settings import ROOT, settings  # noqa: E402


def main() -> None:
    """Serves until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interface", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=settings().rasa_port)
    parser.add_argument("--endpoints", default=str(ROOT / "endpoints.yml"))
    arguments = parser.parse_args()
    level = logging.getLevelName(settings().log_level)
    logging.getLogger().setLevel(level)
    configure_structlog(level)
    gc.enable()
    serve_application(
        str(ROOT / "models"),
        interface=arguments.interface,
        port=arguments.port,
        credentials=str(ROOT / "credentials.yml"),
        endpoints=AvailableEndpoints.read_endpoints(arguments.endpoints),
        enable_api=False,  # the channel is all that the gateway needs
    )


if __name__ == "__main__":
    main()

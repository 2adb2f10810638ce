"""Trains the model: ``python -m bot.rasa_components.train``.

The same as ``rasa train --fixed-model-name trial-guide``, without its 4,000 warnings that our topics
have no response in the domain: they are answered from the trial.
"""

import logging
import sys
import warnings

import rasa
from rasa.utils.log_utils import configure_structlog

from bot import bootstrap
from bot.settings import ROOT

NAME = "trial-guide"


def main() -> int:
    """Writes ``models/trial-guide.tar.gz``; the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("absl").setLevel(logging.ERROR)
    configure_structlog(logging.WARNING)  # Rasa's own would show every step of every rule
    warnings.simplefilter("ignore")
    bootstrap.danger_reader()  # both learn now, so that no process has to when it starts
    bootstrap.statement_reader()
    result = rasa.train(
        domain=str(ROOT / "domain.yml"),
        config=str(ROOT / "config.yml"),
        training_files=[str(ROOT / "data")],
        output=str(ROOT / "models"),
        fixed_model_name=NAME,
        force_training=True,  # Rasa's cache does not know what the trial's files have to do with it
    )
    return result.code


if __name__ == "__main__":
    sys.exit(main())

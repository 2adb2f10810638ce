"""What Rasa has learnt about topics, taken from its trained model for a process that has no Rasa."""

from __future__ import annotations

import tarfile
import tempfile
import zlib
from pathlib import Path

from bot.core.errors import SetupError
from bot.language import classifier
from bot.language.classifier import Classifier

COMPONENT = "TopicClassifier"
FILES = ("model.json", "model.npz")
UNREADABLE = (OSError, EOFError, zlib.error, tarfile.TarError, KeyError, ValueError)
"""What reading an archive raises that is damaged, or of another program."""


def load(models: Path) -> Classifier:
    """The classifier in the newest model of this folder. Raises SetupError if there is none."""
    archives = sorted(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not archives:
        raise SetupError(f"no trained model in {models}: run `make train`")
    with tempfile.TemporaryDirectory() as folder:
        try:
            _unpack(archives[-1], Path(folder))
            return classifier.load(Path(folder))
        except UNREADABLE as error:
            raise SetupError(f"{archives[-1]}: not a model that can be read, run `make train`") from error


def _unpack(archive: Path, folder: Path) -> None:
    """Writes the classifier's files, and no others: an archive may name any place."""
    with tarfile.open(archive) as members:
        for member in members:
            path = Path(member.name)
            if member.isfile() and path.name in FILES and COMPONENT in path.parent.name:
                content = members.extractfile(member)
                if content:
                    (folder / path.name).write_bytes(content.read())

"""What Rasa has learnt is taken from its model, and from nothing else in the archive."""

import io
import os
import tarfile

import numpy as np
import pytest

from bot import topic_model
from bot.core.errors import SetupError
from bot.language import classifier

TEXTS = [f"{word} {number}" for word in ("pool", "dose", "visit") for number in range(10)]
LABELS = [label for label in ("ask/places", "ask/dose", "ask/visits") for _ in range(10)]
FOLDER = "./components/train_bot.rasa_components.classifier.TopicClassifier2"


@pytest.fixture(scope="module")
def learnt():
    vectors = np.random.default_rng(0).normal(size=(len(TEXTS), 8)).astype(np.float32)
    return classifier.train(vectors, TEXTS, LABELS)


@pytest.fixture
def archive(learnt, tmp_path):
    """Writes a model: ``archive("a.tar.gz")``."""

    def writing(name, folder=FOLDER, **others):
        saved = tmp_path / "saved"
        saved.mkdir(exist_ok=True)
        learnt.save(saved)
        models = tmp_path / "models"
        models.mkdir(exist_ok=True)
        with tarfile.open(models / name, "w:gz") as file:
            for path in saved.iterdir():
                file.add(path, f"{folder}/{path.name}")
            for member, content in others.items():
                info = tarfile.TarInfo(member)
                info.size = len(content)
                file.addfile(info, io.BytesIO(content))
        return models

    return writing


def test_the_classifier_is_the_one_that_was_saved(archive, learnt):
    read = topic_model.load(archive("model.tar.gz"))
    assert read.labels == learnt.labels
    vectors = np.ones((1, 8), np.float32)
    assert np.allclose(read.probabilities(vectors, ["a pool"]), learnt.probabilities(vectors, ["a pool"]))


def test_the_newest_model_counts(archive, learnt):
    models = archive("old.tar.gz")
    (models / "new.tar.gz").write_bytes(b"no archive")
    os.utime(models / "new.tar.gz", (1, 1))
    assert topic_model.load(models).labels == learnt.labels


def test_nothing_else_is_unpacked(archive, tmp_path):
    models = archive("model.tar.gz", **{"../../escaped": b"x", "/etc/escaped": b"x"})
    topic_model.load(models)
    assert not list(tmp_path.rglob("escaped"))


@pytest.mark.parametrize("damage", ["empty", "other", "cut", "missing"])
def test_a_model_that_cannot_be_read_is_told_so(archive, tmp_path, damage):
    models = archive("model.tar.gz", "./components/other") if damage == "other" else archive("model.tar.gz")
    path = models / "model.tar.gz"
    if damage == "empty":
        path.write_bytes(b"")
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:200])
    elif damage == "missing":
        path.unlink()
    with pytest.raises(SetupError, match="make train"):
        topic_model.load(models)

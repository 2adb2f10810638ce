"""What was learnt once is kept, and learnt again only when what it was learnt from has changed."""

from pathlib import Path

import pytest

from bot.language.learnt import folder_for


class Learner:
    """Writes a file, and counts how often it had to."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, folder: Path) -> None:
        self.count += 1
        (folder / "model").write_text(str(self.count))


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """A folder that does not exist yet."""
    return tmp_path / "var" / "cache"


def test_what_is_learnt_is_written_into_the_folder(cache: Path):
    folder = folder_for(b"toes", cache, Learner())
    assert folder.parent == cache
    assert (folder / "model").read_text() == "1"


def test_the_same_is_learnt_once(cache: Path):
    learner = Learner()
    assert folder_for(b"toes", cache, learner) == folder_for(b"toes", cache, learner)
    assert learner.count == 1


def test_something_else_is_learnt_beside_it(cache: Path):
    learner = Learner()
    first, second = (folder_for(made_from, cache, learner) for made_from in (b"toes", b"ears"))
    assert first != second
    assert [(folder / "model").read_text() for folder in (first, second)] == ["1", "2"]


def test_what_was_not_learnt_to_the_end_is_not_kept(cache: Path):
    def interrupted(folder: Path) -> None:
        (folder / "model").write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        folder_for(b"toes", cache, interrupted)
    assert list(cache.iterdir()) == []
    assert (folder_for(b"toes", cache, Learner()) / "model").read_text() == "1"


def test_nothing_is_left_beside_what_was_learnt(cache: Path):
    folder = folder_for(b"toes", cache, Learner())
    assert list(cache.iterdir()) == [folder]


def test_of_two_who_learn_the_same_at_once_the_first_is_kept(cache: Path):
    other = Learner()

    def slowly(folder: Path) -> None:
        folder_for(b"toes", cache, other)
        (folder / "model").write_text("slow")

    folder = folder_for(b"toes", cache, slowly)
    assert (folder / "model").read_text() == "1"
    assert list(cache.iterdir()) == [folder]


def test_the_folder_name_tells_nothing_of_what_it_was_made_from(cache: Path):
    folder = folder_for(b"my toes are green" * 1000, cache, Learner())
    assert folder.name.isalnum()
    assert len(folder.name) <= 64

"""What several tests share: the real trial, a made-up second one, and a fake encoder."""

import hashlib
import os
import tempfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import hypothesis
import numpy as np
import pytest

from bot import bootstrap, content
from bot.core.answering import Answerer
from bot.core.trial import Trial
from bot.language import lexicon
from bot.language.reading import Reader
from bot.page import Layout

hypothesis.settings.register_profile("trial-guide", deadline=None, database=None, derandomize=True)
hypothesis.settings.load_profile("trial-guide")

_RESULTS = tempfile.TemporaryDirectory()  # so that no test writes where a running assistant reads
os.environ["BOT_DATABASE_URL"] = f"sqlite:///{_RESULTS.name}/results.db"
os.environ["BOT_KEY_FILE"] = f"{_RESULTS.name}/keys"

Edit = tuple[str, str]
TinyTrialFolder = Callable[..., Path]

TINY_PAGE = """\
A trial of fictamab for glimmer fever

This trial is open and is recruiting people now.

Phase 1

This trial is for people with glimmer fever. Fictamab is a medicine of Dr. Smith Open a glossary item.

Who can enter

You can enter this trial if you

  • Have glimmer fever
  • Are at least 16 years old

You cannot enter this trial if you

  • Have asthma
  • Are pregnant

Trial design

It will recruit 12 people. You drink fictamab once a week.

Hospital visits

You go to the hospital twice.

Side effects

The most common side effects of fictamab are

  • Headache
  • Hiccups

Recruitment end:

Chief Investigator

Professor Ada Example

Questions about cancer? Contact our information nurses

Freephone 0111 222 333
"""

TINY_FILE = """\
id: fictamab
provenance:
  page: summary.txt
  sha256: <sha256>
  publisher: Nobody
  retrieved: not stated
review:
  state: not reviewed
treatment:
  name: fictamab
  also: [fictalim]
nurse_line:
  number: 0111 222 333
  quote: Freephone 0111 222 333
status:
  recruiting: true
  quote: This trial is open and is recruiting people now.
topics:
  population:
    quotes:
      - This trial is for people with glimmer fever.
  treatment:
    quotes:
      - Fictamab is a medicine of Dr. Smith.
  phase:
    quotes: [Phase 1]
  size:
    quotes:
      - It will recruit 12 people.
  dose_schedule:
    quotes:
      - You drink fictamab once a week.
  dose_amount:
    nearest:
      - You drink fictamab once a week.
  visits:
    quotes:
      - You go to the hospital twice.
  side_effects:
    list: The most common side effects of fictamab are
  who_can_join:
    list: You can enter this trial if you
  who_cannot_join:
    list: You cannot enter this trial if you
  recruitment_status:
    quotes:
      - This trial is open and is recruiting people now.
  investigator:
    quotes: [Professor Ada Example]
  nurse_hours:
    nearest: [Freephone 0111 222 333]
effects:
  list: The most common side effects of fictamab are
  items:
    - {concepts: [headache], quote: Headache}
    - {concepts: [hiccups], quote: Hiccups}
criteria:
  - id: I1
    category: inclusion
    concepts: []
    quote: Have glimmer fever
    met_when: {diagnosis: other}
    question:
      subject: disease
      short: fever
      ask: Do you have it?
      again: Could you say that again?
      why: The page says so.
      yes: met
      no: open
  - id: I2
    category: inclusion
    concepts: [age]
    quote: Are at least 16 years old
    met_when: {age_years: {at_least: 16}}
    question:
      subject: age
      short: age
      ask: How old are you?
      again: Could you say that again?
      why: The page says so.
      yes: met
      no: open
  - id: E1
    category: exclusion
    concepts: [asthma]
    quote: Have asthma
    excluded_when: {other_serious_condition: true}
    question:
      subject: serious_condition
      short: asthma
      ask: Do you have asthma?
      again: Could you say that again?
      why: The page says so.
      yes: open
      no: met
  - id: E2
    category: exclusion
    concepts: [pregnancy]
    quote: Are pregnant
    excluded_when: {pregnancy_possible: true}
    question:
      subject: contraception
      short: baby
      ask: Are you pregnant?
      again: Could you say that again?
      why: The page says so.
      yes: open
      no: met
interview: [I1, I2, E1, E2]
glossary:
  - term: fever
    words: [fever, glimmer fever]
    explanation: A fever is a high body temperature.
    quotes: [This trial is for people with glimmer fever.]
"""


@pytest.fixture(scope="session")
def trial() -> Trial:
    """The real trial."""
    return bootstrap.trial()


@pytest.fixture(scope="session")
def answerer() -> Answerer:
    """Answers about the real trial."""
    return bootstrap.answerer()


@pytest.fixture(scope="session")
def layout() -> Layout:
    """The real page layout."""
    return content.load_layout()


@pytest.fixture(scope="session")
def reader(trial: Trial) -> Reader:
    """Reads messages about the real trial, with real spaCy and real lexicons."""
    return Reader(trial)


@pytest.fixture
def tiny_trial_folder(tmp_path: Path) -> TinyTrialFolder:
    """Makes the folder of a made-up second trial, with edits to its page and its file."""

    def make(page: Sequence[Edit] = (), file: Sequence[Edit] = ()) -> Path:
        folder = tmp_path / "fictamab"
        folder.mkdir()
        text = edited(TINY_PAGE, page).encode()
        pinned = TINY_FILE.replace("<sha256>", hashlib.sha256(text).hexdigest())
        (folder / "summary.txt").write_bytes(text)
        (folder / "trial.yml").write_text(edited(pinned, file), encoding="utf-8")
        return folder

    return make


@pytest.fixture
def tiny_answerer(tiny_trial_folder: TinyTrialFolder) -> Answerer:
    """Answers about the made-up trial, wired as bootstrap does it."""
    lexicons = {kind: lexicon.read(f"{kind}s") for kind in ("symptom", "condition")}
    trial = content.load(tiny_trial_folder())
    return Answerer(trial, bootstrap.voice(), lambda kind, concept: lexicons[kind][concept].name)


@pytest.fixture(scope="session")
def word_encoder() -> "WordEncoder":
    """A hand-made encoder in place of the real one."""
    return WordEncoder()


class WordEncoder:
    """Vectors of length 1 that count the words of a text; remembers what it was given."""

    width = 64

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """The vectors of these texts: float32 [texts, width]."""
        self.seen.extend(texts)
        vectors = np.zeros((len(texts), self.width), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split() or [""]:
                vectors[row, zlib.crc32(word.encode()) % self.width] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with each edit made once; an edit that finds nothing to change is a mistake."""
    for old, new in edits:
        assert old in text, f"nothing to edit: {old}"
        text = text.replace(old, new, 1)
    return text

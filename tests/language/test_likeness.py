"""What was practised on reports of danger finds others like them, and adds to what the signs say."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.danger import CRISIS, URGENT, Danger
from bot.core.trial import Trial
from bot.language import likeness
from bot.language.examples import Example
from bot.language.likeness import (
    ENOUGH,
    ENOUGH_DESPITE,
    ENOUGH_IN_PART,
    SAFE,
    Likeness,
    load_or_train,
    pattern,
    train,
)
from bot.language.reading import Reader
from bot.language.sign_reader import SignReader
from bot.language.signs import DangerEntry, Sign, Signs

TOES, EARS = "urgent/toes", "crisis/ears"
SIGNS = SignReader(
    Signs(
        {"toes": ("green toes",), "ears": ("ringing ears",)},
        (
            DangerEntry(URGENT, "toes", "green toes", (Sign(("toes",)),), frozenset(), False),
            DangerEntry(CRISIS, "ears", "ringing ears", (Sign(("ears",)),), frozenset(), False),
        ),
    ),
    {"negated": ["no"], "hypothetical": ["if"], "breaks": [","], "ends": ["."]},
)
THINGS = ["a hat", "the kettle", "my shoes", "a spoon", "the window", "a pencil", "the garden", "my coat"]
EXAMPLES = [
    *(Example(f"how many visits come with {thing}", "ask/visits") for thing in THINGS),
    *(Example(f"thanks for telling me about {thing}", "smalltalk/thanks") for thing in THINGS),
    *(Example(f"my foot went purple after {thing}", TOES) for thing in THINGS),
    *(Example(f"the noise of {thing} drives me mad", EARS) for thing in THINGS),
]


class KeywordClassifier:
    """A hand-made classifier: a text that begins with a keyword has its chances, any other is safe."""

    labels = (EARS, SAFE, TOES)

    def __init__(self, chances: Mapping[str, Mapping[str, float]]) -> None:
        self.chances = chances
        self.seen: list[str] = []

    def probabilities(self, vectors: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        assert len(vectors) == len(texts)
        self.seen.extend(texts)
        return np.array([self._row(text.lower()) for text in texts])

    def _row(self, text: str) -> list[float]:
        of_text = next((c for word, c in self.chances.items() if text.startswith(word)), {})
        chances = {SAFE: 1 - sum(of_text.values()), **of_text}
        return [chances.get(label, 0.0) for label in self.labels]


class CountingEncoder:
    """An encoder that says what it is, counts what it is given, and may fail in the middle of it."""

    def __init__(self, encoder, fingerprint: str = "first", most: int = 10_000) -> None:
        self._encoder, self._fingerprint, self._most = encoder, fingerprint, most
        self.count = 0

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.count += len(texts)
        if self.count > self._most:
            raise KeyboardInterrupt
        return self._encoder.encode(texts)

    def fingerprint(self) -> str:
        return self._fingerprint


@pytest.fixture
def danger_in(reader: Reader, word_encoder):
    """The danger that a message is like, in the eyes of one who learnt."""

    def danger(message: str, learnt: Likeness) -> Danger | None:
        reading = reader.read(message)
        return learnt.danger(reading, SIGNS.candidates(reading.whole.text), word_encoder)

    return danger


@pytest.fixture
def like(danger_in):
    """The danger that a message is like, if texts that begin with “blue” have these chances."""

    def danger(message: str, **chances: float) -> Danger | None:
        labels = {"toes": TOES, "ears": EARS}
        of_blue = {labels[name]: chance for name, chance in chances.items()}
        return danger_in(message, Likeness(SIGNS, KeywordClassifier({"blue": of_blue})))

    return danger


@pytest.fixture
def learn(reader: Reader, word_encoder, tmp_path):
    """Loads or learns, in one cache; the likeness, and how many texts were encoded for it."""

    def learnt(examples: list[Example] = EXAMPLES, fingerprint: str = "first") -> tuple[Likeness, int]:
        encoder = CountingEncoder(word_encoder, fingerprint)
        return load_or_train(tmp_path / "var" / "cache", reader, SIGNS, encoder, examples), encoder.count

    return learnt


def test_a_text_that_is_like_reports_of_a_danger_is_one(like):
    assert like("blue all over", toes=0.9) == Danger("urgent", "toes", "blue all over", likeness=True)


def test_a_text_that_is_like_none_is_none(like):
    assert like("hello there", toes=0.9) is None
    assert like("blue all over") is None


def test_from_a_set_chance_on_there_is_danger(like):
    assert like("blue all over", toes=ENOUGH + 0.01)
    assert like("blue all over", toes=ENOUGH - 0.01) is None


def test_the_chances_of_all_dangers_count_together_and_the_likeliest_names_it(like):
    found = like("blue all over", toes=ENOUGH * 0.6, ears=ENOUGH * 0.8)
    assert found == Danger("crisis", "ears", "blue all over", likeness=True)


def test_safety_is_never_named_as_a_danger_however_likely_it_is(like):
    chance = ENOUGH + 0.01
    assert 1 - chance > chance
    assert like("blue all over", toes=chance) == Danger("urgent", "toes", "blue all over", likeness=True)


def test_with_an_excused_sign_it_takes_more(like):
    assert ENOUGH_DESPITE > ENOUGH
    between = (ENOUGH + ENOUGH_DESPITE) / 2
    assert like("blue, no green toes", toes=between) is None
    assert like("blue all over", toes=between)
    assert like("blue, no green toes", toes=ENOUGH_DESPITE + 0.01)


def test_one_part_of_a_message_may_be_like_a_danger(like):
    message = "How many visits are there? Blue all over. Thank you."
    found = like(message, ears=ENOUGH_IN_PART + 0.01)
    assert found is not None
    assert (found.kind, found.name) == ("crisis", "ears")
    assert found.words.startswith("Blue all over")


def test_of_a_part_it_takes_more(like):
    assert ENOUGH_IN_PART > ENOUGH
    assert like("How many visits are there? Blue all over.", toes=ENOUGH_IN_PART - 0.01) is None


def test_the_whole_message_may_be_like_a_danger_of_which_no_part_is(danger_in):
    classifier = KeywordClassifier({"it came back. blue": {TOES: 0.9}})
    found = danger_in("It came back. Blue all over.", Likeness(SIGNS, classifier))
    assert found == Danger("urgent", "toes", "It came back. Blue all over.", likeness=True)
    assert len(classifier.seen) > 1


def test_every_text_is_read_once(danger_in):
    classifier = KeywordClassifier({})
    danger_in("blue all over", Likeness(SIGNS, classifier))
    assert classifier.seen == ["blue all over"]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("good morning to you", set()),
        ("I have green toes", {"urgent_now"}),
        ("no green toes", {"urgent_excused", "negated_sign"}),
        ("if I had green toes", {"urgent_excused", "hypothetical_sign"}),
        ("green toes, no ringing ears", {"urgent_now", "crisis_excused", "negated_sign"}),
        ("How many visits are there?", {"asks_sign"}),
    ],
)
def test_the_classifier_reads_what_the_signs_say_of_a_text(reader: Reader, text, marks):
    read = reader.read(text).whole
    assert pattern(read, SIGNS.candidates(read.text)).startswith(read.text)
    assert set(pattern(read, SIGNS.candidates(read.text)).removeprefix(read.text).split()) == marks


@given(st.lists(st.sampled_from(["no", "if", "green toes", "ringing ears", ",", "."]), max_size=8))
def test_the_same_text_gives_the_same_pattern(reader: Reader, words):
    read = reader.read(" ".join(words)).whole
    assert pattern(read, SIGNS.candidates(read.text)) == pattern(read, SIGNS.candidates(read.text))


def test_neither_model_reads_the_treatment_s_name(danger_in, trial: Trial, word_encoder):
    classifier = KeywordClassifier({})
    danger_in(f"took {trial.treatment.upper()} twice", Likeness(SIGNS, classifier))
    seen = " ".join([*word_encoder.seen, *classifier.seen]).lower()
    assert "took the drug twice" in seen
    assert trial.treatment.lower() not in seen


def test_everything_that_is_no_report_of_danger_is_learnt_as_one_label(reader: Reader, word_encoder):
    assert train(reader, SIGNS, word_encoder, EXAMPLES).labels == tuple(sorted([TOES, EARS, SAFE]))


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("my foot went purple after the bath", TOES),
        ("the noise of the bath drives me mad", EARS),
        ("how many visits come with the bath", None),
        ("thanks for telling me about the bath", None),
    ],
)
def test_what_was_practised_is_recognised(learn, danger_in, message, expected):
    found = danger_in(message, learn()[0])
    assert (f"{found.kind}/{found.name}" if found else None) == expected


def test_what_was_learnt_is_loaded_again(learn, danger_in):
    (first, encoded), (again, encoded_again) = learn(), learn()
    assert (encoded, encoded_again) == (len(EXAMPLES), 0)
    message = "my foot went purple after the bath"
    assert danger_in(message, again) == danger_in(message, first)


def test_when_the_examples_change_it_is_learnt_anew(learn, danger_in):
    message = "thanks for telling me about the bath"
    assert danger_in(message, learn()[0]) is None
    thanks_are_danger = [e._replace(label=TOES) if e.text.startswith("thanks") else e for e in EXAMPLES]
    changed, encoded = learn(thanks_are_danger)
    assert encoded == len(EXAMPLES)
    assert danger_in(message, changed)


def test_one_more_example_is_learnt_too(learn):
    learn()
    assert learn([*EXAMPLES, Example("my foot went purple", TOES)])[1] == len(EXAMPLES) + 1


def test_when_the_encoder_changes_it_is_learnt_anew(learn):
    learn()
    assert learn(fingerprint="second")[1] == len(EXAMPLES)
    assert learn(fingerprint="second")[1] == 0


def test_when_the_signs_change_it_is_learnt_anew(learn, monkeypatch, tmp_path):
    monkeypatch.setattr(likeness, "SAFETY", tmp_path / "safety")
    rules = tmp_path / "safety" / "signs" / "toes.yml"
    rules.parent.mkdir(parents=True)
    rules.write_text("groups: {}\n")
    assert learn()[1]
    assert learn()[1] == 0
    rules.write_text("groups: {toe: [toe]}\n")
    assert learn()[1]


def test_learning_that_was_broken_off_leaves_nothing_and_can_be_begun_again(
    reader: Reader, word_encoder, tmp_path
):
    with pytest.raises(KeyboardInterrupt):
        load_or_train(tmp_path, reader, SIGNS, CountingEncoder(word_encoder, most=5), EXAMPLES)
    assert list(tmp_path.iterdir()) == []
    load_or_train(tmp_path, reader, SIGNS, CountingEncoder(word_encoder), EXAMPLES)
    (folder,) = tmp_path.iterdir()
    assert {path.name for path in folder.iterdir()} == {"model.json", "model.npz"}


def test_two_processes_may_learn_the_same_at_the_same_time(reader: Reader, danger_in, word_encoder, tmp_path):
    class Overtaken(CountingEncoder):
        """While this one is learning, another process begins and ends."""

        def encode(self, texts: Sequence[str]) -> np.ndarray:
            if not self.count:
                load_or_train(tmp_path, reader, SIGNS, CountingEncoder(word_encoder), EXAMPLES)
            return super().encode(texts)

    message = "my foot went purple after the bath"
    learnt = load_or_train(tmp_path, reader, SIGNS, Overtaken(word_encoder), EXAMPLES)
    assert danger_in(message, learnt)
    assert len(list(tmp_path.iterdir())) == 1

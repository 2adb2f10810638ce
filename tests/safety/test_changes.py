"""The retellings change how something is told, and nothing of what is told."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from tests.safety import changes
from tests.safety.changes import CHANGES, TYPOS, WRAPPINGS, Change

TEXT = "My left knee is Green, it glows at 38.5. Can't hop - what's left-sided?"
FEWEST_WORDINGS = 4
MESSAGES = st.lists(
    st.sampled_from(["knee", "glows", "Wobbling", "38.5", "it's", "a", "hopping,", "stairs.", "why?", "é"]),
    min_size=1,
    max_size=12,
).map(" ".join)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def bare(text: str) -> str:
    """The letters and digits alone."""
    return re.sub(r"[\W_]+", "", text.lower())


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@given(text=MESSAGES)
def test_the_same_text_is_always_told_in_the_same_ways(change: Change, text: str):
    assert change(text) == change(text)
    assert changes.one_of(change, text) == changes.one_of(change, text)


@pytest.mark.parametrize("change", WRAPPINGS, ids=lambda change: change.__name__)
def test_a_wrapping_has_several_wordings_and_keeps_the_text(change: Change):
    retold = change(TEXT)
    assert len(set(retold)) >= FEWEST_WORDINGS
    assert [text for text in retold if TEXT.rstrip("?") not in text or "{}" in text] == []


def test_a_long_message_has_sixty_words_before_the_text_and_sixty_after_it():
    for text in changes.long_message(TEXT):
        before, after = text.split(TEXT)
        assert min(len(before.split()), len(after.split())) >= 60


@pytest.mark.parametrize("change", WRAPPINGS, ids=lambda change: change.__name__)
def test_every_wording_is_used_for_some_text(change: Change):
    texts = [f"number {number}" for number in range(200)]
    assert {change(text).index(changes.one_of(change, text)) for text in texts} == set(
        range(len(change(TEXT)))
    )


@pytest.mark.parametrize(
    "change", [c for c in CHANGES if c not in (*WRAPPINGS, *TYPOS)], ids=lambda change: change.__name__
)
@given(text=MESSAGES)
def test_capitals_and_spacing_change_no_letter_and_no_digit(change: Change, text: str):
    assert {bare(retold) for retold in change(text)} == {bare(text)}


def test_without_punctuation_a_temperature_stays_the_same():
    (retold,) = changes.no_capitals_or_punctuation(TEXT)
    assert retold == "my left knee is green it glows at 38.5 cant hop whats left sided"


def test_after_a_full_stop_the_next_sentence_follows_at_once():
    assert changes.no_space_after_stops("It glows. Green, too! At 38.5") == ["It glows.Green,too!At 38.5"]


@pytest.mark.parametrize(("change", "slips"), zip(TYPOS, (1, 2), strict=True))
@given(text=MESSAGES)
def test_a_typo_is_one_slip_in_a_long_word_behind_its_first_letter(change: Change, slips: int, text: str):
    for retold in change(text):
        pairs = zip(words(text), words(retold), strict=True)
        changed = [(old, new) for old, new in pairs if old != new]
        assert len(changed) == slips
        for old, new in changed:
            assert len(old) >= 5
            assert new[0] == old[0]
            assert OSA.distance(old, new) == 1


def test_what_has_no_long_word_cannot_be_misspelt():
    assert changes.one_typo("a cup of tea") == []
    assert changes.two_typos("green tea") == []
    assert changes.one_of(changes.one_typo, "a cup of tea") is None

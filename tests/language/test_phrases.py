"""Reviewed phrases are found as whole words, and count only where they are meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.cues import has_cue
from bot.language.phrases import EXCUSES, denied, has, pattern, says

BACK = ("relapsed", "came back", "is back", "not responding")


def fault(why: str, *values):
    """A row that the code does not get right yet."""
    return pytest.param(*values, marks=pytest.mark.xfail(strict=True, reason=why))


def is_denied(text: str, word: str = "FCR") -> bool:
    """Whether the first such word of a text is denied there."""
    return denied(text, text.index(word))


@pytest.mark.parametrize(
    "text",
    ["relapsed", "it RELAPSED twice", "my CLL came back", "(relapsed)", "it’s not responding!", "is back."],
)
def test_a_phrase_is_found_as_whole_words_in_any_case(text):
    assert has(text, BACK)


@pytest.mark.parametrize("text", ["", "unrelapsed", "relapsedly", "came  slowly back", "is backache"])
def test_a_part_of_a_word_is_no_phrase(text):
    assert not has(text, BACK)


def test_without_phrases_nothing_is_found():
    assert not has("anything", ())
    assert not says("anything", ())


@pytest.mark.parametrize("phrase", ["w&w", "h.i.v.", "cin 3", "5-fu", "a+b", "(sic)", "richter's"])
def test_signs_in_a_phrase_stand_for_themselves(phrase):
    assert has(f"I was told {phrase}, whatever that is", (phrase,))
    assert not has(phrase.replace(phrase[1], "x"), (phrase,))


def test_of_two_phrases_the_longer_is_found():
    found = pattern(("basal", "basal cell")).search("a basal cell cancer")
    assert found is not None
    assert found.group() == "basal cell"


@pytest.mark.parametrize(
    "text",
    [
        "my CLL relapsed in March",
        "it came back",
        "he has relapsed again",
        "my husband's CLL is back",
        "no clots, and the CLL came back",
        "it is not responding",
        "not only that, it came back",
        fault("the month is taken for the verb", "my CLL came back in May"),
        fault("“when” is taken for a question", "when it relapsed I had FCR"),
    ],
)
def test_what_is_stated_plainly_is_said(text):
    assert says(text, BACK)


@pytest.mark.parametrize(
    "text",
    [
        "it never came back",
        "it has not relapsed",
        "it hasn’t relapsed",
        "it hasn't ever relapsed",
        "never relapsed",
        "without having relapsed",
        "my sister's breast cancer came back",
        "my brother relapsed",
        "relapsed?",
        "what if it came back",
        "can I join if I relapsed",
        "I'm not sure it came back",
        "I don't know whether it relapsed",
        "I worry that it came back",
        "it might have relapsed",
    ],
)
def test_what_is_denied_doubted_asked_or_of_somebody_else_is_not_said(text):
    assert not says(text, BACK)


def test_what_is_denied_once_may_be_said_elsewhere():
    assert says("it never came back until this year, but now the CLL has relapsed", BACK)


@pytest.mark.parametrize(
    "text",
    [
        "never had FCR",
        "no FCR",
        "I haven't had FCR",
        "I haven’t had any FCR",
        "without FCR",
        "I refused FCR",
        "I declined the FCR",
        "they offered me FCR",
        "ibrutinib instead of FCR",
        "turned down FCR",
        "neither FCR",
        "avoided FCR",
    ],
)
def test_a_drug_that_was_not_had_is_denied(text):
    assert is_denied(text)


@pytest.mark.parametrize(
    "text",
    [
        "FCR",
        "had FCR in 2019",
        "did not respond to FCR",
        "it didn't respond to FCR",
        "not touched by FCR",
        "FCR did not work",
        "never the same since FCR",
        "it did not last after FCR",
        "not just FCR",
        "not only FCR",
        "nothing but FCR",
        "no clots, had six cycles of FCR in 2019",
        "I have not been well these last years and before that I had FCR",
    ],
)
def test_a_drug_that_was_had_is_not_denied_by_a_negation_of_something_else(text):
    assert not is_denied(text)


@pytest.mark.parametrize("excuse", EXCUSES)
def test_every_excuse_is_a_cue(excuse):
    assert not has_cue("relapsed", excuse)


@given(st.text(), st.text(min_size=1))
def test_any_text_and_any_phrase_can_be_read(text, phrase):
    assert has(phrase, (phrase,)) or not phrase.strip()
    assert isinstance(says(text, (phrase,)), bool)


@given(st.text(), st.integers(0, 100))
def test_every_place_of_a_text_is_denied_or_not(text, place):
    assert isinstance(denied(text, place), bool)

"""A reviewed phrase is found in however many ways people type it, and nowhere else."""

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.wording import Wording


@lru_cache
def knowing(phrase: str) -> Wording:
    return Wording({"phrase": [phrase]})


def found(phrase: str, text: str) -> list[str]:
    """The words of the text in which the phrase is found."""
    wording = knowing(phrase)
    doc = wording.doc(text)
    return [doc[start:end].text.lower() for _, start, end in wording.found(doc)]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("swell", "my toes are swelling"),
        ("swell", "they swelled"),
        ("bleed", "it bleeds"),
        ("pain", "painful"),
        ("rash", "two rashes"),
        ("collapsing", "he collapsed"),
    ],
)
def test_inflection_does_not_matter(phrase, text):
    assert found(phrase, text)


@pytest.mark.parametrize(
    "text", ["SORE TOES", "Sore Toes", "sore toe", "“sore toes”", "(sore toes)", "sore toes!!!"]
)
def test_capitals_and_marks_around_it_do_not_matter(text):
    assert found("sore toes", text)


@pytest.mark.parametrize(
    ("phrase", "texts"),
    [
        ("can not hop", ["I can't hop", "I cant hop", "I can’t hop", "I cannot hop", "I can not hop"]),
        ("do not hop", ["I don't hop", "I dont hop", "I don’t hop"]),
        ("will not hop", ["it won't hop", "it won’t hop", "it will not hop"]),
        ("i am green", ["I'm green", "Im green", "I’m green", "I AM green"]),
        ("it is green", ["it's green", "it’s green", "its green", "it has green"]),
        ("i have hopped", ["I've hopped", "I’ve hopped"]),
        ("he would hop", ["he'd hop", "he would hop"]),
        ("she will hop", ["she'll hop"]),
        ("they are green", ["they're green"]),
    ],
)
def test_short_forms_are_the_words_that_they_stand_for(phrase, texts):
    assert [text for text in texts if not found(phrase, text)] == []


@pytest.mark.parametrize("phrase", ["can't hop", "can’t hop", "cannot hop", "can not hop"])
def test_a_phrase_may_be_written_in_any_form_too(phrase):
    assert found(phrase, "I can't hop")


@pytest.mark.parametrize("text", ["short-of-toes", "short–of–toes", "short/of/toes"])
def test_joined_words_are_words_of_their_own(text):
    assert found("short of toes", text) == ["short of toes"]


@pytest.mark.parametrize("number", ["3", "12", "1,000", "3.5", "three", "twelve", "a hundred"])
def test_n_stands_for_any_number(number):
    assert found("N toes", f"I have {number} toes")


def test_a_number_may_be_joined_to_its_unit():
    assert found("N mg", "I took 25mg")


@pytest.mark.parametrize("year", ["1900", "1987", "2019", "2099"])
def test_yyyy_stands_for_any_year(year):
    assert found("in YYYY", f"it was in {year}.")


@pytest.mark.parametrize("text", ["in '79", "in ’79.", "(in '79)", "in '79, I think", "in '05"])
def test_a_year_may_leave_out_its_century(text):
    assert found("in YYYY", text)


@pytest.mark.parametrize("text", ["in '79'", "in '79.5", "in 5'79", "in '7", "in '790", "in 79"])
def test_another_number_behind_a_quote_is_no_year(text):
    assert found("in YYYY", text) == []


def test_a_decade_may_leave_out_its_century():
    assert found("in the YYYY", "back in the '60s")


@pytest.mark.parametrize(
    "text", ["sore\ntoes", "sore \n  toes", "sore\r\ntoes", "my sore\ntoes", "SORE\nTOES"]
)
def test_a_line_break_within_a_sentence_does_not_matter(text):
    assert found("sore toes", text) == ["sore toes"]


@pytest.mark.parametrize(
    "text", ["sore\nToes", "sore\n\ntoes", "sore.\ntoes", "sore?\ntoes", "sore\n- toes", "sore:\ntoes"]
)
def test_a_line_break_between_sentences_or_in_a_list_parts_words(text):
    assert found("sore toes", text) == []


@pytest.mark.parametrize(
    ("text", "begun"),
    [
        ("my sore\ntoes hurt", ["toes"]),
        ("I can't\nfeel\nmy toes", ["feel", "my"]),
        ("one 2mg,\ntwo", ["two"]),
        ("Sore.\nToes", []),
        ("sore toes", []),
        ("", []),
        ("\n", []),
    ],
)
def test_it_is_known_which_words_begin_a_line_within_a_sentence(text, begun):
    wording = knowing("sore toes")
    doc = wording.doc(text)
    assert [doc[word].text for word in wording.wraps(text)] == begun


@given(st.lists(st.sampled_from(["it's", "toes", "can't", "2mg", "e.g.", "a-b", ",", "'79", "\n", "…", "A"])))
def test_a_line_within_a_sentence_begins_within_the_text(words):
    wording, text = knowing("sore toes"), " ".join(words)
    wraps = wording.wraps(text)
    assert wraps == sorted(set(wraps))
    assert all(0 < wrap < len(wording.doc(text)) for wrap in wraps)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("in YYYY", "in 1066"),
        ("in YYYY", "in 5 of them"),
        ("in N", "in 2019"),
        ("N toes", "n toes"),
        ("N toes", "some toes"),
        ("sore toes", "sore, toes"),
        ("sore toes", "sore green toes"),
        ("sore toes", "toes sore"),
        ("ear", "hear"),
        ("ear", "earth"),
    ],
)
def test_what_is_another_phrase_is_not_found(phrase, text):
    assert found(phrase, text) == []


def test_the_letter_of_a_number_means_a_number_only_in_reviewed_phrases():
    assert found("N toes", "N toes") == []
    assert found("YYYY", "YYYY") == []


def test_every_phrase_is_found_with_its_name_and_its_place():
    wording = Wording({"toes": ["toes", "sore toes"], "ears": ["ears"], "nothing": []})
    doc = wording.doc("my sore toes and ears")
    named = {(name, doc[start:end].text) for name, start, end in wording.found(doc)}
    assert named == {("toes", "toes"), ("toes", "sore toes"), ("ears", "ears")}


def test_a_phrase_is_found_as_often_as_it_stands_there():
    assert found("toe", "toe, toes; TOES") == ["toe", "toes", "toes"]


def test_without_phrases_nothing_is_found():
    wording = Wording({})
    assert wording.found(wording.doc("my toes")) == []


@pytest.mark.parametrize("text", ["it hurts…my toes do", "it hurts...my toes do", "it hurts! My toes do"])
def test_dots_end_a_word(text):
    assert found("my toes", text)


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=200))
def test_any_text_can_be_cut_into_words(text):
    wording = knowing("N toes")
    doc = wording.doc(text)
    assert all(0 <= start < end <= len(doc) for _, start, end in wording.found(doc))


@given(st.lists(st.sampled_from(["my", "left", "foot", "42", ",", "can't", "🙂"]), max_size=8))
def test_a_phrase_is_found_whatever_stands_around_it(words):
    around = " ".join(words)
    assert "sore toes" in found("sore toes", f"{around} sore toes {around}")

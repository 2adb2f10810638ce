"""Whatever is typed, what goes on is clean text that cannot be a command to Rasa."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.gateway.incoming import clean

EVERY_CHARACTER = st.characters(exclude_categories=())
ANYTHING = st.text(EVERY_CHARACTER)
TROUBLE = st.text(st.sampled_from("/ \t\n\r\x00\x1b\x85\u00a0\u200b\u2028\ufeff\ufffd\ud83d\ude00😀a"))
TYPED = ANYTHING | TROUBLE
WORDS = st.text(st.characters(categories=("L", "N", "P", "S"), exclude_characters="/"))


@given(TYPED)
def test_any_text_can_be_cleaned_and_sent_on(typed):
    clean(typed).encode("utf-8")


@given(TYPED)
@example("\x00\x07\x1b\x7f\x85\r")
def test_no_control_character_is_left_but_line_break_and_tab(typed):
    assert not [c for c in clean(typed) if unicodedata.category(c) == "Cc" and c not in "\n\t"]


@given(TYPED)
@example("/restart")
@example("\x00/restart")
@example(" / /restart")
def test_clean_text_never_begins_with_a_slash_or_a_space(typed):
    assert not clean(typed).startswith("/")
    assert clean(typed) == clean(typed).strip()


@given(TYPED, st.text(st.sampled_from("/ \t\n\x00\x1b\u00a0\u2003")))
def test_slashes_spaces_and_control_characters_in_front_change_nothing(typed, front):
    assert clean(front + typed) == clean(typed)


@given(TYPED)
@example("\ufeff\ufefftext")
@example("\ud83d\x00\ude00")
def test_cleaning_twice_is_cleaning_once(typed):
    assert clean(clean(typed)) == clean(typed)


@given(TYPED)
def test_cleaning_never_makes_a_text_longer(typed):
    assert len(clean(typed)) <= len(typed)


@given(WORDS)
def test_ordinary_words_stay_as_they_are(words):
    assert clean(words) == words


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  How many visits?  ", "How many visits?"),
        ("one\n\ttwo", "one\n\ttwo"),
        ("one\r\ntwo", "one\ntwo"),
        ("\ud83d\ude00", "😀"),
        ("\ud83d!", "�!"),
        ("!\ude00", "!�"),
        ("yes/no", "yes/no"),
        ("8/12", "8/12"),
        ("///", ""),
        ("\x00", ""),
        ("", ""),
    ],
)
def test_what_people_mean_is_kept(typed, cleaned):
    assert clean(typed) == cleaned

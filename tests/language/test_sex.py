"""That the patient is a woman is read beside her age, and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.sex import FEMALE, sex


@pytest.mark.parametrize(
    "text",
    [
        "72 f",
        "72F, relapsed",
        "F 72",
        "I'm a 72 year old woman",
        "72-year-old lady",
        "a woman of 72",
        "female, 72",
    ],
)
def test_who_calls_herself_a_woman_is_one(text):
    assert sex(text, None) == FEMALE


@pytest.mark.parametrize(
    "text",
    [
        "my mum is 74",
        "Mum, 74, has had FCR",
        "my wife (74) has CLL",
        "she's 74",
        "my 74 year old mother",
        "my nan who is 81",
    ],
)
def test_a_mother_or_wife_is_a_woman_if_she_is_the_patient(text):
    assert sex(text, True) == FEMALE
    assert sex(text, False) is None
    assert sex(text, None) is None


@pytest.mark.parametrize(
    "text",
    [
        "72",
        "I'm 72",
        "72 m",
        "a man of 72",
        "my dad is 74 and my mum worries",
        "he's 74",
        "FCR 72",
        "my wife came along",
    ],
)
def test_where_nobody_says_so_it_is_not_known(text):
    assert sex(text, True) is None


@given(st.text())
def test_any_text_can_be_read(text):
    assert sex(text, True) in (FEMALE, None)

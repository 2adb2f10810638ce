"""A wording says what was asked, and nothing of who asked it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.identifiers import had_identifier
from bot.core.wordings import MOST_CHARACTERS, scrubbed


@pytest.mark.parametrize(
    "text",
    ["Is there PARKING?", "is there parking", "  is there\n parking ?!", "“Is there parking”…"],
)
def test_what_people_type_alike_is_one_wording(text):
    assert scrubbed(text) == "is there parking"


def test_numbers_are_masked():
    assert scrubbed("I am 71, can I park for 2 hours?") == "i am 00 can i park for 0 hours"


@pytest.mark.parametrize(
    "text",
    [
        "my number is 07700 900123, is there parking",
        "write to someone@example.org about parking",
        "NHS 943 476 5919 parking?",
        "I live at 12 Acacia Avenue, is there parking",
    ],
)
def test_what_names_somebody_is_no_wording_at_all(text):
    assert scrubbed(text) is None


def test_a_public_number_names_nobody():
    assert scrubbed("is 0808 157 0000 free", ["0808 157 0000"]) == "is 0000 000 0000 free"


@pytest.mark.parametrize("text", ["", "???", "123", " \n", "…"])
def test_what_says_nothing_is_no_wording(text):
    assert scrubbed(text) is None


def test_a_long_text_is_cut():
    assert len(scrubbed("parking " * 100)) <= MOST_CHARACTERS


@given(st.text())
def test_any_text_gives_a_wording_without_digits_or_nothing(text):
    wording = scrubbed(text)
    assert wording is None or (
        not any(c.isdigit() and c != "0" for c in wording)
        and "\n" not in wording
        and not had_identifier(wording)
    )


@given(st.text(alphabet="abc ?.,!AB'", min_size=1))
def test_a_wording_is_its_own_wording(text):
    wording = scrubbed(text)
    assert wording is None or scrubbed(wording) == wording

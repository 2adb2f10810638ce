"""Codes for the nurse line: no two characters alike, read out and typed in any manner."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.codes import ALPHABET, LENGTH, MISREAD, WORDS, drawn, normalised, shown, spelled

codes = st.text(alphabet=ALPHABET, min_size=LENGTH, max_size=LENGTH)
LOOK_ALIKE = ["0OQ", "1IL", "2Z", "5S", "6G", "8B3", "UV", "17", "VY", "DO"]


@pytest.mark.parametrize("group", LOOK_ALIKE)
def test_of_characters_that_look_alike_at_most_one_is_used(group):
    assert len(set(group) & set(ALPHABET)) <= 1


def test_a_code_can_be_no_word():
    assert not set("AEIOU") & set(ALPHABET)


def test_there_are_too_many_codes_to_guess_one():
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert len(ALPHABET) ** LENGTH > 10**10


def test_a_code_is_drawn_character_by_character_from_all_of_them():
    assert drawn(lambda characters: characters[0]) == ALPHABET[0] * LENGTH
    many = "".join(drawn(random.Random(7).choice) for _ in range(1))
    assert re.fullmatch(f"[{ALPHABET}]{{{LENGTH}}}", many)


def test_a_code_is_shown_in_two_groups():
    assert shown("CDFG3479") == "CDFG 3479"


def test_a_code_is_spelled_with_words_for_letters_and_names_for_digits():
    assert spelled("FC9X3479").startswith("F for Foxtrot, C for Charlie, nine, X for X-ray, three,")


def test_every_character_has_a_word_of_its_own():
    assert set(WORDS) == set(ALPHABET)
    assert len(set(WORDS.values())) == len(ALPHABET)
    assert all(word.startswith(c) for c, word in WORDS.items() if c.isalpha())


@given(codes, st.randoms())
def test_a_code_is_found_however_it_is_typed(code, chance):
    marked = "".join(c + chance.choice(["", "", " ", "-", ".", " – ", "\n"]) for c in code)
    assert normalised(chance.choice([marked, marked.lower(), f"  {marked}  "])) == code
    assert normalised(shown(code)) == code


@given(codes)
def test_a_code_is_found_where_its_words_are_typed(code):
    assert normalised(" ".join(WORDS[c] for c in code)) == code
    assert normalised(" ".join(WORDS[c].lower() if c.isalpha() else c for c in code)) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("OCFG 3479", "DCFG3479"),
        ("0cfg-3419", "DCFG3479"),
        ("CDF6 3479", "CDFG3479"),
        ("ＣＤＦＧ ３４７９", "CDFG3479"),
        ("CDFG 8479", "CDFG3479"),
        ("foxtrot juliet whisky xray 3 4 7 9", "FJWX3479"),
    ],
)
def test_what_was_misread_is_what_it_looks_like(typed, code):
    assert normalised(typed) == code


def test_only_what_is_in_no_code_is_taken_for_something_else():
    assert not {chr(c) for c in MISREAD} & set(ALPHABET)
    assert {chr(c) if isinstance(c, int) else c for c in MISREAD.values()} <= set(ALPHABET)


@pytest.mark.parametrize(
    "typed", ["", "CDFG", "CDFG 3479 C", "CDFG 347A", "my code", "🙂" * LENGTH, "%", "_" * 8]
)
def test_what_can_be_no_code_is_none(typed):
    assert normalised(typed) is None


@given(st.text())
def test_any_text_is_a_code_or_none(text):
    code = normalised(text)
    assert code is None or re.fullmatch(f"[{ALPHABET}]{{{LENGTH}}}", code)

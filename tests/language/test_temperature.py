"""A body temperature is read in every way that people type it, and other numbers are none."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.temperature import CELSIUS, HIGHEST_NORMAL, LOWEST_NORMAL, Temperature, temperatures


def celsius(text: str) -> list[float]:
    """The readings of a text in °C, to one decimal."""
    return [round(reading.celsius, 1) for reading in temperatures(text)]


@pytest.mark.parametrize(
    "text",
    [
        "38.5",
        "temperature 38.5",
        "my temp is 38.5 this morning",
        "temp: 38.5",
        "TEMP 38.5",
        "38.5C",
        "38.5 C",
        "38.5°C",
        "38.5 °",
        "38.5 degrees",
        "38.5 celsius",
        "fever of 38.5",
        "the thermometer says 38.5",
        "temperature 38,5",
        "temperature 38·5",
        "temperature 38 point 5",
        "temp 38 5",
        "thirty eight point five",
        "thirty-eight point five",
        "temperature is thirty eight and a half",
        "101.3 F",
        "101.3F",
        "101.3 fahrenheit",
        "temperature 101.3",
    ],
)
def test_a_reading_is_understood_however_it_is_typed(text):
    assert celsius(text) == [38.5]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("temperature 39", 39.0),
        ("39C", 39.0),
        ("39 degrees", 39.0),
        ("temperature of forty", 40.0),
        ("my temperature is thirty nine", 39.0),
        ("temperature of a hundred and four", 40.0),
        ("104F", 40.0),
        ("temperature 35.1", 35.1),
        ("shivering, 39.4", 39.4),
    ],
)
def test_a_reading_may_be_a_whole_number_or_low(text, expected):
    assert celsius(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "I am 38",
        "I'm 38",
        "I am thirty eight",
        "he is 39 years old",
        "aged 40",
        "38 people",
        "39%",
        "39 weeks",
        "40 mg",
        "38.5 kg",
        "38.5mg",
        "£38.50",
        "platelets 38",
        "platelets 38.5",
        "count of 39",
        "pulse 101",
        "blood pressure 101/64",
        "at 10:38",
        "in 40 minutes",
        "the year 2038",
        "38000",
        "room 39",
        "temperature 200",
        "temperature 12",
        "45 C",
        "forty people",
        "E38",
        "a high temperature",
        "hello",
        "",
    ],
)
def test_another_number_is_no_reading(text):
    assert celsius(text) == []


def test_every_reading_of_a_text_is_given_in_its_order():
    assert celsius("temp 38.2 last night, then 39.1, and 36.9 now") == [38.2, 39.1, 36.9]


def test_an_age_beside_a_reading_is_none():
    assert celsius("I am 40 and my temperature is 38.7") == [38.7]


@pytest.mark.parametrize("typed", ["38.5", "102.4 F", "39C", "thirty nine point two", "a hundred and two"])
def test_a_reading_tells_where_it_stands(typed):
    text = f"I think my temperature is {typed}, is that all right?"
    (reading,) = temperatures(text)
    assert text[reading.start : reading.end] == typed.removesuffix("C").removesuffix(" F")


@pytest.mark.parametrize("text", ["37.0", "36.0 C", "36.6", "37.4 C", "98.6 F", "temperature 37"])
def test_a_normal_reading_is_known_as_normal(text):
    assert [reading.is_normal for reading in temperatures(text)] == [True]


@pytest.mark.parametrize("text", ["37.5 C", "38", "39.9", "temperature 35.9", "temp 34", "100.4 F", "95 F"])
def test_a_reading_that_is_too_high_or_too_low_is_not_normal(text):
    assert [reading.is_normal for reading in temperatures(f"temperature: {text}")] == [False]


def test_the_bounds_of_the_normal_are_normal():
    assert Temperature(LOWEST_NORMAL, 0, 4).is_normal
    assert Temperature(HIGHEST_NORMAL, 0, 4).is_normal
    assert not Temperature(LOWEST_NORMAL - 0.1, 0, 4).is_normal
    assert not Temperature(HIGHEST_NORMAL + 0.1, 0, 4).is_normal


@given(
    st.integers(340, 429), st.sampled_from(["{}", "temperature {}", "{}C", "my temp is {} °C", "{} degrees"])
)
def test_every_celsius_with_a_decimal_is_read_as_it_is(tenths, notation):
    assert celsius(notation.format(tenths / 10)) == [tenths / 10]


@given(st.integers(950, 1069), st.sampled_from(["{} F", "temperature {}F", "{} fahrenheit"]))
def test_every_fahrenheit_is_turned_into_celsius(tenths, notation):
    assert celsius(notation.format(tenths / 10)) == [round((tenths / 10 - 32) / 1.8, 1)]


@given(
    st.integers(1, 9999),
    st.sampled_from(["{} mg", "{} people", "platelets {}", "{} years", "£{}", "in {} weeks"]),
)
def test_a_number_of_something_else_is_no_reading(number, notation):
    assert celsius(notation.format(number)) == []


@given(st.text(), st.sampled_from(["", "38.5 C", "temperature 39"]), st.text())
def test_every_text_can_be_read_and_every_reading_can_be_a_body_s(before, reading, behind):
    text = f"{before}{reading}{behind}"
    for found in temperatures(text):
        assert CELSIUS[0] <= found.celsius <= CELSIUS[1] + 1
        assert 0 <= found.start < found.end <= len(text)


@given(
    st.lists(
        st.sampled_from(["38.5", "39", "a hundred and two", "forty", "temp", "my", ",", "mg", "°C", "I am"])
    )
)
def test_any_order_of_words_can_be_read_and_readings_do_not_overlap(words):
    text = " ".join(words)
    found = list(temperatures(text))
    assert all(one.end <= next_one.start for one, next_one in itertools.pairwise(found))

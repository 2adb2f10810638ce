"""Facts are typed when they come in; what is missing is not known, and a wrong one is told in one line."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import InputError
from bot.core.facts import NO_LIMIT, Fact, FactKind, Range, completed, to_data, typed

TODAY = date(2026, 11, 22)
DECLARED = (
    Fact("smokes", FactKind.TRUTH),
    Fact("age", FactKind.NUMBER),
    Fact("cold_ever", FactKind.TRUTH),
    Fact("bad_cold", FactKind.TRUTH, implies="cold_ever"),
    Fact("lost_work", FactKind.TRUTH, implies="bad_cold"),
    Fact("days_since_cold", FactKind.DAYS, implies="cold_ever", date="date_last_cold"),
    Fact("virus", FactKind.CHOICE, unclear=("cured",)),
    Fact("drugs", FactKind.NAMES),
    Fact(
        "pets",
        FactKind.RECORDS,
        fields={
            "kind": Fact("kind", FactKind.CHOICE, unclear=("mixed",)),
            "legs": Fact("legs", FactKind.NUMBER),
            "tame": Fact("tame", FactKind.TRUTH),
        },
    ),
)
VOCABULARY = {fact.name: fact for fact in DECLARED}

numbers = st.integers(0, 200) | st.floats(0, 200)
ranges = st.tuples(numbers, numbers).map(sorted)
days = st.integers(0, 40000)
names = st.lists(st.sampled_from(["aspirin", "Senna", "unknown", ""]), max_size=3)
truths = st.none() | st.booleans()
choices = st.none() | st.sampled_from(["a", "B", "unknown", "cured", "mixed", ""])
pets = st.fixed_dictionaries({}, optional={"kind": choices, "legs": numbers | ranges, "tame": truths})
plain = st.fixed_dictionaries(
    {},
    optional={
        "smokes": truths,
        "age": st.none() | numbers | ranges,
        "cold_ever": truths,
        "bad_cold": truths,
        "lost_work": truths,
        "days_since_cold": st.none() | days | st.tuples(days, days).map(sorted),
        "virus": choices,
        "drugs": st.none() | names,
        "pets": st.none() | st.lists(pets, max_size=3),
    },
)


def read(given_facts: dict) -> dict:
    return dict(typed(given_facts, VOCABULARY, TODAY))


def fault_of(given_facts: dict) -> str:
    with pytest.raises(InputError) as error:
        read(given_facts)
    return str(error.value)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("smokes", True, True),
        ("smokes", False, False),
        ("age", 18, Range(18, 18)),
        ("age", 17.5, Range(17.5, 17.5)),
        ("age", 0, Range(0, 0)),
        ("age", [40, 49], Range(40, 49)),
        ("age", (40, 49), Range(40, 49)),
        ("age", Range(40, 49), Range(40, 49)),
        ("age", [18, NO_LIMIT], Range(18, NO_LIMIT)),
        ("virus", "positive", "positive"),
        ("drugs", [], ()),
        ("drugs", ["aspirin", "unknown"], ("aspirin", "unknown")),
        ("pets", [], ()),
        ("pets", [{}], ({},)),
        (
            "pets",
            [{"kind": "cat", "legs": [3, 4]}, {"tame": True}],
            ({"kind": "cat", "legs": Range(3, 4)}, {"tame": True}),
        ),
    ],
)
def test_a_value_gets_the_type_of_its_fact(name, value, expected):
    assert read({name: value}) == {name: expected}


@pytest.mark.parametrize("name", VOCABULARY)
def test_a_value_of_none_is_not_known_whatever_the_type(name):
    assert read({name: None}) == {name: None}


@pytest.mark.parametrize("value", ["unknown", "Unknown", "cured", "CURED ", "", "  "])
def test_a_choice_that_leaves_it_open_is_not_known(value):
    assert read({"virus": value}) == {"virus": None}


@pytest.mark.parametrize("value", ["unknown", "mixed"])
def test_a_choice_in_a_record_that_leaves_it_open_is_not_known(value):
    assert read({"pets": [{"kind": value}]}) == {"pets": ({"kind": None},)}


@pytest.mark.parametrize("value", ["positive", "Positive", " POSITIVE\n"])
def test_the_letters_of_a_choice_may_be_large_or_small(value):
    assert read({"virus": value}) == {"virus": "positive"}


def test_the_letters_of_a_name_may_be_large_or_small():
    assert read({"drugs": ["Aspirin", "FCR", "Unknown "]}) == {"drugs": ("aspirin", "fcr", "unknown")}


def test_an_empty_name_is_a_name_that_is_not_known():
    assert read({"drugs": ["senna", " "]}) == {"drugs": ("senna", "unknown")}


def test_what_is_unclear_for_one_fact_may_be_an_answer_for_another():
    assert read({"virus": "mixed"}) == {"virus": "mixed"}


def test_no_facts_are_no_facts():
    assert read({}) == {}


@pytest.mark.parametrize(
    ("day", "ago"),
    [
        ("2026-11-22", 0),
        ("2026-11-21", 1),
        ("2026-10-25", 28),
        ("2026-10-22", 31),
        ("2025-11-22", 365),
        ("2023-11-22", 1096),
    ],
)
def test_a_date_becomes_days_before_today(day, ago):
    assert read({"date_last_cold": day}) == {"days_since_cold": Range(ago, ago), "cold_ever": True}


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("days", [10, [10, 10], [0, 10], [10, 99], [3, 30]])
def test_a_date_within_the_days_that_are_told_counts(days, order):
    told = [("date_last_cold", "2026-11-12"), ("days_since_cold", days)][::order]
    assert read(dict(told)) == {"days_since_cold": Range(10, 10), "cold_ever": True}


def test_the_data_may_say_which_day_today_is():
    known = read({"date_last_cold": "2024-02-29", "today": "2024-03-01"})
    assert known["days_since_cold"] == Range(1, 1)
    assert "today" not in known


@pytest.mark.parametrize("order", [1, -1])
def test_the_day_that_is_told_counts_wherever_it_stands(order):
    told = [("today", "2026-03-01"), ("date_last_cold", "2026-02-01")][::order]
    assert read(dict(told))["days_since_cold"] == Range(28, 28)


def test_a_day_of_none_is_the_day_that_it_is():
    assert read({"date_last_cold": "2026-11-21", "today": None})["days_since_cold"] == Range(1, 1)


def test_a_date_of_none_says_nothing():
    assert read({"date_last_cold": None}) == {}


@pytest.mark.parametrize("order", [1, -1])
def test_a_number_of_days_that_is_not_known_leaves_the_date_as_it_is(order):
    told = [("date_last_cold", "2026-11-12"), ("days_since_cold", None)][::order]
    assert read(dict(told)) == {"days_since_cold": Range(10, 10), "cold_ever": True}


@pytest.mark.parametrize(
    ("told", "ever"),
    [
        ({"days_since_cold": 10}, True),
        ({"days_since_cold": [0, 500]}, True),
        ({"days_since_cold": 10, "cold_ever": None}, True),
        ({"days_since_cold": 10, "cold_ever": False}, False),
        ({"days_since_cold": None, "cold_ever": None}, None),
        ({"days_since_cold": None, "cold_ever": False}, False),
    ],
)
def test_who_knows_when_it_was_knows_that_it_was(told, ever):
    assert read(told)["cold_ever"] is ever


@pytest.mark.parametrize(
    ("told", "ever"),
    [
        ({"bad_cold": True}, True),
        ({"bad_cold": True, "cold_ever": None}, True),
        ({"bad_cold": True, "cold_ever": False}, False),
        ({"bad_cold": False}, None),
        ({"bad_cold": None}, None),
        ({"lost_work": True}, True),
        ({"lost_work": True, "bad_cold": False}, None),
    ],
)
def test_something_follows_from_a_truth_only_if_it_is_true(told, ever):
    assert read(told).get("cold_ever") is ever


def test_nothing_follows_from_a_time_that_is_not_known():
    assert read({"days_since_cold": None}) == {"days_since_cold": None}


def test_what_follows_is_told_without_changing_the_facts_it_follows_from():
    known = {"days_since_cold": Range(3, 3)}
    assert completed(known, VOCABULARY) == {**known, "cold_ever": True}
    assert known == {"days_since_cold": Range(3, 3)}


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"smoke": True}, "“smoke” is no fact"),
        ({"": 1}, "“” is no fact"),
        ({"Today": "2026-11-22"}, "“Today” is no fact"),
        ({"kind": "cat"}, "“kind” is no fact"),
        ({"smokes": "true"}, "“smokes” is neither true nor false"),
        ({"smokes": 1}, "“smokes” is neither true nor false"),
        ({"smokes": []}, "“smokes” is neither true nor false"),
        ({"age": "18"}, "“age” is no number"),
        ({"age": True}, "“age” is no number"),
        ({"age": [True, 5]}, "“age” is no number"),
        ({"age": float("nan")}, "“age” is no number"),
        ({"age": [1, float("nan")]}, "“age” is no number"),
        ({"age": float("inf")}, "“age” is no number"),
        ({"age": [18, float("inf")]}, "“age” is no number"),
        ({"age": Range(0, float("nan"))}, "“age” is no number"),
        ({"age": 10**400}, "“age” is no number"),
        ({"age": []}, "“age” is no number"),
        ({"age": [18]}, "“age” is no number"),
        ({"age": [1, 2, 3]}, "“age” is no number"),
        ({"age": ["1", "2"]}, "“age” is no number"),
        ({"age": {"low": 1}}, "“age” is no number"),
        ({"age": -1}, "“age” is no number that it can be"),
        ({"age": [-5, 5]}, "“age” is no number that it can be"),
        ({"age": [50, 40]}, "“age” is no number that it can be"),
        ({"days_since_cold": [9, 3]}, "“days_since_cold” is no number that it can be"),
        ({"days_since_cold": -1}, "“days_since_cold” is no number that it can be"),
        ({"days_since_cold": [-1, 5]}, "“days_since_cold” is no number that it can be"),
        ({"days_since_cold": "2026-11-01"}, "“days_since_cold” is no number"),
        ({"virus": True}, "“virus” is not text"),
        ({"virus": ["hiv"]}, "“virus” is not text"),
        ({"drugs": "aspirin"}, "“drugs” is no list of names"),
        ({"drugs": {"aspirin": True}}, "“drugs” is no list of names"),
        ({"drugs": ["aspirin", None]}, "“drugs” is no list of names"),
        ({"drugs": ["aspirin", ["senna"]]}, "“drugs” is no list of names"),
        ({"pets": {"kind": "cat"}}, "“pets” is no list of objects"),
        ({"pets": ["cat"]}, "“pets” is no list of objects"),
        ({"pets": [None]}, "“pets” is no list of objects"),
        ({"pets": [{"wings": 2}]}, "“pets” has “wings”, which is no field of it"),
        ({"pets": [{"kind": "cat"}, {"legs": "four"}]}, "“legs” is no number"),
        ({"pets": [{"legs": -4}]}, "“legs” is no number that it can be"),
        ({"date_last_cold": "22.11.2026"}, "“date_last_cold” is no date such as 2026-01-31"),
        ({"date_last_cold": "2026-02-30"}, "“date_last_cold” is no date such as 2026-01-31"),
        ({"date_last_cold": ""}, "“date_last_cold” is no date such as 2026-01-31"),
        ({"date_last_cold": 20261122}, "“date_last_cold” is no date such as 2026-01-31"),
        ({"date_last_cold": ["2026-11-22"]}, "“date_last_cold” is no date such as 2026-01-31"),
        ({"date_last_cold": "2026-11-23"}, "“date_last_cold” lies in the future"),
        (
            {"today": "2026-11-01", "date_last_cold": "2026-11-02"},
            "“date_last_cold” lies in the future",
        ),
        (
            {"date_last_cold": "2026-11-12", "days_since_cold": 11},
            "“date_last_cold” and “days_since_cold” say different things",
        ),
        (
            {"days_since_cold": [0, 9], "date_last_cold": "2026-11-12"},
            "“date_last_cold” and “days_since_cold” say different things",
        ),
        ({"today": "tomorrow"}, "“today” is no date such as 2026-01-31"),
        ({"today": 5}, "“today” is no date such as 2026-01-31"),
    ],
)
def test_a_fact_that_cannot_be_is_told_in_one_line(told, why):
    assert fault_of(told) == why


def test_a_wrong_fact_among_right_ones_is_named():
    assert fault_of({"smokes": True, "age": "old", "virus": "none"}) == "“age” is no number"


@pytest.mark.parametrize("today", ["", 0, False, []])
def test_an_empty_day_is_no_day(today):
    assert fault_of({"today": today}) == "“today” is no date such as 2026-01-31"


@pytest.mark.parametrize("name", ["one\ntwo", "one\r\ntwo", "one\u2028two", "one\x85two", "\x1b[one\ttwo\0"])
@pytest.mark.parametrize("within", [lambda name: {name: True}, lambda name: {"pets": [{name: True}]}])
def test_a_name_with_line_breaks_is_told_in_one_line_too(name, within):
    told = fault_of(within(name))
    assert told.isprintable()
    assert "one two" in told


@pytest.mark.parametrize("name", VOCABULARY)
@given(value=st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=4))
def test_any_value_is_either_typed_or_refused(name, value):
    with suppress(InputError):
        assert set(read({name: value})) <= {name, "cold_ever", "bad_cold"}


@given(plain)
def test_facts_written_as_plain_data_are_read_as_they_were(told):
    known = read(told)
    assert read(to_data(known)) == known


@given(plain)
def test_what_follows_follows_only_once(told):
    known = read(told)
    assert completed(known, VOCABULARY) == known


@given(plain.flatmap(lambda told: st.tuples(st.just(told), st.permutations(sorted(told)))))
def test_the_order_of_facts_never_matters(told_in_order):
    told, order = told_in_order
    assert read({name: told[name] for name in order}) == read(told)


@given(st.integers(0, 40000))
def test_a_date_says_the_same_as_its_days(ago):
    day = (TODAY - timedelta(ago)).isoformat()
    assert read({"date_last_cold": day}) == read({"days_since_cold": ago})


@pytest.mark.parametrize(
    ("value", "data"),
    [
        (Range(18, 18), 18),
        (Range(18.0, 18.0), 18),
        (Range(2.5, 2.5), 2.5),
        (Range(28, NO_LIMIT), [28, NO_LIMIT]),
        (Range(0, 2.5), [0, 2.5]),
    ],
)
def test_a_number_is_written_as_people_write_it(value, data):
    assert repr(value.to_data()) == repr(data)

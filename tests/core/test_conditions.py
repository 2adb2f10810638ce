"""Conditions are true, false or left open by facts, and a word that cannot be asked is refused.

Every scalar is text here, as it is in the files that conditions are written in.
"""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.conditions import ALWAYS, parse
from bot.core.facts import Fact, FactKind, Range, typed
from bot.core.truth import Truth, negate

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
COLOURS = ("red", "green", "blue")
PET = (Fact("kind", FactKind.CHOICE), Fact("tame", FactKind.TRUTH), Fact("legs", FactKind.NUMBER))
DECLARED = (
    Fact("smokes", FactKind.TRUTH),
    Fact("drives", FactKind.TRUTH),
    Fact("age", FactKind.NUMBER),
    Fact("days", FactKind.DAYS),
    Fact("colour", FactKind.CHOICE, values=COLOURS, unclear=("grey",)),
    Fact("drugs", FactKind.NAMES),
    Fact("pets", FactKind.RECORDS, fields={fact.name: fact for fact in PET}),
)
VOCABULARY = {fact.name: fact for fact in DECLARED}

bounds = st.integers(0, 12).map(str)
colours = st.sampled_from(COLOURS)
name_lists = st.lists(st.sampled_from(["aspirin", "senna", "unknown"]), max_size=3)
some_names = name_lists.filter(bool)
number_words = st.dictionaries(
    st.sampled_from(["is", "under", "at_least", "at_most"]), bounds, min_size=1, max_size=2
)
record_words = st.fixed_dictionaries(
    {}, optional={"kind": colours, "tame": st.sampled_from(["true", "false"]), "legs": number_words}
).filter(bool)
leaves = st.one_of(
    st.builds(lambda n, v: {n: v}, st.sampled_from(["smokes", "drives"]), st.sampled_from(["true", "false"])),
    st.builds(lambda n, v: {n: v}, st.sampled_from(["age", "days"]), number_words | bounds),
    st.builds(lambda v: {"colour": v}, colours | st.lists(colours, min_size=1).map(lambda c: {"one_of": c})),
    st.builds(lambda wanted: {"drugs": {"includes": wanted}}, some_names),
    st.builds(lambda a, b: {"drugs": {"includes": a, "perhaps": b}}, some_names, some_names),
    st.builds(lambda record: {"pets": {"some": record}}, record_words),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=6,
)
lists_of_conditions = st.lists(conditions, min_size=1, max_size=3)

truths = st.none() | st.booleans()
ranges = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(sorted)
choices = st.none() | colours
plain = st.fixed_dictionaries(
    {
        "smokes": truths,
        "drives": truths,
        "age": st.none() | ranges,
        "days": st.none() | ranges,
        "colour": choices,
        "drugs": st.none() | name_lists,
        "pets": st.none()
        | st.lists(
            st.fixed_dictionaries({}, optional={"kind": choices, "tame": truths, "legs": ranges}),
            max_size=2,
        ),
    }
)
facts = plain.map(lambda told: typed(told, VOCABULARY, date.max))


def truth_of(condition: dict, **known) -> Truth:
    return parse(condition, VOCABULARY).test(typed(known, VOCABULARY, date.max))


@st.composite
def known_better(draw) -> tuple[dict, dict]:
    """Facts, and the same facts after some of what was open has become known."""
    before = draw(plain)
    after = {}
    for name, value in before.items():
        if value is None:
            after[name] = draw(plain)[name]
        elif name in ("age", "days"):
            low = draw(st.integers(*value))
            after[name] = [low, draw(st.integers(low, value[1]))]
        else:
            after[name] = value
    return typed(before, VOCABULARY, date.max), typed(after, VOCABULARY, date.max)


@pytest.mark.parametrize(
    ("condition", "name", "values"),
    [
        ({"smokes": "true"}, "smokes", {True: T, False: F, None: U}),
        ({"smokes": "false"}, "smokes", {True: F, False: T, None: U}),
        ({"smokes": {"is": "true"}}, "smokes", {True: T, False: F, None: U}),
        ({"colour": "red"}, "colour", {"red": T, "blue": F, "unknown": U, None: U}),
        ({"colour": {"is": "red"}}, "colour", {"red": T, "blue": F, None: U}),
        ({"colour": "red"}, "colour", {"Red": T, "RED": T, "pink": F, "grey": U}),
        ({"colour": {"one_of": ["red", "blue"]}}, "colour", {"red": T, "blue": T, "green": F, None: U}),
        ({"age": "18"}, "age", {17: F, 17.9: F, 18: T, 18.5: F, None: U}),
        ({"age": {"is": "18"}}, "age", {17: F, 18: T, 19: F, None: U}),
        ({"age": {"at_least": "18"}}, "age", {0: F, 17: F, 17.99: F, 18: T, 18.5: T, None: U}),
        ({"age": {"at_most": "18"}}, "age", {17: T, 18: T, 18.01: F, 19: F, None: U}),
        ({"age": {"under": "18"}}, "age", {17: T, 17.99: T, 18: F, 19: F, None: U}),
        ({"age": {"under": "2.5"}}, "age", {2: T, 2.5: F}),
        ({"age": {"at_least": "18", "under": "65"}}, "age", {17: F, 18: T, 64: T, 65: F, None: U}),
        ({"days": {"under": "28"}}, "days", {0: T, 27: T, 28: F, 29: F, None: U}),
    ],
)
def test_a_value_is_asked_for(condition, name, values):
    assert {value: truth_of(condition, **{name: value}) for value in values} == values


@pytest.mark.parametrize(
    ("words", "ranges"),
    [
        ({"at_least": "18"}, {(0, 17): F, (0, 18): U, (17, 19): U, (18, 40): T, (18, 18): T}),
        ({"at_most": "18"}, {(0, 18): T, (18, 19): U, (0, 40): U, (19, 40): F}),
        ({"under": "18"}, {(0, 17): T, (0, 18): U, (17, 40): U, (18, 40): F}),
        ({"is": "18"}, {(0, 17): F, (0, 18): U, (17, 19): U, (18, 19): U, (19, 20): F, (18, 18): T}),
        ({"at_least": "18", "under": "65"}, {(18, 64): T, (18, 65): U, (65, 70): F, (10, 17): F}),
    ],
)
def test_a_range_leaves_open_what_it_lies_across(words, ranges):
    assert {limits: truth_of({"age": words}, age=list(limits)) for limits in ranges} == ranges


@pytest.mark.parametrize(
    ("words", "names", "truth"),
    [
        ({"includes": ["aspirin"]}, ["aspirin"], T),
        ({"includes": ["aspirin", "senna"]}, ["zinc", "senna"], T),
        ({"includes": ["aspirin"]}, ["Aspirin"], T),
        ({"includes": ["Aspirin"]}, ["aspirin"], T),
        ({"includes": ["aspirin"]}, ["zinc"], F),
        ({"includes": ["aspirin"]}, [], F),
        ({"includes": ["aspirin"]}, None, U),
        ({"includes": ["aspirin"]}, ["zinc", "unknown"], U),
        ({"includes": ["aspirin"]}, ["aspirin", "unknown"], T),
        ({"includes": ["unknown"]}, ["unknown"], T),
        ({"includes": ["unknown"]}, ["zinc"], F),
        ({"includes": ["aspirin"], "perhaps": ["zinc"]}, ["zinc"], U),
        ({"includes": ["aspirin"], "perhaps": ["zinc"]}, ["zinc", "aspirin"], T),
        ({"includes": ["aspirin"], "perhaps": ["zinc"]}, ["senna"], F),
        ({"includes": ["aspirin"], "perhaps": ["zinc"]}, ["senna", "unknown"], U),
        ({"includes": ["aspirin"], "perhaps": ["zinc"]}, [], F),
        ({"includes": ["aspirin"], "perhaps": ["zinc"]}, None, U),
    ],
)
def test_names_in_a_list_are_looked_for(words, names, truth):
    assert truth_of({"drugs": words}, drugs=names) is truth


@pytest.mark.parametrize(
    ("pets", "truth"),
    [
        ([{"kind": "cat", "tame": True}], T),
        ([{"kind": "dog", "tame": True}], F),
        ([{"kind": "cat"}], U),
        ([{"kind": "cat", "tame": None}], U),
        ([{"kind": "dog"}], F),
        ([{}], U),
        ([], F),
        (None, U),
        ([{"kind": "dog"}, {"kind": "cat", "tame": True}], T),
        ([{"kind": "dog"}, {"kind": "cat"}], U),
        ([{"kind": "cat", "tame": False}, {"kind": "dog", "tame": True}], F),
    ],
)
def test_one_record_alone_must_fulfil_what_is_asked_of_some(pets, truth):
    assert truth_of({"pets": {"some": {"kind": "cat", "tame": "true"}}}, pets=pets) is truth


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("smokes", True),
        ("smokes", False),
        ("age", 3),
        ("age", [0, 99]),
        ("days", 0),
        ("colour", "red"),
        ("drugs", []),
        ("drugs", ["unknown"]),
        ("pets", []),
    ],
)
def test_whether_a_fact_is_known_is_never_left_open(name, value):
    known, unknown = {name: {"known": "true"}}, {name: {"known": "false"}}
    assert (truth_of(known, **{name: value}), truth_of(unknown, **{name: value})) == (T, F)
    assert (truth_of(known, **{name: None}), truth_of(unknown, **{name: None})) == (F, T)
    assert (truth_of(known), truth_of(unknown)) == (F, T)


def test_a_choice_that_leaves_it_open_is_not_known():
    assert {
        value: truth_of({"colour": {"known": "true"}}, colour=value) for value in ("grey", "unknown")
    } == {
        "grey": F,
        "unknown": F,
    }


@pytest.mark.parametrize(
    ("pets", "truth"),
    [
        ([{"kind": "cat", "legs": 4}], F),
        ([{"kind": "cat"}], T),
        ([{"kind": "cat", "legs": None}], T),
        ([{"kind": "dog"}], F),
        ([{"legs": None}], U),
        ([{"kind": "dog"}, {"kind": "cat"}], T),
        ([], F),
        (None, U),
    ],
)
def test_a_record_can_be_asked_what_is_known_of_it(pets, truth):
    assert truth_of({"pets": {"some": {"kind": "cat", "legs": {"known": "false"}}}}, pets=pets) is truth


@pytest.mark.parametrize(
    ("condition", "truth"),
    [
        ({"all": [{"smokes": "true"}, {"drives": "true"}]}, F),
        ({"any": [{"smokes": "true"}, {"drives": "true"}]}, T),
        ({"not": {"smokes": "true"}}, F),
        ({"not": {"colour": "red"}}, U),
        ({"all": [{"smokes": "true"}, {"colour": "red"}]}, U),
        ({"all": [{"drives": "true"}, {"colour": "red"}]}, F),
        ({"any": [{"smokes": "true"}, {"colour": "red"}]}, T),
        ({"any": [{"drives": "true"}, {"colour": "red"}]}, U),
        ({"smokes": "true", "drives": "false"}, T),
        ({"smokes": "true", "drives": "true"}, F),
        ({"smokes": "true", "not": {"drives": "true"}}, T),
        ({"not": {"smokes": "true", "drives": "true"}}, T),
    ],
)
def test_conditions_are_joined(condition, truth):
    assert truth_of(condition, smokes=True, drives=False) is truth


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ({"smokes": "true"}, {"smokes"}),
        ({"age": {"at_least": "18", "under": "65"}}, {"age"}),
        (
            {"all": [{"smokes": "true"}, {"not": {"any": [{"age": "1"}, {"days": "2"}]}}]},
            {"smokes", "age", "days"},
        ),
        ({"pets": {"some": {"kind": "cat"}}}, {"pets"}),
        ({"age": {"known": "false"}}, {"age"}),
    ],
)
def test_a_condition_names_the_facts_that_it_looks_at(condition, names):
    assert parse(condition, VOCABULARY).facts() == names


def test_always_holds_and_looks_at_nothing():
    assert (ALWAYS.test({}), ALWAYS.facts()) == (T, frozenset())


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ({"smoke": "true"}, "“smoke” is no fact"),
        ({"kind": "cat"}, "“kind” is no fact"),
        ({"none": [{"smokes": "true"}]}, "“none” is no fact"),
        ({"pets": {"some": {"age": "3"}}}, "“some” of “pets”: “age” is no fact"),
        ({"smokes": {"at_least": "1"}}, "“at_least” cannot be asked of “smokes”, only is, known"),
        ({"colour": {"under": "1"}}, "“under” cannot be asked of “colour”, only is, one_of, known"),
        (
            {"age": {"over": "18"}},
            "“over” cannot be asked of “age”, only is, under, at_least, at_most, known",
        ),
        (
            {"days": {"one_of": ["1"]}},
            "“one_of” cannot be asked of “days”, only is, under, at_least, at_most, known",
        ),
        ({"drugs": "aspirin"}, "“is” cannot be asked of “drugs”, only includes, perhaps, known"),
        ({"drugs": {"some": {}}}, "“some” cannot be asked of “drugs”, only includes, perhaps, known"),
        ({"pets": "cat"}, "“is” cannot be asked of “pets”, only some, known"),
        ({"pets": {"kind": "cat"}}, "“kind” cannot be asked of “pets”, only some, known"),
        ({"age": {"includes": ["1"], "perhaps": ["2"]}}, "“includes” cannot be asked of “age”"),
        ({"drugs": {"includes": ["a"], "perhaps": ["b"], "is": "c"}}, "“is” cannot be asked of “drugs”"),
        ({"age": {"perhaps": ["1"]}}, "“perhaps” cannot be asked of “age”"),
        ({"drugs": {"perhaps": ["aspirin"]}}, "“perhaps” of “drugs” needs “includes” beside it"),
        ({"drugs": {"includes": []}}, "“includes” of “drugs”: a list of values is needed"),
        ({"drugs": {"includes": "aspirin"}}, "“includes” of “drugs”: a list of values is needed"),
        ({"drugs": {"includes": [""]}}, "“includes” of “drugs”: one value is needed"),
        (
            {"drugs": {"includes": ["aspirin"], "perhaps": "zinc"}},
            "“perhaps” of “drugs”: a list of values is needed",
        ),
        ({"colour": {"one_of": "red"}}, "“one_of” of “colour”: a list of values is needed"),
        ({"colour": {"one_of": [["red"]]}}, "“one_of” of “colour”: a list of values is needed"),
        ({"smokes": "yes"}, "“is” of “smokes”: true or false is needed"),
        ({"smokes": ["true"]}, "“is” of “smokes”: true or false is needed"),
        ({"smokes": ""}, "“is” of “smokes”: true or false is needed"),
        ({"colour": ""}, "“is” of “colour”: one value is needed"),
        ({"colour": ["red", "blue"]}, "“is” of “colour”: one value is needed"),
        ({"colour": {}}, "“colour” needs a value"),
        ({"colour": "pink"}, "“is” of “colour”: “pink” is none of red, green, blue"),
        ({"colour": "Red"}, "“is” of “colour”: “Red” is none of red, green, blue"),
        ({"colour": "grey"}, "“is” of “colour”: “grey” is none of red, green, blue"),
        ({"colour": "unknown"}, "“is” of “colour”: “unknown” is none of red, green, blue"),
        ({"colour": {"one_of": ["red", "pink"]}}, "“one_of” of “colour”: “pink” is none of red, green, blue"),
        ({"age": {"known": "perhaps"}}, "“known” of “age”: true or false is needed"),
        ({"pets": {"known": ["true"]}}, "“known” of “pets”: true or false is needed"),
        ({"known": {"age": "true"}}, "“known” is no fact"),
        ({"age": {"at_least": "old"}}, "“at_least” of “age”: “old” is no number"),
        ({"age": ""}, "“is” of “age”: “” is no number"),
        ({"age": {"at_least": ["18"]}}, "“at_least” of “age”: “['18']” is no number"),
        (
            {"pets": {"some": {"legs": {"under": "few"}}}},
            "“some” of “pets”: “under” of “legs”: “few” is no number",
        ),
        ({"all": []}, "“all” needs a list of conditions"),
        ({"any": {"smokes": "true"}}, "“any” needs a list of conditions"),
        ({"any": "smokes"}, "“any” needs a list of conditions"),
        ({"any": ["smokes"]}, "a condition is a fact's name with a value, or all, any or not"),
        ({"not": [{"smokes": "true"}]}, "a condition is a fact's name with a value, or all, any or not"),
        ({"not": ""}, "a condition is a fact's name with a value, or all, any or not"),
        ({"pets": {"some": ["kind"]}}, "a condition is a fact's name with a value, or all, any or not"),
        ({}, "a condition is a fact's name with a value, or all, any or not"),
        ([], "a condition is a fact's name with a value, or all, any or not"),
        ("smokes", "a condition is a fact's name with a value, or all, any or not"),
        (None, "a condition is a fact's name with a value, or all, any or not"),
        ({"all": [{"smokes": "true"}, {"not": {"any": [{"age": {"over": "1"}}]}}]}, "“over” cannot be asked"),
    ],
)
def test_what_is_no_condition_is_refused_and_told_why(condition, why):
    with pytest.raises(ValueError, match=re.escape(why)):
        parse(condition, VOCABULARY)


@pytest.mark.parametrize("bound", ["nan", "inf", "-inf", "1e999"])
def test_a_number_that_no_fact_can_be_compared_with_is_refused(bound):
    with pytest.raises(ValueError, match="is no number"):
        parse({"age": {"at_least": bound}}, VOCABULARY)


def test_a_choice_without_declared_values_can_be_asked_for_any():
    assert parse({"kind": "Newt"}, {"kind": PET[0]}).test({"kind": "newt"}) is T


def test_conditions_that_say_the_same_are_equal():
    written = {"any": [{"age": {"under": "3"}}, {"drugs": {"includes": ["a", "b"], "perhaps": ["c"]}}]}
    assert parse(written, VOCABULARY) == parse(written, VOCABULARY)
    assert parse(written, VOCABULARY) != parse({"age": {"under": "3"}}, VOCABULARY)


@given(lists_of_conditions, facts)
def test_de_morgan_holds_for_conditions(parts, known):
    opposites = [{"not": part} for part in parts]
    for one, other in (("all", "any"), ("any", "all")):
        none = parse({"not": {one: parts}}, VOCABULARY)
        assert none.test(known) is parse({other: opposites}, VOCABULARY).test(known)


@given(conditions, facts)
def test_the_opposite_of_the_opposite_is_the_condition(condition, known):
    truth = parse(condition, VOCABULARY).test(known)
    assert parse({"not": condition}, VOCABULARY).test(known) is negate(truth)
    assert parse({"not": {"not": condition}}, VOCABULARY).test(known) is truth


@given(lists_of_conditions, facts, st.randoms())
def test_the_order_of_parts_does_not_matter(parts, known, random):
    shuffled = random.sample(parts, len(parts))
    for join in ("all", "any"):
        before, after = (parse({join: p}, VOCABULARY).test(known) for p in (parts, shuffled))
        assert before is after


@given(conditions, known_better())
def test_what_a_condition_knows_is_never_overturned_by_knowing_more(condition, known):
    before, after = (parse(condition, VOCABULARY).test(k) for k in known)
    assert before is U or after is before


@given(conditions, facts, facts)
def test_a_fact_that_a_condition_does_not_name_says_nothing_to_it(condition, known, other):
    asked = parse(condition, VOCABULARY)
    mixed = {name: (known if name in asked.facts() else other).get(name) for name in VOCABULARY}
    assert asked.test(mixed) is asked.test(known)


@given(conditions)
def test_nothing_known_decides_nothing(condition):
    assert parse(condition, VOCABULARY).test({}) is U


@given(bounds, st.integers(0, 12))
def test_under_and_at_least_are_opposites_and_at_most_is_under_or_equal(bound, age):
    under, least, most, equal = (
        parse({"age": {word: bound}}, VOCABULARY).test({"age": Range(age, age)})
        for word in ("under", "at_least", "at_most", "is")
    )
    assert under is negate(least)
    assert most is max(under, equal)

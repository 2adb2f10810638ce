"""Criteria are told to nurses in words, and the words say what the condition asks."""

import pytest

from bot import fact_words, vocabulary
from bot.core import conditions
from bot.core.conditions import ALWAYS, parse
from bot.core.facts import Fact, FactKind
from bot.core.plain_logic import Clause, FactWords, told
from bot.core.trial import Trial

FACTS = {
    "asthma": Fact("asthma", FactKind.TRUTH),
    "age": Fact("age", FactKind.NUMBER),
    "days_since_dose": Fact("days_since_dose", FactKind.DAYS),
    "state": Fact("state", FactKind.CHOICE, values=("better", "much_worse", "cured")),
    "drugs": Fact("drugs", FactKind.NAMES),
    "falls": Fact(
        "falls",
        FactKind.RECORDS,
        fields={
            "hurt": Fact("hurt", FactKind.TRUTH),
            "years_ago": Fact("years_ago", FactKind.NUMBER),
        },
    ),
}
WORDS = {
    "asthma": FactWords("whether there is asthma", yes="has asthma", no="has no asthma"),
    "age": FactWords("age", phrase="age {amount}"),
    "days_since_dose": FactWords("time since the dose", phrase="last dose {amount} ago", unit="days"),
    "state": FactWords("state", values={"better": "on the mend"}),
    "drugs": FactWords("drugs had"),
    "falls": FactWords(
        "fall",
        fields={
            "hurt": FactWords("whether it hurt", yes="it hurt", no="it did not hurt"),
            "years_ago": FactWords("when it was", phrase="{amount} ago", unit="years"),
        },
    ),
}
SINGLE = [
    ({"asthma": "true"}, "has asthma", "has no asthma"),
    ({"asthma": "false"}, "has no asthma", "has asthma"),
    (
        {"asthma": {"known": "true"}},
        "whether there is asthma is known",
        "whether there is asthma is not known",
    ),
    ({"age": {"known": "false"}}, "age is not known", "age is known"),
    ({"age": "18"}, "age 18", "age other than 18"),
    ({"age": {"under": "18"}}, "age less than 18", "age 18 or more"),
    ({"age": {"at_least": "18"}}, "age 18 or more", "age less than 18"),
    ({"age": {"at_most": "2.5"}}, "age 2.5 or less", "age more than 2.5"),
    (
        {"days_since_dose": {"under": "56"}},
        "last dose less than 8 weeks ago",
        "last dose 8 weeks or more ago",
    ),
    ({"days_since_dose": {"at_most": "1"}}, "last dose 1 day or less ago", "last dose more than 1 day ago"),
    (
        {"days_since_dose": {"at_least": "10"}},
        "last dose 10 days or more ago",
        "last dose less than 10 days ago",
    ),
    ({"days_since_dose": {"under": "365"}}, "last dose less than 1 year ago", "last dose 1 year or more ago"),
    ({"state": "much_worse"}, "state: much worse", "state: any but much worse"),
    (
        {"state": {"one_of": ["better", "cured", "much_worse"]}},
        "state: cured, much worse or on the mend",
        "state: any but cured, much worse or on the mend",
    ),
    ({"drugs": {"includes": ["b", "a"]}}, "drugs had include a or b", "drugs had do not include a or b"),
    (
        {"drugs": {"includes": ["a"], "perhaps": ["c", "b"]}},
        "drugs had include a (left open by b or c)",
        "drugs had do not include a (left open by b or c)",
    ),
]


def in_words(data) -> Clause:
    return told(parse(data, FACTS), WORDS)


@pytest.mark.parametrize(("data", "text", "opposite"), SINGLE)
def test_each_word_and_its_opposite_is_told(data, text, opposite):
    assert in_words(data).text == text
    assert in_words({"not": data}).text == opposite
    assert in_words({"not": {"not": data}}).text == text


def test_every_word_that_a_condition_can_have_stands_above():
    words = {
        word for data, *_ in SINGLE for asked in data.values() if isinstance(asked, dict) for word in asked
    }
    joined = {"is", "some"}  # “is” is a bare value, “some” has tests of its own
    assert words | joined == {word for kind in conditions._WORDS.values() for word in kind}


@pytest.mark.parametrize(
    ("data", "heading"),
    [
        ({"all": [{"asthma": "true"}, {"age": "1"}]}, "all of these"),
        ({"any": [{"asthma": "true"}, {"age": "1"}]}, "any of these"),
        ({"not": {"all": [{"asthma": "true"}, {"age": "1"}]}}, "not all of these"),
        ({"not": {"any": [{"asthma": "true"}, {"age": "1"}]}}, "none of these"),
    ],
)
def test_what_is_joined_is_told_under_a_heading_that_says_how(data, heading):
    clause = in_words(data)
    assert clause.text == heading
    assert [part.text for part in clause.parts] == ["has asthma", "age 1"]


def test_facts_side_by_side_must_all_hold():
    assert in_words({"asthma": "true", "age": "1"}).text == "all of these"


def test_one_condition_alone_needs_no_heading():
    assert in_words({"any": [{"asthma": "true"}]}).text == "has asthma"


def test_what_always_holds_is_told_so():
    assert told(ALWAYS, WORDS).text == "always"
    assert told(ALWAYS, WORDS, holds=False).text == "never"


@pytest.mark.parametrize(
    ("data", "heading", "inside"),
    [
        ({"falls": {"some": {"hurt": "true"}}}, "at least one fall for which", "it hurt"),
        ({"not": {"falls": {"some": {"hurt": "true"}}}}, "no fall for which", "it hurt"),
        ({"not": {"falls": {"some": {"not": {"hurt": "true"}}}}}, "for every fall", "it hurt"),
        ({"falls": {"some": {"not": {"hurt": "true"}}}}, "at least one fall for which", "it did not hurt"),
    ],
)
def test_records_are_told_one_by_one(data, heading, inside):
    clause = in_words(data)
    assert (clause.text, [part.text for part in clause.parts]) == (heading, [inside])


def test_windows_of_time_are_found_wherever_they_stand():
    clause = in_words(
        {
            "any": [
                {"asthma": "true", "days_since_dose": {"under": "28"}},
                {"falls": {"some": {"years_ago": {"at_least": "2"}}}},
                {"age": {"under": "18"}},
            ]
        }
    )
    assert list(clause.times()) == ["last dose less than 4 weeks ago", "2 years or more ago"]


def test_what_is_no_condition_is_not_told_as_one():
    with pytest.raises(TypeError):
        told(object(), WORDS)


def test_every_criterion_of_the_trial_can_be_told(trial: Trial):
    words = fact_words.load()
    for criterion in trial.criteria:
        for condition in filter(None, (criterion.condition, criterion.applies, criterion.passes)):
            texts = list(all_texts(told(condition, words)))
            assert [text for text in texts if not text or "_" in text or "{" in text] == []


def test_a_window_in_the_page_s_sentence_is_told_with_the_same_time(trial: Trial):
    """The page says weeks and years; so does what was made of it."""
    words = fact_words.load()
    for criterion in trial.criteria:
        for time in told(criterion.condition, words).times():
            unit = next(w for w in time.split() if w.rstrip("s") in ("week", "year"))
            assert unit.rstrip("s") in criterion.passage.text


def test_every_fact_has_words():
    assert fact_words.load().keys() == vocabulary.facts().keys()


def all_texts(clause: Clause):
    yield clause.text
    for part in clause.parts:
        yield from all_texts(part)

"""What a message asks is decided from the reading of its segments and of what was said before."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.trial import Topic
from bot.core.understanding import (
    ACKNOWLEDGE,
    CLARIFY,
    DECLINE,
    ERASE,
    IDENTIFIER,
    KEPT,
    MAKE,
    MOST_NEARBY,
    NOTHING,
    OUT_OF_SCOPE,
    START,
    SURE_TO_ERASE,
    TAKE,
    WITHDRAW,
    Candidate,
    Mention,
    Part,
    Understanding,
    beside_identifier,
    decide,
)

GROUPS = {
    "visits": "visits",
    "heart_trace": "visits",
    "dose_schedule": "dosing",
    "dose_amount": "dosing",
    "size": "design",
    "side_effect": "effects",
    "criterion": "joining",
    "who_can_join": "joining",
}
TOPICS = {topic: Topic(topic, f"{topic}?", topic, group) for topic, group in GROUPS.items()}
OTHERS = [
    "advice",
    "handoff",
    TAKE,
    WITHDRAW,
    ERASE,
    "prescreen",
    "smalltalk/thanks",
    "affirm",
    "deny",
    OUT_OF_SCOPE,
]
LABELS = [*(f"ask/{topic}" for topic in TOPICS), *OTHERS]
CLOT, RASH = Mention("condition", "blood_clot"), Mention("symptom", "rash")


def read(label: str, chance: float = 0.9, **more) -> Candidate:
    """A segment that is read as this label; all others share the rest."""
    rest = (1 - chance) / (len(LABELS) - 1)
    return Candidate({one: chance if one == label else rest for one in LABELS}, **more)


def among(chances: dict[str, float], **more) -> Candidate:
    """A segment with these chances; all others share the rest."""
    others = [label for label in LABELS if label not in chances]
    rest = (1 - sum(chances.values())) / len(others)
    return Candidate({**dict.fromkeys(others, rest), **chances}, **more)


def said(*labels: str, nearby: tuple[str, ...] = ()) -> Understanding:
    """The understanding of an earlier message."""
    return Understanding(tuple(Part(label, 0.9, nearby=nearby) for label in labels))


def labels_of(understanding: Understanding) -> list[str]:
    return [part.label for part in understanding.parts]


def alone(candidate: Candidate, before: Understanding = NOTHING) -> Part:
    """The only part of a message with one segment."""
    (part,) = decide(candidate, [candidate], TOPICS, before).parts
    return part


@pytest.mark.parametrize("label", ["ask/visits", "advice", "code/withdraw", "smalltalk/thanks", OUT_OF_SCOPE])
def test_a_clear_message_asks_what_it_is_read_as(label):
    part = alone(read(label))
    assert (part.label, part.nearby) == (label, ())
    assert part.confidence == pytest.approx(0.9)


def test_a_part_knows_its_topic_only_if_it_asks_about_one():
    assert (alone(read("ask/visits")).topic, alone(read("advice")).topic) == ("visits", None)


def test_other_likely_topics_are_offered_beside_the_one_that_was_taken():
    part = alone(among({"ask/visits": 0.5, "ask/heart_trace": 0.2, "ask/size": 0.15, "advice": 0.14}))
    assert (part.label, part.nearby) == ("ask/visits", ("ask/heart_trace", "ask/size"))


def test_unlikely_topics_are_not_offered():
    assert alone(among({"ask/visits": 0.8, "ask/size": 0.1})).nearby == ()


def test_nothing_is_offered_beside_a_reply_that_is_no_answer():
    assert alone(among({"code/withdraw": 0.6, "ask/size": 0.3})).nearby == ()


@pytest.mark.parametrize(("label", "offered"), [("handoff", TAKE), (TAKE, MAKE), ("prescreen", START)])
def test_yes_takes_what_the_reply_before_offered(label, offered):
    before = decide(read(label), [read(label)], TOPICS)
    assert alone(read("affirm"), before).label == offered


def test_no_declines_a_code_that_was_offered():
    before = decide(read(TAKE), [read(TAKE)], TOPICS)
    assert alone(read("deny"), before).label == DECLINE


@pytest.mark.parametrize("wish", [TAKE, WITHDRAW, ERASE])
def test_a_wish_counts_beside_a_question_though_it_asks_nothing(wish):
    said = Candidate({wish: 1.0}, asks=False)
    assert labels_of(decide(read(wish), [read("ask/size"), said], TOPICS)) == ["ask/size", wish]


def test_a_request_for_advice_knows_its_subject_where_one_stands_out():
    assert alone(among({"advice": 0.6, "ask/size": 0.3, "ask/visits": 0.1})).nearby == ("ask/size",)


def test_advice_is_declined_beside_a_topic_on_which_nobody_should_act_alone():
    topics = {**TOPICS, "doses": Topic("doses", "Doses?", "doses", "dosing", personal=True)}
    certain = Candidate({"ask/doses": 1.0})
    assert labels_of(decide(certain, [certain], topics)) == ["ask/doses", "advice"]
    assert labels_of(decide(certain, [certain, read("advice")], topics)) == ["ask/doses", "advice"]


def test_a_typed_identifier_is_answered_before_what_is_asked_beside_it():
    assert labels_of(beside_identifier(said("ask/size"))) == [IDENTIFIER, "ask/size"]
    assert labels_of(beside_identifier(said("smalltalk/greet", "out_of_scope"))) == [IDENTIFIER]


@pytest.mark.parametrize("label", ["privacy/kept", "privacy/erase"])
def test_a_question_about_privacy_is_answered_beside_others(label: str):
    asked = Candidate({label: 1.0})
    assert labels_of(decide(asked, [asked, read("ask/size")], TOPICS)) == [label, "ask/size"]


def test_whoever_may_want_everything_erased_is_told_what_is_kept():
    doubtful = among({"privacy/erase": SURE_TO_ERASE - 0.01, "ask/visits": 0.2})
    assert labels_of(decide(doubtful, [doubtful], TOPICS)) == ["privacy/kept"]
    certain = among({"privacy/erase": SURE_TO_ERASE, "ask/visits": 0.2})
    assert labels_of(decide(certain, [certain], TOPICS)) == ["privacy/erase"]


def test_several_questions_are_parts_in_the_order_they_were_asked():
    segments = [read("ask/size"), read("advice"), read("ask/visits")]
    assert labels_of(decide(read("ask/size"), segments, TOPICS)) == ["ask/size", "advice", "ask/visits"]


def test_nothing_is_offered_beside_several_answers():
    segments = [among({"ask/size": 0.7, "ask/visits": 0.2}), read("ask/dose_amount")]
    parts = decide(read("ask/size"), segments, TOPICS).parts
    assert [part.nearby for part in parts] == [(), ()]


def test_a_question_asked_twice_is_answered_once_with_all_that_it_names():
    segments = [
        read("ask/criterion", mentions=(CLOT,)),
        read("ask/visits"),
        read("ask/criterion", mentions=(Mention("condition", "asthma"), CLOT)),
    ]
    first, second = decide(read("ask/criterion"), segments, TOPICS).parts
    assert (first.label, second.label) == ("ask/criterion", "ask/visits")
    assert first.mentions == (CLOT, Mention("condition", "asthma"))


def test_a_statement_belongs_to_the_question_of_the_same_label():
    statement = read("ask/criterion", mentions=(CLOT,), asks=False)
    (part,) = decide(read("ask/criterion"), [statement, read("ask/criterion")], TOPICS).parts
    assert (part.label, part.mentions) == ("ask/criterion", (CLOT,))


def test_a_statement_is_no_question_of_its_own():
    statement = read("ask/criterion", mentions=(CLOT,), asks=False)
    segments = [statement, read("ask/size"), read("ask/visits")]
    assert labels_of(decide(read("ask/size"), segments, TOPICS)) == ["ask/size", "ask/visits"]


def test_a_lookup_without_a_name_takes_what_the_whole_message_names():
    segments = [read("smalltalk/thanks", asks=False), read("ask/side_effect")]
    (part,) = decide(read("ask/side_effect", mentions=(RASH,)), segments, TOPICS).parts
    assert part.mentions == (RASH,)


def test_a_lookup_keeps_the_name_that_its_own_segment_gives():
    segments = [read("smalltalk/thanks", asks=False), read("ask/side_effect", mentions=(RASH,))]
    whole = read("ask/side_effect", mentions=(RASH, Mention("symptom", "fever")))
    (part,) = decide(whole, segments, TOPICS).parts
    assert part.mentions == (RASH,)


def test_the_one_question_of_a_rambling_message_is_answered():
    story = [read(label, 0.3, asks=False) for label in ("ask/criterion", "advice", OUT_OF_SCOPE)]
    segments = [*story, read("ask/visits")]
    assert labels_of(decide(read("ask/criterion", 0.4), segments, TOPICS)) == ["ask/visits"]


def test_a_message_without_a_clear_segment_is_read_as_a_whole():
    segments = [read("ask/size", 0.4), read("advice", 0.3)]
    assert labels_of(decide(read("ask/visits", 0.8), segments, TOPICS)) == ["ask/visits"]


def test_a_greeting_before_a_question_is_not_answered():
    segments = [read("smalltalk/thanks", asks=False), read("ask/size")]
    assert labels_of(decide(read("smalltalk/thanks", 0.6), segments, TOPICS)) == ["ask/size"]


def test_a_follow_up_stays_in_the_group_of_topics_spoken_of_before():
    unsure = among({"ask/visits": 0.5, "ask/dose_schedule": 0.3}, follows=True)
    assert alone(unsure, said("ask/dose_amount")).label == "ask/dose_schedule"


def test_a_follow_up_that_clearly_asks_something_else_leaves_the_group():
    assert alone(read("ask/visits", follows=True), said("ask/dose_amount")).label == "ask/visits"


@pytest.mark.parametrize("before", [NOTHING, said("advice"), said("ask/unknown_topic")])
def test_a_follow_up_after_no_topic_is_read_as_it_stands(before):
    part = alone(among({"ask/visits": 0.5, "ask/dose_schedule": 0.3}, follows=True), before)
    assert (part.label, part.confidence) == ("ask/visits", pytest.approx(0.5))


def test_a_complete_question_is_untouched_by_what_was_said_before():
    part = alone(among({"ask/visits": 0.5, "ask/dose_schedule": 0.3}), said("ask/dose_amount"))
    assert (part.label, part.confidence) == ("ask/visits", pytest.approx(0.5))


def test_yes_takes_the_first_offer():
    before = said(CLARIFY, nearby=("ask/size", "ask/visits"))
    assert alone(read("affirm"), before).label == "ask/size"


def test_yes_to_the_introduction_of_the_pre_screen_starts_it():
    """The introduction ends with “May I start?”."""
    before = decide(read("prescreen"), [read("prescreen")], TOPICS)
    assert alone(read("affirm"), before).label == START


@pytest.mark.parametrize("before", [NOTHING, said("ask/size"), said("advice")])
def test_yes_to_nothing_is_acknowledged(before):
    assert alone(read("affirm"), before).label == ACKNOWLEDGE


@pytest.mark.parametrize("before", [NOTHING, said(CLARIFY, nearby=("ask/size",))])
def test_no_is_acknowledged(before):
    assert alone(read("deny"), before).label == ACKNOWLEDGE


def test_an_unclear_message_is_asked_back_with_the_three_nearest_topics():
    chances = {"ask/size": 0.25, "advice": 0.2, "ask/visits": 0.18, "ask/dose_amount": 0.15}
    part = alone(among({**chances, "ask/criterion": 0.1}, mentions=(CLOT,)))
    assert part.label == CLARIFY
    assert part.nearby == ("ask/size", "ask/visits", "ask/dose_amount")
    assert part.mentions == (CLOT,)


def test_an_unclear_message_that_is_hardly_about_the_trial_is_out_of_scope():
    assert alone(among({OUT_OF_SCOPE: 0.34, "smalltalk/thanks": 0.3})).label == OUT_OF_SCOPE


def test_an_unclear_message_that_is_more_about_the_trial_is_asked_back():
    assert alone(among({OUT_OF_SCOPE: 0.2, "ask/size": 0.3, "ask/visits": 0.3})).label == CLARIFY


NAMES = st.text(max_size=12)
MENTIONS = st.lists(st.builds(Mention, NAMES, NAMES), max_size=3).map(tuple)
PARTS = st.builds(
    Part,
    st.sampled_from([*LABELS, CLARIFY, "ask/unknown_topic"]),
    st.integers(0, 10_000).map(lambda n: n / 10_000),
    MENTIONS,
    st.lists(st.sampled_from(LABELS[: len(TOPICS)]), max_size=3).map(tuple),
)
UNDERSTANDINGS = st.lists(PARTS, max_size=4).map(tuple).map(Understanding)


@st.composite
def candidates(draw: st.DrawFn) -> Candidate:
    weights = draw(st.lists(st.floats(0, 1), min_size=len(LABELS), max_size=len(LABELS)))
    total = sum(weights)
    chances = [w / total if total > 0 else 1 / len(LABELS) for w in weights]
    return Candidate(
        dict(zip(LABELS, chances, strict=True)), draw(MENTIONS), draw(st.booleans()), draw(st.booleans())
    )


@given(UNDERSTANDINGS)
def test_an_understanding_survives_being_kept_as_plain_data(understanding):
    kept = json.loads(json.dumps(understanding.to_dict()))
    assert Understanding.from_dict(kept) == understanding


@given(candidates(), st.lists(candidates(), max_size=5), UNDERSTANDINGS)
def test_any_reading_gives_parts_that_can_be_answered(whole, segments, before):
    parts = decide(whole, segments, TOPICS, before).parts
    labels = [part.label for part in parts]
    assert labels
    assert len(labels) == len(set(labels))
    offered = {START, TAKE, MAKE}
    assert set(labels) <= {*LABELS, CLARIFY, ACKNOWLEDGE, KEPT, DECLINE, *offered} - {"affirm", "deny"}
    assert all(len(part.nearby) <= MOST_NEARBY for part in parts)
    assert all(label.startswith("ask/") or label in offered for part in parts for label in part.nearby)


@given(candidates())
def test_a_message_of_one_segment_has_one_part(candidate):
    assert len(decide(candidate, [candidate], TOPICS).parts) == 1

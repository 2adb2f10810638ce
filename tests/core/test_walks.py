"""Whole interviews, as they should go and at random: each comes to its end, whatever is said."""

import json
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import bootstrap
from bot.core import prescreen
from bot.core.interview import ENDED, OBSTACLE, PAUSED, Interview
from bot.core.statements import DECLINED, NO, UNSURE, YES
from bot.core.truth import Truth
from tests.core.test_interview import STATEMENTS, TRIAL, VOCABULARY, says
from tests.core.test_prescreen import KEY, NOTHING_AGAINST, Talk
from tests.core.test_telling import NEVER_SAID

MOST_TURNS = 120
WALKS = 200
PLAIN = [YES, NO, UNSURE, DECLINED]
COMMANDS = [prescreen.WHY, prescreen.BACK, prescreen.SO_FAR, prescreen.SKIP, prescreen.RELATIVE]
COMMANDS += [prescreen.MYSELF, prescreen.RESUME]
ENDING = [prescreen.STOP, prescreen.RESULT, prescreen.AGAIN]
OUTCOMES = {"may_fit", "not_now", "does_not_fit", "cannot_tell"}


@pytest.mark.parametrize(
    ("answers", "outcome", "not_met", "unknown"),
    [
        ({}, "may_fit", [], []),
        ({"E14": says(plain=YES)}, "not_now", ["E14"], []),
        ({"E14": says(plain=UNSURE)}, "cannot_tell", [], ["E14"]),
        ({"E12": says(plain=YES), "E4": says(plain=YES)}, "does_not_fit", ["E4", "E12"], []),
        ({"I3": says(plain=NO), "E15": says(plain=DECLINED)}, "does_not_fit", ["I3"], ["E15"]),
    ],
)
def test_a_whole_interview_ends_in_the_result_that_follows(answers, outcome, not_met, unknown):
    talk = Talk().answering({**NOTHING_AGAINST, **answers})
    assert talk.kinds == ["result"]
    assert talk.result["outcome"] == outcome
    assert (talk.result["not_met"], talk.result["unknown"]) == (not_met, unknown)
    assert talk.result["page"] == f"/result/{KEY}"
    assert not talk.turn.goes_on


def message(chance):
    """What somebody may say: plain or in words, clearly or not, with asides and corrections."""
    told = [any_statement(chance) for _ in range(chance.choice([0, 0, 0, 1, 2]))]
    answer = any_statement(chance) if chance.random() < 0.5 else None
    return says(*told, answer=answer, plain=chance.choice([None, *PLAIN]), corrects=chance.random() < 0.2)


def any_statement(chance):
    one = chance.choice(STATEMENTS)
    return replace(one, sure=chance.choice([0.5, 0.65, 0.75, 0.85, 1.0]), named=chance.random() < 0.7)


def move(chance):
    """A message, or something asked of the interview; seldom that it end or begin anew."""
    if chance.random() < 0.85:
        return message(chance), None
    return says(), chance.choice(ENDING if chance.random() < 0.1 else COMMANDS)


def kept(interview):
    """The state as it comes back from its slot."""
    return Interview.from_dict(json.loads(json.dumps(interview.to_dict())), VOCABULARY)


def assert_said_well(talk):
    """Something was said, and nothing that must not be."""
    assert talk.turn.messages
    for message in talk.turn.messages:
        assert message.text.strip()
        assert not NEVER_SAID.search(message.text)
        assert "{" not in message.text
        progress = message.more.get("progress", {"done": 0, "of": 22})
        assert 0 <= progress["done"] <= progress["of"] == len(TRIAL.criteria)


def assert_asks_nothing_known(talk, before):
    """A question that was not open before is about something that nobody has told or left."""
    name, step = talk.open or ("", "")
    if talk.open != before.open and step not in ("", OBSTACLE):
        assert bootstrap.interviewer().decision(talk.interview).truths[name] is Truth.UNKNOWN
        assert name not in talk.interview.left


def has_ended(talk):
    return talk.interview.state in (ENDED, PAUSED)


def assert_ended_well(talk):
    """The result tells of every criterion; of those that are open each was asked about, or left."""
    assert not talk.turn.goes_on
    assert talk.kinds[-1] == ("smalltalk" if talk.interview.state == PAUSED else "result")
    if talk.interview.state == PAUSED:
        return
    told = [*talk.result["met"], *talk.result["not_met"], *talk.result["unknown"]]
    assert sorted(told) == sorted(criterion.id for criterion in TRIAL.criteria)
    assert talk.result["outcome"] in OUTCOMES
    if talk.result["outcome"] != "does_not_fit":
        assert set(talk.result["unknown"]) <= set(talk.interview.left)


@settings(max_examples=WALKS, derandomize=True)
@given(st.integers(0, 2**32))
def test_every_random_walk_ends_in_a_result_or_a_stop(seed):
    chance = Random(seed)
    talk = Talk(*(message(chance) for _ in range(chance.randint(0, 2))), relative=chance.random() < 0.5)
    assert_said_well(talk)
    for _ in range(MOST_TURNS):
        if has_ended(talk):
            break
        before = talk.interview
        said, label = move(chance)
        talk.say(said, label)
        assert_said_well(talk)
        assert_asks_nothing_known(talk, before)
        assert kept(talk.interview) == talk.interview
        assert label or talk.interview != before, "an answer that changes nothing is asked for ever"
        assert len(set(talk.interview.asked)) == len(talk.interview.asked), "asked twice in the same words"
    assert has_ended(talk)
    assert_ended_well(talk)


@settings(max_examples=WALKS // 4, derandomize=True)
@given(st.lists(st.sampled_from([None, *PLAIN]), min_size=1, max_size=6))
def test_whoever_says_the_same_few_things_over_and_over_comes_to_an_end(pattern):
    talk = Talk()
    for turn in range(MOST_TURNS):
        if has_ended(talk):
            break
        talk.say(says(plain=pattern[turn % len(pattern)]))
        assert_said_well(talk)
    assert talk.kinds == ["result"]
    assert_ended_well(talk)

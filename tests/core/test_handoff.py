"""The sheet: what was asked, what was left open, what was answered and changed, and nothing else."""

import json
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import bootstrap
from bot.core.handoff import MOST_ASKED, Asked, Change, Sheet, sheet, subject_of, topic_of, with_asked
from bot.core.interview import Interview
from bot.core.prescreen import Prescreen
from bot.core.statements import DECLINED, NO, YES
from bot.core.understanding import Part
from tests.core.test_interview import CLOT, CRITERIA, TRIAL, VOCABULARY, interviews, says, statement, told

DAY = date(2026, 3, 1)
VISITS, DOSE = Asked("ask/visits", "answer"), Asked("ask/dose_amount", "not_stated")
WORRY = Asked("ask/side_effects", "advice")
KEY = "A_-Z" * 5 + "09"


def made(asked=(), interview=None, relative=False):
    return sheet(TRIAL, DAY, asked, interview, relative)


def test_it_holds_what_was_asked_and_what_of_it_was_left_open():
    made_now = made([VISITS, DOSE, WORRY])
    assert made_now.asked == (VISITS.label, DOSE.label)
    assert made_now.unanswered == (DOSE, WORRY)


def test_it_holds_the_answers_but_not_the_address_of_the_result():
    interview = told(Interview(key=KEY), CLOT)
    made_now = made(interview=interview)
    assert made_now.interview.words == interview.words
    assert KEY not in json.dumps(made_now.to_dict())


def test_it_holds_nothing_else():
    assert [f.name for f in fields(Sheet)] == [
        "day", "trial", "relative", "asked", "unanswered", "interview", "changes"
    ]  # fmt: skip


def test_whom_it_is_about_is_what_the_interview_says_or_else_what_was_said():
    assert made(relative=True).relative
    assert made(interview=Interview(relative=True)).relative
    assert not made(interview=Interview(), relative=True).relative


def test_of_a_conversation_without_anything_it_is_empty():
    assert made() == Sheet(DAY, TRIAL.id)


def test_a_change_goes_from_the_first_words_to_those_of_now():
    first = told(Interview(), CLOT)
    second = told(first, statement("blood_clot", "denied", "no clot, I was wrong"))
    changed = second.changed_from(first, [CRITERIA["E14"]])
    assert made(interview=changed).changes == (Change("E14", CLOT.words, "no clot, I was wrong"),)


def test_what_was_said_again_in_the_same_words_has_not_changed():
    again = told(told(Interview(), CLOT).forgetting(CRITERIA["E14"]), CLOT)
    assert made(interview=again).changes == ()


def test_what_was_taken_back_and_not_said_anew_is_not_on_it():
    back = told(Interview(), CLOT).forgetting(CRITERIA["E14"])
    assert CLOT.words not in json.dumps(made(interview=back).to_dict())


def test_words_to_what_somebody_would_rather_not_say_are_not_on_it():
    left = told(Interview(), CLOT).leaving(CRITERIA["E14"], DECLINED)
    anew = told(Interview(), CLOT).forgetting(CRITERIA["E14"]).leaving(CRITERIA["E14"], DECLINED)
    for interview in (left, anew):
        assert CLOT.words not in json.dumps(made(interview=interview).to_dict())


def test_a_correction_in_the_conversation_is_on_the_sheet():
    prescreen: Prescreen = bootstrap.prescreen()
    begun = prescreen.begin([], False, "").interview
    once = prescreen.turn(
        begun, says(statement("disease", "affirmed", "CLL, it came back"), plain=YES)
    ).interview
    told_of = prescreen.turn(once, says(statement("dialysis", "affirmed", "I was on dialysis"))).interview
    corrects = says(statement("dialysis", "denied", "I never had dialysis"), plain=NO, corrects=True)
    after = prescreen.turn(told_of, corrects).interview
    assert Change("E11", "I was on dialysis", "I never had dialysis") in made(interview=after).changes


@given(st.none() | interviews(), st.booleans(), st.lists(st.sampled_from([VISITS, DOSE, WORRY]), max_size=4))
def test_it_survives_the_store_that_keeps_it(interview, relative, asked):
    kept = made(asked, interview, relative)
    assert Sheet.from_dict(json.loads(json.dumps(kept.to_dict())), VOCABULARY) == kept


def test_each_thing_that_was_asked_is_kept_once_and_the_latest_last():
    assert with_asked([VISITS, DOSE], [VISITS]) == (DOSE, VISITS)
    assert with_asked([], [DOSE, DOSE]) == (DOSE,)


def test_answered_and_not_answered_are_two_things():
    hair = Asked(VISITS.label, "not_stated")
    assert with_asked([VISITS], [hair]) == (VISITS, hair)


def test_only_so_much_is_kept_and_that_is_the_latest():
    many = [Asked(f"ask/{number}", "answer") for number in range(MOST_ASKED + 5)]
    kept = ()
    for one in many:
        kept = with_asked(kept, [one])
    assert kept == tuple(many[5:])


@pytest.mark.parametrize(
    ("part", "label"),
    [
        (Part("ask/visits", 1.0), "ask/visits"),
        (Part("advice", 1.0, nearby=("ask/side_effects",)), "ask/side_effects"),
        (Part("advice", 1.0), "advice"),
        (Part("handoff", 1.0), None),
        (Part("privacy/kept", 1.0), None),
        (Part("smalltalk/greet", 1.0), None),
        (Part("abuse", 1.0), None),
        (Part("out_of_scope", 1.0), None),
        (Part("clarify", 0.2), None),
    ],
)
def test_questions_about_the_trial_and_wishes_for_advice_belong_on_it(part, label):
    assert subject_of(part) == label


def test_a_label_is_shown_as_its_reviewed_question():
    assert topic_of("ask/visits", TRIAL).question == TRIAL.topic("visits").question
    assert topic_of("advice", TRIAL) is None
    assert topic_of("ask/of_another_trial", TRIAL) is None

"""What a message is to the pre-screen: an answer, a question beside it, a wish of its own, or both."""

from dataclasses import replace

import pytest

from bot.core import prescreen, turns
from bot.core.statements import DECLINED, NO, UNSURE, YES, Said
from bot.core.turns import (
    ANSWER,
    BEYOND_DOUBT,
    CERTAIN,
    CLEARLY_ASKED,
    CLEARLY_SAID,
    CODE,
    ERASING,
    RATHER_SAID,
    SEVERAL,
    START,
    SURE_ANSWER,
    agrees,
    asked_beside,
    awaits_consent,
    commands,
    consent,
    intent_otherwise,
    intent_while_asking,
    is_question,
    whom,
)
from bot.core.understanding import (
    ACKNOWLEDGE,
    ADVICE,
    DECLINE,
    ERASE,
    MAKE,
    OUT_OF_SCOPE,
    TAKE,
    WITHDRAW,
    Part,
    Understanding,
)
from tests.core.test_interview import says, statement

OPEN = "thyroid"
"""The subject of the open question."""
CLOT = statement("blood_clot", "affirmed")
VISITS = "ask/visits"
LOOKUP = "ask/side_effect"
COMMANDS = [prescreen.WHY, prescreen.BACK, prescreen.SO_FAR, prescreen.SKIP, prescreen.STOP]
COMMANDS += [prescreen.AGAIN, prescreen.RESUME, prescreen.RESULT]


def asks(*labels, sure=1.0):
    """A message that is understood as these."""
    return Understanding(tuple(Part(label, sure) for label in labels))


def guessed(sure):
    """A message that reads like an answer to the open question, so surely."""
    return says(answer=statement(OPEN, "affirmed", sure=sure))


def intent(understood, said, like_a_question=False, is_mixed=False):
    """The intent while the question about the thyroid is open."""
    return intent_while_asking(understood, said, OPEN, like_a_question, is_mixed)


def test_what_asks_nothing_is_an_answer():
    for label in ("affirm", "interview/other", "start", "clarify", ACKNOWLEDGE):
        assert intent(asks(label), says()) == ANSWER


@pytest.mark.parametrize(
    "label",
    [VISITS, "advice", "handoff", TAKE, WITHDRAW, MAKE, "privacy/kept", "abuse", "smalltalk/greet"],
)
def test_what_only_asks_is_answered_and_is_no_answer(label):
    assert intent(asks(label), says(), like_a_question=True) is None
    assert intent(asks(label), says()) is None


def test_what_makes_no_sense_is_an_answer_that_cannot_be_read_unless_it_is_a_question():
    assert intent(asks(OUT_OF_SCOPE), says()) == ANSWER
    assert intent(asks(OUT_OF_SCOPE), says(), like_a_question=True) is None


def test_what_is_said_to_the_question_erases_nothing():
    assert intent(asks(ERASE), replace(says(CLOT), answering=CLEARLY_SAID)) == ANSWER


def test_what_is_said_to_the_question_is_no_question_though_it_begins_like_one():
    answering = replace(says(CLOT, words="did have one"), answering=CLEARLY_SAID)
    assert not is_question(asks(VISITS), answering, openly=False)
    assert is_question(asks(VISITS), answering, openly=True)
    assert is_question(asks(ADVICE), answering, openly=False)
    assert is_question(asks(VISITS), replace(answering, answering=CLEARLY_SAID - 0.01), openly=False)


def test_what_asks_but_vaguely_is_an_answer():
    assert asked_beside(asks(VISITS, sure=CLEARLY_ASKED)) == [0]
    assert asked_beside(asks(VISITS, sure=CLEARLY_ASKED - 0.01)) == []
    assert intent(asks(VISITS, sure=CLEARLY_ASKED - 0.01), says(), like_a_question=True) == ANSWER


def test_each_part_that_asks_is_told_by_its_number():
    assert asked_beside(asks("affirm", VISITS, "interview/why", "advice")) == [1, 3]


@pytest.mark.parametrize(
    "said", [says(plain=NO), says(CLOT), says(statement(OPEN, UNSURE)), guessed(SURE_ANSWER)]
)
def test_an_answer_together_with_a_question_is_an_answer(said):
    assert intent(asks(VISITS), said, like_a_question=True, is_mixed=True) == ANSWER


@pytest.mark.parametrize("said", [says(), guessed(SURE_ANSWER - 0.01), says(statement("dialysis", UNSURE))])
def test_a_question_beside_words_that_say_nothing_is_a_question(said):
    assert intent(asks(VISITS), said, like_a_question=True, is_mixed=True) is None


def test_what_may_only_be_an_answer_is_none_beside_a_wish_for_advice():
    assert intent(asks(ADVICE), guessed(SURE_ANSWER), like_a_question=True, is_mixed=True) is None
    assert intent(asks(ADVICE), says(CLOT), like_a_question=True, is_mixed=True) == ANSWER


def test_a_question_says_nothing_even_if_it_names_an_illness():
    assert intent(asks(LOOKUP), says(CLOT), like_a_question=True) is None


def test_not_sure_reads_like_a_question_and_is_an_answer():
    assert intent(asks(VISITS), says(plain=UNSURE), like_a_question=True) == ANSWER


def test_what_states_something_is_an_answer_whatever_it_is_taken_for():
    for said in (says(plain=YES), says(CLOT), says(statement(OPEN, UNSURE))):
        assert intent(asks("smalltalk/feelings"), said) == ANSWER


def test_what_names_an_illness_without_asking_is_an_answer():
    assert intent(asks(LOOKUP), says()) == ANSWER


@pytest.mark.parametrize(("sure", "expected"), [(BEYOND_DOUBT, None), (BEYOND_DOUBT - 0.01, ANSWER)])
def test_what_may_be_both_is_an_answer_unless_it_is_beyond_doubt_a_wish(sure, expected):
    assert intent(asks("handoff", sure=sure), guessed(SURE_ANSWER)) == expected


def test_what_is_rather_said_to_the_question_is_no_command_and_no_question():
    answering = replace(says(), answering=0.9)
    assert commands(asks(prescreen.BACK, sure=0.89), answering) == []
    assert commands(asks(prescreen.BACK, sure=0.9), answering) == [prescreen.BACK]
    assert intent(asks(VISITS, sure=0.89), answering) == ANSWER
    assert intent(asks(VISITS, sure=0.9), answering) is None


def test_asking_for_the_pre_screen_within_it_is_an_answer():
    assert intent(asks("prescreen"), says(), like_a_question=True) == ANSWER


@pytest.mark.parametrize("labels", [(ERASE,), (VISITS, ERASE)])
def test_the_wish_to_be_forgotten_comes_before_any_answer(labels):
    assert intent(asks(*labels), says(CLOT, plain=NO)) == ERASING


def test_the_wish_to_be_forgotten_comes_before_an_offer_and_beside_a_question_is_one_of_several():
    assert intent_otherwise(asks(ERASE), says(CLOT, plain=YES), [START]) == ERASING
    assert intent_otherwise(asks(VISITS, ERASE), says(plain=YES), []) is None


def test_what_only_may_be_the_wish_to_be_forgotten_is_none_if_it_answers():
    assert intent(asks(ERASE, sure=CERTAIN), says(plain=NO)) == ERASING
    assert intent(asks(ERASE, sure=CERTAIN - 0.01), says(plain=NO)) == ANSWER
    assert intent(asks(ERASE), replace(says(plain=NO), answering=RATHER_SAID)) == ANSWER


@pytest.mark.parametrize("label", COMMANDS)
def test_what_is_asked_of_the_interview_goes_to_it(label):
    assert commands(asks(label), says()) == [label]
    assert intent(asks(label), says(), like_a_question=True) == ANSWER
    assert intent(asks(VISITS, label), says(), like_a_question=True) == ANSWER


@pytest.mark.parametrize("said", [says(plain=YES), says(plain=NO), says(plain=UNSURE), says(CLOT)])
def test_what_answers_asks_nothing_of_the_interview(said):
    assert commands(asks(prescreen.SKIP), said) == []


def test_prefer_not_to_say_may_ask_to_skip():
    assert commands(asks(prescreen.SKIP), says(plain=DECLINED)) == [prescreen.SKIP]


def test_what_is_asked_vaguely_of_the_interview_is_not_asked():
    assert commands(asks(prescreen.STOP, sure=CLEARLY_ASKED), says()) == [prescreen.STOP]
    assert commands(asks(prescreen.STOP, sure=CLEARLY_ASKED - 0.01), says()) == []
    assert commands(asks("interview"), says()) == []


@pytest.mark.parametrize(("label", "relative"), [(prescreen.RELATIVE, True), (prescreen.MYSELF, False)])
def test_whom_it_is_for_is_taken_only_from_words_that_say_so_and_nothing_else(label, relative):
    assert commands(asks(label), Said(relative=relative)) == [label]
    assert commands(asks(label), Said(relative=None)) == []
    assert commands(asks(label), Said(relative=not relative)) == []
    assert commands(asks(label), Said(relative=relative, plain=NO)) == []  # “No, that was my father”
    assert commands(asks(label), Said((CLOT,), relative=relative)) == []


@pytest.mark.parametrize("label", [START, *turns.BEGINNING])
def test_the_wish_to_begin_or_go_on_starts_the_questions(label):
    assert intent_otherwise(asks(label), says(), []) == START


@pytest.mark.parametrize("label", [prescreen.RESULT, prescreen.SO_FAR, VISITS, "affirm"])
def test_nothing_else_starts_them_unless_it_was_offered(label):
    assert intent_otherwise(asks(label), says(plain=YES), []) is None


@pytest.mark.parametrize(
    ("said", "label", "expected"),
    [
        (says(plain=YES), "affirm", START),
        (says(CLOT), "clarify", START),
        (says(CLOT), LOOKUP, None),
        (says(plain=NO), "deny", None),
        (says(CLOT, plain=NO), "deny", None),
        (says(), "clarify", None),
    ],
    ids=["yes", "tells at once", "asks about a clot", "no", "no, I had a clot", "unclear"],
)
def test_an_offer_to_begin_is_taken_by_a_yes_or_by_telling_at_once(said, label, expected):
    assert intent_otherwise(asks(label), said, [START]) == expected


@pytest.mark.parametrize(
    ("understood", "intent_before", "awaited"),
    [
        (asks(TAKE), CODE, True),
        (asks(VISITS, TAKE), SEVERAL, True),
        (asks(TAKE), ANSWER, False),  # the next question was asked after it
        (asks(MAKE), CODE, False),
        (asks(WITHDRAW), CODE, False),
        (asks(VISITS), "ask", False),
        (asks(), None, False),
    ],
)
def test_consent_is_awaited_where_it_was_the_last_thing_asked(understood, intent_before, awaited):
    assert awaits_consent(understood, intent_before) is awaited


@pytest.mark.parametrize(
    ("understood", "said", "meant"),
    [
        (asks("affirm"), says(plain=YES), MAKE),
        (asks(MAKE), says(), MAKE),  # “ok”, to an offer
        (asks(TAKE), says(plain=YES), MAKE),  # “Yes, make a code”
        (asks("smalltalk/thanks"), says(plain=YES), MAKE),
        (asks("smalltalk/thanks"), says(plain=NO), DECLINE),
        (asks("deny"), says(plain=NO), DECLINE),
        (asks(DECLINE), says(words="better not"), DECLINE),  # to an offer
        (asks(ACKNOWLEDGE), says(words="ok"), MAKE),
        (asks(TAKE), says(words="Yes, make a code"), MAKE),
        (asks(ACKNOWLEDGE), says(plain=UNSURE), DECLINE),
        (asks(ACKNOWLEDGE), says(plain=DECLINED), DECLINE),
    ],
)
def test_a_plain_answer_consents_or_does_not(understood, said, meant):
    assert consent(understood, said) == meant


@pytest.mark.parametrize(
    ("understood", "said"),
    [
        (asks(TAKE), says()),
        (asks(VISITS), says(plain=YES)),
        (asks(ERASE), says(plain=NO)),
        (asks(WITHDRAW), says(plain=NO)),
        (asks("handoff"), says(plain=NO)),
        (asks("affirm"), says(CLOT, plain=YES)),
        (asks("smalltalk/thanks"), says()),
        (asks("clarify"), says()),
    ],
)
def test_whatever_else_is_said_is_no_consent(understood, said):
    assert consent(understood, said) is None


@pytest.mark.parametrize(
    "words",
    [
        "ok",
        "OK then",
        "Yes, make a code",
        "yes please make me a code",
        "Go ahead!",
        "all right",
        "sure, that's fine",
    ],
)
def test_plain_words_of_consent_are_known_without_training(words):
    assert agrees(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "?",
        "I see",
        "no",
        "ok but what will she see",
        "yes my CLL came back",
        "make a code",
        "yes and no",
        "right",
    ],
)
def test_other_words_are_no_consent(words):
    assert not agrees(words)


def test_a_yes_that_is_only_guessed_is_no_consent():
    assert consent(asks(MAKE, sure=0.4), says()) is None


@pytest.mark.parametrize("label", ["handoff", TAKE, WITHDRAW])
@pytest.mark.parametrize(("read", "meant"), [(False, None), (None, None), (True, True)])
def test_who_wants_to_ring_need_not_be_the_patient(label, read, meant):
    assert whom(asks(label), Said(relative=read)) is meant
    assert whom(asks(label, VISITS), Said(relative=read)) is read

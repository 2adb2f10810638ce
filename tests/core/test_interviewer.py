"""The pre-screen's rules: what an answer changes, and what is asked next."""

from dataclasses import replace

import pytest

from bot import bootstrap
from bot.core.interview import AGAIN, ASK, ENDED, OBSTACLE, Interview
from bot.core.interviewer import FOLLOW, MOST_STEPS, SURE_ASIDE, SURE_BEFORE, SURE_WORDS
from bot.core.statements import DECLINED, NO, UNSURE, YES
from bot.core.truth import Truth
from tests.core.test_interview import CRITERIA, TRIAL, says, statement, told

INTERVIEWER = bootstrap.interviewer()
ORDER = ["I1", "I6", "I2", "E7", "E3", "E6", "E8", "E14", "E9", "E10", "E2"]
ORDER += ["E1", "E5", "E4", "I4", "I3", "E13", "E12", "E11", "E16", "I5", "E15"]
MEANT = {name: (Truth.TRUE, Truth.FALSE) if name[0] == "I" else (Truth.FALSE, Truth.TRUE) for name in ORDER}
MEANT |= {
    "I1": (Truth.TRUE, Truth.UNKNOWN),  # CLL that did not come back, or no CLL
    "I2": (Truth.UNKNOWN, Truth.FALSE),  # which?
    "I5": (Truth.UNKNOWN, Truth.TRUE),  # whether they would use contraception
    "E10": (Truth.UNKNOWN, Truth.TRUE),  # which, and since when is it clear?
}
"""What a plain yes and a plain no say to each criterion."""
HM = says()
FOLLOW_UPS = [
    ("I2", 0, statement("chemotherapy", "affirmed")),
    ("I5", 0, statement("contraception", "stated", pregnancy_possible=True)),
    ("E6", 0, statement("alemtuzumab", "affirmed")),
    ("E7", 0, statement("cll_treatment", "stopped")),
    ("E8", 0, statement("trial_drug", "affirmed")),
    ("E9", 0, statement("thalidomide", "stated", thalidomide_ever=True)),
    ("E10", 0, statement("other_cancer", "stated", other_cancers=[{"type": "breast"}])),
    (
        "E10",
        1,
        statement("other_cancer", "stated", other_cancers=[{"type": "breast", "status": "remission"}]),
    ),
    ("E14", 0, statement("blood_clot", "affirmed")),
]
CLEAR = [
    ("I2", statement("chemotherapy", "affirmed", cll_drugs_received=["fcr"])),
    ("I5", statement("contraception", "willing")),
    ("E6", statement("alemtuzumab", "affirmed", days_since_alemtuzumab=400)),
    ("E7", statement("cll_treatment", "not_lately")),
    ("E8", statement("trial_drug", "denied")),
    ("E9", statement("thalidomide", "no_rash")),
    ("E10", statement("other_cancer", "stated", other_cancers=[{"type": "basal_cell_skin"}])),
    ("E14", statement("blood_clot", "affirmed", days_since_blood_clot=400)),
]


def asking(name, step=ASK, interview=None):
    """With this question open, and nothing known of those before it."""
    interview = interview or Interview()
    before = ORDER[: ORDER.index(name)]
    interview = replace(interview, left={**dict.fromkeys(before, UNSURE), **interview.left})
    return replace(interview, open=(name, step), asked=(*interview.asked, (name, step)))


def after(interview, said):
    """The state after a message, with the next step open."""
    return INTERVIEWER.next(INTERVIEWER.taking(interview, said))


def is_done(interview, name):
    """Whether the next question is another one, or the end."""
    return interview.state == ENDED or interview.open[0] != name


def truth(interview, name):
    return INTERVIEWER.decision(interview).truths[name]


def test_every_criterion_is_asked_about_in_the_order_of_the_interview():
    interview, names = INTERVIEWER.next(Interview()), []
    while interview.open:
        names.append(interview.open)
        interview = after(interview, says(plain=DECLINED))
    assert names == [(name, ASK) for name in ORDER]
    assert interview.state == ENDED
    assert set(interview.left) == set(CRITERIA)


@pytest.mark.parametrize("name", [name for name in ORDER if name != "I6"])
@pytest.mark.parametrize(("plain", "place"), [(YES, 0), (NO, 1)])
def test_a_plain_yes_or_no_says_what_the_question_makes_of_it(name, plain, place):
    assert truth(INTERVIEWER.taking(asking(name), says(plain=plain)), name) is MEANT[name][place]


@pytest.mark.parametrize("plain", [UNSURE, DECLINED])
@pytest.mark.parametrize("name", ORDER)
def test_unsure_and_declined_are_recorded_and_not_asked_again(name, plain):
    interview = after(asking(name), says(plain=plain))
    assert interview.left[name] == plain
    assert truth(interview, name) is Truth.UNKNOWN
    assert is_done(interview, name)


@pytest.mark.parametrize("name", ORDER)
def test_an_unreadable_answer_is_asked_once_more_and_then_recorded_as_unsure(name):
    again = after(asking(name), HM)
    assert again.open == (name, AGAIN)
    assert name not in again.left
    later = after(again, HM)
    assert later.left[name] == UNSURE
    assert is_done(later, name)


def test_an_answer_that_only_the_model_reads_as_unsure_is_unsure():
    guessed = says(answer=statement("dialysis", UNSURE))
    assert after(asking("E11"), guessed).left["E11"] == UNSURE


@pytest.mark.parametrize(("sure", "met"), [(SURE_WORDS, Truth.FALSE), (SURE_WORDS - 0.01, Truth.TRUE)])
def test_what_an_answer_of_more_words_says_counts_more_than_its_no_if_it_is_clear(sure, met):
    spoken = statement("nerve_damage", "affirmed", sure=sure)
    said = says(plain=NO, words="no feeling in my toes at all", answer=spoken)
    assert truth(INTERVIEWER.taking(asking("E13"), said), "E13") is met


def test_a_short_no_is_a_no_whatever_the_model_guesses():
    said = says(plain=NO, words="no, none", answer=statement("nerve_damage", "affirmed"))
    assert truth(INTERVIEWER.taking(asking("E13"), said), "E13") is Truth.TRUE


@pytest.mark.parametrize(("name", "number", "said"), FOLLOW_UPS)
def test_what_is_missing_is_asked_further_and_only_once(name, number, said):
    step = f"{FOLLOW}{number}"
    following = after(asking(name), says(said))
    assert following.open == (name, step)
    later = after(following, says(plain=UNSURE))
    assert later.left[name] == UNSURE
    assert is_done(later, name)


@pytest.mark.parametrize(("name", "said"), CLEAR)
def test_nothing_is_asked_further_where_nothing_is_missing(name, said):
    following = after(asking(name), says(said))
    assert truth(following, name) is Truth.TRUE
    assert is_done(following, name)


def test_every_further_question_is_among_those_tested():
    numbers = [(c, n) for c, question in TRIAL.questions.items() for n in range(len(question.follow_ups))]
    assert sorted((name, number) for name, number, _ in FOLLOW_UPS) == sorted(numbers)


@pytest.mark.parametrize(("name", "step"), [("I5", f"{FOLLOW}0"), ("E10", f"{FOLLOW}0")])
def test_a_plain_yes_that_tells_only_half_is_asked_further_and_not_called_unclear(name, step):
    assert after(asking(name), says(plain=YES)).open == (name, step)


def test_a_plain_yes_to_whether_a_cancer_is_clear_is_asked_further_since_when():
    breast = told(Interview(), statement("other_cancer", "stated", other_cancers=[{"type": "breast"}]))
    following = after(asking("E10", f"{FOLLOW}0", breast), says(plain=YES))
    assert following.open == ("E10", f"{FOLLOW}1")


def test_a_criterion_is_asked_about_four_times_at_most():
    asked = (("E14", ASK),) * MOST_STEPS
    interview = told(Interview(asked=asked), statement("blood_clot", "affirmed"))
    others = replace(interview, left=dict.fromkeys(set(CRITERIA) - {"E14"}, UNSURE))
    assert INTERVIEWER.next(others).left["E14"] == UNSURE
    assert INTERVIEWER.next(others).state == ENDED


def test_what_is_said_before_is_taken_if_it_is_clear_and_not_asked():
    clear = statement("disease", "back", sure=SURE_BEFORE)
    vague = statement("age", "stated", age_years=70, sure=SURE_BEFORE - 0.01)
    virus = statement("viruses", UNSURE)
    interview = INTERVIEWER.noting(Interview(), says(clear, vague, virus))
    assert INTERVIEWER.decision(interview).met == ("I1",)
    assert INTERVIEWER.next(interview).open == ("I6", ASK)


@pytest.mark.parametrize(("days", "question"), [(56, "E8"), (55, "E6")])
def test_who_had_no_treatment_for_eight_weeks_is_not_asked_about_one_of_them(days, question):
    said = statement("cll_treatment", "stopped", days_since_cll_treatment=days)
    assert after(asking("E3", interview=told(Interview(), said)), says(plain=NO)).open == (question, ASK)


def test_what_the_person_says_of_it_counts_more_than_what_follows_from_another_answer():
    interview = told(
        Interview(),
        statement("cll_treatment", "stopped", days_since_cll_treatment=70),
        statement("alemtuzumab", "affirmed", days_since_alemtuzumab=7),
    )
    assert truth(interview, "E6") is Truth.FALSE


def test_a_question_that_an_aside_settles_is_not_asked_again():
    said = statement("cll_treatment", "stopped", days_since_cll_treatment=700)
    following = after(asking("E6", interview=Interview(left={"E7": UNSURE})), says(said))
    assert truth(following, "E6") is Truth.TRUE
    assert following.open[0] != "E6"


NO_CLOT = told(Interview(), statement("blood_clot", "denied"))
CLOT = statement("blood_clot", "affirmed", days_since_blood_clot=60)


def test_an_aside_on_something_unknown_is_taken():
    assert truth(INTERVIEWER.taking(asking("E8"), says(CLOT, plain=NO)), "E14") is Truth.FALSE


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        (says(CLOT, plain=NO), False),
        (says(CLOT, plain=NO, corrects=True), True),
        (says(CLOT), True),
        (says(replace(CLOT, sure=SURE_ASIDE)), True),
        (says(replace(CLOT, sure=SURE_ASIDE - 0.01)), False),
        (says(replace(CLOT, named=False)), False),
    ],
    ids=["beside an answer", "as a correction", "alone", "just clear", "vague", "not by its name"],
)
def test_an_aside_changes_what_is_known_only_if_it_is_clear_and_corrects_or_says_nothing_else(said, changed):
    interview = INTERVIEWER.taking(asking("E8", interview=NO_CLOT), said)
    assert (truth(interview, "E14") is Truth.FALSE) is changed


def test_an_aside_settles_what_was_left_as_unsure():
    interview = INTERVIEWER.taking(asking("E13"), says(CLOT, plain=NO))
    assert truth(interview, "E14") is Truth.FALSE


@pytest.mark.parametrize("subject", ["infection", "fitness", "blood_results", "serious_condition"])
def test_what_is_too_easily_mistaken_is_taken_from_its_own_question_alone(subject):
    said = says(statement(subject, "affirmed"), plain=NO)
    assert INTERVIEWER.taking(asking("E15"), said).facts == {}


def test_a_correction_of_something_else_is_no_answer_whatever_the_model_guesses():
    before = asking("I2", interview=told(Interview(), statement("age", "stated", age_years=71)))
    guess = statement("chemotherapy", "denied", named=False)
    said = says(statement("age", "stated", age_years=17), answer=guess, corrects=True)
    following = INTERVIEWER.taking(before, said)
    assert (truth(following, "I6"), truth(following, "I2")) == (Truth.FALSE, Truth.UNKNOWN)


def test_an_aside_leaves_the_question_open_to_be_asked_in_other_words():
    assert after(asking("E8"), says(CLOT)).open == ("E8", AGAIN)


def test_nobody_is_asked_to_go_on_when_nothing_is_left_to_ask():
    assert after(asking("E15"), says(plain=YES)).state == ENDED


def test_an_obstacle_after_one_that_was_taken_back_is_told_too():
    never = statement("lenalidomide_before", "denied", "I never had it")
    going_on = after(after(asking("E3"), says(plain=YES)), says(never, corrects=True))
    assert going_on.open == ("E6", ASK)
    assert after(asking("E11", interview=going_on), says(plain=YES)).open == ("E11", OBSTACLE)


def third():
    """With the third question open: the first two are answered."""
    second = after(INTERVIEWER.next(Interview()), says(plain=YES))
    return after(second, says(statement("age", "stated", age_years=70)))


def test_going_back_asks_the_question_before_anew():
    back = INTERVIEWER.back(third())
    assert back.open == ("I6", ASK)
    assert (back.facts, back.stated) == ({}, {"I1": True})


def test_after_going_back_the_question_that_was_open_is_asked_too():
    age = says(statement("age", "stated", age_years=71))
    assert after(INTERVIEWER.back(third()), age).open == ("I2", ASK)


def test_going_back_twice_goes_two_questions_back():
    assert INTERVIEWER.back(INTERVIEWER.back(third())).open == ("I1", ASK)


def test_going_back_from_an_obstacle_asks_anew_what_made_it():
    assert INTERVIEWER.back(after(third(), says(plain=NO))).open == ("I2", ASK)

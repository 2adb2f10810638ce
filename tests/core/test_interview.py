"""The state of a pre-screen: what is known, what replaces what, and that a slot can hold it.

What is said is made up here, for these and the other tests of the pre-screen.
"""

import json
from dataclasses import replace
from datetime import date
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from bot import bootstrap, vocabulary
from bot.core.facts import Range, typed
from bot.core.interview import AGAIN, ASK, ASKING, ENDED, OBSTACLE, PAUSED, Interview
from bot.core.statements import DECLINED, NO, UNSURE, YES, Said, Statement
from bot.core.truth import Truth

TRIAL = bootstrap.trial()
CRITERIA = {criterion.id: criterion for criterion in TRIAL.criteria}
VOCABULARY = vocabulary.facts()
SUBJECTS = {
    name: s for name, s in vocabulary.subjects().items() if name in {c.subject for c in TRIAL.criteria}
}
READ = {
    "age": [{"age_years": 17}, {"age_years": 71}],
    "chemotherapy": [{"cll_drugs_received": names} for names in (["fcr"], ["chlorambucil"], ["ibrutinib"])],
    "fitness": [{"performance_status": 1}, {"performance_status": 4}],
    "other_cancer": [
        {"other_cancers": [cancer]}
        for cancer in (
            {"type": "breast"},
            {"type": "bowel", "status": "active"},
            {"type": "bowel", "status": "remission"},
            {"status": "remission", "remission_years": 3},
            {"type": "prostate", "stage": 1, "in_situ": False},
        )
    ],
    "viruses": [{"hepatitis_b": "positive"}, {"hiv": "negative"}, {"hepatitis_c": "cured"}],
}
"""What is read in words that no class tells: ages, names, cancers."""
TIMES = [0, 27, 28, 56, 400, [0, 365]]


def facts(**plain):
    """Facts as the reader gives them."""
    return typed(plain, VOCABULARY, date.max)


def statement(subject, label, words="as they said it", sure=1.0, named=True, **more):
    """A statement with the facts of its class, and more."""
    told = {**SUBJECTS[subject].classes.get(label, {}), **facts(**more)}
    return Statement(subject, label, told, words, sure, named)


def says(*statements, plain=None, words="", answer=None, corrects=False):
    """A message."""
    spoken = words or plain or " ".join(s.words for s in statements) or "hm"
    return Said(statements, answer, plain, spoken, None, corrects)


def every_statement():
    """What may be said of each subject: its classes, what names and times tell, and that one is unsure."""
    for name, subject in SUBJECTS.items():
        yield statement(name, UNSURE, f"{name} {UNSURE}")
        times = [{}, *({subject.when: days} for days in TIMES if subject.when)]
        for label in [*subject.classes, "stated"]:
            for more, time in product([{}, *READ.get(name, [])], times):
                yield statement(name, label, f"{name} {label}", **more, **time)


STATEMENTS = tuple(every_statement())
statements = st.builds(
    replace,
    st.sampled_from(STATEMENTS),
    sure=st.sampled_from([0.5, 0.65, 0.75, 0.85, 1.0]),
    named=st.booleans(),
)


@st.composite
def interviews(draw):
    """A state that something was said to."""
    interview = Interview(
        asked=tuple(
            draw(st.lists(st.tuples(st.sampled_from(sorted(CRITERIA)), st.sampled_from([ASK, AGAIN]))))
        ),
        open=draw(st.none() | st.tuples(st.sampled_from(sorted(CRITERIA)), st.sampled_from([ASK, OBSTACLE]))),
        relative=draw(st.booleans()),
        went_on=draw(st.booleans()),
        state=draw(st.sampled_from([ASKING, PAUSED, ENDED])),
        key=draw(st.text(max_size=3)),
    )
    by_subject = {criterion.subject: criterion for criterion in TRIAL.criteria}
    for said in draw(st.lists(statements, max_size=6)):
        interview = interview.with_statement(said, by_subject[said.subject], VOCABULARY)
    for name in draw(st.lists(st.sampled_from(sorted(CRITERIA)), max_size=3)):
        interview = interview.with_plain(
            CRITERIA[name], draw(st.booleans()), draw(st.sampled_from([YES, NO]))
        )
    for name in draw(st.lists(st.sampled_from(sorted(CRITERIA)), max_size=2)):
        interview = interview.forgetting(CRITERIA[name])
    for name in draw(st.lists(st.sampled_from(sorted(CRITERIA)), max_size=3)):
        interview = interview.leaving(CRITERIA[name], draw(st.sampled_from([UNSURE, DECLINED])))
    return interview


def truth(interview, name):
    """What is known of a criterion."""
    return interview.decision(TRIAL.criteria, {}).truths[name]


def told(interview, *said):
    """With these statements, each of the criterion that asks about its subject."""
    by_subject = {criterion.subject: criterion for criterion in TRIAL.criteria}
    for one in said:
        interview = interview.with_statement(one, by_subject[one.subject], VOCABULARY)
    return interview


CLOT = statement("blood_clot", "affirmed", "a clot in my leg")
LATELY = statement("blood_clot", "stated", "in March", days_since_blood_clot=100)


def test_of_a_new_interview_nothing_is_known():
    new = Interview()
    assert (new.state, new.open, new.asked) == (ASKING, None, ())
    assert {truth(new, name) for name in CRITERIA} == {Truth.UNKNOWN}


def test_a_statement_is_kept_with_the_words_that_say_it():
    interview = told(Interview(), CLOT)
    assert interview.facts == {"blood_clot_ever": True}
    assert interview.words == {"blood_clot": "a clot in my leg"}


def test_a_statement_takes_the_place_of_what_was_known_of_its_subject_alone():
    no_clot = statement("blood_clot", "denied", "no clots")
    interview = told(Interview(), CLOT, LATELY, statement("thyroid", "affirmed", "my thyroid"), no_clot)
    assert interview.facts == {"blood_clot_ever": False, "thyroid_problem": True}
    assert interview.words == {"blood_clot": "no clots", "thyroid": "my thyroid"}


def test_a_time_alone_adds_to_what_is_known():
    sometime = statement("alemtuzumab", "stated", days_since_alemtuzumab=70)
    interview = told(Interview(), statement("alemtuzumab", "affirmed"), sometime)
    assert interview.facts == {"alemtuzumab_ever": True, "days_since_alemtuzumab": Range(70, 70)}


def test_who_says_when_it_was_says_that_it_was():
    assert told(Interview(), LATELY).facts["blood_clot_ever"] is True


def test_what_a_statement_implies_is_known_of_its_subject_alone():
    interview = told(Interview(), LATELY, statement("dialysis", "denied"))
    assert truth(interview, "E14") is Truth.FALSE
    assert truth(interview, "E11") is Truth.TRUE
    assert truth(interview, "E13") is Truth.UNKNOWN


def test_a_plain_answer_is_kept_with_its_words():
    interview = Interview().with_plain(CRITERIA["E13"], True, "nope")
    assert truth(interview, "E13") is Truth.TRUE
    assert interview.words == {"nerve_damage": "nope"}


def test_facts_count_more_than_a_plain_answer():
    interview = told(Interview(), statement("dialysis", "affirmed")).with_plain(CRITERIA["E11"], True, NO)
    assert truth(interview, "E11") is Truth.FALSE


def test_a_statement_takes_back_the_plain_answer_before_it():
    interview = told(Interview().with_plain(CRITERIA["E14"], True, NO), CLOT)
    assert truth(interview, "E14") is Truth.UNKNOWN  # nobody said when
    assert interview.stated == {}


def test_what_is_left_open_is_unknown_and_is_taken_up_by_an_answer_or_a_statement():
    left = Interview().leaving(CRITERIA["E14"], UNSURE, "no idea")
    assert truth(left, "E14") is Truth.UNKNOWN
    assert left.left == {"E14": UNSURE}
    assert left.words == {"blood_clot": "no idea"}
    assert left.with_plain(CRITERIA["E14"], True, NO).left == {}
    assert told(left, LATELY).left == {}


def test_declining_has_no_words_and_keeps_those_of_before():
    assert Interview().leaving(CRITERIA["E15"], DECLINED).words == {}
    assert told(Interview(), CLOT).leaving(CRITERIA["E14"], DECLINED).words == {"blood_clot": CLOT.words}


def test_what_follows_from_another_answer_holds_until_something_else_is_said():
    follows = {"E6": Truth.TRUE}
    decision = Interview().decision(TRIAL.criteria, follows)
    assert decision.truths["E6"] is Truth.TRUE
    plain = Interview().with_plain(CRITERIA["E6"], False, YES)
    assert plain.decision(TRIAL.criteria, follows).truths["E6"] is Truth.FALSE
    lately = told(Interview(), statement("alemtuzumab", "stated", days_since_alemtuzumab=7))
    assert lately.decision(TRIAL.criteria, follows).truths["E6"] is Truth.FALSE


def test_what_is_forgotten_is_as_if_it_had_never_been_asked():
    asked = Interview(asked=(("E14", ASK), ("E13", ASK), ("E14", "follow0")))
    others = asked.with_plain(CRITERIA["E13"], True, NO)
    full = told(others, CLOT, LATELY).leaving(CRITERIA["E14"], UNSURE)
    forgotten = full.forgetting(CRITERIA["E14"])
    assert forgotten.asked == (("E13", ASK),)
    assert (forgotten.facts, forgotten.words, forgotten.left) == ({}, {"nerve_damage": NO}, {})
    assert truth(forgotten, "E13") is Truth.TRUE


def test_the_first_words_to_what_is_taken_up_again_are_kept():
    first = told(Interview(), CLOT)
    second = told(first, statement("blood_clot", "denied", "no clots")).changed_from(first, [CRITERIA["E14"]])
    third = told(second, LATELY).changed_from(second, [CRITERIA["E14"]])
    assert first.changes == {}
    assert second.changes == third.changes == {"E14": CLOT.words}


def test_what_is_asked_once_more_keeps_what_was_said_the_first_time():
    asked = Interview().with_plain(CRITERIA["E13"], True, "nope").forgetting(CRITERIA["E13"])
    assert asked.changes == {"E13": "nope"}
    assert Interview().forgetting(CRITERIA["E13"]).changes == {}


def test_a_state_from_before_changes_were_kept_can_still_be_read():
    kept = told(Interview(), CLOT).to_dict()
    del kept["changes"]
    assert Interview.from_dict(kept, VOCABULARY) == told(Interview(), CLOT)


def test_steps_are_counted_for_a_criterion_and_for_one_step_of_it():
    interview = Interview(asked=(("I1", ASK), ("I1", AGAIN), ("I6", ASK)))
    assert interview.times_asked("I1") == 2
    assert interview.times_asked("I1", AGAIN) == 1
    assert interview.times_asked("I2") == 0


def test_nothing_that_is_said_changes_the_state_before_it():
    before = told(Interview(), CLOT)
    kept = before.to_dict()
    told(before, LATELY).with_plain(CRITERIA["E13"], True, NO).leaving(CRITERIA["E14"], UNSURE)
    before.forgetting(CRITERIA["E14"])
    assert before.to_dict() == kept


@given(interviews())
def test_a_state_survives_the_slot_that_holds_it(interview):
    kept = json.loads(json.dumps(interview.to_dict()))
    again = Interview.from_dict(kept, VOCABULARY)
    assert again == interview
    assert again.to_dict() == interview.to_dict()
    assert again.decision(TRIAL.criteria, {}) == interview.decision(TRIAL.criteria, {})


@given(st.lists(statements, max_size=3), st.none() | statements, st.sampled_from([None, YES, NO, UNSURE]))
def test_what_a_message_says_survives_on_its_way_to_the_actions(several, answer, plain):
    said = says(*several, answer=answer, plain=plain)
    assert Said.from_dict(json.loads(json.dumps(said.to_dict())), VOCABULARY) == said

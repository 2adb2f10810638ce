"""The pre-screen as a conversation: what is said to it, and what it says."""

from dataclasses import replace

import pytest

from bot import bootstrap
from bot.core import prescreen
from bot.core.interview import AGAIN, ASK, ASKING, ENDED, OBSTACLE, PAUSED, Interview
from bot.core.prescreen import MOST_NOTED
from bot.core.statements import DECLINED, NO, UNSURE, YES
from bot.core.telling import YOU
from tests.core.test_interview import CRITERIA, TRIAL, says, statement

PRESCREEN = bootstrap.prescreen()
SAY = bootstrap.teller().say
KEY = "an-address"
NOTHING_AGAINST = {
    "I1": says(statement("disease", "back", "it came back last year")),
    "I6": says(statement("age", "stated", "I'm 71", age_years=71)),
    "I2": says(statement("chemotherapy", "affirmed", "FCR, in 2019", cll_drugs_received=["fcr"])),
    "E7": says(statement("cll_treatment", "stopped", "it ended in 2019", days_since_cll_treatment=2000)),
    "I4": says(plain=YES),
    "I3": says(plain=YES),
}
"""Answers of somebody with nothing against them, where they are no plain “no”."""


class Talk:
    """A pre-screen that somebody talks to."""

    def __init__(self, *earlier, relative=False):
        self.turn = PRESCREEN.begin(earlier, relative, KEY)

    def say(self, said=None, label=None):
        """Says something, or asks something of the interview itself."""
        self.turn = PRESCREEN.turn(self.interview, said or says(), [label] if label else [])
        return self

    def yes(self):
        return self.say(says(plain=YES))

    def no(self):
        return self.say(says(plain=NO))

    def answering(self, answers, until=None):
        """Answers every question as given, or else with no, until one is open or the end."""
        while self.open and self.open[0] != until:
            self.yes() if self.open[1] == OBSTACLE else self.say(answers.get(self.open[0], says(plain=NO)))
        return self

    @property
    def interview(self):
        return self.turn.interview

    @property
    def open(self):
        return self.interview.open

    @property
    def text(self):
        return "\n\n".join(message.text for message in self.turn.messages)

    @property
    def kinds(self):
        return [message.kind for message in self.turn.messages]

    @property
    def result(self):
        return next(message.more for message in self.turn.messages if message.kind == "result")


BEFORE = says(
    statement("disease", "back", "it came back"), statement("age", "stated", "I'm 71", age_years=71)
)
ASKS_AGE = TRIAL.questions["I6"].ask.format(**YOU)
WAS_A_CLOT = statement("blood_clot", "affirmed", "I did have a clot, in March", days_since_blood_clot=100)


def test_what_was_said_before_is_shown_back_and_not_asked():
    talk = Talk(BEFORE)
    assert talk.text.startswith(
        "So far I have:\n• CLL that came back, or did not respond: “it came back”\n• age: “I'm 71”"
    )
    assert talk.open == ("I2", ASK)
    asked = set()
    while talk.open:
        asked.add(talk.open[0])
        talk.no()
    assert not asked & {"I1", "I6"}


def test_who_said_nothing_before_is_shown_nothing_back():
    talk = Talk()
    assert talk.kinds == ["question"]
    assert "So far" not in talk.text
    assert talk.turn.messages[0].more["progress"] == {"done": 0, "of": 22}


def test_half_of_what_was_said_before_is_only_asked_further():
    talk = Talk(says(statement("blood_clot", "affirmed", "I once had a clot"))).answering({}, until="E14")
    assert talk.open == ("E14", "follow0")


def test_for_a_relative_it_asks_about_them_from_the_first_question():
    assert Talk(BEFORE, relative=True).text.endswith(
        "Which chemotherapy have they had for the CLL, if any? FCR or bendamustine, for example."
    )


def test_what_is_said_beside_an_answer_is_shown_back():
    talk = Talk().say(says(WAS_A_CLOT, plain=YES))
    assert talk.text.startswith(
        "So far I have:\n• blood clot in the last year: “I did have a clot, in March”"
    )
    assert talk.open == ("I6", ASK)
    assert talk.interview.stated == {"I1": True}


def test_what_answers_the_question_itself_is_not_shown_back():
    assert "So far" not in Talk().say(NOTHING_AGAINST["I1"]).text


def test_what_follows_from_an_answer_is_shown_back_as_such():
    talk = Talk().answering(NOTHING_AGAINST, until="E7").say(NOTHING_AGAINST["E7"])
    assert "• alemtuzumab (Campath) in the last 8 weeks: (follows from what you said)" in talk.text


def test_never_more_is_shown_back_than_can_be_taken_in():
    several = ["dialysis", "thyroid", "nerve_damage", "thalidomide", "transplant", "cns_spread"]
    several += ["transformation", "trial_drug", "alemtuzumab"]
    said = [statement(name, "never" if name == "thalidomide" else "denied") for name in several]
    text = Talk().say(says(*said, plain=YES)).text
    assert text.count("•") == MOST_NOTED < len(said)


def test_a_correction_shows_what_changed_and_the_question_stays():
    never = statement("blood_clot", "denied", "no clots ever")
    talk = Talk().say(says(never, plain=YES))
    talk.say(says(WAS_A_CLOT, corrects=True))
    changed = "blood clot in the last year: before “no clots ever”, now “I did have a clot, in March”."
    assert talk.text.startswith(f"I have changed this. {changed}")
    assert talk.open[0] == "I6"
    assert "E14" in bootstrap.interviewer().decision(talk.interview).not_met


def test_a_correction_shows_no_change_of_what_only_followed():
    talk = Talk().answering(NOTHING_AGAINST, until="E3")
    talk.say(
        says(
            statement("cll_treatment", "current", "I am still on it", days_since_cll_treatment=0),
            corrects=True,
        )
    )
    assert "treatment for the CLL in the last 4 weeks: before “it ended in 2019”" in talk.text
    assert "…" not in talk.text


def test_after_a_correction_it_does_not_say_that_it_did_not_understand():
    talk = Talk().say(says(statement("blood_clot", "denied", "no clots ever"), plain=YES))
    assert SAY("not_understood", Interview()) not in talk.say(says(WAS_A_CLOT, corrects=True)).text


def test_what_cannot_be_read_is_asked_once_in_other_words_and_then_left():
    talk = Talk().say()
    assert talk.text.startswith(SAY("not_understood", Interview()))
    assert talk.open == ("I1", AGAIN)
    assert talk.say().text == ASKS_AGE
    assert talk.interview.left == {"I1": UNSURE}


def test_that_something_was_not_understood_is_said_once():
    assert SAY("not_understood", Interview()) not in Talk().say().say(label=prescreen.SO_FAR).text


def at_obstacle():
    talk = Talk().answering(NOTHING_AGAINST, until="E3").say(says(plain=YES, words="yes, Revlimid"))
    assert talk.open == ("E3", OBSTACLE)
    return talk


def test_a_lasting_obstacle_is_told_once_and_yes_goes_on():
    talk = at_obstacle()
    assert CRITERIA["E3"].passage.text in talk.text
    assert "“yes, Revlimid”" in talk.text
    assert talk.yes().open == ("E8", ASK)
    assert talk.yes().open == ("E14", ASK)
    talk.answering({**NOTHING_AGAINST, "E11": says(plain=YES)})
    assert talk.result["outcome"] == "does_not_fit"
    assert talk.result["not_met"] == ["E3", "E8", "E11"]


@pytest.mark.parametrize("said", [says(plain=NO), says(plain=YES)])
def test_an_obstacle_has_no_criterion_so_that_yes_means_to_go_on(said):
    assert at_obstacle().turn.messages[-1].more == {}
    assert at_obstacle().say(said).turn.goes_on is (said.plain == YES)


def test_what_is_neither_yes_nor_no_at_an_obstacle_is_asked_once_more_and_then_it_goes_on():
    unclear = at_obstacle().say()
    assert unclear.text == SAY("obstacle_again", Interview())
    assert unclear.open == ("E3", OBSTACLE)
    assert unclear.say().open == ("E8", ASK)


@pytest.mark.parametrize("label", [None, prescreen.STOP])
def test_no_and_stop_at_an_obstacle_end_in_the_result(label):
    talk = at_obstacle()
    talk.say(label=label) if label else talk.no()
    assert talk.kinds == ["result"]
    assert (talk.interview.state, talk.result["outcome"]) == (ENDED, "does_not_fit")


def test_who_takes_an_obstacle_back_goes_on_without_it():
    never = statement("lenalidomide_before", "denied", "no, it was thalidomide that I had")
    talk = at_obstacle().say(says(never, plain=NO, words=never.words, corrects=True))
    assert talk.turn.goes_on
    assert "I have changed this. lenalidomide before" in talk.text


def test_an_obstacle_that_passes_with_time_stops_nothing():
    assert Talk().answering(NOTHING_AGAINST, until="E14").yes().open == ("E9", ASK)


def test_whoever_asks_why_hears_the_reason_and_the_question_again():
    talk = Talk().answering(NOTHING_AGAINST, until="E14")
    question = talk.text
    talk.say(label=prescreen.WHY)
    assert talk.kinds == ["answer", "question"]
    assert "The drug can cause blood clots." in talk.text
    assert talk.turn.messages[1].text == question.split("\n\n")[-1]


def test_why_at_an_obstacle_tells_it_again():
    assert at_obstacle().say(label=prescreen.WHY).text == at_obstacle().text


def test_going_back_asks_the_question_before_anew():
    talk = Talk().yes().say(label=prescreen.BACK)
    assert talk.open == ("I1", ASK)
    assert talk.text.startswith(SAY("back", Interview()))
    assert talk.interview.stated == {}


def test_going_back_from_the_first_question_asks_it_again():
    assert Talk().say(label=prescreen.BACK).open == ("I1", ASK)


def test_what_was_said_so_far_is_told_and_the_question_asked_again():
    talk = Talk().yes().say(label=prescreen.SO_FAR)
    assert talk.text == f"So far I have:\n• CLL that came back, or did not respond: “yes”\n\n{ASKS_AGE}"
    assert Talk().say(label=prescreen.SO_FAR).text.startswith("I have noted nothing so far.")


def change(talk, criterion):
    """Asks to answer a criterion anew, in the words that are offered beside what was said."""
    words = next(s["change"] for s in talk.turn.messages[0].more["said"] if s["criterion"] == criterion)
    assert bootstrap.teller().criterion_to_change(f" {words.upper()} ") == criterion
    return talk.say(label=f"{prescreen.CHANGE}{criterion}")


def test_an_answer_can_be_changed_from_the_list_and_then_it_goes_on_where_it_was():
    talk = Talk(BEFORE).yes()
    open_before = talk.open
    change(talk.say(label=prescreen.SO_FAR), "I6")
    assert talk.text == f"{SAY('back', Interview())}\n\n{ASKS_AGE}"
    talk.say(says(statement("age", "stated", "I'm 68", age_years=68)))
    assert talk.interview.words["age"] == "I'm 68"
    assert talk.interview.changes == {"I6": "I'm 71"}
    assert talk.open == open_before


def test_an_obstacle_is_gone_once_the_answer_that_made_it_is_changed():
    talk = Talk().answering(NOTHING_AGAINST, until="E11").yes()
    assert talk.open == ("E11", OBSTACLE)
    talk.say(label=f"{prescreen.CHANGE}E11").no()
    assert talk.open[1] == ASK
    assert talk.answering(NOTHING_AGAINST).result["not_met"] == []


@pytest.mark.parametrize("criterion", CRITERIA)
def test_every_answer_of_a_result_can_be_changed_and_leads_to_a_result_again(criterion):
    talk = Talk().answering(NOTHING_AGAINST)
    points = [point for group in talk.result["groups"] for point in group["points"]]
    words = next(point["change"] for point in points if point["criterion"] == criterion)
    assert bootstrap.teller().criterion_to_change(words) == criterion
    talk.turn = PRESCREEN.changing(talk.interview, criterion)
    assert (talk.open, talk.turn.goes_on) == ((criterion, ASK), True)
    talk.answering(NOTHING_AGAINST)
    assert talk.kinds == ["result"]


def test_a_result_has_its_parts_beside_its_text():
    talk = Talk().answering(NOTHING_AGAINST)
    (message,) = talk.turn.messages
    parts = [message.more["opening"], *message.more["closing"]]
    for group in message.more["groups"]:
        parts += [group["heading"], *(p[k] for p in group["points"] for k in ("above", "sentence", "answer"))]
    assert [part for part in parts if part not in message.text] == []
    listed = [p["criterion"] for g in message.more["groups"] for p in g["points"]]
    assert sorted(listed) == sorted(CRITERIA)


@pytest.mark.parametrize("text", ["", "Change my answer", "Change my answer: the weather", "age"])
def test_other_words_ask_for_no_change(text):
    assert bootstrap.teller().criterion_to_change(text) is None


def test_what_is_skipped_is_left_out():
    talk = Talk().say(label=prescreen.SKIP)
    assert talk.text == f"{SAY('skipped', Interview())}\n\n{ASKS_AGE}"
    assert talk.interview.left == {"I1": DECLINED}
    assert "“" not in talk.say(label=prescreen.SO_FAR).text


def test_whoever_stops_can_carry_on_with_the_same_question():
    talk = Talk().yes()
    question = talk.turn.messages
    talk.say(label=prescreen.STOP)
    assert (talk.kinds, talk.interview.state, talk.turn.goes_on) == (["smalltalk"], PAUSED, False)
    assert [b.text for b in talk.turn.messages[0].buttons] == [
        SAY(f"choice_{c}", Interview()) for c in ("resume", "result")
    ]
    resumed = PRESCREEN.resume(talk.interview)
    assert (resumed.messages, resumed.interview.state) == (question, ASKING)


def test_starting_again_forgets_all_but_whom_it_is_for():
    talk = Talk(BEFORE, relative=True).say(label=prescreen.AGAIN)
    assert talk.text.startswith(SAY("anew", Interview()))
    assert talk.interview == replace(Talk(relative=True).interview, key=KEY)


def test_whoever_says_that_it_is_for_another_is_asked_the_same_of_them_and_back():
    talk = Talk().yes().say(label=prescreen.RELATIVE)
    assert talk.text == f"{SAY('for_relative', Interview())}\n\nAre they at least 18? Their age is fine too."
    assert talk.interview.stated == {"I1": True}
    assert talk.say(label=prescreen.MYSELF).text == f"{SAY('for_self', Interview())}\n\n{ASKS_AGE}"


def test_the_result_so_far_can_be_seen_and_the_question_stays_open():
    talk = Talk().yes().say(label=prescreen.RESULT)
    assert talk.kinds == ["result", "question"]
    assert talk.result["met"] == ["I1"]
    assert talk.turn.messages[1].text == ASKS_AGE


def test_what_it_is_asked_comes_before_what_a_message_says():
    assert Talk().say(says(plain=DECLINED), prescreen.STOP).interview.left == {}


def test_while_no_question_is_open_it_offers_to_begin_and_tells_what_there_is():
    stopped = Talk(BEFORE).say(label=prescreen.STOP).interview
    (closed,) = PRESCREEN.when_closed(None, [prescreen.RESULT])
    assert closed.text == SAY("not_open", Interview())
    assert [b.text for b in closed.buttons] == [SAY("choice_begin", Interview())]
    assert PRESCREEN.when_closed(stopped, [prescreen.SKIP]) == (closed,)
    assert [m.kind for m in PRESCREEN.when_closed(stopped, [prescreen.RESULT])] == ["result"]
    assert "“I'm 71”" in PRESCREEN.when_closed(stopped, [prescreen.SO_FAR])[0].text

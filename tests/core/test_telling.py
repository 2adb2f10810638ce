"""How the pre-screen speaks: of "you" or of "they", in the page's sentences and the person's own words."""

import re
from dataclasses import replace

import pytest

from bot import bootstrap
from bot.core.criteria import CANNOT_TELL, DOES_NOT_FIT, MAY_FIT, NOT_NOW
from bot.core.interview import AGAIN, ASK, ENDED, OBSTACLE, Interview
from bot.core.interviewer import FOLLOW
from bot.core.statements import DECLINED, NO, UNSURE, YES
from bot.core.telling import YOU
from bot.settings import ROOT
from bot.yaml_file import YamlFile
from tests.core.test_interview import CRITERIA, TRIAL, statement, told

TELLER = bootstrap.teller()
QUESTIONS = [
    (name, step)
    for name, question in TRIAL.questions.items()
    for step in (ASK, AGAIN, *(f"{FOLLOW}{n}" for n in range(len(question.follow_ups))))
]
NEVER_SAID = re.compile(r"eligib|qualif|reject|disqual|exclu|unsuitable|not suitable", re.IGNORECASE)
"""What nobody is told of themselves, however it is written."""
BAD_GRAMMAR = re.compile(
    r"\b(?:does|has|is|was|doesn't|hasn't|isn't|wasn't) (?:you|they)\b"
    r"|\b(?:you|they) (?:has|is|was|does|am)\b"
    r"|\b(?:of|for|to|with|from|gave|told) they\b|\bthey (?:blood|own|doctor|hands)\b",
    re.IGNORECASE,
)
RESPONSES = YamlFile(ROOT / "domain.yml").data["responses"]
PHRASES = {name: v[0]["text"] for name, v in RESPONSES.items() if "/interview/" in f"/{name[6:]}"}
PHRASES["utter_prescreen_intro"] = RESPONSES["utter_prescreen_intro"][0]["text"]
FINE = Interview(
    stated=dict.fromkeys(CRITERIA, True),
    words={c.subject: f"my words on {c.id}" for c in TRIAL.criteria},
    state=ENDED,
    key="key",
)
"""Of somebody with nothing against them."""
LASTING, FOR_NOW, CHECK, SEEMS_FINE = (
    PHRASES[f"utter_interview/group_{name}"] for name in ("lasting", "for_now", "check", "fine")
)


def having(*not_met, left=()):
    """Somebody for whom these stand in the way, and these are left open."""
    stated = {name: name not in not_met for name in CRITERIA if name not in left}
    return replace(FINE, stated=stated, left=dict.fromkeys(left, UNSURE))


def asked(name, step, relative=False):
    return TELLER.question(Interview(open=(name, step), relative=relative))


def group(text, heading):
    """The part of a result under this heading."""
    return next(part for part in text.split("\n\n") if part.startswith(heading))


@pytest.mark.parametrize("relative", [False, True], ids=["you", "they"])
@pytest.mark.parametrize(("name", "step"), QUESTIONS)
def test_every_question_speaks_of_the_patient_in_good_grammar(name, step, relative):
    text = asked(name, step, relative).text
    assert not re.search(r"[{}]", text)
    assert not BAD_GRAMMAR.search(text)
    assert text.rstrip(".").endswith("?") or "?" in text
    assert text.count("  ") == 0


@pytest.mark.parametrize(("name", "step"), QUESTIONS)
def test_a_question_to_a_relative_never_says_you(name, step):
    assert not re.search(r"\byour?s?\b|\byourself\b", asked(name, step, relative=True).text, re.IGNORECASE)


@pytest.mark.parametrize(("name", "step"), [(n, s) for n, s in QUESTIONS if s != AGAIN])
def test_a_question_to_the_patient_never_says_they(name, step):
    assert not re.search(r"\b(?:they|their|them)\b", asked(name, step).text, re.IGNORECASE)


@pytest.mark.parametrize(("name", "step"), QUESTIONS)
def test_a_question_has_its_criterion_its_progress_and_quick_replies(name, step):
    message = asked(name, step)
    assert message.kind == "question"
    assert message.more == {"criterion": name, "progress": {"done": 0, "of": 22}}
    plain = [] if TRIAL.questions[name].open and not step.startswith(FOLLOW) else ["Yes", "No"]
    assert [b.title for b in message.buttons] == [*plain, "I'm not sure", "Prefer not to say"]
    assert all(b.title == b.text for b in message.buttons)


def test_the_second_time_the_words_are_others():
    for name in CRITERIA:
        assert asked(name, AGAIN).text == TRIAL.questions[name].again.format(**YOU)
        assert TRIAL.questions[name].again != TRIAL.questions[name].ask


@pytest.mark.parametrize("name", CRITERIA)
def test_why_gives_the_page_s_sentence_and_one_plain_reason(name):
    message = TELLER.why(Interview(open=(name, ASK)))
    passage = CRITERIA[name].passage
    assert message.kind == "answer"
    assert message.text.startswith("I ask because")
    assert TRIAL.questions[name].why in message.text
    assert [p.id for p in message.passages] == [passage.lead_in, passage.id]
    assert all(p.text in message.text for p in message.passages)


@pytest.mark.parametrize("name", CRITERIA)
def test_an_obstacle_is_told_gently_with_the_page_s_sentence_and_an_offer(name):
    words = {CRITERIA[name].subject: "as I said it"}
    message = TELLER.question(Interview(open=(name, OBSTACLE), words=words))
    assert message.kind == "question"
    assert message.more == {}
    assert CRITERIA[name].passage.text in message.text
    assert "“as I said it”" in message.text
    assert "It says nothing about you, and there may be other trials." in message.text
    assert message.text.endswith("?")
    assert [b.text for b in message.buttons] == ["Yes, go on", "No, stop here"]


def test_what_was_noted_is_shown_back_in_the_person_s_words():
    interview = told(Interview(), statement("age", "stated", "I'm 71", age_years=71))
    assert TELLER.noted(interview, [CRITERIA["I6"]]) == "So far I have:\n• age: “I'm 71”"


def test_what_was_changed_is_shown_from_which_words_to_which():
    before = told(Interview(), statement("blood_clot", "denied", "no clots"))
    after = told(before, statement("blood_clot", "affirmed", "a clot in March"))
    text = TELLER.changed(before, after, [CRITERIA["E14"]])
    assert (
        text == "I have changed this. blood clot in the last year: before “no clots”, now “a clot in March”."
    )


def test_all_that_was_said_is_told_with_what_was_left_out_or_follows():
    no_treatment = statement("cll_treatment", "stopped", "ended in 2020", days_since_cll_treatment=2000)
    interview = told(Interview(), no_treatment).leaving(CRITERIA["E15"], DECLINED)
    assert TELLER.overview(interview.leaving(CRITERIA["E11"], UNSURE, "no idea")).split("\n") == [
        "So far I have:",
        "• alemtuzumab (Campath) in the last 8 weeks: (follows from what you said)",
        "• treatment for the CLL in the last 4 weeks: “ended in 2020”",
        "• kidney dialysis: “no idea”",
        "• HIV, hepatitis B and hepatitis C: left out",
    ]
    assert TELLER.overview(Interview()) == "I have noted nothing so far."


@pytest.mark.parametrize(
    ("interview", "outcome"),
    [
        (having("E3", "E14", left=["E11"]), DOES_NOT_FIT),
        (having("E14", left=["E11"]), NOT_NOW),
        (having(left=["E11"]), CANNOT_TELL),
        (having(), MAY_FIT),
    ],
)
def test_a_lasting_obstacle_counts_before_one_for_now_before_what_is_open(interview, outcome):
    message = TELLER.result(interview)
    assert (message.kind, message.more["outcome"]) == ("result", outcome)
    assert message.text.startswith(TELLER.say(f"result_{outcome}", interview))


@pytest.mark.parametrize("outcome", [DOES_NOT_FIT, NOT_NOW, CANNOT_TELL, MAY_FIT])
def test_every_result_says_what_it_is_and_what_to_do_next(outcome):
    interview = {DOES_NOT_FIT: having("E3"), NOT_NOW: having("E14"), CANNOT_TELL: having(left=["E3"])}
    text = TELLER.result(interview.get(outcome, having())).text
    assert "Only a doctor can say what that means." in text
    assert TRIAL.status.text in text
    assert "show this to the doctor" in text
    assert TRIAL.nurse_line in text
    assert "other trials" in text


def test_a_result_puts_each_point_in_its_group_with_the_page_s_sentence_and_the_own_words():
    groups = {LASTING: "E3", FOR_NOW: "E14", CHECK: "E11", SEEMS_FINE: "I6"}
    message = TELLER.result(having("E3", "E14", left=["E11"]))
    headings = [part.split("\n")[0] for part in message.text.split("\n\n")]
    assert [heading for heading in headings if heading in groups] == list(groups)
    for heading, name in groups.items():
        assert f"• {CRITERIA[name].passage.text}\n  “my words on {name}”" in group(message.text, heading)
    assert message.more["not_met"] == ["E3", "E14"]
    assert message.more["unknown"] == ["E11"]
    assert len(message.more["met"]) == 19


def test_a_group_with_nothing_in_it_has_no_heading():
    text = TELLER.result(having()).text
    assert SEEMS_FINE in text
    assert [heading for heading in (LASTING, FOR_NOW, CHECK) if heading in text] == []


def test_every_point_is_in_one_group_only():
    lines = TELLER.result(having("E3", "E14", left=["E11"])).text.split("\n")
    for criterion in TRIAL.criteria:
        assert lines.count(f"• {criterion.passage.text}") == 1


def test_a_point_that_nothing_was_said_to_is_not_said_to_follow_from_an_answer():
    text = TELLER.result(Interview(state=ENDED)).text
    assert TELLER.say("follows", Interview()) not in group(text, CHECK)


@pytest.mark.parametrize(
    ("interview", "noted"), [(having("E12"), True), (having(left=["E12"]), True), (having(), False)]
)
def test_where_the_page_says_that_a_doctor_can_advise_the_result_says_so(interview, noted):
    assert (TELLER.say("thyroid_note", interview) in TELLER.result(interview).text) is noted


def test_a_result_has_a_page_of_its_own_if_it_has_a_key():
    with_page, without = TELLER.result(FINE), TELLER.result(replace(FINE, key=""))
    assert with_page.more["page"] == "/result/key"
    assert "page" not in without.more
    assert with_page.text == f"{without.text}\n\n{TELLER.say('result_page', FINE)}"


@pytest.mark.parametrize("relative", [False, True])
def test_no_question_why_obstacle_or_result_judges_anybody(relative):
    states = [having("E3", "E14", left=["E11"]), having("E14"), having(left=["E11"]), having()]
    said = [TELLER.result(replace(state, relative=relative)).text for state in states]
    for name, step in [*QUESTIONS, *((c, OBSTACLE) for c in CRITERIA)]:
        said += [asked(name, step, relative).text, TELLER.why(Interview(open=(name, step))).text]
    assert [text for text in said if NEVER_SAID.search(text)] == []


def test_no_phrase_of_the_pre_screen_judges_anybody():
    assert [name for name, text in PHRASES.items() if NEVER_SAID.search(text)] == []


@pytest.mark.parametrize("plain", [YES, NO, UNSURE, DECLINED])
def test_there_is_a_button_for_every_plain_answer(plain):
    assert asked("E14", ASK).buttons[[YES, NO, UNSURE, DECLINED].index(plain)].text == TELLER.say(
        f"choice_{plain}", Interview()
    )

"""The FHIR form and the filled-in form are valid, whole, and say no more than the person did."""

import dataclasses
import json
from datetime import date
from xml.etree import ElementTree

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import bootstrap, vocabulary
from bot.core.criteria import Category
from bot.core.facts import Fact, FactKind
from bot.core.interview import AGAIN, ASK, ASKING, ENDED, OBSTACLE, PAUSED, Interview
from bot.core.statements import DECLINED, UNSURE
from bot.core.truth import Truth
from bot.fhir import ANSWER, ANSWERS, READINGS, questionnaire, questionnaire_response

TRIAL = bootstrap.trial()
INTERVIEWER = bootstrap.interviewer()
CRITERIA = {criterion.id: criterion for criterion in TRIAL.criteria}
ITEM_TYPES = ["group", "display", "boolean", "decimal", "integer", "date", "dateTime", "time", "string"]
ITEM_TYPES += ["text", "url", "choice", "open-choice", "attachment", "reference", "quantity"]
TODAY = date(2026, 3, 1)
PLAIN_BOTH = [  # of these a plain yes and a plain no each tell something
    name
    for name, question in TRIAL.questions.items()
    if not question.open and {question.yes.value, question.no.value} == {"met", "not_met"}
]
OPEN = [name for name, question in TRIAL.questions.items() if question.open]


def values(fact: Fact):
    """Values that a fact can have."""
    return {
        FactKind.TRUTH: st.booleans(),
        FactKind.NUMBER: st.integers(0, 120),
        FactKind.DAYS: st.integers(0, 4000),
        FactKind.CHOICE: st.sampled_from(["none", "refractory", "b_cell_cll", "something else"]),
        FactKind.NAMES: st.lists(st.sampled_from(["fludarabine", "unknown", "chop"]), max_size=2),
        FactKind.RECORDS: st.just([]),
    }[fact.kind]


@st.composite
def interviews(draw):
    """Interviews in any state, also such as no conversation leads to."""
    names = st.sampled_from(sorted(CRITERIA))
    known = draw(st.lists(st.sampled_from(sorted(vocabulary.facts())), unique=True, max_size=8))
    steps = st.tuples(names, st.sampled_from([ASK, AGAIN, OBSTACLE, "follow0"]))
    data = {
        "facts": {name: draw(values(vocabulary.facts()[name])) for name in known},
        "words": draw(st.dictionaries(st.sampled_from([c.subject for c in TRIAL.criteria]), st.text())),
        "stated": draw(st.dictionaries(names, st.booleans())),
        "left": draw(st.dictionaries(names, st.sampled_from([UNSURE, DECLINED]))),
        "asked": draw(st.lists(steps, max_size=6)),
        "open": draw(st.none() | steps),
        "relative": draw(st.booleans()),
        "went_on": draw(st.booleans()),
        "state": draw(st.sampled_from([ASKING, PAUSED, ENDED])),
        "key": draw(st.sampled_from(["", "secret-address"])),
    }
    return Interview.from_dict(data, vocabulary.facts())


def response_to(interview: Interview) -> QuestionnaireResponse:
    return questionnaire_response(TRIAL, interview, INTERVIEWER.decision(interview), TODAY)


def items(resource):
    """All items of a form or of a filled-in form, in their order."""

    def below(item):
        yield item
        for inner in item.item or []:
            yield from below(inner)

    return [found for item in resource.item for found in below(item)]


def by_id(resource):
    return {item.linkId: item for item in items(resource)}


def codes(item):
    return [a.valueCoding.code for a in item.answer or [] if a.valueCoding]


def strings(item):
    return [a.valueString for a in item.answer or [] if a.valueString is not None]


def wrong_codes(element):
    """Codes that FHIR does not have in this place; the models know them but do not check them."""
    wrong = []
    for field in type(element).element_properties():
        value = getattr(element, field.name)
        for one in value if isinstance(value, list) else [value]:
            allowed = field.field_info.extra.get("enum_values") or []
            allowed = ITEM_TYPES if "+" in allowed else allowed  # the models' list breaks off
            if allowed and one is not None and one not in allowed:
                wrong.append((field.name, one))
            if hasattr(type(one), "element_properties"):
                wrong += wrong_codes(one)
    return wrong


FORM = questionnaire(TRIAL)


def test_the_form_is_valid_and_the_same_when_it_is_read_again():
    assert Questionnaire.parse_raw(FORM.json()).json() == FORM.json()
    assert wrong_codes(FORM) == []


def test_wrong_codes_are_found():
    form = Questionnaire(status="finished", item=[{"linkId": "a", "type": "riddle"}])
    assert sorted(wrong_codes(form)) == [("status", "finished"), ("type", "riddle")]


def test_the_form_has_every_criterion_once_in_the_order_of_the_page_and_in_its_group():
    groups = {group.linkId: [i.linkId for i in group.item if i.linkId in CRITERIA] for group in FORM.item}
    assert groups == {
        kind: [c.id for c in TRIAL.criteria if c.category.value == kind]
        for kind in ("inclusion", "exclusion")
    }
    links = [item.linkId for item in items(FORM)]
    assert len(links) == len(set(links))


@pytest.mark.parametrize("criterion", TRIAL.criteria, ids=lambda criterion: criterion.id)
def test_a_criterion_has_its_question_the_page_s_sentence_and_its_answers(criterion):
    item = by_id(FORM)[criterion.id]
    assert item.type == "open-choice"
    assert item.text.endswith(("?", ".", "example."))
    assert "{" not in item.text
    (sentence,) = item.item
    assert (sentence.type, sentence.text) == ("display", criterion.passage.text)
    offered = [(option.valueCoding.system, option.valueCoding.code) for option in item.answerOption]
    expected = [UNSURE, DECLINED] if TRIAL.questions[criterion.id].open else list(ANSWERS)
    assert offered == [(ANSWER, code) for code in expected]


@pytest.mark.parametrize("name", CRITERIA)
def test_how_an_answer_is_read_is_nothing_to_fill_in(name):
    item = by_id(FORM)[f"{name}.reading"]
    assert (item.type, item.readOnly) == ("choice", True)
    assert {option.valueCoding.code for option in item.answerOption} == set(READINGS.values())


def test_the_form_keeps_fhir_s_rules_for_items():
    for item in items(FORM):
        assert (item.type == "group") <= bool(item.item), "que-1: a group has items"
        assert (item.type == "display") <= (not item.item and not item.code), "que-1, que-3"
        assert bool(item.answerOption) <= (item.type in ("choice", "open-choice")), "que-5"
        assert (item.type == "display") <= (not item.required and not item.repeats), "que-6"
        assert item.initial is None


def test_the_group_s_heading_is_the_page_s_line_above_the_criteria():
    lines = {passage.text for passage in TRIAL.page.passages}
    assert {group.text for group in FORM.item} <= lines


def test_the_form_says_that_the_trial_is_closed_and_that_nobody_has_reviewed_it():
    assert TRIAL.status.text in FORM.description
    assert "not a medical decision" in FORM.description
    assert FORM.status == "draft"


def test_another_wording_of_a_question_is_another_version_of_the_form():
    name, question = next(iter(TRIAL.questions.items()))
    reworded = {**TRIAL.questions, name: dataclasses.replace(question, ask="Is it so?")}
    other = questionnaire(dataclasses.replace(TRIAL, questions=reworded))
    assert other.url == FORM.url
    assert other.version != FORM.version
    assert questionnaire(TRIAL).version == FORM.version


def test_a_trial_that_is_open_is_not_said_to_be_closed():
    trial = dataclasses.replace(TRIAL, recruiting=True)
    assert TRIAL.status.text not in questionnaire(trial).description
    decision = INTERVIEWER.decision(Interview())
    assert TRIAL.status.text not in questionnaire_response(trial, Interview(), decision, TODAY).json()


def test_a_trial_with_criteria_of_one_kind_has_one_group():
    criteria = [c for c in TRIAL.criteria if c.category is Category.EXCLUSION]
    form = questionnaire(dataclasses.replace(TRIAL, criteria=criteria))
    assert [group.linkId for group in form.item] == ["exclusion"]


@settings(max_examples=40)
@given(interview=interviews())
def test_any_interview_makes_a_valid_response_to_the_form(interview):
    response = response_to(interview)
    assert QuestionnaireResponse.parse_raw(response.json()).json() == response.json()
    assert wrong_codes(response) == []
    assert response.questionnaire == f"{FORM.url}|{FORM.version}"
    asked = {item.linkId: item for item in items(FORM) if item.type != "display"}
    told = items(response)
    assert [item.linkId for item in told] == list(asked)
    for item in told:
        form = asked[item.linkId]
        assert item.text == form.text
        assert not (item.item and item.answer), "qrs-1"
        offered = [option.valueCoding for option in form.answerOption or []]
        assert all(a.valueCoding in offered for a in item.answer or [] if a.valueCoding)
        assert not strings(item) or form.type == "open-choice"
        assert len(item.answer or []) <= (2 if form.repeats else 1)


@settings(max_examples=40)
@given(interview=interviews())
def test_every_criterion_is_read_as_it_was_decided_and_told_in_the_person_s_words(interview):
    decision = INTERVIEWER.decision(interview)
    told = by_id(response_to(interview))
    for name, criterion in CRITERIA.items():
        assert codes(told[f"{name}.reading"]) == [READINGS[decision.truths[name]]]
        left, words = interview.left.get(name), interview.words.get(criterion.subject, "")
        if left:
            assert codes(told[name]) == [left]
        for string in strings(told[name]):
            assert left != DECLINED
            assert string in "".join(c for c in words if c >= " " or c in "\n\r\t")


@settings(max_examples=20)
@given(interview=interviews())
def test_a_response_tells_neither_who_it_is_about_nor_where_it_is_kept(interview):
    response = response_to(interview)
    assert (response.subject, response.source, response.author, response.identifier) == (None,) * 4
    assert "secret-address" not in response.json()


@settings(max_examples=40)
@given(interview=interviews())
def test_an_interview_is_the_same_after_it_was_kept(interview):
    again = Interview.from_dict(json.loads(json.dumps(interview.to_dict())), vocabulary.facts())
    assert response_to(again).json() == response_to(interview).json()


@pytest.mark.parametrize(
    ("state", "status"), [(ENDED, "completed"), (ASKING, "in-progress"), (PAUSED, "in-progress")]
)
def test_the_status_says_whether_the_interview_has_ended(state, status):
    assert response_to(Interview(state=state)).status == status


def test_the_date_is_the_day_of_the_interview():
    assert json.loads(response_to(Interview()).json())["authored"] == "2026-03-01"


def test_what_was_said_to_be_declined_or_unsure_is_a_code():
    first, second, *_ = CRITERIA.values()
    words = {first.subject: "I would rather not", second.subject: "no idea, sorry"}
    told = by_id(response_to(Interview(words=words, left={first.id: DECLINED, second.id: UNSURE})))
    assert (codes(told[first.id]), strings(told[first.id])) == ([DECLINED], [])
    assert (codes(told[second.id]), strings(told[second.id])) == ([UNSURE], ["no idea, sorry"])


@pytest.mark.parametrize("name", PLAIN_BOTH)
@pytest.mark.parametrize("met", [True, False])
def test_a_plain_yes_or_no_to_the_question_is_a_code(name, met):
    said_yes = (TRIAL.questions[name].yes.truth is Truth.TRUE) == met
    interview = Interview(stated={name: met}, asked=((name, ASK), (name, AGAIN)))
    assert codes(by_id(response_to(interview))[name]) == ["affirmed" if said_yes else "denied"]


@pytest.mark.parametrize("name", [n for n, q in TRIAL.questions.items() if q.follow_ups])
@pytest.mark.parametrize("met", [True, False])
def test_a_plain_yes_or_no_to_a_further_question_is_no_answer_to_the_first(name, met):
    interview = Interview(stated={name: met}, asked=((name, ASK), (name, "follow0")))
    item = by_id(response_to(interview))
    assert codes(item[name]) == []
    assert codes(item[f"{name}.reading"]) == ["met" if met else "not_met"]


@pytest.mark.parametrize("name", OPEN)
def test_a_question_that_is_not_one_of_yes_or_no_has_words_only(name):
    words = {CRITERIA[name].subject: "no"}
    item = by_id(response_to(Interview(stated={name: False}, words=words, asked=((name, ASK),))))[name]
    assert (codes(item), strings(item)) == ([], ["no"])


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("two\nlines", ["two\nlines"]),
        ("a\x00b\x1bc", ["abc"]),
        ("  ", []),
        ("\x07", []),
        ("", []),
        ("<b>&", ["<b>&"]),
        ("naïve 🙂", ["naïve 🙂"]),
    ],
)
def test_words_are_told_as_they_are_without_what_fhir_forbids(typed, told):
    criterion = TRIAL.criteria[0]
    assert strings(by_id(response_to(Interview(words={criterion.subject: typed})))[criterion.id]) == told


def test_a_reader_who_knows_no_form_is_told_that_the_trial_is_closed_and_nothing_is_decided():
    narrative = response_to(Interview()).text
    text = "".join(ElementTree.fromstring(narrative.div).itertext())
    assert TRIAL.status.text in text
    assert "not a medical decision" in text
    assert narrative.status == "additional"


def test_the_narrative_stays_well_formed_whatever_the_page_says():
    status = dataclasses.replace(TRIAL.status, text="Closed <since> 2012 & for good")
    trial = dataclasses.replace(TRIAL, status=status)
    response = questionnaire_response(trial, Interview(), INTERVIEWER.decision(Interview()), TODAY)
    assert status.text in "".join(ElementTree.fromstring(response.text.div).itertext())

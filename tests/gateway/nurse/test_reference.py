"""The page for nurses: the answer that a patient would get, what stands nearby, and all of it by topic."""

import pytest

from bot import bootstrap
from bot.core.errors import SetupError
from bot.core.messages import Message
from bot.gateway.nurse.reference import KINDS
from bot.reference import Found
from tests.gateway.nurse.desk import MARKUP, Shown

TRIAL = bootstrap.trial()


def search(browser, text):
    return browser.send("/search", on="/", text=text)


def shown(text):
    return " ".join(text.split())


def test_the_answer_is_shown_with_its_kind_and_what_stands_nearby(nurse, reference):
    page = Shown(search(nurse, "what is it for"))
    assert reference.asked == ["what is it for"]
    assert "Answered from the page From the page: It says so." in page.text
    quotes = page.texts("blockquote")
    assert quotes == [shown(passage.text) for passage in reference.found.passages]
    for passage in reference.found.passages:
        assert page.links()[f"/#{passage.id}"] == passage.section


def test_the_question_stands_in_the_box_again(nurse):
    page = Shown(search(nurse, 'a "quoted" question'))
    (box,) = [e for e in page.all("input") if e["attrs"].get("name") == "text"]
    assert box["attrs"]["value"] == 'a "quoted" question'


def test_several_answers_are_shown_one_by_one(nurse, reference):
    reference.found = Found((Message("answer", "One."), Message("not_stated", "Two.")), "ask/aims", ())
    page = Shown(search(nurse, "one and two"))
    assert page.texts("article") == ["Answered from the page One.", "The page does not say Two."]
    assert "Nothing on the page is near to this." in page.text


def test_every_kind_of_reply_has_a_name_for_nurses():
    voice = {"answer", "not_stated", "advice", "handoff", "prescreen_intro", "clarify", "out_of_scope"}
    assert voice | {"smalltalk", "privacy", "abuse", *bootstrap.danger_cards()} == set(KINDS)


@pytest.mark.parametrize("text", ["", "   ", "\x00", "x" * 501])
def test_what_cannot_be_looked_up_is_refused_with_a_reason(nurse, reference, text):
    response = search(nurse, text)
    assert response.status_code == 400
    assert Shown(response).texts("title")[0].startswith("Error: ")
    assert reference.asked == []


def test_markup_is_shown_and_never_runs(nurse, reference):
    reference.found = Found((Message("answer", MARKUP),), "ask/aims", ())
    html = search(nurse, MARKUP).text
    assert "<script>doc" not in html
    assert "<img" not in html
    assert "{{7*7}}" in html
    assert html.count("&lt;script&gt;") == 2


def test_without_a_trained_model_the_page_says_that_it_cannot_be_shown(nurse, monkeypatch, reference):
    reference.found = SetupError("no trained model")
    assert search(nurse, "visits").status_code == 503


def test_a_search_leaves_no_trace(nurse, desk, reference):
    before = desk.audit.latest()
    search(nurse, "marmalade")
    assert desk.audit.latest() == before
    assert "marmalade" not in nurse.open("/").text


def test_all_topics_are_there_with_their_passages_or_that_the_page_does_not_say(nurse):
    page = nurse.page("/topics")
    headings = page.texts("h3")
    assert sorted(headings) == sorted(a.topic.question for a in TRIAL.answers.values())
    groups = {a.topic.group for a in TRIAL.answers.values()}
    assert {e["attrs"]["id"] for e in page.all("h2")} == groups
    unsaid = sum(not a.passages for a in TRIAL.answers.values())
    assert page.text.count("The page does not say.") == unsaid > 0
    expected = [p for a in TRIAL.answers.values() for p in (a.passages or a.nearest)]
    assert sorted(page.texts("blockquote")) == sorted(shown(p.text) for p in expected)


def test_the_criteria_stand_in_a_table_with_what_they_were_taken_to_mean(nurse):
    page = nurse.page("/criteria")
    rows = [e for e in page.all("th") if e["attrs"].get("scope") == "row"]
    assert [e["attrs"]["id"] for e in rows] == [c.id for c in TRIAL.criteria]
    for criterion in TRIAL.criteria:
        assert shown(criterion.passage.text) in page.text
    assert "No clinician has checked this reading" in page.text
    assert TRIAL.status.text in page.text


@pytest.mark.parametrize(
    ("criterion", "cells"),
    [
        ("I6", ["Met if: age 18 or more", "–", "–"]),
        ("E11", ["In the way if: has had kidney dialysis", "–", "No"]),
        (
            "E7",
            [
                "In the way if: all of these:",
                "has had treatment for the CLL last treatment for the CLL less than 4 weeks ago",
                "last treatment for the CLL less than 4 weeks ago",
                "Yes",
            ],
        ),
    ],
)
def test_each_row_says_when_it_counts_in_which_time_and_whether_it_passes(nurse, criterion, cells):
    page = nurse.page("/criteria")
    row = next(t for t in page.texts("tr") if t.startswith(f"{criterion} "))
    sentence = next(c for c in TRIAL.criteria if c.id == criterion).passage.text
    assert row == " ".join([criterion, shown(sentence), *cells])


def test_the_glossary_tells_our_explanations_from_the_page_s_words(nurse):
    page = nurse.page("/glossary")
    assert page.texts("h2") == sorted((e.term for e in TRIAL.glossary), key=str.casefold)
    assert "not from the page" in page.text
    for entry in TRIAL.glossary:
        assert shown(entry.explanation or "") in page.text

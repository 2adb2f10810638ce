"""What it could not answer, and what editors make of it."""

import pytest
import yaml

from bot import bootstrap
from bot.gateway.nurse import routes
from bot.settings import Settings
from bot.store.corrections import Correction
from tests.gateway.nurse.desk import EDITOR, MARKUP, Shown
from tests.gateway.nurse.fakes import LABELS

TRIAL = bootstrap.trial()
WORDING = "is there a swimming pool"


@pytest.fixture
def asked(desk):
    """Something that three people asked in vain, and something that one did."""
    for session in ("one", "two", "three"):
        desk.unanswered.record(session, WORDING, "ask/locations")
    desk.unanswered.record("one", "a thing of my own", "out_of_scope")


@pytest.mark.usefixtures("asked")
def test_a_wording_is_shown_with_its_topic_and_how_many_used_it(nurse):
    page = nurse.page("/unanswered")
    assert f"“{WORDING}” {TRIAL.topic('locations').question} · 3 people" in page.text
    assert "a thing of my own" not in page.text
    assert "once 3 different people" in page.text


@pytest.mark.usefixtures("asked")
def test_counts_are_shown_by_topic(nurse):
    rows = nurse.page("/unanswered").texts("tr")
    assert rows[1:] == [f"{TRIAL.topic('locations').question} 3", "Out of scope 1"]


def test_where_nothing_was_asked_in_vain_it_says_so(nurse):
    assert "None yet." in nurse.page("/unanswered").text


def test_ratings_are_shown_where_there_are_any(nurse, stores):
    assert "Was it helpful?" not in nurse.page("/unanswered").text
    made = routes.nurse_routes(Settings(), stores(), lambda: {"ask/visits": (7, 2)})
    (page,) = [route for route in made if route.path == "/nurse/unanswered"]
    nurse.client.app._app._app.routes.insert(0, page)
    assert f"{TRIAL.topic('visits').question} 7 2" in nurse.page("/unanswered").texts("tr")


@pytest.mark.usefixtures("asked")
def test_only_editors_can_mark(nurse):
    assert nurse.page("/unanswered").all("select") == []
    assert "Mark this reply" not in nurse.send("/search", on="/", text="x").text
    nurse.send("/sign-out", on="/")
    nurse.sign_in(EDITOR)
    assert len(nurse.page("/unanswered").all("select")) == 1
    assert "Mark this reply" in nurse.send("/search", on="/", text="x").text


@pytest.mark.usefixtures("asked")
def test_an_editor_chooses_from_all_labels(editor):
    options = [e["attrs"]["value"] for e in editor.page("/unanswered").all("option")]
    assert sorted(options) == ["", *LABELS]


def mark(editor, on="/unanswered", **fields):
    values = {"text": WORDING, "was": "ask/locations", "right": "out_of_scope", **fields}
    return editor.send("/corrections", values, on=on)


@pytest.mark.usefixtures("asked")
def test_a_mark_is_kept_and_noted_without_its_content(editor, desk):
    response = mark(editor)
    assert (response.status_code, response.headers["location"]) == (303, "/nurse/corrections")
    assert [m.correction for m in desk.corrections.all()] == [
        Correction(WORDING, "ask/locations", "out_of_scope")
    ]
    deed = desk.audit.latest()[0]
    assert (deed.who, deed.what) == (EDITOR, "marked a reply as wrong")
    assert WORDING in editor.page("/corrections").text


def test_a_reply_can_be_marked_below_the_search(editor, desk):
    page = Shown(editor.send("/search", on="/", text="how come"))
    hidden = {
        e["attrs"]["name"]: e["attrs"]["value"] for e in page.all("input") if e["attrs"]["name"] == "was"
    }
    assert hidden == {"was": "ask/aims"}
    csrf = next(e["attrs"]["value"] for e in page.all("input") if e["attrs"]["name"] == "csrf")
    editor.post("/corrections", {"csrf": csrf, "text": "how come", "was": "ask/aims", "right": "ask/visits"})
    assert [m.correction for m in desk.corrections.all()] == [
        Correction("how come", "ask/aims", "ask/visits")
    ]


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    "fields",
    [
        {"right": ""},
        {"right": "ask/nothing_of_the_kind"},
        {"right": MARKUP},
        {"text": ""},
        {"text": "x" * 301},
        {"text": "ring me on 07700 900123"},
        {"text": "someone@example.org asks for a pool"},
    ],
)
def test_what_cannot_be_learnt_from_is_not_kept(editor, desk, fields):
    response = mark(editor, **fields)
    assert response.status_code == 400
    assert "Nothing was marked." in Shown(response).text
    assert desk.corrections.all() == []


@pytest.mark.usefixtures("asked")
def test_a_mark_can_be_taken_away(editor, desk):
    mark(editor)
    editor.send("/corrections/remove", on="/corrections")
    assert desk.corrections.all() == []
    assert "No reply is marked" in editor.page("/corrections").text


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 40, "١"])
def test_what_is_no_mark_cannot_be_taken_away(editor, desk, number):
    mark(editor)
    editor.send("/corrections/remove", {"id": number}, on="/corrections")
    assert len(desk.corrections.all()) == 1


@pytest.mark.usefixtures("asked")
def test_marks_are_exported_as_files_and_that_is_noted(editor, desk):
    mark(editor)
    for path in ("/corrections/nlu.yml", "/corrections/tests.yml"):
        response = editor.open(path)
        assert response.headers["content-disposition"].startswith("attachment")
        assert response.headers["cache-control"] == "no-store"
        assert WORDING in str(yaml.safe_load(response.text))
        assert desk.audit.latest()[0].what == "exported the marked replies"


@pytest.mark.usefixtures("asked")
def test_markup_is_shown_and_never_runs(editor, desk):
    for session in ("one", "two", "three"):
        desk.unanswered.record(session, MARKUP, MARKUP[:60])
    mark(editor, text=MARKUP, was=MARKUP)
    for path in ("/unanswered", "/corrections"):
        html = editor.open(path).text
        assert "<script>doc" not in html
        assert "<img" not in html
        assert "&lt;script&gt;" in html.lower()

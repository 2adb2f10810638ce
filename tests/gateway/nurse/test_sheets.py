"""A sheet is opened by its code alone, told whole, and guessing opens nothing."""

import itertools

import pytest
from starlette.requests import Request

from bot import bootstrap
from bot.core import codes
from bot.core.interview import ASKING, ENDED, Interview
from bot.core.statements import DECLINED, UNSURE
from bot.gateway.forms import Form
from bot.gateway.nurse import visits
from bot.gateway.nurse.pages import Pages
from bot.gateway.nurse.sheet_view import SheetViewer
from bot.gateway.nurse.sheets import NOT_FOUND, SheetPages
from bot.store.accounts import Account
from bot.store.errors import StoreError
from tests.gateway.nurse.desk import EDITOR, MARKUP, NURSE, Shown
from tests.gateway.talk import KNOWN_ID

TRIAL = bootstrap.trial()
CRITERIA = {criterion.id: criterion for criterion in TRIAL.criteria}
AFFIRMED_IS_BAD = [name for name, question in TRIAL.questions.items() if question.yes.value == "not_met"]
CODE = codes.ALPHABET[:8]
QUESTION = TRIAL.topic("visits").question


def content(**changed):
    """A sheet as it is kept."""
    whole = {
        "date": "2026-03-01",
        "trial": TRIAL.id,
        "relative": False,
        "asked": ["ask/visits"],
        "unanswered": [],
        "interview": None,
        "changes": [],
    }
    return {**whole, **changed}


@pytest.fixture
def keep(stores, desk):
    """Freezes a sheet: ``keep(relative=True)``; its code."""

    def keeping(code=CODE, session=KNOWN_ID, **changed):
        assert stores().sheets.keep(code, session, content(**changed))
        return code

    return keeping


def enter(browser, code):
    return browser.send("/sheet", code=code)


@pytest.fixture
def sheet(nurse, keep):
    """The page of a sheet: ``sheet(relative=True)``."""

    def shown(**changed):
        response = enter(nurse, keep(**changed))
        assert response.status_code == 200
        return Shown(response)

    return shown


MIXED = Interview(
    state=ENDED,
    stated={AFFIRMED_IS_BAD[0]: False, AFFIRMED_IS_BAD[1]: True},
    left={AFFIRMED_IS_BAD[2]: UNSURE, AFFIRMED_IS_BAD[3]: DECLINED},
    words={
        CRITERIA[AFFIRMED_IS_BAD[0]].subject: "yes, it did",
        CRITERIA[AFFIRMED_IS_BAD[3]].subject: "something private",
    },
)


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), f"{CODE[:4]} {CODE[4:]}", f" {CODE[:4]}-{CODE[4:]}."])
def test_a_code_opens_its_sheet_however_it_is_written(nurse, keep, typed):
    keep()
    response = enter(nurse, typed)
    assert response.status_code == 200
    assert QUESTION in Shown(response).text


def test_the_sheet_tells_the_day_and_for_whom_it_was_typed(sheet):
    assert "Frozen on 1 March 2026. Typed by the person themselves" in sheet().text
    assert "somebody for a relative" in sheet(relative=True).text


def test_what_was_asked_and_not_answered_stands_under_its_heading(sheet):
    page = sheet(
        unanswered=[
            {"label": "ask/locations", "kind": "not_stated"},
            {"label": "ask/side_effects", "kind": "advice"},
        ]
    )
    asked, unsaid, advice = page.texts("section")
    assert asked == f"Asked about {QUESTION}"
    assert unsaid == f"The page did not say {TRIAL.topic('locations').question}"
    assert advice == f"Wanted advice on {TRIAL.topic('side_effects').question}"


def test_each_answer_stands_beside_the_page_s_sentence_in_its_group(sheet):
    page = sheet(interview=MIXED.to_dict())
    rows = page.texts("tr")
    first, second, third, fourth = (CRITERIA[name] for name in AFFIRMED_IS_BAD[:4])
    assert f"{first.id} {first.passage.text} “yes, it did”" in rows
    assert f"{second.id} {second.passage.text} Follows from another answer" in rows
    assert f"{third.id} {third.passage.text} Not sure" in rows
    assert f"{fourth.id} {fourth.passage.text} Left out" in rows
    headings = [e["text"] for e in page.all("th") if e["attrs"].get("scope") == "rowgroup"]
    assert headings[-2:] == ["Open: to be checked", "Seems fine"]


def test_what_somebody_left_out_is_not_told_even_if_they_said_something(sheet):
    assert "something private" not in sheet(interview=MIXED.to_dict()).text


def test_what_was_not_spoken_of_is_named_in_short(sheet):
    page = sheet(interview=MIXED.to_dict())
    (rest,) = [e["text"] for e in page.all("p") if e["attrs"].get("class") == "rest"]
    assert len(rest.split(";")) == len(CRITERIA) - 4


def test_an_unfinished_check_says_so(sheet):
    assert "(not finished)" in sheet(interview=Interview(state=ASKING).to_dict()).text
    assert "(not finished)" not in sheet(interview=MIXED.to_dict()).text


def test_what_was_changed_is_told_from_what_to_what(sheet):
    page = sheet(changes=[{"criterion": "E14", "before": "in March", "after": "two years ago"}])
    short = TRIAL.questions["E14"].short
    assert f"E14 {short}: first “in March”, then “two years ago”" in page.text


def test_markup_is_shown_and_never_runs(nurse, keep):
    words = {c.subject: MARKUP for c in TRIAL.criteria}
    keep(
        asked=[MARKUP],
        unanswered=[{"label": MARKUP, "kind": MARKUP}],
        interview=Interview(words=words, stated=dict.fromkeys(CRITERIA, True)).to_dict(),
        changes=[{"criterion": MARKUP, "before": MARKUP, "after": MARKUP}],
    )
    html = enter(nurse, CODE).text
    assert "<script>doc" not in html
    assert "<img" not in html
    assert html.lower().count("&lt;script&gt;") >= len(CRITERIA)


BROKEN = [
    {"date": "tomorrow"},
    {"date": None},
    {"asked": None},
    {"asked": "ask/visits"},
    {"asked": [None, 7, {"x": 1}]},
    {"unanswered": [None, "x", {}]},
    {"unanswered": {"label": "x"}},
    {"interview": {}},
    {"interview": "x"},
    {"interview": {**MIXED.to_dict(), "facts": {"no_such_fact": True}}},
    {"interview": {**MIXED.to_dict(), "words": []}},
    {"interview": {**MIXED.to_dict(), "left": None}},
    {"changes": [None, 3, {}, {"criterion": None}]},
    {"changes": "x"},
    {"trial": "another-trial"},
    {"trial": None, "relative": "yes"},
]


@pytest.mark.parametrize("changed", BROKEN)
def test_a_sheet_of_another_version_or_trial_is_told_as_far_as_it_can_be(sheet, changed):
    assert "The caller’s sheet" in sheet(**changed).text


def test_what_cannot_be_read_is_said(sheet):
    assert "Part of this sheet cannot be read" in sheet(interview={"facts": 1}).text
    assert "Part of this sheet cannot be read" in sheet(trial="another-trial").text
    assert "Part of this sheet cannot be read" not in sheet(interview=MIXED.to_dict()).text


def test_wrong_withdrawn_and_too_old_look_alike(nurse, keep, stores, monkeypatch):
    keep(code=codes.ALPHABET[8:16], session="of another")
    stores().sheets.withdraw("of another")
    keep(code=codes.ALPHABET[1:9])
    monkeypatch.setattr(stores().sheets, "lifetime", -stores().sheets.lifetime)
    typed = ["", "x", codes.ALPHABET[8:16], codes.ALPHABET[1:9], codes.ALPHABET[2:10], "x" * 200, "é" * 8]
    answers = [enter(nurse, code) for code in typed]
    assert {response.status_code for response in answers} == {404}
    assert {Shown(response).texts("p")[2] for response in answers} == {Shown(answers[0]).texts("p")[2]}
    assert all(NOT_FOUND in Shown(response).text for response in answers)


def test_the_code_does_not_come_back(nurse, keep):
    keep()
    assert CODE not in enter(nurse, CODE).text.upper().replace(" ", "")
    assert "MARMALADE" not in enter(nurse, "marmalade").text.upper()


def test_after_some_wrong_codes_even_the_right_one_has_to_wait(nurse, keep, clock):
    keep()
    statuses = [enter(nurse, "wrong").status_code for _ in range(10)]
    assert statuses == [404] * 10
    response = enter(nurse, CODE)
    assert (response.status_code, response.headers["retry-after"]) == (429, "2")
    clock.pass_by(seconds=2)
    assert enter(nurse, CODE).status_code == 200


def test_codes_that_open_are_not_counted(nurse, keep):
    keep()
    assert {enter(nurse, CODE).status_code for _ in range(30)} == {200}


def test_a_code_of_one_s_own_does_not_wash_away_guesses(nurse, keep, clock):
    keep()
    for _ in range(9):
        enter(nurse, "wrong")
        enter(nurse, CODE)
    enter(nurse, "wrong")
    assert enter(nurse, CODE).status_code == 429


def test_from_one_address_another_account_does_not_help(nurse, desk, gateway):
    for n in range(5):
        desk.accounts.add(f"Nurse {n}", "nurse", "a password of our own")
    statuses = []
    for n in range(5):
        browser = type(nurse)(gateway())
        browser.sign_in(f"Nurse {n}")
        statuses += [enter(browser, "wrong").status_code for _ in range(9)]
    assert statuses == [404] * 40 + [429] * 5


def test_who_opened_which_sheet_is_in_the_trail(nurse, desk, keep):
    keep()
    enter(nurse, "wrong")
    enter(nurse, CODE)
    opened, wrong = desk.audit.latest()[:2]
    assert (opened.who, opened.what, len(opened.sheet)) == (NURSE, "opened a sheet", 12)
    assert (wrong.who, wrong.what, wrong.sheet) == (NURSE, "tried a code that opens no sheet", "")


def test_the_trail_shows_editors_who_opened_a_sheet(nurse, keep):
    enter(nurse, keep())
    nurse.send("/sign-out", on="/")
    nurse.sign_in(EDITOR)
    rows = nurse.page("/audit").texts("tr")
    assert any(NURSE in row and "opened a sheet" in row for row in rows)


def test_a_sheet_that_cannot_be_noted_is_not_shown(nurse, desk, keep, monkeypatch):
    def fails(*_):
        raise StoreError("OperationalError")

    keep()
    monkeypatch.setattr(desk.audit, "write", fails)
    response = enter(nurse, CODE)
    assert response.status_code == 503
    assert QUESTION not in response.text


def test_ten_thousand_guessed_codes_open_nothing_and_are_throttled(desk, keep, stores, clock, monkeypatch):
    """By one nurse, one code a second, for almost three hours; the waits let through a few dozen."""
    keep()
    looked_up = []
    real = stores().sheets.read
    monkeypatch.setattr(stores().sheets, "read", lambda code: looked_up.append(code) or real(code))
    viewer = SheetViewer(bootstrap.interviewer(), bootstrap.teller(), {})
    view = SheetPages(Pages(TRIAL), desk, stores().sheets, viewer)
    request = Request({"type": "http", "path": "/nurse/sheet", "headers": [], "client": ("192.0.2.7", 1)})
    statuses = []
    for letters in itertools.islice(itertools.product(codes.ALPHABET[::-1], repeat=8), 10_000):
        form = Form({"code": "".join(letters)})
        visit = visits.Visit(request, ("x" * 43,), Account(1, NURSE, "nurse"), form)
        statuses.append(view.open(visit).status_code)
        clock.pass_by(seconds=1)
    assert set(statuses) == {404, 429}
    assert 10 < len(looked_up) < 60

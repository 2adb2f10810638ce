"""The page of a result is for whoever has its address, works without scripts, and tells no one else."""

import json
import logging
import re
import secrets
from datetime import datetime, timedelta, timezone

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot import bootstrap
from bot.core.conditions import ALWAYS
from bot.core.interview import ENDED, PAUSED, Interview
from bot.core.statements import DECLINED, UNSURE
from bot.store.engine import StoreError, connect
from bot.store.results import ResultStore
from bot.store.tables import RESULTS
from tests.gateway.page import Page
from tests.gateway.talk import KNOWN_ID, MARKER, NURSE_LINE, assert_error

TRIAL = bootstrap.trial()
CRITERIA = {criterion.id: criterion for criterion in TRIAL.criteria}
NURSE_LINK, EMERGENCY_LINK = f"tel:{NURSE_LINE.replace(' ', '')}", "tel:999"
SCRIPT = "<script>alert('x')</script> \"quoted\" & <b>bold</b>"
MACHINE_WORDS = ("eligible", "qualif", "reject", "does_not_fit", "may_fit", "not_now", "cannot_tell")
ADDRESS = "A_-Z" * 5 + "09"
AFFIRMED_IS_BAD = [name for name, question in TRIAL.questions.items() if question.yes.value == "not_met"]


@pytest.fixture(autouse=True)
def _without_a_reader_of_danger(monkeypatch):
    """Nothing here is read for danger, and what that takes need not be loaded."""
    monkeypatch.setattr(bootstrap, "danger_reader", lambda: None)


@pytest.fixture
def store(database_url):
    """The database that the gateway reads."""
    return ResultStore(connect(database_url))


@pytest.fixture
def keep(store):
    """Keeps an interview and returns its address: ``keep(words={...})``."""

    def keeping(trial=TRIAL.id, date="2026-03-01", **fields):
        address = secrets.token_urlsafe(16)
        interview = Interview(**{"state": ENDED, "key": address, **fields})
        store.keep(address, KNOWN_ID, {"trial": trial, "date": date, "interview": interview.to_dict()})
        return address

    return keeping


@pytest.fixture
def page(client, keep):
    """The page of an interview: ``page(words={...})``."""

    def shown(**fields):
        response = client.get(f"/result/{keep(**fields)}")
        assert response.status_code == 200
        return Page(response)

    return shown


def age(store, by):
    with Session(store._engine, future=True) as session, session.begin():
        session.execute(update(RESULTS).values(created_at=datetime.now(timezone.utc) - by))


MIXED = {
    "stated": {AFFIRMED_IS_BAD[0]: False, AFFIRMED_IS_BAD[1]: True},
    "left": {AFFIRMED_IS_BAD[2]: UNSURE, AFFIRMED_IS_BAD[3]: DECLINED},
    "words": {
        CRITERIA[AFFIRMED_IS_BAD[0]].subject: "yes, it did",
        CRITERIA[AFFIRMED_IS_BAD[1]].subject: "never in my life",
        CRITERIA[AFFIRMED_IS_BAD[3]].subject: "something private",
    },
}


def test_the_page_says_what_it_is_that_the_trial_is_closed_and_that_nothing_is_decided(page):
    html = page(**MIXED)
    assert len(html.all("h1")) == 1
    assert TRIAL.page.title in html.text
    assert not TRIAL.recruiting
    assert html.text.count(TRIAL.status.text) == 1
    assert [e["inside"][-1] for e in html.all("p") if e["text"] == TRIAL.status.text] == ["header"]
    assert "This is not a medical decision." in html.text
    assert "1 March 2026" in html.text


def test_every_criterion_stands_once_in_its_group_with_the_page_s_sentence(page):
    interview = Interview(**MIXED, state=ENDED)
    grouped = bootstrap.teller().grouped(bootstrap.interviewer().decision(interview))
    sections = page(**MIXED).texts("section")
    headings = [h for h in grouped if grouped[h]]
    assert len(headings) == 3
    for name, section in zip(headings, sections, strict=False):
        assert section.startswith(bootstrap.teller().say(f"group_{name}", interview).rstrip(":"))
        for criterion in TRIAL.criteria:
            assert section.count(" ".join(criterion.passage.text.split())) == (criterion in grouped[name])


def test_the_weightiest_group_comes_first(page):
    one_lasting = next(c for c in TRIAL.criteria if c.passes is None)
    one_passing = next(c for c in TRIAL.criteria if c.passes is ALWAYS)
    others = dict.fromkeys(AFFIRMED_IS_BAD[:3], True)
    html = page(stated={**others, one_lasting.id: False, one_passing.id: False})
    groups = ("lasting", "for_now", "check", "fine")
    headings = [bootstrap.teller().say(f"group_{name}", Interview()).rstrip(":") for name in groups]
    assert html.texts("h2")[:4] == headings


def test_a_point_is_told_with_the_line_of_the_page_that_it_completes(page):
    lines = {passage.id: passage.text for passage in TRIAL.page.passages}
    quotes = page().texts("blockquote")
    assert sorted(quotes) == sorted(f"{lines[c.passage.lead_in]}{c.passage.text}" for c in TRIAL.criteria)


def said_of(html, name):
    """What the page says that the person said to a criterion."""
    (point,) = [
        e["text"] for e in html.all("li") if " ".join(CRITERIA[name].passage.text.split()) in e["text"]
    ]
    return " ".join(point.split(CRITERIA[name].passage.text)[-1].split())


def test_beside_each_point_stands_how_it_was_answered(page):
    html = page(**MIXED)
    assert [said_of(html, name) for name in AFFIRMED_IS_BAD[:4]] == [
        "You said: “yes, it did”",
        "You said: “never in my life”",
        "You were not sure.",
        "You left this one out.",
    ]
    assert said_of(html, AFFIRMED_IS_BAD[4]) == "We did not talk about this one."
    assert "something private" not in html.text


def test_what_followed_from_another_answer_is_told_so(page):
    html = page(stated={AFFIRMED_IS_BAD[0]: True})
    assert said_of(html, AFFIRMED_IS_BAD[0]) == "This follows from another answer."


def test_a_result_so_far_says_that_it_is_not_the_whole(page):
    assert "so far" in page(state=PAUSED).text
    assert "so far" not in page().text


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({}, "cannot_tell"),
        ({"stated": dict.fromkeys(CRITERIA, True)}, "may_fit"),
        ({"stated": dict.fromkeys(CRITERIA, False)}, "does_not_fit"),
        ({"stated": {c.id: c.passes is not ALWAYS for c in TRIAL.criteria}}, "not_now"),
    ],
)
def test_the_opening_is_that_of_the_outcome_which_is_never_named(page, fields, outcome):
    interview = Interview(**fields, state=ENDED)
    opening = bootstrap.teller().say(f"result_{outcome}", interview).removesuffix(TRIAL.status.text).strip()
    html = page(**fields)
    assert opening in html.text
    assert [word for word in MACHINE_WORDS if word in html.text.lower()] == []


def test_the_page_says_what_to_do_next_with_nurse_line_and_999(page):
    html = page()
    assert html.links()[NURSE_LINK] == NURSE_LINE
    assert html.links()[EMERGENCY_LINK] == "999"
    assert "not for emergencies" in html.text
    (following,) = [text for text in html.texts("section") if text.startswith("Next steps")]
    assert bootstrap.teller().say("result_next", Interview()) in following
    assert "call 999" in following


def test_without_scripts_the_page_says_how_to_print_it_and_shows_no_button(page):
    html = page()
    assert "Print this page" in html.text
    (button,) = html.all("button")
    assert "hidden" in button["attrs"]


def test_it_says_how_long_it_is_kept(gateway, keep):
    address = keep()
    hours = [
        re.search(r"erased after (\d+ hours?)\.", gateway(result_hours=n).get(f"/result/{address}").text)[1]
        for n in (1, 24)
    ]
    assert hours == ["1 hour", "24 hours"]


def test_what_was_typed_is_shown_as_text_and_never_run(client, keep):
    subject = TRIAL.criteria[0].subject
    response = client.get(f"/result/{keep(words={subject: SCRIPT})}")
    assert "<script>alert" not in response.text
    assert "<b>bold" not in response.text
    assert SCRIPT in Page(response).text
    assert [e["text"].strip() for e in Page(response).all("script")] == [""]


def test_no_script_and_no_style_stands_in_the_page_and_nothing_is_fetched_from_elsewhere(page):
    html = page(words={TRIAL.criteria[0].subject: SCRIPT})
    assert html.all("style") == []
    attributes = {name for e in html.elements for name in e["attrs"]}
    assert not {name for name in attributes if name.startswith("on") or name == "style"}
    fetched = [e["attrs"].get("src") or e["attrs"].get("href") for e in html.all("script") + html.all("link")]
    assert fetched
    assert all(address.startswith("/static/") for address in fetched)


def test_all_that_the_page_asks_for_is_served(client, page):
    html = page()
    wanted = [e["attrs"].get("src") or e["attrs"].get("href") for e in html.all("script") + html.all("link")]
    wanted += [address for address in html.links() if address.startswith("/")]
    assert {address: client.get(address).status_code for address in wanted} == dict.fromkeys(wanted, 200)


def test_the_page_has_its_language_and_its_title_tells_nothing_of_the_trial(page):
    html = page()
    assert html.all("html")[0]["attrs"]["lang"] == "en-GB"
    assert html.texts("title") == ["Trial Guide: your answers"]


def expired(store, keep):
    address = keep()
    age(store, timedelta(hours=24, minutes=1))
    return address


def of_another_trial(store, keep):
    return keep(trial="fictamab")


def of_another_version(store, keep):
    address = keep()
    store.keep(address, KNOWN_ID, {"trial": TRIAL.id, "date": "2026-03-01", "interview": {"facts": []}})
    return address


def erased(store, keep):
    address = keep()
    store.erase(KNOWN_ID)
    return address


def never_given(store, keep):
    return ADDRESS


GONE = [expired, of_another_trial, of_another_version, erased, never_given]
MALFORMED = [
    "",
    "x",
    ADDRESS[:-1],
    f"{ADDRESS}A",
    f"{ADDRESS[:-1]}.",
    f"{ADDRESS[:-1]}%0A",
    f"{ADDRESS[:-1]}%00",
    f"{ADDRESS[:-1]}é",
    f"{ADDRESS}/",
    f"{ADDRESS}/more/of/it",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "A" * 5000,
]


@pytest.mark.parametrize("ending", ["", "/fhir.json"])
@pytest.mark.parametrize("address_of", GONE, ids=lambda f: f.__name__)
def test_what_is_not_there_is_told_in_plain_words_that_reveal_nothing(
    client, store, keep, address_of, ending
):
    keep()
    response = client.get(f"/result/{address_of(store, keep)}{ending}")
    assert response.status_code == 404
    assert response.text == client.get("/result/x").text
    html = Page(response)
    assert html.links()[NURSE_LINK] == NURSE_LINE
    assert html.links()[EMERGENCY_LINK] == "999"
    for told in (TRIAL.page.title, TRIAL.status.text, "expired", "Not Found", "error"):
        assert told not in response.text


@pytest.mark.parametrize("address", MALFORMED)
def test_a_malformed_address_is_not_even_looked_up(client, monkeypatch, address):
    def looked_up(*_):
        raise AssertionError

    monkeypatch.setattr(ResultStore, "read", looked_up)
    response = client.get(f"/result/{address}")
    assert response.status_code == 404
    assert response.text == client.get("/result/x").text


def test_another_s_address_shows_only_their_result(client, keep):
    subject = TRIAL.criteria[0].subject
    mine, other = keep(words={subject: "mine alone"}), keep(words={subject: "of another"})
    assert "of another" not in client.get(f"/result/{mine}").text
    assert "mine alone" not in client.get(f"/result/{other}").text


def the_page(keep):
    return f"/result/{keep()}", 200


def the_file(keep):
    return f"/result/{keep()}/fhir.json", 200


def nothing(keep):
    return f"/result/{ADDRESS}", 404


def no_file(keep):
    return f"/result/{ADDRESS}/fhir.json", 404


def nothing_since_the_store_fails(keep):
    return f"/result/{ADDRESS}", 503


ANY = [the_page, the_file, nothing, no_file, nothing_since_the_store_fails]


@pytest.mark.parametrize("path_to", ANY, ids=lambda f: f.__name__)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nothing_of_a_result_is_kept_on_the_way_or_found_by_searching(
    client, keep, monkeypatch, method, path_to
):
    path, status = path_to(keep)
    if status == 503:
        monkeypatch.setattr(ResultStore, "read", failing)
    response = client.request(method, path)
    assert response.status_code == status
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-robots-tag"] == "noindex"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "set-cookie" not in response.headers
    if method == "GET" and "json" not in response.headers["content-type"]:
        robots = [e["attrs"]["content"] for e in Page(response).all("meta") if "name" in e["attrs"]]
        assert "noindex" in robots


def failing(*_):
    raise StoreError("OperationalError")


@pytest.mark.parametrize("ending", ["", "/fhir.json"])
def test_when_the_store_fails_there_is_a_page_with_the_nurse_line(client, monkeypatch, capfd, ending):
    monkeypatch.setattr(ResultStore, "read", failing)
    response = client.get(f"/result/{ADDRESS}{ending}")
    assert response.status_code == 503
    assert Page(response).links()[NURSE_LINK] == NURSE_LINE
    assert "try again" in Page(response).text
    printed = "".join(capfd.readouterr())
    assert "OperationalError" in printed
    assert ADDRESS not in printed


def test_a_result_can_only_be_read(client, keep):
    path = f"/result/{keep()}"
    assert {client.request(m, path).status_code for m in ("POST", "PUT", "DELETE")} == {405}


def test_neither_address_nor_words_are_logged_or_counted(client, keep, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, "httpx2")  # TestClient's own log tells the address
    address = keep(words={TRIAL.criteria[0].subject: MARKER})
    for path in (f"/result/{address}", f"/result/{address}/fhir.json", f"/result/{ADDRESS}"):
        client.get(path)
    told = caplog.text + "".join(capfd.readouterr()) + client.get("/metrics").text
    assert [secret for secret in (MARKER, address, ADDRESS) if secret in told] == []


def test_the_page_is_there_while_rasa_is_down(rasa, client, keep):
    rasa.stop()
    assert client.get(f"/result/{keep()}").status_code == 200


def test_the_file_is_a_response_in_fhir_to_be_saved(client, keep):
    response = client.get(f"/result/{keep(**MIXED)}/fhir.json")
    assert response.headers["content-type"] == "application/fhir+json"
    assert response.headers["content-disposition"] == f'attachment; filename="{TRIAL.id}.fhir.json"'
    told = QuestionnaireResponse.parse_raw(response.content)
    assert told.status == "completed"
    assert told.authored.isoformat() == "2026-03-01"
    assert "never in my life" in response.text


def test_the_form_that_it_answers_is_there_too(client, keep):
    answered = client.get(f"/result/{keep()}/fhir.json").json()["questionnaire"]
    response = client.get(f"/fhir/Questionnaire/{TRIAL.id}")
    assert response.headers["content-type"] == "application/fhir+json"
    form = Questionnaire.parse_raw(response.content)
    assert f"{form.url}|{form.version}" == answered
    assert form.id == TRIAL.id


@pytest.mark.parametrize("trial", ["fictamab", "x" * 300, f"{TRIAL.id}x", "..%2f"])
def test_the_form_of_an_unknown_trial_is_an_error(client, trial):
    assert_error(client.get(f"/fhir/Questionnaire/{trial}"), 404)


def test_json_in_a_word_does_not_break_the_file(client, keep):
    words = '"}], "status": "completed", \\ \n \u2028 🙂'
    file = client.get(f"/result/{keep(words={TRIAL.criteria[0].subject: words})}/fhir.json").content
    assert words.strip() in [
        answer.get("valueString")
        for group in json.loads(file)["item"]
        for item in group["item"]
        for answer in item.get("answer", [])
    ]

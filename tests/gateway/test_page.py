"""The page helps without scripts: the summary, the nurse line and 999 are in its HTML."""

from collections import Counter

import pytest

from bot import bootstrap
from bot.gateway import rasa_client
from bot.gateway.templating import ADDRESS
from tests.gateway.page import Page

pytestmark = pytest.mark.usefixtures("plain_danger")
TRIAL = bootstrap.trial()
NURSE_LINK = f"tel:{TRIAL.nurse_line.replace(' ', '')}"


@pytest.fixture
def html(client):
    """The page at ``/``."""
    response = client.get("/")
    assert response.status_code == 200
    return Page(response)


def test_the_nurse_line_is_a_link_outside_of_any_script(html):
    assert html.telephones()[NURSE_LINK] == TRIAL.nurse_line


def test_999_is_a_link_outside_of_any_script(html):
    assert html.telephones()["tel:999"] == "999"


def test_what_only_scripts_can_do_is_marked_so_that_it_is_not_shown_without_them(html):
    buttons = [e for e in html.all("button") if e["attrs"].get("type") == "button"]
    assert buttons
    shown = [
        e for e in buttons if "hidden" not in e["attrs"] and "scripted" not in e["attrs"].get("class", "")
    ]
    assert [e["attrs"] for e in shown if "data-size" not in e["attrs"]] == []  # these stand in a marked group
    (sizes,) = html.of_class("sizes")
    assert "scripted" in sizes["attrs"]["class"].split()


def test_every_other_button_sends_a_form_of_the_page(html):
    forms = {e["attrs"]["id"]: e["attrs"] for e in html.all("form")}
    assert {(form["method"], form["action"]) for form in forms.values()} == {("post", "/#latest")}
    buttons = [e for e in html.all("button") if e["attrs"]["type"] == "submit"]
    assert buttons
    for button in buttons:
        assert "form" in button["inside"] or button["attrs"]["form"] in forms


def test_every_passage_is_an_element_with_its_text(html):
    shown = {e["attrs"]["id"]: e["text"] for e in html.elements if "id" in e["attrs"]}
    assert TRIAL.page.passages
    for passage in TRIAL.page.passages:
        assert shown.get(passage.id) == passage.text


def test_every_id_stands_once(html):
    ids = Counter(e["attrs"]["id"] for e in html.elements if "id" in e["attrs"])
    assert [i for i, times in ids.items() if times > 1] == []


def test_bullets_are_list_items(html):
    items = {e["attrs"].get("id") for e in html.all("li")}
    assert items == {p.id for p in TRIAL.page.passages if p.kind.value == "bullet"}


def test_every_heading_with_passages_is_a_heading_of_the_page_in_order(html):
    sections = [p.section for p in TRIAL.page.passages if p.section != TRIAL.page.title]
    assert [e["text"] for e in html.all("h3")] == list(dict.fromkeys(sections))


def test_the_page_has_a_language_a_title_and_one_main_heading(html):
    assert html.all("html")[0]["attrs"]["lang"] == "en-GB"
    assert [TRIAL.page.title in e["text"] for e in html.all("title")] == [True]
    assert [e["text"] for e in html.all("h1")] == [TRIAL.page.title]


def test_a_closed_trial_is_said_to_be_closed(html):
    assert not TRIAL.recruiting
    assert TRIAL.status.text in [e["text"] for e in html.all("p") if "header" in e["inside"]]


def test_the_field_to_type_in_has_a_label_and_the_api_s_limit(html):
    (field,) = html.all("textarea")
    assert field["attrs"]["maxlength"] == "2000"
    assert field["attrs"]["id"] in [e["attrs"].get("for") for e in html.all("label")]


def test_every_link_within_the_page_leads_somewhere(html):
    ids = {e["attrs"].get("id") for e in html.elements}
    inner = [e["attrs"]["href"][1:] for e in html.all("a") if e["attrs"]["href"].startswith("#")]
    assert inner
    assert set(inner) <= ids


def test_every_explained_word_is_a_link_to_its_explanation_where_it_stands_first(html):
    terms = Counter(e["attrs"]["href"].removeprefix("#") for e in html.of_class("term"))
    assert set(terms.values()) == {1}
    explained = {e["attrs"]["id"]: e["text"] for e in html.all("div") if "dl" in e["inside"]}
    assert terms.keys() <= explained.keys()
    entries = [entry for entry in TRIAL.glossary if entry.explanation]
    assert list(explained.values()) == [f"{entry.term}{entry.explanation}" for entry in entries]


def test_no_script_stands_in_the_page(html):
    scripts = html.all("script")
    assert [e["text"].strip() for e in scripts] == [""] * len(scripts)
    assert all(e["attrs"]["src"].startswith("/static/") for e in scripts)
    attributes = {name for e in html.elements for name in e["attrs"]}
    assert not {name for name in attributes if name.startswith("on")}


def test_no_style_stands_in_the_page(html):
    assert html.all("style") == []
    assert not [e for e in html.elements if "style" in e["attrs"]]


def test_nothing_is_fetched_from_elsewhere(html):
    addresses = [e["attrs"].get(name) for e in html.elements for name in ("src", "href", "action")]
    ours = {"/#latest", "/conversation.txt"}
    assert [a for a in addresses if a and a not in ours and not a.startswith((ADDRESS, "#", "tel:"))] == []


def test_all_that_the_page_asks_for_is_served(client, html):
    wanted = [e["attrs"]["href"] for e in html.all("link")] + [e["attrs"]["src"] for e in html.all("script")]
    assert len(wanted) >= 3
    assert {address: client.get(address).status_code for address in wanted} == dict.fromkeys(wanted, 200)


def test_the_page_is_there_while_rasa_is_down(rasa, client):
    rasa.stop()
    assert NURSE_LINK in Page(client.get("/")).telephones()


def test_reading_the_page_opens_no_session(client):
    assert "set-cookie" not in client.get("/").headers


def _broken(client, monkeypatch):
    async def broken(*_):
        raise RuntimeError

    monkeypatch.setattr(rasa_client.RasaClient, "send", broken)
    return client.post("/api/messages", json={"text": "hello"})


RESPONSES = {
    "the page": (200, lambda client, _: client.get("/")),
    "a static file": (200, lambda client, _: client.get("/static/trial-guide.js")),
    "an answer": (200, lambda client, _: client.post("/api/messages", json={"text": "hello"})),
    "the health": (200, lambda client, _: client.get("/api/health")),
    "the metrics": (200, lambda client, _: client.get("/metrics")),
    "a bad request": (400, lambda client, _: client.post("/api/messages", json={})),
    "an unknown path": (404, lambda client, _: client.get("/nothing")),
    "a wrong method": (405, lambda client, _: client.delete("/")),
    "a fault of ours": (500, _broken),
}


@pytest.mark.parametrize(("status", "fetch"), RESPONSES.values(), ids=RESPONSES)
def test_every_response_has_the_security_headers(client, monkeypatch, status, fetch):
    response = fetch(client, monkeypatch)
    assert response.status_code == status
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert "microphone=()" in response.headers["permissions-policy"]


def test_the_page_offers_a_code_in_the_words_that_ask_for_one(html):
    button = html.one("get-code")  # which the page of a result leads to
    assert button["attrs"]["value"] == bootstrap.voice().say("handoff/choice_take")
    assert button["text"] == "Get a code for the nurse line"


@pytest.mark.parametrize("phrase", ["interview/choice_so_far", "privacy/choice_erase"])
def test_the_page_offers_what_can_be_done_with_the_conversation_in_the_words_that_ask_for_it(html, phrase):
    asked = bootstrap.voice().say(phrase)
    (button,) = [e for e in html.all("button") if e["attrs"].get("value") == asked]
    assert (button["attrs"]["name"], button["attrs"]["type"]) == ("text", "submit")

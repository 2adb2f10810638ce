"""Markup and script through every way in: nothing of it runs, and what is typed is shown as it was typed."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from bot import bootstrap
from bot.settings import ROOT
from tests.browser.chatting import EXCHANGES, ask, choose, send
from tests.live import Live

pytestmark = pytest.mark.xdist_group("live")

MARKUP = [
    '<img src=x onerror="document.title=1"><script>document.title=2</script> visits?',
    '</p></textarea></title><svg onload="alert(3)"> visits?',
    "\"' autofocus onfocus=alert(4) x=' visits?",
    "<trial-guide></trial-guide><template id=unreachable></template> visits?",
    "{{ 7 * 7 }} {% raw %} ${alert(5)} javascript:alert(6) visits?",
]
WITHOUT_SPACES = "<script>document.title=7</script>"
QUESTION = "How many people take part?"
VOICE = bootstrap.voice()
NAME, PASSWORD = "Injection Nurse", "a password against injection"
ELEMENTS = "img, svg, script, textarea, trial-guide, template, [onerror], [onload], [onfocus], [autofocus]"
"""What the texts above would make within the log, where they were markup."""


@pytest.fixture
def open_chat(visit: Callable[..., Page], live: Live, faults: list[str]) -> Callable[..., Page]:
    """Opens the page, where what runs is a fault: ``open_chat("/#there", java_script_enabled=False)``."""

    def told(dialog: Dialog) -> None:
        faults.append(dialog.message)
        dialog.dismiss()

    def opened(path: str = "/", **visitor: object) -> Page:
        page = visit(f"{live.url}{path}", **visitor)
        page.on("dialog", told)
        return page

    return opened


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def chat(open_chat: Callable[..., Page], request: pytest.FixtureRequest) -> Page:
    return open_chat(java_script_enabled=request.param)


@pytest.fixture
def scripted(open_chat: Callable[..., Page]) -> Page:
    return open_chat()


def expect_nothing_ran(page: Page, faults: list[str]) -> None:
    """No dialog, no other title, nothing that was kept from running, and no element from what was typed."""
    expect(page.locator("#conversation").locator(ELEMENTS)).to_have_count(0)
    assert page.title().startswith("Trial Guide: ")
    assert faults == []


def expect_said(page: Page, text: str) -> None:
    expect(page.locator(EXCHANGES).last.locator(".said")).to_have_text(text)


@pytest.mark.parametrize("text", MARKUP[::2])
def test_what_is_typed_is_shown_as_text_at_once_and_after_a_reload(
    chat: Page, faults: list[str], text: str
) -> None:
    ask(chat, text)
    expect_said(chat, text)
    expect_nothing_ran(chat, faults)
    chat.reload()
    expect_said(chat, text)
    expect_nothing_ran(chat, faults)


@pytest.mark.parametrize("text", MARKUP[:2])
def test_what_cannot_be_answered_comes_back_into_the_box_as_text(
    chat: Page, faults: list[str], text: str
) -> None:
    too_long = text.ljust(2001, "x")
    chat.get_by_label("Your message").evaluate("field => field.removeAttribute('maxlength')")
    send(chat, too_long)
    expect(chat.locator(".message.error")).to_be_attached(timeout=10_000)
    expect(chat.get_by_label("Your message")).to_have_value(too_long)
    expect(chat.locator("#conversation .said").last).to_have_text(too_long)
    expect(chat.locator("#conversation").locator(ELEMENTS)).to_have_count(0)
    assert [fault for fault in faults if "status of 413" not in fault] == []


@pytest.mark.parametrize("text", MARKUP[:2])
def test_a_quick_reply_that_was_altered_is_shown_as_text(chat: Page, faults: list[str], text: str) -> None:
    button = chat.locator("#offers button").first
    button.evaluate("(button, text) => { button.value = text; }", text)
    button.click()
    expect_said(chat, text)
    expect_nothing_ran(chat, faults)


@pytest.mark.parametrize("key", [MARKUP[0], MARKUP[2], "x" * 5000, ""])
def test_a_key_that_was_altered_does_nothing(
    open_chat: Callable[..., Page], faults: list[str], key: str
) -> None:
    page = open_chat(java_script_enabled=False)
    page.locator("#ask [name=key]").evaluate("(field, key) => { field.value = key; }", key)
    ask(page, QUESTION)
    expect_said(page, QUESTION)
    assert key == "" or key not in page.content()
    expect_nothing_ran(page, faults)


def test_a_key_that_was_altered_on_its_way_does_nothing(scripted: Page, faults: list[str]) -> None:
    def altered(route: Route) -> None:
        route.continue_(headers={**route.request.headers, "idempotency-key": WITHOUT_SPACES})

    scripted.route("**/api/messages*", altered)
    ask(scripted, QUESTION)
    assert WITHOUT_SPACES not in scripted.content()
    expect_nothing_ran(scripted, faults)


@pytest.mark.parametrize("anchor", [MARKUP[0], "[id", "javascript:alert(8)", "%", "open-summary"])
def test_the_end_of_the_address_only_says_where_to_go(
    open_chat: Callable[..., Page], faults: list[str], anchor: str
) -> None:
    page = open_chat(f"/#{anchor}")
    ask(page, QUESTION)
    expect_nothing_ran(page, faults)


@pytest.mark.parametrize("text", [*MARKUP, "-1", "1e3", "٣"])
def test_a_place_in_the_conversation_that_is_none_is_refused_without_saying_it_again(
    scripted: Page, live: Live, text: str
) -> None:
    reply = scripted.context.request.get(f"{live.url}/api/messages?after={quote(text)}")
    assert reply.status == 400
    assert reply.headers["content-type"].startswith("application/json")
    assert text not in reply.text()


@pytest.mark.parametrize("path", ["/", "/conversation.txt", "/result/x", "/nurse/sign-in"])
def test_what_stands_in_an_address_is_not_said_on_its_page(
    scripted: Page, live: Live, faults: list[str], path: str
) -> None:
    address = f"{live.url}{path}?text={quote(MARKUP[0])}&after={quote(MARKUP[0])}"
    page = scripted.context.request.get(address)
    assert "document.title" not in page.text()
    assert page.headers["x-content-type-options"] == "nosniff"
    assert faults == []


def test_the_file_of_a_conversation_is_plain_text(chat: Page, live: Live, faults: list[str]) -> None:
    ask(chat, MARKUP[0])
    saved = chat.context.request.get(f"{live.url}/conversation.txt")
    assert saved.headers["content-type"].startswith("text/plain")
    assert "attachment" in saved.headers["content-disposition"]
    assert MARKUP[0] in saved.text()


def begin(page: Page) -> None:
    ask(page, VOICE.say("interview/choice_begin"))
    choose(page, VOICE.say("interview/choice_start"))


def add_nurse(live: Live) -> None:
    environment = {**os.environ, "BOT_VAR": str(live.var)}
    command = [sys.executable, "-m", "bot", "nurse", "add", NAME]
    subprocess.run(command, cwd=ROOT, env=environment, input=f"{PASSWORD}\n", text=True, check=True)


def open_sheet(page: Page, live: Live, code: str) -> None:
    page.goto(f"{live.url}/nurse/")
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Pages for nurses")).to_be_visible()
    page.goto(f"{live.url}/nurse/sheet")
    page.get_by_label("The caller’s code").fill(code)
    page.keyboard.press("Enter")


def test_an_answer_is_text_in_the_result_on_its_page_and_on_the_sheet_of_a_nurse(
    scripted: Page, open_chat: Callable[..., Page], live: Live, faults: list[str]
) -> None:
    words = "It came back last year <img src=x onerror=document.title=1><script>alert(9)</script>"
    begin(scripted)
    ask(scripted, words)
    choose(scripted, "See or change my answers")
    expect(scripted.locator(EXCHANGES).last).to_contain_text(words)
    ask(scripted, VOICE.say("interview/choice_result"))
    expect(scripted.locator(".result")).to_contain_text(words)
    expect_nothing_ran(scripted, faults)

    page = open_chat(str(scripted.locator(".result a.page").get_attribute("href")))
    expect(page.get_by_role("main")).to_contain_text(words)
    expect(page.locator("main").locator(ELEMENTS)).to_have_count(0)

    choose(scripted, "Get a code for the nurse line")
    choose(scripted, VOICE.say("handoff/choice_make"))
    add_nurse(live)
    nurse = open_chat("/nurse/")
    open_sheet(nurse, live, scripted.locator(".code strong").inner_text())
    expect(nurse.get_by_role("main")).to_contain_text(words)
    expect(nurse.locator("main").locator(ELEMENTS)).to_have_count(0)
    for opened in (page, nurse):
        assert re.match("Trial Guide|Sheet|The caller", opened.title())
    assert faults == []


ODD = [
    MARKUP[0],
    "",
    None,
    7,
    {"html": MARKUP[0]},
    [MARKUP[0]],
    {"trialGuide": "close"},
    {"__proto__": {"x": 1}},
]


@pytest.mark.parametrize("content", ODD, ids=json.dumps)
def test_odd_content_from_another_tab_or_window_changes_nothing(
    scripted: Page, live: Live, faults: list[str], content: object
) -> None:
    ask(scripted, QUESTION)
    before = scripted.locator("#conversation").inner_html()
    tab = scripted.context.new_page()
    tab.goto(f"{live.url}/static/icon.svg")
    with scripted.expect_response("**/api/messages?after=*"):  # it only looks for what is new
        tab.evaluate("content => new BroadcastChannel('trial-guide').postMessage(content)", content)
    scripted.evaluate("content => window.postMessage(content, '*')", content)
    ask(scripted, "What are the side effects?")
    expect(scripted.locator("#conversation")).to_contain_text("Diarrhoea")
    assert scripted.locator("#conversation").inner_html().startswith(before)
    expect_nothing_ran(scripted, faults)


@pytest.mark.parametrize("size", [MARKUP[0], "huge", "LARGE"])
def test_an_odd_size_of_the_text_is_the_normal_one(scripted: Page, faults: list[str], size: str) -> None:
    normal = scripted.evaluate("getComputedStyle(document.body).fontSize")
    scripted.get_by_role("button", name="Largest text").click()  # so that it is known what is kept, and where
    (kept,) = scripted.evaluate("Object.keys(localStorage)")
    scripted.evaluate("([kept, size]) => localStorage.setItem(kept, size)", [kept, size])
    scripted.reload()
    assert scripted.evaluate("getComputedStyle(document.body).fontSize") == normal
    expect(scripted.get_by_role("button", name="Normal text")).to_have_attribute("aria-pressed", "true")
    expect_nothing_ran(scripted, faults)

"""The whole way in a real Chromium: somebody chats and takes a code, a nurse reads it, it is forgotten."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.settings import ROOT
from tests.browser.chatting import ask
from tests.live import Live

pytestmark = pytest.mark.xdist_group("live")
NAME, PASSWORD = "Journey Nurse", "a password for the journey"


def add_nurse(live: Live) -> None:
    subprocess.run(
        [sys.executable, "-m", "bot", "nurse", "add", NAME],
        cwd=ROOT,
        env={**os.environ, "BOT_VAR": str(live.var)},
        input=f"{PASSWORD}\n",
        text=True,
        check=True,
        capture_output=True,
    )


def chatting(browser: Browser, live: Live) -> Page:
    page = browser.new_context(viewport={"width": 375, "height": 800}).new_page()
    page.goto(live.url)
    return page


def signed_in(browser: Browser, live: Live) -> Page:
    page = browser.new_context().new_page()
    page.goto(f"{live.url}/nurse/")
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Pages for nurses")).to_be_visible()
    return page


def open_sheet(page: Page, live: Live, code: str) -> None:
    page.goto(f"{live.url}/nurse/sheet")
    page.get_by_label("The caller’s code").fill(code)
    page.keyboard.press("Enter")


def test_what_was_said_reaches_the_nurse_by_its_code_until_the_person_deletes_it(
    browser: Browser, live: Live
) -> None:
    add_nurse(live)
    person = chatting(browser, live)
    for words in (
        "How many people take part?",
        "Can you check whether I could take part?",
        "Yes, please start",
        "It came back last year",
        "I am 71 years old",
        "I had FCR",
    ):
        ask(person, words)
    person.get_by_role("button", name="Get a code for the nurse line").click()
    person.get_by_role("button", name="Yes, make a code").click()
    shown = person.locator(".code strong")
    expect(shown).to_be_visible()
    code = shown.inner_text()

    nurse = signed_in(browser, live)
    open_sheet(nurse, live, code)
    sheet = nurse.get_by_role("main")
    for words in ("It came back last year", "I am 71 years old", "I had FCR", "Are at least 18 years old"):
        expect(sheet).to_contain_text(words)
    assert nurse.pdf().startswith(b"%PDF")

    ask(person, "Delete my data")
    open_sheet(nurse, live, code)
    expect(nurse.get_by_role("main")).not_to_contain_text("It came back last year")
    expect(nurse.get_by_role("alert")).to_be_visible()

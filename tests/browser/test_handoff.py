"""Ratings and codes on the page, in a real Chromium: by mouse, by keyboard and for screen readers."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bot.core.codes import normalised
from tests.browser.chatting import ask
from tests.browser.test_cards import LEAST_CONTRAST, contrast
from tests.live import Live

pytestmark = pytest.mark.xdist_group("live")

QUESTION = "How many people take part?"
SMALLEST_TARGET = 24
"""What WCAG 2.2 AA asks of the size of what is tapped, in pixels."""


@pytest.fixture(params=["light", "dark"])
def chat(visit: Callable[..., Page], live: Live, request: pytest.FixtureRequest) -> Page:
    visitor = {"color_scheme": request.param, "viewport": {"width": 320, "height": 800}}
    return visit(live.url, **visitor, permissions=["clipboard-read", "clipboard-write"])


def take_code(page: Page) -> Page:
    """Asks something, and for a code."""
    ask(page, QUESTION)
    page.get_by_role("button", name="Get a code for the nurse line").click()
    page.get_by_role("button", name="Yes, make a code").click()
    expect(page.locator(".code strong")).to_be_visible()
    return page


def test_an_answer_is_rated_with_one_tap_and_thanks_take_its_place(chat: Page, faults: list[str]) -> None:
    ask(chat, QUESTION)
    rating = chat.get_by_role("group", name="Was this helpful?")
    with chat.expect_request("**/api/feedback") as sent:
        rating.get_by_role("button", name="Helpful", exact=True).click()
    assert sent.value.post_data_json == {"topic": "ask/size", "helpful": True}
    assert sent.value.response().status == 200
    expect(chat.get_by_text("Thank you.")).to_be_focused()
    expect(rating).to_have_count(0)
    assert faults == []


def test_an_answer_is_rated_by_keyboard_alone(chat: Page) -> None:
    ask(chat, QUESTION)
    rating = chat.get_by_role("group", name="Was this helpful?")
    rating.get_by_role("button", name="Helpful", exact=True).focus()
    chat.keyboard.press("Tab")
    with chat.expect_request("**/api/feedback") as sent:
        chat.keyboard.press("Enter")
    assert sent.value.post_data_json == {"topic": "ask/size", "helpful": False}
    expect(chat.get_by_text("Thank you.")).to_be_focused()


def test_the_thanks_are_announced_with_the_log(chat: Page) -> None:
    ask(chat, QUESTION)
    chat.get_by_role("button", name="Not helpful").click()
    expect(chat.get_by_role("log").get_by_text("Thank you.")).to_be_visible()
    expect(chat.get_by_role("log")).to_have_attribute("aria-live", "polite")


def test_a_rating_that_cannot_be_kept_is_no_dead_end(chat: Page) -> None:
    chat.route("**/api/feedback", lambda route: route.abort())
    ask(chat, QUESTION)
    chat.get_by_role("button", name="Helpful", exact=True).click()
    expect(chat.get_by_text("It could not be saved")).to_be_focused()


def test_only_answers_can_be_rated(chat: Page) -> None:
    for text in ("hello there", "Can I talk to a nurse?", "What is the dose?"):
        ask(chat, text)
    expect(chat.get_by_role("group", name="Was this helpful?")).to_have_count(0)


def test_a_code_is_shown_large_in_two_groups_and_spelled(chat: Page, faults: list[str]) -> None:
    strong = take_code(chat).locator(".code strong")
    assert re.fullmatch(r"\w{4} \w{4}", strong.inner_text())
    assert normalised(strong.inner_text())
    size = strong.evaluate("element => parseFloat(getComputedStyle(element).fontSize)")
    assert size >= 1.5 * chat.locator("body").evaluate("page => parseFloat(getComputedStyle(page).fontSize)")
    first = strong.inner_text()[0]
    expect(chat.locator(".message.bot").last).to_contain_text("To read it out: ")
    assert f"{first} for " in chat.locator(".message.bot").last.inner_text() or first.isdigit()
    assert contrast(strong) >= LEAST_CONTRAST
    assert chat.locator("html").evaluate("page => page.scrollWidth") <= 320
    assert faults == []


def test_a_code_is_copied_as_it_is_shown(chat: Page) -> None:
    code = take_code(chat).locator(".code strong").inner_text()
    chat.get_by_role("button", name="Copy the code").click()
    expect(chat.get_by_role("button", name="Copied")).to_be_visible()
    chat.get_by_label("Your message").focus()
    chat.keyboard.press("Control+V")
    expect(chat.get_by_label("Your message")).to_have_value(code)


def test_a_code_is_taken_and_withdrawn_by_keyboard_alone(chat: Page) -> None:
    ask(chat, QUESTION)
    chat.get_by_role("button", name="Get a code for the nurse line").focus()
    chat.keyboard.press("Enter")
    chat.get_by_role("button", name="Yes, make a code").focus()
    chat.keyboard.press("Enter")
    expect(chat.locator(".code strong")).to_be_visible()
    chat.get_by_role("button", name="Withdraw my code").focus()
    chat.keyboard.press("Enter")
    expect(chat.locator(".message.bot").last).to_contain_text("Your code is gone")


def test_the_nurse_line_is_a_link_in_what_is_said_of_it(chat: Page) -> None:
    ask(chat, "Can I talk to a nurse?")
    link = chat.locator(".message.bot").last.get_by_role("link", name="0808 800 4040")
    expect(link).to_have_attribute("href", "tel:08088004040")


def test_the_page_of_a_result_leads_to_a_code(chat: Page, live: Live) -> None:
    ask(chat, QUESTION)
    chat.goto("about:blank")
    chat.goto(f"{live.url}/#get-code")
    expect(chat.locator(".message.bot").last).to_contain_text("Shall I make a code?")
    assert "#" not in chat.url


@pytest.mark.parametrize("name", ["Helpful", "Not helpful", "Get a code for the nurse line"])
def test_what_is_tapped_is_large_enough_and_readable(chat: Page, name: str) -> None:
    ask(chat, QUESTION)
    button = chat.get_by_role("button", name=name, exact=True)
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= SMALLEST_TARGET
    assert contrast(button) >= LEAST_CONTRAST

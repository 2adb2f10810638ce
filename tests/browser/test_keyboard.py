"""The page by keyboard alone, and as a screen reader hears it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chatting import EXCHANGES, ask, wait_for_reply
from tests.live import Live

pytestmark = pytest.mark.xdist_group("live")

FOCUSED = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  const box = focused.getBoundingClientRect();
  const centre = [box.left + Math.min(box.width, innerWidth) / 2, box.top + box.height / 2];
  const middle = document.elementFromPoint(...centre);
  return {
    name: focused.getAttribute("aria-label") || focused.textContent.trim() || focused.id,
    isCovered: !(middle && (focused.contains(middle) || middle.contains(focused) || focused.labels?.length)),
    outline: getComputedStyle(focused).outlineStyle,
  };
}"""
"""The name of what has the focus, whether something lies over it, and how its focus shows."""
WATCH = """() => {
  window.heard = [];
  const log = document.querySelector("[role=log]");
  new MutationObserver((changes) => {
    const added = changes.flatMap((change) => [...change.addedNodes]);
    if (log.getAttribute("aria-live") === "polite") heard.push(...added.map((node) => node.textContent));
  }).observe(log, { childList: true, subtree: true });
}"""
"""From now on ``heard`` has what a screen reader says of the log."""
MOST_STOPS = 60


def go_to(page: Page, name: str) -> None:
    """Presses Tab until what has this name has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if (page.evaluate(FOCUSED) or {}).get("name") == name:
            return
    raise AssertionError(f"{name} cannot be reached by Tab")


def press(page: Page, name: str) -> None:
    go_to(page, name)
    press_enter(page)


def press_enter(page: Page) -> None:
    before = page.locator(EXCHANGES).count()
    page.keyboard.press("Enter")
    wait_for_reply(page, before)


@pytest.mark.parametrize("width", [320, 1280])
def test_a_whole_visit_goes_by_keyboard_alone(
    visit: Callable[..., Page], live: Live, faults: list[str], width: int
) -> None:
    page = visit(live.url, viewport={"width": width, "height": 700})
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"] == "Skip to the conversation"
    page.keyboard.press("Enter")
    press(page, "How often are the hospital visits?")
    expect(page.locator(".quote").last).to_be_visible()
    page.get_by_role("log").focus()
    go_to(page, "Show where this is on the page")
    page.keyboard.press("Enter")
    expect(page.locator("#summary .highlight").first).to_be_focused()
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED)["name"] == "Show where this is on the page"
    go_to(page, "text")
    page.keyboard.type("Can you check whether I could take part?")
    press_enter(page)
    expect(page.get_by_label("Your message")).to_be_focused()
    page.get_by_role("log").focus()
    press(page, "Yes, please start")
    press(page, "I'm not sure")
    press(page, "See or change my answers")
    page.get_by_role("log").focus()
    press(page, "Get a code for the nurse line")
    press(page, "Yes, make a code")
    expect(page.locator(".code strong")).to_be_visible()
    go_to(page, "Delete this conversation")
    page.keyboard.press("Enter")
    go_to(page, "Yes, delete it now")
    page.keyboard.press("Enter")
    expect(page.locator(".exchange")).to_have_count(1)
    expect(page.locator(".exchange")).to_contain_text("I have erased")
    assert faults == []


@pytest.mark.parametrize(("width", "height"), [(320, 640), (1280, 700), (640, 360)])
def test_what_has_the_focus_is_seen_and_nothing_lies_over_it(
    visit: Callable[..., Page], live: Live, width: int, height: int
) -> None:
    page = visit(live.url, viewport={"width": width, "height": height})
    ask(page, "how often do I have to see the doctor?")
    ask(page, "what are the side effects?")
    page.locator("body").click(position={"x": 2, "y": 2})
    seen, hidden = set(), []
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:  # the browser's own part
            continue
        seen.add(focused["name"])
        if focused["isCovered"] or focused["outline"] == "none":
            hidden.append(focused)
    assert {"Send", "Print", "Helpful", "999", "Show where this is on the page"} <= seen
    assert hidden == []


def test_a_reply_is_said_once_and_the_focus_stays(visit: Callable[..., Page], live: Live) -> None:
    page = visit(live.url)
    page.evaluate(WATCH)
    page.get_by_label("Your message").fill("how many people take part?")
    press_enter(page)
    expect(page.get_by_label("Your message")).to_be_focused()
    heard = " ".join(page.evaluate("heard"))
    (sentence,) = page.locator(".quote blockquote p").all_inner_texts()[:1]
    assert heard.count(sentence) == 1
    assert heard.count("how many people take part?") == 1


def test_what_is_told_in_another_tab_is_said_once_too(visit: Callable[..., Page], live: Live) -> None:
    page = visit(live.url)
    ask(page, "hello")
    page.evaluate(WATCH)
    other = page.context.new_page()
    other.goto(live.url)
    ask(other, "how many people take part?")
    expect(page.locator(".exchange")).to_have_count(2)
    assert " ".join(page.evaluate("heard")).count("how many people take part?") == 1


def test_landmarks_headings_and_names_tell_what_is_what(visit: Callable[..., Page], live: Live) -> None:
    page = visit(live.url)
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("complementary", name="Urgent help")).to_be_visible()
    expect(page.get_by_role("log", name="Conversation")).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("textbox", name="Your message")).to_be_visible()
    expect(page.get_by_role("group", name="Size of the text").get_by_role("button")).to_have_count(3)
    assert page.locator("html").get_attribute("lang") == "en-GB"

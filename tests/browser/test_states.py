"""Every state of the page, at every width, light and dark: no barrier, nothing cut off, a picture."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chatting import ask, choose
from tests.browser.conftest import barriers, keep_picture
from tests.live import Live

pytestmark = pytest.mark.xdist_group("live")

SMALLEST_TARGET = 44
"""What a finger of any age hits, in pixels."""
TOO_SMALL = """smallest => [...document.querySelectorAll("button, summary, textarea")]
  .filter((control) => control.checkVisibility())
  .filter((control) => Math.min(control.offsetWidth, control.offsetHeight) < smallest)
  .map((control) => control.outerHTML)"""


def show_passage(page: Page) -> None:
    page.get_by_role("link", name="Show where this is on the page").last.click()


def explain(page: Page) -> None:
    page.locator(".quote .term").first.focus()
    expect(page.get_by_role("tooltip")).to_be_visible()


def unreachable(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.get_by_role("status")).to_contain_text("offline")


def ask_for_deletion(page: Page) -> None:
    page.get_by_text("Delete this conversation").click()


def delete(page: Page) -> None:
    page.get_by_role("button", name="Yes, delete it now").click()
    expect(page.locator(".exchange")).to_have_count(1)


STATES: dict[str, Callable[[Page], object]] = {
    "empty": lambda page: None,
    "answer": lambda page: ask(page, "how often do I have to see the doctor?"),
    "passage": show_passage,
    "explanation": explain,
    "not stated": lambda page: ask(page, "which hospitals are in it?"),
    "introduction": lambda page: ask(page, "Can you check whether I could take part?"),
    "question": lambda page: choose(page, "Yes, please start"),
    "question beside an answer": lambda page: ask(page, "It came back. What are the side effects?"),
    "what was said": lambda page: choose(page, "See or change my answers"),
    "result": lambda page: ask(page, "Show me the result of my check"),
    "consent": lambda page: choose(page, "Get a code for the nurse line"),
    "code": lambda page: ask(page, "yes"),
    "card": lambda page: ask(page, "I have crushing pain in my chest right now and I cannot breathe"),
    "despair": lambda page: ask(page, "I want to kill myself tonight"),
    "deletion": ask_for_deletion,
    "deleted": delete,
    "offline": unreachable,
}


def go_through(page: Page, name: str, look: Callable[[Page], list[str]]) -> str:
    """What is found in all states, each with a picture under this name; nothing, if all is well."""
    found = []
    for number, (state, reach) in enumerate(STATES.items(), 1):
        reach(page)
        keep_picture(page, f"{name}-{number:02}-{state.replace(' ', '-')}")
        found += [f"{state}: {fault}" for fault in look(page)]
    return "\n".join(found)


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_no_state_has_a_barrier(
    visit: Callable[..., Page], live: Live, faults: list[str], width: int, scheme: str
) -> None:
    page = visit(live.url, viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert go_through(page, f"{width}-{scheme}", barriers) == ""
    assert faults == []


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (768, "light"), (768, "dark"), (1280, "light")])
def test_in_no_state_a_control_is_too_small_or_anything_too_wide(
    visit: Callable[..., Page], live: Live, width: int, scheme: str
) -> None:
    page = visit(live.url, viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert go_through(page, f"{width}-{scheme}", misfits) == ""


def misfits(page: Page) -> list[str]:
    excess = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*page.evaluate(TOO_SMALL, SMALLEST_TARGET), *[f"{excess} pixels too wide"] * (excess > 0)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_a_result_has_no_barrier(visit: Callable[..., Page], live: Live, scheme: str) -> None:
    page = visit(live.url, viewport={"width": 320, "height": 800}, color_scheme=scheme)
    ask(page, "Can you check whether I could take part?")
    choose(page, "Yes, please start")
    ask(page, "yes, it came back last year")
    ask(page, "Show me the result of my check")
    address = page.get_by_role("link", name="Open the result on a page of its own").get_attribute("href")
    page.goto(f"{live.url}{address}")
    keep_picture(page, f"320-{scheme}-result-page", whole=True)
    assert barriers(page) == []
    page.goto(f"{live.url}/result/nothing")
    assert barriers(page) == []


@pytest.mark.parametrize("contrast", ["more", "forced"])
def test_high_contrast_has_no_barrier_either(visit: Callable[..., Page], live: Live, contrast: str) -> None:
    page = visit(live.url, viewport={"width": 768, "height": 800})
    page.emulate_media(
        contrast="more" if contrast == "more" else None,
        forced_colors="active" if contrast == "forced" else None,
    )
    ask(page, "how often do I have to see the doctor?")
    ask(page, "I want to kill myself tonight")
    keep_picture(page, f"768-{contrast}-contrast")
    assert barriers(page) == []


def test_without_motion_nothing_moves(visit: Callable[..., Page], live: Live) -> None:
    page = visit(live.url, reduced_motion="reduce")
    page.route("**/api/messages*", lambda route: None)  # it never comes back
    page.get_by_label("Your message").fill("hello")
    page.keyboard.press("Enter")
    dot = page.locator(".dots i").first
    expect(dot).to_be_visible()
    expect(dot).to_have_css("animation-name", "none")

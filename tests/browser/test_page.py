"""The chat page in a real Chromium."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.live import Live

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("live"),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def faults() -> list[str]:
    """What the browser complains about."""
    return []


@pytest.fixture
def chat(chromium: Browser, live: Live, faults: list[str]) -> Iterator[Page]:
    context = chromium.new_context()
    page = context.new_page()
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(live.url)
    yield page
    context.close()


def ask(page: Page, text: str) -> None:
    before = page.locator(".message.bot").count()
    page.get_by_label("Your question").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator(".message.bot")).to_have_count(before + 1)


def test_a_question_is_answered_and_its_passage_is_shown_on_the_page(chat: Page, faults: list[str]) -> None:
    ask(chat, "how often do I have to see the doctor?")
    chat.get_by_role("link", name="To begin with this will be at least once a week").click()
    highlighted = chat.locator(".summary .highlight")
    expect(highlighted).to_have_text("To begin with this will be at least once a week, then once a month.")
    expect(highlighted).to_be_in_viewport()
    assert faults == []


def test_a_quick_reply_asks_its_question(chat: Page) -> None:
    chat.get_by_role("button", name="What are the side effects?").click()
    expect(chat.locator(".message.bot").last).to_contain_text("Diarrhoea")


def test_what_is_typed_never_runs_as_markup(chat: Page, faults: list[str]) -> None:
    ask(chat, '<img src=x onerror="document.title=1"><script>document.title=2</script> visits?')
    expect(chat.locator(".message.person")).to_contain_text("<script>")
    assert chat.locator("#conversation img, #conversation script").count() == 0
    assert chat.title().startswith("Trial Guide")
    assert faults == []


def test_a_failure_keeps_what_was_typed_and_gives_the_nurse_line(chat: Page) -> None:
    chat.route("**/api/messages", lambda route: route.abort())
    ask(chat, "how many people take part?")
    expect(chat.locator(".message.bot").last).to_contain_text("0808 800 4040")
    expect(chat.get_by_label("Your question")).to_have_value("how many people take part?")


def test_the_urgent_line_and_the_summary_stand_without_javascript(chromium: Browser, live: Live) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live.url)
    expect(page.get_by_role("link", name="999")).to_be_visible()
    expect(page.get_by_role("link", name="0808 800 4040").first).to_be_visible()
    expect(page.get_by_text("Have had kidney dialysis")).to_be_attached()
    context.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_is_wider_than_the_screen(chromium: Browser, live: Live, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(live.url)
    ask(page, "what are the side effects")
    assert page.locator("html").evaluate("page => page.scrollWidth") <= width
    context.close()

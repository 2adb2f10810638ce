"""How the browser tests talk to the assistant."""

from playwright.sync_api import Page, expect

MILLISECONDS = 30_000


def ask(page: Page, text: str) -> None:
    """Sends a message and waits for the whole reply."""
    page.get_by_label("Your message").fill(text)
    page.keyboard.press("Enter")
    wait_for_reply(page)


def choose(page: Page, name: str) -> None:
    """Presses the newest button of this name and waits for the whole reply."""
    page.get_by_role("button", name=name, exact=True).last.click()
    wait_for_reply(page)


def wait_for_reply(page: Page) -> None:
    """Waits until nothing that was sent is without a reply."""
    expect(page.locator("trial-guide[data-busy]")).to_have_count(0, timeout=MILLISECONDS)

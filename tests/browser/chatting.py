"""How the browser tests talk to the assistant, with scripts and without."""

from playwright.sync_api import Page, expect

EXCHANGES = ".exchange[data-number]"
"""Messages of the person with their replies; not those without a reply."""
MILLISECONDS = 30_000
"""Longer than a reply takes on a busy machine."""


def ask(page: Page, text: str) -> None:
    """Sends a message and waits for the reply."""
    before = page.locator(EXCHANGES).count()
    send(page, text)
    wait_for_reply(page, before)


def choose(page: Page, name: str) -> None:
    """Presses the newest button of this name and waits for the reply."""
    before = page.locator(EXCHANGES).count()
    page.get_by_role("button", name=name, exact=True).last.click()
    wait_for_reply(page, before)


def wait_for_reply(page: Page, before: int) -> None:
    """Waits until there are other exchanges than so many, and nothing is without its reply."""
    expect(page.locator(EXCHANGES)).not_to_have_count(before, timeout=MILLISECONDS)
    expect(page.locator("trial-guide[data-busy]")).to_have_count(0)


def send(page: Page, text: str) -> None:
    """Sends a message and waits for nothing."""
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def erase(page: Page) -> None:
    """Deletes the conversation."""
    page.get_by_text("Delete this conversation", exact=True).click()
    page.get_by_role("button", name="Yes, delete it now").click()
    expect(page.locator(".exchange .said")).to_have_count(0)

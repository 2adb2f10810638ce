"""The cards for danger in a real Chromium: announced once, in words, readable and alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from bot import bootstrap
from bot.core.danger import KINDS
from tests.browser.chatting import ask, send
from tests.live import Live

pytestmark = pytest.mark.xdist_group("live")

REPORTS = {
    "urgent": "I have crushing pain in my chest right now and I cannot breathe",
    "crisis": "I want to kill myself tonight",
    "pregnancy": "I take the capsules and my pregnancy test is positive",
}
LINKS = {
    "urgent": {"999": "tel:999", "0808 800 4040": "tel:08088004040"},
    "crisis": {"999": "tel:999", "111": "tel:111", "116 123": "tel:116123", "85258": "sms:85258"},
    "pregnancy": {"0808 800 4040": "tel:08088004040"},
}
MILLISECONDS_TO_READ = 60_000
"""Reading language for the first time takes some seconds, on a busy machine many."""
LEAST_CONTRAST = 4.5
"""What WCAG 2.2 AA asks of text."""
WATCH = """() => {
  const log = document.querySelector("#conversation");
  const alert = document.querySelector("[role=alert]");
  window.seen = [];
  new MutationObserver((changes) => {
    const added = changes.flatMap((change) => [...change.addedNodes]);
    const cards = added.filter((node) => node.matches?.(".card")).length;
    const told = added.some((node) => alert.contains(node)) ? alert.textContent : "";
    if (cards || told) window.seen.push({ cards, told, live: log.getAttribute("aria-live") });
  }).observe(document.body, { childList: true, subtree: true });
}"""
"""From now on ``seen`` has for each new card or alert what was added together, and how live the log was."""
COLOURS = """element => {
  const isClear = (colour) => colour === "rgba(0, 0, 0, 0)";
  let behind = element;
  while (isClear(getComputedStyle(behind).backgroundColor)) behind = behind.parentElement;
  return [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor];
}"""
CUT_OFF = """card => {
  const edge = card.getBoundingClientRect();
  const isOutside = (box) => box.left < edge.left || box.right > edge.right;
  return [...card.querySelectorAll("h3, p, li, a")]
    .filter((part) => isOutside(part.getBoundingClientRect()))
    .map((part) => part.textContent);
}"""
"""The parts of a card that reach out of it, where they cannot be seen."""


@pytest.fixture
def open_chat(visit: Callable[..., Page], live: Live) -> Callable[..., Page]:
    """Opens the page as such a visitor sees it: ``open_chat(color_scheme="dark")``."""
    return lambda **visitor: visit(live.url, **visitor)


@pytest.fixture
def chat(open_chat: Callable[..., Page]) -> Page:
    return open_chat()


def text_of(kind: str) -> str:
    return bootstrap.danger_cards()[kind].text


def told(kind: str) -> str:
    """What the alarm says of a card: its words without its marks."""
    return "Immediate action required: " + text_of(kind).replace("• ", "")


def report(page: Page, kind: str) -> Locator:
    """The card that is shown after a report of danger of this kind."""
    before = page.locator(".card").count()
    send(page, REPORTS[kind])
    expect(page.locator(".card")).to_have_count(before + 1, timeout=MILLISECONDS_TO_READ)
    card = page.locator(".exchange").last.locator(".message.bot")
    expect(card).to_have_class(f"message bot card {kind}")
    return card


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    shares = [int(number) / 255 for number in re.findall(r"\d+", colour)[:3]]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(element: Locator) -> float:
    dark, light = sorted(map(luminance, element.evaluate(COLOURS)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("kind", KINDS)
def test_a_card_is_announced_once_and_at_once(chat: Page, kind: str) -> None:
    chat.evaluate(WATCH)
    report(chat, kind)
    expect(chat.get_by_role("alert")).to_have_text(told(kind))
    expect(chat.get_by_role("log")).to_have_attribute("aria-live", "polite")
    assert chat.evaluate("seen") == [{"cards": 1, "told": told(kind), "live": "off"}]
    assert chat.locator(".card").count() == 1
    assert chat.get_by_role("alert").count() == 1


def test_the_same_danger_told_again_is_announced_again(chat: Page) -> None:
    chat.evaluate(WATCH)
    report(chat, "urgent")
    report(chat, "urgent")
    assert [seen["told"] for seen in chat.evaluate("seen")] == [told("urgent")] * 2
    assert chat.locator(".card").count() == 2


def test_an_answer_after_a_card_is_announced_by_the_log_alone(chat: Page) -> None:
    report(chat, "urgent")
    expect(chat.get_by_role("log")).to_have_attribute("aria-live", "polite")
    chat.evaluate(WATCH)
    ask(chat, "How many people take part?")
    expect(chat.get_by_role("alert")).to_be_empty()
    assert chat.evaluate("seen") == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_card_says_its_urgency_in_words_and_links_only_telephones(chat: Page, kind: str) -> None:
    card = report(chat, kind)
    heading, *lines = text_of(kind).splitlines()
    expect(card.get_by_role("heading")).to_have_text(f"Immediate action required: {heading}")
    assert card.locator("p, li").all_inner_texts() == [line.removeprefix("• ") for line in lines]
    links = {link.inner_text(): link.get_attribute("href") for link in card.get_by_role("link").all()}
    assert links == LINKS[kind]


def test_a_card_takes_away_the_quick_replies_until_the_next_offer(chat: Page) -> None:
    quick = chat.get_by_role("group", name="Suggested replies").get_by_role("button")
    assert quick.count() > 0
    report(chat, "crisis")
    expect(quick).to_have_count(0)
    ask(chat, "hello")
    expect(quick).not_to_have_count(0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_card_is_readable_on_a_narrow_screen(open_chat: Callable[..., Page], kind: str) -> None:
    page = open_chat(viewport={"width": 320, "height": 640})
    card = report(page, kind)
    assert page.locator("html").evaluate("page => page.scrollWidth") <= 320
    assert card.evaluate(CUT_OFF) == []
    expect(card.get_by_role("heading")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_card_stands_out_from_its_background(open_chat: Callable[..., Page], scheme: str) -> None:
    page = open_chat(color_scheme=scheme)
    (background,) = {luminance(page.locator("body").evaluate(COLOURS)[1])}
    assert (background < 0.1) == (scheme == "dark")
    card = report(page, "urgent")
    parts = card.locator("h3, h3 a, p, p a").all()
    assert len(parts) > 4
    assert {part.inner_text(): contrast(part) for part in parts if contrast(part) < LEAST_CONTRAST} == {}


def test_a_card_is_shown_as_well_when_rasa_is_down(visit: Callable[..., Page], gateway_alone: str) -> None:
    page = visit(gateway_alone)
    page.set_default_timeout(MILLISECONDS_TO_READ)
    report(page, "urgent")
    expect(page.get_by_role("alert")).to_have_text(told("urgent"))
    assert page.locator(".message.error").count() == 0

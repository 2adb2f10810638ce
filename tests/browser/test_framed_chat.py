"""The chat itself in a frame on another site, from the site's one tag on."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import FrameLocator, Page, Route, expect

from bot import bootstrap
from tests.browser.chatting import EXCHANGES, MILLISECONDS
from tests.browser.conftest import barriers, keep_picture
from tests.browser.host import Host, serving
from tests.live import Live

pytestmark = pytest.mark.xdist_group("live")

VOICE = bootstrap.voice()


@pytest.fixture(scope="module")
def host(live: Live) -> Iterator[str]:
    """The address of the example page, on another site than the chat."""
    with serving(Host(live.url).app(), live.host_port):
        yield f"http://localhost:{live.host_port}"


def opened(page: Page) -> FrameLocator:
    page.get_by_role("button", name="Ask about this trial").click()
    chat = page.frame_locator("iframe")
    expect(chat.get_by_role("log", name="Conversation")).to_be_visible()
    return chat


def ask(chat: FrameLocator, text: str) -> None:
    before = chat.locator(EXCHANGES).count()
    chat.get_by_label("Your message").fill(text)
    chat.get_by_role("button", name="Send", exact=True).click()
    expect(chat.locator(EXCHANGES)).to_have_count(before + 1, timeout=MILLISECONDS)


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_the_chat_goes_on_from_message_to_message_and_after_a_reload(
    visit: Callable[..., Page], host: str, faults: list[str], width: int, scheme: str
) -> None:
    page = visit(host, viewport={"width": width, "height": 800}, color_scheme=scheme)
    chat = opened(page)
    ask(chat, VOICE.say("interview/choice_begin"))
    ask(chat, VOICE.say("interview/choice_start"))
    expect(chat.locator(".message.question")).to_be_visible()
    expect(chat.locator("#own-window")).to_be_hidden()
    keep_picture(page, f"{width}-{scheme}-embedded")
    assert barriers(page) == []
    page.reload()
    chat = opened(page)
    expect(chat.locator(EXCHANGES)).to_have_count(2)
    ask(chat, "yes, it came back last year")
    expect(chat.locator(".message.question").last).to_contain_text("1 of 22")
    assert faults == []


def test_escape_in_the_chat_closes_it_and_first_what_is_open_in_it(
    visit: Callable[..., Page], host: str
) -> None:
    page = visit(host)
    chat = opened(page)
    ask(chat, "how often do I have to see the doctor?")
    chat.locator(".quote .term").first.focus()
    expect(chat.get_by_role("tooltip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(chat.get_by_role("tooltip")).to_be_hidden()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Ask about this trial")).to_be_focused()


def test_where_the_browser_keeps_no_cookie_the_chat_leads_to_its_own_window(
    visit: Callable[..., Page], host: str
) -> None:
    def without_cookie(route: Route) -> None:
        reply = route.fetch()
        headers = {name: value for name, value in reply.headers.items() if name != "set-cookie"}
        route.fulfill(response=reply, headers=headers)

    page = visit(host)
    page.route("**/embed", without_cookie)
    page.context.clear_cookies()
    chat = opened(page)
    link = chat.get_by_role("link", name="Open Trial Guide in its own window")
    expect(link).to_be_visible()
    expect(chat.get_by_label("Your message")).to_be_hidden()
    with page.expect_popup() as own:
        link.click()
    expect(own.value.get_by_label("Your message")).to_be_visible()

"""The chat page when the connection is poor, Rasa is down, it is reloaded, or is open in two tabs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect
from starlette.testclient import TestClient

from bot import bootstrap
from bot.core.telling import YOU
from bot.gateway.app import create_app
from bot.settings import Settings
from tests.browser.chatting import EXCHANGES, ask, erase, send
from tests.live import Live, free_port

pytestmark = pytest.mark.xdist_group("live")

MESSAGES, HEALTH = "**/api/messages*", "**/api/health"
QUESTION, ANOTHER, THIRD = "How many people take part?", "What are the side effects?", "What is the dose?"
VOICE, NURSE_LINE = bootstrap.voice(), bootstrap.trial().nurse_line
BEGIN, START = VOICE.say("interview/choice_begin"), VOICE.say("interview/choice_start")
ERASE = VOICE.say("privacy/choice_erase")
UNREACHABLE = VOICE.say("unreachable", nurse_line=NURSE_LINE)
A_PAUSE, A_LONG_WAIT, TOO_LONG = 5_000, 10_000, 40_000
"""Milliseconds: longer than the page waits to try again, to say that it is slow, and to give up."""


@pytest.fixture
def chat(visit: Callable[..., Page], live: Live) -> Page:
    page = visit(live.url)
    page.clock.install()
    return page


def other_tab(page: Page) -> Page:
    tab = page.context.new_page()
    tab.goto(page.url)
    return tab


def connection(page: Page, *tries: Callable[[Route], None]) -> list[str]:
    """What becomes of each try to send, later ones go through; a list that grows with what is sent."""
    left, sent = list(tries), []

    def handle(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        sent.append(route.request.post_data_json["text"])
        return left.pop(0)(route) if left else route.continue_()

    page.route(MESSAGES, handle)
    return sent


def lost(route: Route) -> None:
    """It never reaches the server."""
    route.abort()


def reply_lost(route: Route) -> None:
    """It reaches the server, and the reply does not come back."""
    route.fetch()
    route.abort()


def bad_gateway(route: Route) -> None:
    """A proxy on the way has a page of its own."""
    route.fulfill(status=502, content_type="text/html", body="<h1>502 Bad Gateway</h1>")


def no_reply(route: Route) -> None:
    """Nothing comes, and the connection stays."""


class Held:
    """A message that is on its way until it is let go."""

    def __init__(self) -> None:
        self._route: Route | None = None

    def __call__(self, route: Route) -> None:
        self._route = route

    def let_go(self, page: Page) -> None:
        while self._route is None:
            page.title()  # whatever is asked of the browser, it first tells what happened
        self._route.continue_()


def sentence(page: Page, name: str) -> str:
    """What the line about the connection says."""
    find = "(template, name) => template.content.querySelector(`[data-name=${name}]`).textContent"
    return page.locator("#sentences").evaluate(find, name)


def expect_line(page: Page, name: str) -> None:
    expect(page.locator("#state")).to_have_text(sentence(page, name))


def wait_for_second_try(page: Page, why: str = "retrying") -> None:
    expect_line(page, why)
    page.clock.fast_forward(A_PAUSE)


def expect_said(page: Page, *texts: str) -> None:
    """These messages of the person are shown, in this order, each with its reply."""
    expect(page.locator(f"{EXCHANGES} .said")).to_have_text([*texts])
    expect(page.locator(f"{EXCHANGES}:has(.message.bot)")).to_have_count(len(texts))


def expect_kept(page: Page, *texts: str) -> None:
    """So it is also after a reload: the server has each once."""
    expect_said(page, *texts)
    page.reload()
    expect_said(page, *texts)


def dialogue(page: Page) -> list[str]:
    """All messages, however they are spaced."""
    return [" ".join(text.split()) for text in page.locator(".exchange .message").all_inner_texts()]


def test_a_reload_shows_the_conversation_again_and_the_pre_screen_goes_on_where_it_was(chat: Page) -> None:
    for words in (QUESTION, BEGIN, START):
        ask(chat, words)
    before, offers = dialogue(chat), chat.locator("#offers").inner_text()
    chat.reload()
    assert dialogue(chat) == before
    assert chat.locator("#offers").inner_text() == offers
    ask(chat, "It came back last year")
    asked = [question.ask.format(**YOU) for question in bootstrap.trial().questions.values()]
    expect(chat.locator(".message.question")).to_contain_text(asked[:2])


def test_what_is_said_in_one_tab_is_shown_in_the_other(chat: Page) -> None:
    tab = other_tab(chat)
    ask(chat, QUESTION)
    expect_said(tab, QUESTION)
    ask(tab, ANOTHER)
    expect_said(chat, QUESTION, ANOTHER)
    assert dialogue(chat) == dialogue(tab)


def test_two_tabs_that_send_at_once_show_the_same_in_the_same_order(chat: Page) -> None:
    ask(chat, QUESTION)
    tab = other_tab(chat)
    held = [Held(), Held()]
    for page, one, text in zip((chat, tab), held, (ANOTHER, THIRD), strict=True):
        connection(page, one)
        send(page, text)
        expect(page.locator("#state .dots")).to_be_visible()
    for page, one in zip((chat, tab), held, strict=True):
        one.let_go(page)
    said = chat.locator(f"{EXCHANGES} .said")
    expect(said).to_have_count(3)
    expect_said(tab, *said.all_inner_texts())
    assert dialogue(chat) == dialogue(tab)
    assert sorted(said.all_inner_texts()) == sorted([QUESTION, ANOTHER, THIRD])
    expect_kept(tab, *said.all_inner_texts())
    assert dialogue(chat) == dialogue(tab)


def test_a_reply_that_was_lost_stands_under_its_question_although_another_tab_went_on(chat: Page) -> None:
    ask(chat, QUESTION)
    tab = other_tab(chat)
    connection(chat, reply_lost)
    send(chat, ANOTHER)
    expect_line(chat, "retrying")
    tab.reload()
    ask(tab, THIRD)
    wait_for_second_try(chat)
    expect_said(chat, QUESTION, ANOTHER, THIRD)
    assert dialogue(chat) == dialogue(tab)


@pytest.mark.parametrize("questions", [[QUESTION], [QUESTION, ANOTHER]], ids=["one", "two"])
def test_what_is_erased_in_one_tab_goes_in_the_other(chat: Page, questions: list[str]) -> None:
    for question in questions:
        ask(chat, question)
    tab = other_tab(chat)
    erase(tab)
    expect(chat.locator(".exchange")).to_have_count(0)
    expect_line(chat, "gone")
    ask(chat, THIRD)
    expect_kept(chat, THIRD)


def test_what_is_erased_in_one_tab_goes_in_the_other_that_is_just_sending(chat: Page) -> None:
    ask(chat, QUESTION)
    tab = other_tab(chat)
    held = Held()
    connection(chat, held)
    send(chat, ANOTHER)
    erase(tab)
    held.let_go(chat)
    expect_said(chat, ANOTHER)
    expect(tab.locator(".exchange .said")).to_have_text([ANOTHER])


@pytest.mark.parametrize("questions", [[QUESTION], [QUESTION, ANOTHER]], ids=["one", "two"])
def test_whoever_comes_back_to_an_erased_conversation_is_told_so_with_the_reply(
    chat: Page, live: Live, questions: list[str]
) -> None:
    for question in questions:
        ask(chat, question)
    chat.context.request.post(f"{live.url}/api/messages", data={"text": ERASE})
    send(chat, THIRD)
    expect_line(chat, "gone")
    expect_kept(chat, THIRD)


@pytest.mark.parametrize("trouble", [lost, reply_lost, bad_gateway])
def test_a_message_that_is_lost_is_sent_again_once_and_answered_once(
    chat: Page, trouble: Callable[[Route], None]
) -> None:
    sent = connection(chat, trouble)
    send(chat, QUESTION)
    wait_for_second_try(chat)
    expect_said(chat, QUESTION)
    expect(chat.locator("#state")).to_be_empty()
    assert sent == [QUESTION] * 2
    expect_kept(chat, QUESTION)


@pytest.mark.parametrize("trouble", [lost, reply_lost, bad_gateway])
def test_where_both_tries_fail_help_is_named_and_the_text_can_be_sent_again(
    chat: Page, trouble: Callable[[Route], None]
) -> None:
    ask(chat, ANOTHER)
    sent = connection(chat, trouble, trouble)
    send(chat, QUESTION)
    wait_for_second_try(chat)
    failure = chat.locator(".message.error").last
    expect(failure).to_have_text(f"Trial Guide {UNREACHABLE}", use_inner_text=True)
    for number in (NURSE_LINE, "999"):
        expect(failure.get_by_role("link", name=number)).to_have_attribute(
            "href", f"tel:{number.replace(' ', '')}"
        )
    expect(chat.get_by_label("Your message")).to_have_value(QUESTION)
    assert sent == [QUESTION] * 2
    chat.get_by_role("button", name="Send", exact=True).click()
    expect_said(chat, ANOTHER, QUESTION)
    expect(chat.get_by_label("Your message")).to_have_value("")
    expect_kept(chat, ANOTHER, QUESTION)


def test_a_reply_that_never_comes_is_given_up_and_asked_for_again(chat: Page) -> None:
    sent = connection(chat, no_reply)
    send(chat, QUESTION)
    expect_line(chat, "waiting")
    chat.clock.fast_forward(TOO_LONG)
    wait_for_second_try(chat)
    expect_kept(chat, QUESTION)
    assert sent == [QUESTION] * 2


def test_what_is_typed_offline_is_sent_when_online_again(chat: Page) -> None:
    chat.context.set_offline(True)
    expect_line(chat, "offline")
    send(chat, QUESTION)
    expect(chat.locator(".exchange .said")).to_have_text([QUESTION])
    expect_line(chat, "offline")
    chat.context.set_offline(False)
    expect(chat.locator("#state")).to_be_empty()
    expect_kept(chat, QUESTION)


def test_whoever_is_online_again_is_told_so_and_sees_what_was_missed(chat: Page, live: Live) -> None:
    ask(chat, QUESTION)
    chat.context.set_offline(True)
    expect_line(chat, "offline")
    chat.context.request.post(f"{live.url}/api/messages", data={"text": ANOTHER})
    chat.context.set_offline(False)
    expect_line(chat, "online")
    expect_said(chat, QUESTION, ANOTHER)


def test_while_a_reply_is_on_its_way_dots_and_words_say_so_and_a_slow_one_is_excused(chat: Page) -> None:
    held = Held()
    connection(chat, held)
    send(chat, QUESTION)
    expect_line(chat, "waiting")
    expect(chat.locator("#state .dots")).to_be_visible()
    chat.clock.fast_forward(A_LONG_WAIT)
    expect_line(chat, "slow")
    expect(chat.locator("#state .dots")).to_be_visible()
    held.let_go(chat)
    expect_said(chat, QUESTION)
    expect(chat.locator("#state")).to_be_empty()


def test_a_second_message_waits_for_the_reply_to_the_first(chat: Page) -> None:
    held = Held()
    sent = connection(chat, held)
    send(chat, QUESTION)
    send(chat, ANOTHER)
    expect(chat.get_by_label("Your message")).to_have_value(ANOTHER)
    held.let_go(chat)
    expect_said(chat, QUESTION)
    assert sent == [QUESTION]
    expect(chat.get_by_label("Your message")).to_have_value(ANOTHER)


def test_while_the_assistant_is_not_ready_the_line_gives_the_nurse_line(chat: Page) -> None:
    chat.route(HEALTH, lambda route: route.fulfill(status=503, json={"status": "starting"}))
    chat.reload()
    expect_line(chat, "starting")
    for number in (NURSE_LINE, "999"):
        expect(chat.locator("#state")).to_contain_text(number)
    chat.unroute(HEALTH)
    chat.clock.fast_forward(A_PAUSE)
    expect_line(chat, "ready")
    expect(chat.locator("#state")).not_to_contain_text(NURSE_LINE)


@pytest.fixture
def without_rasa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Route], None]]:
    """What a real gateway replies that has no Rasa behind it."""
    monkeypatch.setattr(bootstrap, "danger_reader", lambda: None)  # takes long to load, and no danger is told
    monkeypatch.setattr(bootstrap, "danger_in", lambda message: None)
    database = f"sqlite:///{tmp_path}/results.db"
    app = create_app(Settings(rasa_port=free_port(), database_url=database, key_file=tmp_path / "keys"))
    with TestClient(app) as gateway:

        def reply(route: Route) -> None:
            headers = {"Accept": "text/html"}
            real = gateway.post("/api/messages?after=0", json=route.request.post_data_json, headers=headers)
            assert real.status_code == 503
            route.fulfill(status=503, headers=dict(real.headers), body=real.text)

        yield reply


def test_while_rasa_is_down_what_was_typed_is_kept_and_can_be_sent_again(
    chat: Page, without_rasa: Callable[[Route], None]
) -> None:
    sent = connection(chat, without_rasa)
    send(chat, QUESTION)
    expect(chat.locator(".message.error")).to_contain_text(VOICE.say("starting", nurse_line=NURSE_LINE))
    expect(chat.get_by_label("Your message")).to_have_value(QUESTION)
    assert sent == [QUESTION]
    chat.keyboard.press("Enter")
    expect_kept(chat, QUESTION)

"""The chat page in a real Chromium."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bot import bootstrap
from tests.browser.chatting import ask, choose
from tests.live import Live

pytestmark = pytest.mark.xdist_group("live")


@pytest.fixture
def chat(visit: Callable[..., Page], live: Live) -> Page:
    return visit(live.url)


def test_a_question_is_answered_and_all_of_its_passages_are_shown_on_the_page(
    chat: Page, faults: list[str]
) -> None:
    ask(chat, "how often do I have to see the doctor?")
    quote = chat.locator(".quote").last
    sentences = quote.locator("blockquote p").all_inner_texts()
    assert "To begin with this will be at least once a week, then once a month." in sentences
    expect(chat.get_by_role("region", name="The trial summary")).to_be_hidden()
    quote.get_by_role("link", name="Show where this is on the page").click()
    highlighted = chat.locator("#summary .highlight")
    assert highlighted.all_inner_texts() == sentences
    expect(highlighted.first).to_be_in_viewport()
    expect(highlighted.first).to_be_focused()
    assert faults == []


@pytest.mark.parametrize(("width", "is_beside"), [(375, False), (1280, True)])
def test_the_summary_stands_beside_the_chat_or_below_it_with_a_way_back(
    visit: Callable[..., Page], live: Live, width: int, is_beside: bool
) -> None:
    page = visit(live.url, viewport={"width": width, "height": 800})
    ask(page, "how many people take part?")
    link = page.get_by_role("link", name="Show where this is on the page")
    link.click()
    chat, summary = page.get_by_role("main").bounding_box(), page.locator("#summary").bounding_box()
    assert chat
    assert summary
    assert (summary["x"] >= chat["x"] + chat["width"]) == is_beside
    page.get_by_role("button", name="Close the summary" if is_beside else "Back to the conversation").click()
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()


def test_the_whole_summary_opens_and_closes_by_keyboard(chat: Page) -> None:
    link = chat.get_by_role("link", name="Read the whole summary")
    link.focus()
    chat.keyboard.press("Enter")
    expect(chat.get_by_role("region", name="The trial summary")).to_be_focused()
    chat.keyboard.press("Escape")
    expect(chat.get_by_role("region", name="The trial summary")).to_be_hidden()
    expect(link).to_be_focused()


def test_an_address_that_names_a_passage_opens_the_summary_there(
    visit: Callable[..., Page], live: Live
) -> None:
    passage = bootstrap.trial().page.passages[-1]
    page = visit(f"{live.url}/#{passage.id}")
    expect(page.locator("#summary .highlight")).to_have_text(passage.text)
    expect(page.locator("#summary .highlight")).to_be_in_viewport()


@pytest.mark.parametrize("way", ["tap", "focus", "hover"])
def test_a_word_of_the_page_is_explained(chat: Page, way: str) -> None:
    ask(chat, "how often do I have to see the doctor?")
    term = chat.locator(".quote .term").first
    {"tap": term.click, "focus": term.focus, "hover": term.hover}[way]()
    explanation = chat.get_by_role("tooltip")
    expect(explanation).to_be_in_viewport()
    entries = {e.term: e.explanation for e in bootstrap.trial().glossary}
    assert explanation.inner_text() in entries.values()
    assert term.get_attribute("aria-describedby") == explanation.get_attribute("id")
    assert not chat.url.endswith("#")
    chat.keyboard.press("Escape")
    expect(explanation).to_be_hidden()


def test_an_explanation_stays_while_it_is_pointed_at_and_goes_afterwards(chat: Page) -> None:
    ask(chat, "how often do I have to see the doctor?")
    chat.locator(".quote .term").first.hover()
    chat.get_by_role("tooltip").hover()
    chat.wait_for_timeout(600)  # longer than it lingers
    expect(chat.get_by_role("tooltip")).to_be_visible()
    chat.get_by_role("heading", level=1).hover()
    expect(chat.get_by_role("tooltip")).to_be_hidden()


def test_a_quick_reply_asks_its_question_and_the_focus_is_not_lost(chat: Page) -> None:
    choose(chat, "What are the side effects?")
    expect(chat.locator(".message.bot").last).to_contain_text("Diarrhoea")
    expect(chat.get_by_role("group", name="Suggested replies")).to_be_focused()


def test_larger_text_is_kept_for_the_next_visit(chat: Page) -> None:
    def size() -> float:
        return float(chat.locator("body").evaluate("body => parseFloat(getComputedStyle(body).fontSize)"))

    before = size()
    button = chat.get_by_role("button", name="Largest text")
    button.click()
    assert size() == pytest.approx(1.5 * before)
    expect(button).to_have_attribute("aria-pressed", "true")
    chat.reload()
    assert size() == pytest.approx(1.5 * before)
    chat.get_by_role("button", name="Normal text").click()
    assert size() == pytest.approx(before)


def begin(page: Page) -> None:
    ask(page, "Can you check whether I could take part?")
    choose(page, "Yes, please start")


def test_the_pre_screen_shows_how_far_it_is(chat: Page) -> None:
    begin(chat)
    expect(chat.get_by_role("progressbar")).to_have_attribute("value", "0")
    ask(chat, "yes, it came back last year")
    expect(chat.get_by_role("progressbar").last).to_have_attribute("value", re.compile("[1-9]"))
    expect(chat.get_by_text(re.compile(r"^[1-9] of 22 points are done$"))).to_be_visible()


def test_an_answer_is_changed_from_the_list_of_what_was_said(chat: Page, faults: list[str]) -> None:
    begin(chat)
    ask(chat, "yes, it came back last year")
    ask(chat, "I am 71")
    still_open = chat.locator(".message.question > p").last.inner_text()
    choose(chat, "See or change my answers")
    choose(chat, "Change my answer: age")
    ask(chat, "sorry, I am 68")
    expect(chat.locator(".message.question > p").last).to_have_text(still_open)
    choose(chat, "See or change my answers")
    listed = chat.locator(".message.bot").last.get_by_role("list")
    expect(listed).to_contain_text("I am 68")
    expect(listed).not_to_contain_text("71")
    assert faults == []


def test_while_the_open_question_is_out_of_sight_it_stands_above_the_answer(
    visit: Callable[..., Page], live: Live
) -> None:
    page = visit(live.url, viewport={"width": 375, "height": 700})
    begin(page)
    question = page.locator(".message.question > p").last.inner_text()
    reminder = page.locator("#open-question")
    expect(reminder).to_be_hidden()
    ask(page, "What are the side effects?")
    expect(reminder).to_be_in_viewport()
    expect(reminder).to_contain_text(question)
    page.locator(".message.question > p").last.scroll_into_view_if_needed()
    expect(reminder).to_be_hidden()


def test_a_result_shows_each_point_with_the_page_s_sentence_and_a_way_to_change_it(chat: Page) -> None:
    begin(chat)
    ask(chat, "yes, it came back last year")
    ask(chat, "Show me the result of my check")
    result = chat.locator(".message.result")
    expect(result.get_by_role("heading", name="The result of your check")).to_be_visible()
    expect(result.locator(".points > li")).to_have_count(len(bootstrap.trial().criteria))
    expect(result.get_by_role("link", name="Open the result on a page of its own")).to_be_visible()
    closed = result.locator("details:not([open]) .points > li").first
    expect(closed).to_be_hidden()
    chat.emulate_media(media="print")
    expect(closed).to_be_visible()
    chat.emulate_media(media="screen")
    result.get_by_role("button", name="Change my answer: age").click()
    expect(chat.locator(".message.question").last).to_contain_text("18")


def test_the_conversation_is_saved_as_text(chat: Page) -> None:
    ask(chat, "how many people take part?")
    with chat.expect_download() as download:
        chat.get_by_role("link", name="Save as text").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert "You: how many people take part?" in text
    assert bootstrap.trial().nurse_line in text


def test_what_is_printed_is_the_conversation_and_not_the_page_around_it(chat: Page) -> None:
    ask(chat, "how many people take part?")
    chat.emulate_media(media="print")
    expect(chat.get_by_text("how many people take part?")).to_be_visible()
    expect(chat.locator(".quote").last).to_be_visible()
    for hidden in ("#ask", "#quick", ".yours", ".tools", ".helpful"):
        expect(chat.locator(hidden).first).to_be_hidden()
    chat.evaluate("window.print = () => { document.title = 'printed'; }")
    chat.emulate_media(media="screen")
    chat.get_by_role("button", name="Print").click()
    assert chat.title() == "printed"


def test_deleting_takes_two_steps_and_leaves_nothing_but_the_receipt(chat: Page) -> None:
    ask(chat, "how many people take part?")
    delete = chat.get_by_role("button", name="Yes, delete it now")
    expect(delete).to_be_hidden()
    chat.get_by_text("Delete this conversation").click()
    delete.click()
    expect(chat.locator(".exchange")).to_have_count(1)
    expect(chat.locator(".exchange")).to_contain_text("Done. I have erased our whole conversation")
    expect(chat.get_by_text("how many people take part?")).to_have_count(0)
    chat.reload()
    expect(chat.locator(".exchange")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("size", ["Normal text", "Largest text"])
def test_nothing_is_wider_than_the_screen(
    visit: Callable[..., Page], live: Live, width: int, size: str
) -> None:
    page = visit(live.url, viewport={"width": width, "height": 800})
    page.get_by_role("button", name=size).click()
    ask(page, "what are the side effects")
    page.get_by_role("link", name="Show where this is on the page").last.click()
    assert page.locator("html").evaluate("page => page.scrollWidth") <= width


def test_all_that_the_page_loads_is_small_and_comes_from_here(visit: Callable[..., Page], live: Live) -> None:
    page = visit("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    loaded: list[tuple[str, float]] = []
    names: dict[str, str] = {}
    session.on("Network.responseReceived", lambda e: names.update({e["requestId"]: e["response"]["url"]}))
    session.on(
        "Network.loadingFinished", lambda e: loaded.append((names[e["requestId"]], e["encodedDataLength"]))
    )
    page.goto(live.url, wait_until="networkidle")
    assert loaded
    assert [url for url, _ in loaded if not url.startswith(live.url)] == []
    assert sum(size for _, size in loaded) < 60 * 1024

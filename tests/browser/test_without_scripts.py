"""The chat page where scripts are turned off, or do not load: everything works by plain forms and links."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot import bootstrap
from bot.core.trial import Trial
from tests.browser.chatting import EXCHANGES, ask, choose, erase, send
from tests.live import Live

pytestmark = pytest.mark.xdist_group("live")

QUESTION, STATED = "How many people take part?", "It will recruit about 90 people."
DANGER = "I have crushing pain in my chest right now and I cannot breathe"
ABOUT_MYSELF = "Hello, I'm 71 and my CLL has come back after FCR"
VOICE = bootstrap.voice()
UNSURE = VOICE.say("interview/choice_unsure")
MOST_QUESTIONS = 30


@pytest.fixture
def chat(visit: Callable[..., Page], live: Live) -> Page:
    return visit(live.url, java_script_enabled=False)


def newest(page: Page) -> Locator:
    return page.locator(EXCHANGES).last


def expect_told(page: Page, words: str) -> None:
    """The newest exchange says this, and it is in sight."""
    expect(newest(page)).to_contain_text(words)
    expect(newest(page)).to_be_in_viewport()


def target(page: Page) -> Locator:
    """Where a link on the page has led."""
    return page.locator(":target")


def test_a_question_is_answered(chat: Page, faults: list[str]) -> None:
    ask(chat, QUESTION)
    expect_told(chat, STATED)
    expect(chat.locator(".exchange .said")).to_have_text([QUESTION])
    expect(chat.get_by_label("Your message")).to_have_value("")
    ask(chat, "What are the side effects?")
    expect_told(chat, "Diarrhoea")
    expect(chat.locator(EXCHANGES)).to_have_count(2)
    assert faults == []


def test_a_quick_reply_asks_its_question(chat: Page, trial: Trial) -> None:
    question = trial.topic("visits").question
    choose(chat, question)
    expect(newest(chat).locator(".said")).to_have_text(question)
    expect(newest(chat).locator("blockquote")).not_to_have_count(0)


def test_a_reload_sends_nothing_again(chat: Page) -> None:
    ask(chat, QUESTION)
    chat.reload()
    expect(chat.locator(".exchange .said")).to_have_text([QUESTION])


def test_going_back_and_sending_the_same_form_again_is_answered_once(chat: Page) -> None:
    key = chat.locator("#ask [name=key]").get_attribute("value")
    ask(chat, QUESTION)
    chat.locator("#ask [name=key]").evaluate("(field, key) => { field.value = key; }", key)
    send(chat, QUESTION)
    expect(chat.locator("#ask [name=key]")).not_to_have_value(key or "")
    expect(chat.locator(".exchange .said")).to_have_text([QUESTION])


def test_a_message_of_nothing_is_told_as_an_error_and_what_was_said_stays(chat: Page) -> None:
    ask(chat, QUESTION)
    send(chat, "   ")
    expect(chat.locator(".message.error")).to_be_in_viewport()
    assert chat.title().startswith("Error: ")
    expect(chat.locator(f"{EXCHANGES} .said")).to_have_text([QUESTION])


def test_what_needs_scripts_is_not_offered(chat: Page) -> None:
    ask(chat, QUESTION)
    for name in ("Helpful", "Print", "Large text", "Close the summary", "Back to the conversation"):
        expect(chat.get_by_role("button", name=name, exact=True)).to_have_count(0)
    expect(chat.locator("#summary")).to_be_visible()


def go_through(page: Page) -> None:
    """Answers whatever is asked until there is a result."""
    for _ in range(MOST_QUESTIONS):
        if newest(page).locator(".result").count():
            return
        choose(page, UNSURE)
    raise AssertionError("it never ends")


def test_the_pre_screen_is_gone_through_an_answer_changed_and_the_result_opened(
    chat: Page, trial: Trial
) -> None:
    for words in (ABOUT_MYSELF, VOICE.say("interview/choice_begin")):
        ask(chat, words)
    choose(chat, VOICE.say("interview/choice_start"))
    expect(newest(chat).get_by_role("progressbar")).to_be_visible()
    go_through(chat)
    age = trial.questions["I6"].short
    choose(chat, VOICE.say("interview/choice_change", point=age))
    ask(chat, "I am 83 years old")
    result = newest(chat).locator(".result")
    result.get_by_text(VOICE.say("interview/group_fine").rstrip(":"), exact=True).click()
    expect(result.locator(".answer", has_text="I am 83 years old")).to_be_visible()
    with chat.expect_popup() as opened:
        result.get_by_role("link", name="Open the result on a page of its own").click()
    expect(opened.value.get_by_role("main")).to_contain_text("You said: “I am 83 years old”")


def test_a_code_is_taken_and_withdrawn(chat: Page) -> None:
    ask(chat, QUESTION)
    choose(chat, "Get a code for the nurse line")
    choose(chat, VOICE.say("handoff/choice_make"))
    expect(newest(chat).locator(".code strong")).to_be_in_viewport()
    expect(chat.get_by_role("button", name="Copy the code")).to_have_count(0)
    choose(chat, VOICE.say("handoff/choice_withdraw"))
    expect_told(chat, VOICE.say("handoff/withdrawn"))


def test_a_card_for_danger_is_in_sight_with_its_numbers_and_stands_alone(chat: Page) -> None:
    ask(chat, QUESTION)
    ask(chat, DANGER)
    heading = newest(chat).get_by_role("heading", name="Immediate action required")
    expect(heading).to_be_in_viewport()
    expect(heading.get_by_role("link", name="999")).to_have_attribute("href", "tel:999")
    expect(newest(chat).locator(".message.bot")).to_have_count(1)
    expect(chat.locator("#offers button")).to_have_count(0)


def test_the_conversation_is_deleted(chat: Page) -> None:
    ask(chat, QUESTION)
    erase(chat)
    expect(chat.locator(".message.bot.privacy")).to_be_visible()
    chat.goto(chat.url.partition("#")[0])
    expect(chat.locator(".exchange")).to_have_count(0)


def test_where_it_is_on_the_page_is_one_link_away(chat: Page) -> None:
    ask(chat, QUESTION)
    newest(chat).get_by_role("link", name="Show where this is on the page").click()
    expect(target(chat)).to_have_text(STATED)
    expect(target(chat)).to_be_in_viewport()


def test_a_word_of_the_page_leads_to_its_explanation(chat: Page, trial: Trial) -> None:
    term = chat.locator("#summary .term").first
    word = term.inner_text()
    term.click()
    expect(target(chat)).to_be_in_viewport()
    entry = next(entry for entry in trial.glossary if entry.term == target(chat).locator("dt").inner_text())
    assert word.casefold() in f"{entry.term} {' '.join(entry.words)}".casefold()
    expect(target(chat).locator("dd")).to_have_text(entry.explanation)


def test_the_conversation_is_saved_as_text(chat: Page, tmp_path: Path) -> None:
    ask(chat, QUESTION)
    with chat.expect_download() as saving:
        chat.get_by_role("link", name="Save as text").click()
    saving.value.save_as(tmp_path / "saved.txt")
    saved = (tmp_path / "saved.txt").read_text(encoding="utf-8")
    assert QUESTION in saved
    assert STATED in saved


@pytest.mark.parametrize("missing", ["trial-guide.js", "log.js"])
def test_where_a_file_of_scripts_does_not_load_questions_are_answered_all_the_same(
    browser: Browser, live: Live, missing: str
) -> None:
    context = browser.new_context()
    context.route(f"**/{missing}", lambda route: route.abort())
    page = context.new_page()
    page.goto(live.url)
    ask(page, QUESTION)
    expect_told(page, STATED)
    assert page.url.endswith("#latest")  # by the form
    expect(page.get_by_role("button", name="Helpful", exact=True)).to_have_count(0)
    context.close()

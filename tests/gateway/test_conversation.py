"""A message is answered once, whatever the connection does, and kept to be seen again by who sent it."""

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot import bootstrap
from bot.gateway.sessions import COOKIE, MessageLimit
from bot.store.engine import StoreError
from bot.store.transcripts import TranscriptStore
from tests.gateway.page import Page
from tests.gateway.talk import KNOWN_ID, MARKER, NURSE_LINE, PATH, assert_apology, assert_error

HTML = {"Accept": "text/html"}
OTHER_ID = KNOWN_ID[::-1]
RECEIPT = [{"text": "Done.", "custom": {"kind": "privacy", "erased": True}}]
SECONDS = 30
"""Longer than anything takes that is waited for."""

pytestmark = pytest.mark.usefixtures("plain_danger")


@pytest.fixture
def tab(client):
    """A tab of a browser that has been here before."""
    return of_session(client, KNOWN_ID)


@pytest.fixture
def arrived(monkeypatch):
    """Is released once for each message that the gateway has begun with."""
    begun = threading.Semaphore(0)
    check = MessageLimit.check

    def checked(limit, session):
        check(limit, session)
        begun.release()

    monkeypatch.setattr(MessageLimit, "check", checked)
    return begun


@pytest.fixture
def at_once():
    """Does things beside the test: ``at_once(send, tab, "hello").result(SECONDS)``."""
    with ThreadPoolExecutor() as threads:
        yield threads.submit


def of_session(client, session):
    client.headers["Cookie"] = f"{COOKIE}={session}"
    return client


def send(tab, text="hello", key=None, **more):
    headers = {**more.pop("headers", {}), **({"Idempotency-Key": key} if key is not None else {})}
    return tab.post(PATH, json={"text": text}, headers=headers, **more)


def told(response):
    """The text of the only message."""
    assert response.status_code == 200
    (message,) = response.json()["messages"]
    return message["text"]


def piece(response):
    """What the page puts in, the number of its last exchange, and whether all else is erased."""
    assert response.status_code == 200
    page = Page(response)
    attributes = page.one("new")["attrs"]
    return page, int(attributes["data-last"]), "data-erased" in attributes


def since(tab, after=0):
    return piece(tab.get(PATH, params={"after": after}, headers=HTML))


def heard(rasa):
    return [message["message"] for message in rasa.received]


def until_heard(rasa, count):
    deadline = time.monotonic() + SECONDS
    while len(rasa.received) < count:
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_message_sent_again_with_its_key_is_answered_once_with_the_same(rasa, tab):
    rasa.counts()
    first, again = send(tab, key="a"), send(tab, key="a")
    assert again.json() == first.json()
    assert heard(rasa) == ["hello"]


def test_the_key_counts_and_not_the_text(rasa, tab):
    rasa.counts()
    assert told(send(tab, "yes", "a")) != told(send(tab, "yes", "b"))
    assert told(send(tab, "no", "a")) == "Reply 1."
    assert heard(rasa) == ["yes", "yes"]


def test_it_is_answered_once_by_another_process_too(rasa, gateway):
    rasa.counts()
    first, second = (of_session(gateway(), KNOWN_ID) for _ in range(2))
    assert told(send(first, key="a")) == told(send(second, key="a"))
    assert len(rasa.received) == 1


def test_while_it_is_still_being_answered_it_waits_for_the_same_reply(rasa, tab, arrived, at_once):
    rasa.counts()
    rasa.hangs()
    tries = [at_once(send, tab, "hello", "a") for _ in range(2)]
    for _ in tries:
        assert arrived.acquire(timeout=SECONDS)
    until_heard(rasa, 1)
    tab.get("/")  # time enough for the second one to reach Rasa, if it could
    rasa.goes_on()
    assert [told(response.result(SECONDS)) for response in tries] == ["Reply 1.", "Reply 1."]
    assert heard(rasa) == ["hello"]


def test_two_tabs_of_one_session_speak_one_after_the_other(rasa, tab, arrived, at_once):
    rasa.counts()
    rasa.hangs()
    first = at_once(send, tab, "one")
    until_heard(rasa, 1)
    second = at_once(send, tab, "two")
    for _ in range(2):
        assert arrived.acquire(timeout=SECONDS)
    tab.get("/")  # time enough for the second one to reach Rasa, if it could
    assert heard(rasa) == ["one"]
    rasa.goes_on()
    assert [told(first.result(SECONDS)), told(second.result(SECONDS))] == ["Reply 1.", "Reply 2."]
    assert since(tab)[0].said() == ["one", "two"]


def test_nobody_waits_for_somebody_else_s_reply(rasa, tab, at_once):
    rasa.hangs()
    headers = [{"Cookie": f"{COOKIE}={session}"} for session in (KNOWN_ID, OTHER_ID)]
    replies = [at_once(send, tab, "hello", headers=session) for session in headers]
    until_heard(rasa, 2)
    rasa.goes_on()
    assert [response.result(SECONDS).status_code for response in replies] == [200, 200]


def test_without_a_key_each_message_is_its_own(rasa, tab):
    rasa.counts()
    assert [told(send(tab)), told(send(tab))] == ["Reply 1.", "Reply 2."]


def test_the_same_key_of_another_session_is_another_key(rasa, gateway):
    rasa.counts()
    mine, theirs = of_session(gateway(), KNOWN_ID), of_session(gateway(), OTHER_ID)
    assert [told(send(mine, "mine", "a")), told(send(theirs, "theirs", "a"))] == ["Reply 1.", "Reply 2."]
    assert since(mine)[0].said() == ["mine"]
    assert since(theirs)[0].said() == ["theirs"]


@pytest.mark.parametrize("key", ["!", "~" * 64, "0123456789abcdef" * 2, '"quoted"'])
def test_a_key_is_any_short_word(tab, key):
    assert send(tab, key=key).status_code == 200


@pytest.mark.parametrize(
    "key", ["", "a" * 65, "two words", "tab\tbed", "sch\u00f6n".encode("latin-1"), b"\x01"]
)
def test_any_other_key_is_refused_before_rasa(rasa, tab, key):
    assert_error(send(tab, key=key), 400, "not_a_key")
    assert rasa.received == []


@pytest.mark.parametrize("after", ["", "-1", "1.5", "x", "1e3", " 1", "9" * 10, "1;--"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_after_that_is_no_number_is_refused_before_rasa(rasa, tab, method, after):
    body = {"json": {"text": "hello"}} if method == "POST" else {}
    response = tab.request(method, PATH, params={"after": after}, headers=HTML, **body)
    assert_error(response, 400, "not_a_number")
    assert rasa.received == []


def test_json_has_the_messages_alone_whatever_was_said_before(rasa, tab):
    rasa.counts()
    for number in (1, 2):
        response = send(tab, "hello", str(number), params={"after": 0})
        assert response.json() == {"messages": [{"kind": "answer", "text": f"Reply {number}."}]}
    assert send(tab, "hello", "1").json() == {"messages": [{"kind": "answer", "text": "Reply 1."}]}


def test_what_was_said_is_given_again_with_its_replies(rasa, tab):
    rasa.counts()
    send(tab, "one")
    send(tab, "two")
    page, last, is_erased = since(tab)
    assert page.said() == ["one", "two"]
    assert [e["attrs"]["data-number"] for e in page.of_class("exchange")] == ["1", "2"]
    assert [text for text in page.texts("p") if text.startswith("Reply")] == ["Reply 1.", "Reply 2."]
    assert (last, is_erased) == (2, False)


def test_a_client_of_its_own_gets_what_was_said_as_json(rasa, tab):
    assert tab.get(PATH).json() == {"exchanges": []}
    messages = [send(tab, text).json()["messages"] for text in ("one", "two")]
    exchanges = tab.get(PATH, params={"after": 1}).json()["exchanges"]
    assert exchanges == [{"number": 2, "text": "two", "messages": messages[1]}]


def test_what_cannot_be_read_is_an_error_in_json(tab, failing):
    send(tab, "one")
    failing("since")
    assert_error(tab.get(PATH), 503, "not_readable")


def test_what_a_tab_has_already_is_not_given_again(tab):
    for text in ("one", "two", "three"):
        send(tab, text)
    page, last, is_erased = since(tab, 1)
    assert page.said() == ["two", "three"]
    assert (last, is_erased) == (3, False)
    page, last, is_erased = since(tab, 3)
    assert page.of_class("exchange") == []
    assert (last, is_erased) == (3, False)


def test_a_reply_for_the_page_brings_what_was_said_in_the_other_tab(tab):
    send(tab, "mine")
    send(tab, "the other tab's")
    page, last, is_erased = piece(send(tab, "mine again", headers=HTML, params={"after": 1}))
    assert page.said() == ["the other tab's", "mine again"]
    assert (last, is_erased) == (3, False)


def test_a_message_sent_again_does_not_set_the_page_back(tab):
    for text in ("one", "two", "three"):
        send(tab, text, text)
    page, last, _ = piece(send(tab, "one", "one", headers=HTML, params={"after": 3}))
    assert page.said() == ["one"]
    assert last == 3


def test_looking_opens_no_session_and_shows_nothing_to_nobody(client, tab):
    send(tab)
    del client.headers["Cookie"]
    client.cookies.clear()
    response = client.get(PATH, headers=HTML)
    assert piece(response)[0].of_class("exchange") == []
    assert "set-cookie" not in response.headers
    assert response.headers["cache-control"] == "no-store"


def test_numbers_that_tell_who_somebody_is_are_not_kept(tab):
    send(tab, "I am on 07700 900123")
    assert since(tab)[0].said() == ["I am on [telephone number]"]


def test_a_failed_message_is_not_kept_and_may_be_sent_again_with_its_key(rasa, tab):
    rasa.stop()
    assert_apology(send(tab, "hello", "a"))
    assert since(tab)[0].said() == []
    rasa.start()
    rasa.counts()
    assert told(send(tab, "hello", "a")) == "Reply 1."
    assert since(tab)[0].said() == ["hello"]


def test_why_there_is_no_reply_is_told_to_the_page_in_its_own_form(rasa, tab):
    send(tab)
    rasa.stop()
    response = send(tab, MARKER, headers=HTML)
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) > 0
    assert response.headers["cache-control"] == "no-store"
    problem = Page(response).one("problem")
    assert bootstrap.voice().say("technical_problem", nurse_line=NURSE_LINE) in " ".join(
        problem["text"].split()
    )
    assert MARKER not in response.text


def test_a_reply_that_erases_is_shown_once_and_not_kept(rasa, tab, stores):
    send(tab, "before")

    def erase(_):
        stores.transcripts.erase(KNOWN_ID)
        return RECEIPT

    rasa.does(erase)
    page, last, is_erased = piece(send(tab, MARKER, headers=HTML, params={"after": 1}))
    assert "Done." in page.texts("p")
    assert page.said() == []
    assert (last, is_erased) == (0, True)
    assert stores.transcripts.count(KNOWN_ID) == 0
    assert since(tab)[0].of_class("exchange") == []


def test_a_receipt_is_as_any_message_in_json(rasa, tab):
    rasa.answers(RECEIPT)
    assert send(tab).json() == {"messages": [{"kind": "privacy", "erased": True, "text": "Done."}]}


def test_what_was_erased_elsewhere_goes_from_the_page(tab, stores):
    send(tab, "one")
    send(tab, "two")
    stores.transcripts.erase(KNOWN_ID)
    page, last, is_erased = since(tab, 2)
    assert page.of_class("exchange") == []
    assert (last, is_erased) == (0, True)


def test_what_was_begun_anew_takes_the_place_of_what_was_erased(tab, stores):
    send(tab, "one")
    send(tab, "two")
    stores.transcripts.erase(KNOWN_ID)
    send(tab, "anew")
    page, last, is_erased = since(tab, 2)
    assert page.said() == ["anew"]
    assert (last, is_erased) == (1, True)


@pytest.fixture
def failing(monkeypatch, caplog):
    """Lets a method of the transcripts fail, with everything logged: ``failing("add")``."""
    caplog.set_level(logging.DEBUG)

    def fail(name):
        def fails(*_):
            raise StoreError("OperationalError")

        monkeypatch.setattr(TranscriptStore, name, fails)

    return fail


@pytest.mark.parametrize("name", ["find", "add", "since"])
def test_when_the_store_fails_the_person_is_answered_all_the_same(tab, failing, name, caplog, capfd):
    failing(name)
    assert told(send(tab, MARKER, key="one")) == "Hello."
    page, *_ = piece(send(tab, MARKER, key="two", headers=HTML))
    assert "Hello." in page.texts("p")
    logged = caplog.text + "".join(capfd.readouterr())
    assert "StoreError" in logged
    assert MARKER not in logged


def test_what_cannot_be_kept_leaves_the_page_where_it_was(tab, failing):
    send(tab, "one")
    failing("add")
    page, last, is_erased = piece(send(tab, "two", headers=HTML, params={"after": 1}))
    assert page.said() == ["two"]
    assert (last, is_erased) == (1, False)


def test_what_cannot_be_read_is_not_said_to_be_erased(tab, failing):
    send(tab, "one")
    failing("since")
    page, last, is_erased = since(tab, 1)
    assert page.of_class("exchange") == []
    assert (last, is_erased) == (1, False)

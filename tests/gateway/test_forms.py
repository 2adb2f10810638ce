"""The whole conversation without scripts: a form, and a page that shows what was said."""

import pytest

from bot import bootstrap
from bot.core.danger import KINDS
from bot.gateway import forms, page
from bot.gateway.incoming import MOST_CHARACTERS
from bot.store.engine import StoreError
from bot.store.transcripts import TranscriptStore
from tests.gateway.page import Page
from tests.gateway.talk import MARKER, NURSE_LINE

VOICE = bootstrap.voice()
MARKUP = "<script>alert(1)</script> <img src=x onerror=alert(1)> \"' </textarea> &lt; {{ 7 * 7 }}"
BUTTONS = [{"title": "And the costs?", "payload": "Who pays my travel?"}]
RECEIPT = [{"text": "Done.", "custom": {"kind": "privacy", "erased": True}}]

pytestmark = pytest.mark.usefixtures("plain_danger")


@pytest.fixture
def send(client):
    """Sends the form as a browser does, and stays at what comes back: ``send("hello", key="a")``."""
    return lambda text, **more: client.post("/", data={"text": text, **more}, follow_redirects=False)


@pytest.fixture
def shown(client):
    """The page as it now stands: ``shown()``."""
    return lambda: Page(client.get("/"))


def assert_sent(response):
    assert (response.status_code, response.headers["location"]) == (303, f"/#{page.LATEST}")


def assert_told(response, status, text):
    """The page says what is wrong, and its title that something is."""
    assert response.status_code == status
    again = Page(response)
    assert text in again.one(page.LATEST)["text"]
    assert again.texts("title")[0].startswith("Error: ")
    return again


def heard(rasa):
    return [message["message"] for message in rasa.received]


def replies(html):
    """The replies of the assistant, without its greeting."""
    return [text for text in html.texts("p") if text.startswith("Reply ")]


def test_what_is_sent_is_answered_at_the_page_which_then_is_where_it_was(rasa, send, shown):
    rasa.counts()
    assert_sent(send("one"))
    assert_sent(send("two"))
    html = shown()
    assert html.said() == ["one", "two"]
    assert replies(html) == ["Reply 1.", "Reply 2."]
    assert html.one(page.LATEST)["attrs"]["data-number"] == "2"
    assert html.one("text")["text"] == ""


def test_a_form_opens_the_session_that_goes_on(rasa, send):
    assert "httponly" in send("one").headers["set-cookie"].lower()
    send("two")
    first, second = (message["sender"] for message in rasa.received)
    assert first == second


def test_the_page_has_a_new_key_in_both_of_its_forms_each_time(shown):
    keys = [[e["attrs"]["value"] for e in shown().all("input")] for _ in range(2)]
    (first, second), (third, fourth) = keys
    assert (first, third) == (second, fourth)
    assert first != third


def test_a_form_sent_twice_is_answered_once(rasa, send, shown):
    rasa.counts()
    assert_sent(send("hello", key="a"))
    assert_sent(send("hello", key="a"))
    assert heard(rasa) == ["hello"]
    assert replies(shown()) == ["Reply 1."]


def test_the_same_words_from_another_page_are_another_message(rasa, send, shown):
    assert_sent(send("yes", key="a"))
    assert_sent(send("yes", key="b"))
    assert shown().said() == ["yes", "yes"]


@pytest.mark.parametrize("key", ["", "a" * 1000, "two words", "\x00\x01", "schön 😀"])
def test_any_key_will_do_in_a_form(send, key):
    assert_sent(send("hello", key=key))


@pytest.mark.parametrize("text", ["", "   ", "\r\n", "///", "\x00"])
def test_an_empty_message_is_told_so_and_goes_nowhere(rasa, send, text):
    assert_told(send(text), 400, "The message is empty.")
    assert rasa.received == []


def test_a_form_without_a_text_is_an_empty_message(client):
    assert_told(client.post("/", data={"key": "a"}), 400, "The message is empty.")


def test_what_is_too_long_is_told_so_and_still_in_the_box(rasa, send):
    text = "a" * (MOST_CHARACTERS + 1)
    html = assert_told(send(text), 413, str(MOST_CHARACTERS))
    assert html.one("text")["text"] == text
    assert rasa.received == []


def test_a_line_break_counts_as_one_character_as_in_the_box(rasa, send):
    lines = "\n".join("a" * (MOST_CHARACTERS // 2))[:MOST_CHARACTERS]
    assert_sent(send(lines.replace("\n", "\r\n")))
    assert heard(rasa) == [lines]


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b'{"text": "hello"}', "application/json", 415),
        (b"--x\r\n", "multipart/form-data; boundary=x", 415),
        (b"text=hello", "text/plain", 415),
        (b"text=" + b"a" * forms.MOST_BYTES, forms.FORM, 413),
        (b"&".join([b"text=hello"] * (forms.MOST_FIELDS + 1)), forms.FORM, 400),
        (b"text=\xff", forms.FORM, 400),
    ],
)
def test_what_is_no_form_of_ours_is_refused_with_the_page(rasa, client, content, content_type, status):
    response = client.post("/", content=content, headers={"Content-Type": content_type})
    assert_told(response, status, "cannot be read")
    assert rasa.received == []


def test_while_rasa_is_down_the_nurse_line_is_given_and_what_was_typed_is_still_in_the_box(rasa, send, shown):
    send("before")
    rasa.stop()
    response = send(MARKER)
    html = assert_told(response, 503, VOICE.say("technical_problem", nurse_line=NURSE_LINE))
    assert int(response.headers["retry-after"]) > 0
    assert html.one("text")["text"] == MARKER
    assert html.said() == ["before", MARKER]
    assert shown().said() == ["before"]


def test_once_rasa_is_back_it_can_be_sent_from_that_page(rasa, send, shown):
    rasa.stop()
    html = Page(send(MARKER))
    rasa.start()
    key = html.all("input")[0]["attrs"]["value"]
    assert_sent(send(html.one("text")["text"], key=key))
    assert shown().said() == [MARKER]


def test_danger_gets_its_card_while_rasa_is_down_with_nothing_else_offered(rasa, send):
    rasa.stop()
    response = send("I have chest pain")
    card = bootstrap.danger_cards()["urgent"].text.splitlines()[0]
    html = assert_told(response, 503, card)
    assert len(html.of_class("card")) == 1
    assert html.offers() == {}


def test_beyond_the_limit_of_messages_the_page_says_how_long_to_wait(rasa, gateway):
    client = gateway(messages_per_minute=1)
    client.post("/", data={"text": "one"})
    response = client.post("/", data={"text": "two"})
    html = assert_told(response, 429, "Please wait")
    assert response.headers["retry-after"] in html.one(page.LATEST)["text"]
    assert html.one("text")["text"] == "two"
    assert heard(rasa) == ["one"]


def test_when_it_cannot_be_kept_the_reply_is_shown_all_the_same(send, monkeypatch):
    def fails(*_):
        raise StoreError("OperationalError")

    monkeypatch.setattr(TranscriptStore, "add", fails)
    response = send("hello")
    assert response.status_code == 200
    html = Page(response)
    assert html.said() == ["hello"]
    assert "Hello." in html.texts("p")


def everywhere(rasa, client):
    """Each page on which something that was typed stands."""
    rasa.echoes()
    client.post("/", data={"text": MARKUP})
    yield client.get("/")
    yield client.get("/api/messages", headers={"Accept": "text/html"})
    yield client.post("/api/messages", json={"text": MARKUP}, headers={"Accept": "text/html"})
    rasa.stop()
    yield client.post("/", data={"text": MARKUP})


def test_markup_that_was_typed_is_text_on_every_page(rasa, client):
    for response in everywhere(rasa, client):
        html = Page(response)
        assert set(html.said()) == {MARKUP}
        assert html.all("img") == []
        assert [e["text"] for e in html.all("script")] == [""] * len(html.all("script"))
    assert html.one("text")["text"] == MARKUP


@pytest.mark.parametrize("field", ["title", "payload"])
def test_markup_in_a_reply_and_its_buttons_is_text_too(rasa, send, shown, field):
    button = {**BUTTONS[0], field: MARKUP}
    rasa.answers([{"text": MARKUP, "buttons": [button], "custom": {"kind": "answer", "topic": MARKUP}}])
    send("hello")
    html = shown()
    assert html.offers() == {button["title"]: button["payload"]}
    assert html.of_class("helpful")[0]["attrs"]["data-topic"] == MARKUP
    assert html.all("img") == []


def test_what_was_said_can_be_kept_as_a_text_in_its_own_characters(rasa, client, send):
    rasa.echoes()
    send(MARKUP)
    response = client.get("/conversation.txt")
    assert f"You: {MARKUP}\n\nTrial Guide: {MARKUP}\n" in response.text
    assert NURSE_LINE in response.text
    # so that it is nowhere taken for a page
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-disposition"].startswith("attachment")


def test_a_conversation_in_which_nothing_was_said_is_a_text_that_says_so(client):
    text = client.get("/conversation.txt").text
    assert "Nothing has been said yet" in text
    assert "You:" not in text


def test_deletion_shows_its_receipt_once_and_then_nothing(rasa, send, shown, stores, client):
    send("before")

    def erase(message):
        stores.transcripts.erase(message["sender"])
        return RECEIPT

    rasa.does(erase)
    response = send(VOICE.say("privacy/choice_erase"))
    assert response.status_code == 200
    receipt = Page(response)
    assert "Done." in receipt.texts("p")
    assert receipt.said() == []
    assert shown().of_class("exchange") == []
    assert "before" not in client.get("/conversation.txt").text


def test_before_anything_is_said_what_people_often_ask_is_offered(shown):
    trial = bootstrap.trial()
    questions = [trial.topic(topic).question for topic in page.STARTERS if topic in trial.answers]
    assert questions
    assert shown().offers() == {question: question for question in questions}


def test_what_the_newest_reply_offers_takes_their_place(rasa, send, shown):
    rasa.answers([{"text": "Hello.", "custom": {"kind": "answer"}, "buttons": BUTTONS}])
    send("hello")
    assert shown().offers() == {"And the costs?": "Who pays my travel?"}


def test_what_an_earlier_reply_offered_is_offered_no_more(rasa, send, shown):
    before = shown().offers()
    rasa.answers([{"text": "Hello.", "custom": {"kind": "answer"}, "buttons": BUTTONS}])
    send("hello")
    rasa.answers([{"text": "Bye.", "custom": {"kind": "smalltalk"}}])
    send("bye")
    assert shown().offers() == before


def test_what_is_offered_is_sent_by_the_form_that_has_the_key(rasa, send, shown):
    rasa.answers([{"text": "Hello.", "custom": {"kind": "answer"}, "buttons": BUTTONS}])
    send("hello")
    (button,) = shown().of_class("reply")
    assert (button["attrs"]["form"], button["attrs"]["name"]) == ("quick", "text")


@pytest.mark.parametrize("kind", KINDS)
def test_beside_a_card_nothing_is_offered(rasa, send, shown, kind):
    message = bootstrap.danger_cards()[kind].to_dict()
    rasa.answers([{"text": message.pop("text"), "custom": message, "buttons": BUTTONS}])
    send("hello")
    assert len(shown().of_class("card")) == 1
    assert shown().offers() == {}


def test_what_is_about_a_person_is_kept_by_no_browser(rasa, client, send):
    stopped = [client.get("/"), send("hello"), client.get("/"), client.get("/conversation.txt"), send("")]
    rasa.stop()
    stopped.append(send("hello"))
    kept = [response.headers.get("cache-control") for response in stopped if response.status_code != 303]
    assert kept == ["no-store"] * 5


@pytest.mark.parametrize("path", ["/", "/conversation.txt", "/api/messages"])
def test_what_a_session_said_is_shown_to_no_other(gateway, path):
    mine, other, nobody = gateway(), gateway(), gateway()
    mine.post("/", data={"text": MARKER})
    other.post("/", data={"text": "hello"})
    assert MARKER in mine.get(path).text
    assert "hello" in other.get(path).text.lower()
    assert MARKER not in other.get(path).text + nobody.get(path).text

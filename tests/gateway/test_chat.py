"""The chat API keeps its contract, whatever is sent and whatever Rasa does."""

import json
import logging
import re

import pytest

from bot import bootstrap
from bot.gateway import rasa_client
from bot.gateway.sessions import COOKIE

PATH = "/api/messages"
NURSE_LINE = bootstrap.trial().nurse_line
PASSAGE = {"id": "p12", "section": "What the trial involves", "quote": "You come 8 times."}
KNOWN_ID = "0123456789abcdef" * 2
MARKER = "Marmaduke-2906"


def send(client, body, content_type="application/json"):
    return client.post(PATH, content=body, headers={"Content-Type": content_type})


def assert_error(response, status, code=None):
    assert response.status_code == status
    assert response.headers["content-type"].startswith("application/json")
    assert set(response.json()) <= {"error", "messages"}
    error = response.json()["error"]
    assert set(error) == {"code", "message"}
    assert error["code"]
    assert error["message"]
    assert code is None or error["code"] == code


def assert_apology(response):
    assert_error(response, 503, "not_ready")
    (message,) = response.json()["messages"]
    assert message["kind"] == "error"
    assert NURSE_LINE in message["text"]


# What comes back


def test_an_answer_has_kind_text_passages_and_buttons(rasa, say):
    rasa.answers(
        [
            {
                "recipient_id": "somebody",
                "text": "How often: “You come 8 times.”",
                "buttons": [{"title": "And the costs?", "payload": "Who pays my travel?"}],
                "custom": {"kind": "answer", "passages": [PASSAGE]},
            }
        ]
    )
    response = say("how often do I have to come")
    assert response.status_code == 200
    assert response.json() == {
        "messages": [
            {
                "kind": "answer",
                "text": "How often: “You come 8 times.”",
                "passages": [PASSAGE],
                "buttons": [{"title": "And the costs?", "text": "Who pays my travel?"}],
            }
        ]
    }


def test_a_message_without_buttons_has_no_field_for_them(rasa, say):
    rasa.answers([{"text": "Hello.", "buttons": [], "custom": {"kind": "smalltalk"}}])
    assert say("hi").json() == {"messages": [{"kind": "smalltalk", "text": "Hello."}]}


def test_a_question_keeps_its_criterion_and_progress(rasa, say):
    fields = {"kind": "question", "criterion": "E14", "progress": {"done": 7, "of": 22}}
    rasa.answers([{"text": "Have you had a clot?", "custom": fields}])
    assert say("yes").json()["messages"] == [{**fields, "text": "Have you had a clot?"}]


def test_several_messages_stay_in_their_order(rasa, say):
    rasa.answers([{"text": text, "custom": {"kind": "answer"}} for text in ("one", "two", "three")])
    assert [m["text"] for m in say("three things").json()["messages"]] == ["one", "two", "three"]


def test_rasa_is_told_the_session_and_the_text_and_nothing_else(rasa, client, say):
    say("How many visits?")
    assert rasa.received == [{"sender": client.cookies[COOKIE], "message": "How many visits?"}]


def test_a_content_type_may_name_its_charset(client):
    body = '{"text": "Grüß Gott"}'.encode()
    assert send(client, body, "Application/JSON; charset=utf-8").status_code == 200


# The session


def test_the_first_message_opens_a_session_that_scripts_and_other_sites_cannot_use(say):
    name, *attributes = say("hello").headers["set-cookie"].split(";")
    attributes = {attribute.strip().lower() for attribute in attributes}
    assert re.fullmatch(rf"{COOKIE}=[0-9a-f]{{32}}", name)
    assert "httponly" in attributes
    assert attributes & {"samesite=lax", "samesite=strict"}
    assert not any(attribute.startswith("domain") for attribute in attributes)


def test_over_https_the_cookie_stays_on_https(client):
    response = client.post(f"https://testserver{PATH}", json={"text": "hello"})
    assert "secure" in response.headers["set-cookie"].lower().split("; ")


def test_a_session_that_is_sent_back_is_kept(rasa, client, say):
    say("hello")
    first = client.cookies[COOKIE]
    say("hello again")
    assert client.cookies[COOKIE] == first
    assert [m["sender"] for m in rasa.received] == [first, first]


def test_two_visitors_have_two_sessions(rasa, gateway):
    for visitor in (gateway(), gateway()):
        visitor.post(PATH, json={"text": "hello"})
    first, second = (m["sender"] for m in rasa.received)
    assert first != second


@pytest.mark.parametrize(
    "malformed",
    ["", "abc", KNOWN_ID[:-1], f"{KNOWN_ID}0", KNOWN_ID.upper(), "g" * 32, f"../{KNOWN_ID[3:]}", "0" * 4000],
)
def test_a_malformed_session_is_replaced(rasa, client, malformed):
    headers = {"Cookie": f"{COOKIE}={malformed}"}
    response = client.post(PATH, json={"text": "hello"}, headers=headers)
    (message,) = rasa.received
    assert re.fullmatch("[0-9a-f]{32}", message["sender"])
    assert message["sender"] != malformed
    assert f"{COOKIE}={message['sender']};" in response.headers["set-cookie"]


def test_a_well_formed_session_goes_to_rasa_as_it_is(rasa, client):
    client.post(PATH, json={"text": "hello"}, headers={"Cookie": f"{COOKIE}={KNOWN_ID}"})
    assert rasa.received[0]["sender"] == KNOWN_ID


# What is turned away

DEEP = 30_000
TURNED_AWAY = {
    "empty text": (b'{"text": ""}', 400, "empty"),
    "only spaces": (b'{"text": " \\t\\n "}', 400, "empty"),
    "only control characters": (rb'{"text": "\u0000\u0007\u001b\u007f\u0085"}', 400, "empty"),
    "only slashes": (b'{"text": " // / "}', 400, "empty"),
    "no body": (b"", 400, "not_json"),
    "not JSON": (b"hello", 400, "not_json"),
    "half of a JSON": (b'{"text": "hel', 400, "not_json"),
    "bytes that are not UTF-8": (b'{"text": "\xff\xfe"}', 400, "not_json"),
    "a form": (b"text=hello", 400, "not_json"),
    "a list": (b'["hello"]', 400, "not_text"),
    "a bare text": (b'"hello"', 400, "not_text"),
    "null": (b"null", 400, "not_text"),
    "a text that is a number": (b'{"text": 42}', 400, "not_text"),
    "a text that is null": (b'{"text": null}', 400, "not_text"),
    "a text that is a list": (b'{"text": ["hello"]}', 400, "not_text"),
    "a text that is true": (b'{"text": true}', 400, "not_text"),
    "no text": (b'{"message": "hello"}', 400, "not_text"),
    "deep nesting": (b'{"text": ' + b"[" * DEEP + b"]" * DEEP + b"}", 400, None),
    "a number with too many digits": (b'{"text": ' + b"9" * 10_000 + b"}", 400, None),
    "2,001 characters": (json.dumps({"text": "a" * 2001}).encode(), 413, "too_long"),
    "2,001 spaces": (json.dumps({"text": " " * 2001}).encode(), 413, "too_long"),
    "more than 64 KiB": (b'{"text": "hello"' + b" " * 64 * 1024 + b"}", 413, "too_long"),
}


@pytest.mark.parametrize(("body", "status", "code"), TURNED_AWAY.values(), ids=TURNED_AWAY)
def test_what_is_not_a_message_is_turned_away_before_rasa(rasa, client, body, status, code):
    assert_error(send(client, body), status, code)
    assert rasa.received == []


def test_more_than_64_kib_in_pieces_is_turned_away_as_well(rasa, client):
    pieces = (b" " * 1024 for _ in range(65))
    assert_error(send(client, pieces), 413, "too_long")
    assert rasa.received == []


@pytest.mark.parametrize(
    "text",
    ["a" * 2000, "ä" * 2000, "😀" * 2000, "a b\n" * 499 + "abcd"],
    ids=["plain", "two bytes each", "emoji", "lines"],
)
def test_exactly_2000_characters_pass_however_they_are_written(rasa, say, text):
    assert say(text).status_code == 200
    assert rasa.received[0]["message"] == text


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "",
    ],
)
def test_another_content_type_is_turned_away(rasa, client, content_type):
    assert_error(send(client, b'{"text": "hello"}', content_type), 415, "unsupported_media_type")
    assert rasa.received == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_another_method_is_told_which_one_to_use(client, method):
    response = client.request(method, PATH)
    assert_error(response, 405)
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize(
    "path",
    ["/api", "/api/messages/1", "/nothing", "/static/nothing.js", "/webhooks/rest/webhook", "/conversations"],
)
def test_an_unknown_path_is_an_error_in_the_same_shape(client, path):
    assert_error(client.get(path), 404)


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2f..%2fsettings.py"]
)
def test_a_path_cannot_leave_the_static_folder(client, path):
    assert_error(client.get(path), 404)


# The limit of messages


def test_the_third_message_of_two_a_minute_must_wait(rasa, gateway):
    client = gateway(messages_per_minute=2)
    responses = [client.post(PATH, json={"text": "hello"}) for _ in range(3)]
    assert [r.status_code for r in responses] == [200, 200, 429]
    assert_error(responses[2], 429, "too_many_messages")
    assert 1 <= int(responses[2].headers["retry-after"]) <= 60
    assert len(rasa.received) == 2


def test_one_session_at_its_limit_does_not_hold_up_another(gateway):
    client = gateway(messages_per_minute=1)
    sessions = ["a" * 32, "a" * 32, "b" * 32]
    statuses = []
    for session in sessions:
        client.cookies.clear()
        headers = {"Cookie": f"{COOKIE}={session}"}
        statuses.append(client.post(PATH, json={"text": "hello"}, headers=headers).status_code)
    assert statuses == [200, 429, 200]


def test_a_message_that_was_turned_away_does_not_count(gateway):
    client = gateway(messages_per_minute=2)
    texts = ["hello", "", "", "hello"]
    assert [client.post(PATH, json={"text": t}).status_code for t in texts] == [200, 400, 400, 200]


def test_a_limit_of_0_is_no_limit(gateway):
    client = gateway(messages_per_minute=0)
    assert {client.post(PATH, json={"text": "hello"}).status_code for _ in range(30)} == {200}


# When Rasa fails


def test_while_rasa_is_down_the_nurse_line_is_given(rasa, say):
    rasa.stop()
    response = say("hello")
    assert_apology(response)
    assert int(response.headers["retry-after"]) > 0


def test_until_rasa_first_answered_the_apology_says_that_it_is_starting(rasa, gateway):
    rasa.stop()
    client = gateway()
    starting = client.post(PATH, json={"text": "hello"})
    rasa.start()
    client.post(PATH, json={"text": "hello"})
    rasa.stop()
    broken = client.post(PATH, json={"text": "hello"})
    for response, phrase in ((starting, "starting"), (broken, "technical_problem")):
        assert_apology(response)
        text = bootstrap.voice().say(phrase, nurse_line=NURSE_LINE)
        assert response.json()["messages"][0]["text"] == text


@pytest.mark.parametrize("status", [301, 400, 404, 500, 503])
def test_a_status_of_rasa_other_than_200_is_an_apology(rasa, say, status):
    rasa.sends(json.dumps([{"text": "Traceback", "custom": {"kind": "answer"}}]).encode(), status)
    assert_apology(say("hello"))


GARBAGE = {
    "nothing": b"",
    "an empty list": b"[]",
    "no JSON": b"<html>Bad gateway</html>",
    "half of a JSON": b'[{"text": "Hel',
    "bytes that are not UTF-8": b'[{"text": "\xff"}]',
    "deep nesting": b"[" * 50_000,
    "null": b"null",
    "a number": b"7",
    "an empty object": b"{}",
    "an error object": b'{"status": "failure", "reason": "x"}',
    "a list of numbers": b"[1, 2]",
    "a list of texts": b'["Hello."]',
    "a list of lists": b"[[]]",
    "a message without text": b'[{"recipient_id": "x", "custom": {"kind": "answer"}}]',
    "a text that is null": b'[{"text": null, "custom": {"kind": "answer"}}]',
    "a text that is empty": b'[{"text": "", "custom": {"kind": "answer"}}]',
    "a custom field that is null": b'[{"text": "Hello.", "custom": null}, {"text": null}]',
    "a button without payload": b'[{"text": "Hi.", "custom": {"kind": "x"}, "buttons": [{"title": "Go"}]}]',
    "buttons that are no list": b'[{"text": "Hello.", "custom": {"kind": "x"}, "buttons": 3}]',
}


@pytest.mark.parametrize("body", GARBAGE.values(), ids=GARBAGE)
def test_a_reply_of_rasa_that_cannot_be_shown_is_an_apology(rasa, say, body):
    rasa.sends(body)
    assert_apology(say("hello"))


def test_a_rasa_that_never_replies_is_given_up(rasa, gateway, monkeypatch):
    monkeypatch.setattr(rasa_client, "SECONDS", 0.2)
    client = gateway()
    rasa.hangs()
    assert_apology(client.post(PATH, json={"text": "hello"}))
    assert [m["message"] for m in rasa.received] == ["hello"]


def test_once_rasa_is_back_messages_are_answered_again(rasa, say):
    assert say("hello").status_code == 200
    rasa.stop()
    assert say("hello").status_code == 503
    rasa.start()
    assert say("hello").status_code == 200


def test_a_fault_of_ours_is_told_without_its_details(client, monkeypatch):
    async def broken(*_):
        raise RuntimeError("the colour of the password")

    monkeypatch.setattr(rasa_client.RasaClient, "send", broken)
    response = client.post(PATH, json={"text": "hello"})
    assert_error(response, 500, "internal_error")
    assert "password" not in response.text


# Text that means harm, or only looks like it

ODD_TEXTS = {
    "a lone high surrogate": (r"I feel \ud83d bad", "I feel � bad"),
    "a lone low surrogate": (r"\ude00 hello", "� hello"),
    "an escaped pair of surrogates": (r"\ud83d\ude00", "😀"),
    "null bytes": (r"he\u0000llo\u0000", "hello"),
    "an escape sequence": (r"\u001b[31mred", "[31mred"),
    "line breaks and tabs": (r"one\r\n\ttwo", "one\n\ttwo"),
    "right-to-left text": ("مرحبا، كم عدد الزيارات؟", "مرحبا، كم عدد الزيارات؟"),
    "200 emoji": ("😀" * 200, "😀" * 200),
    "a script": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "an image": ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
    "SQL": ("'; DROP TABLE events; --", "'; DROP TABLE events; --"),
    "a template": ("{{ 7 * 7 }} {nurse_line} ${x}", "{{ 7 * 7 }} {nurse_line} ${x}"),
    "entities of Rasa": (r"hello [8](visits){\"a\": 1}", 'hello [8](visits){"a": 1}'),
}


@pytest.mark.parametrize(("written", "cleaned"), ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_odd_text_reaches_rasa_clean_and_comes_back_as_data(rasa, client, written, cleaned):
    rasa.echoes()
    response = send(client, f'{{"text": "{written}"}}'.encode())
    assert response.status_code == 200
    assert rasa.received[0]["message"] == cleaned
    assert response.json() == {"messages": [{"kind": "answer", "text": cleaned}]}
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("text", "received"),
    [
        ("/restart", "restart"),
        (" /ask/visits", "ask/visits"),
        ("//x", "x"),
        ("/ / /x", "x"),
        ("\n\t/x", "x"),
        ("\u00a0/x", "x"),
        ("\u2003/x", "x"),
        ("\x00/restart", "restart"),
        ("/\x1b/restart", "restart"),
        ('/handoff{"a": "b"}', 'handoff{"a": "b"}'),
        ("and/or", "and/or"),
        ("see https://example.org/restart", "see https://example.org/restart"),
    ],
)
def test_a_leading_slash_never_reaches_rasa_as_an_intent(rasa, say, text, received):
    assert say(text).status_code == 200
    assert rasa.received[0]["message"] == received


# What is not kept


def _answered(rasa, client):
    assert client.post(PATH, json={"text": MARKER}).status_code == 200


def _rasa_is_down(rasa, client):
    rasa.stop()
    assert client.post(PATH, json={"text": MARKER}).status_code == 503


def _rasa_sends_it_back_as_garbage(rasa, client):
    rasa.sends(f'[{{"text": "{MARKER}"'.encode())
    assert client.post(PATH, json={"text": MARKER}).status_code == 503


def _too_long(rasa, client):
    assert client.post(PATH, json={"text": MARKER * 200}).status_code == 413


def _not_json(rasa, client):
    assert send(client, f'{{"text": {MARKER}'.encode()).status_code == 400


def _in_the_address(rasa, client):
    assert client.get(f"/{MARKER}").status_code == 404


def _as_the_kind_of_a_reply(rasa, client):
    rasa.echoes()
    assert client.post(PATH, json={"text": MARKER}).json()["messages"][0]["text"] == MARKER


EVENTS = [
    _answered,
    _rasa_is_down,
    _rasa_sends_it_back_as_garbage,
    _too_long,
    _not_json,
    _in_the_address,
    _as_the_kind_of_a_reply,
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__.strip("_"))
def test_what_was_typed_is_neither_logged_nor_counted(rasa, gateway, event, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    # TestClient's own log tells the address it was asked to fetch, as a browser's would.
    caplog.set_level(logging.WARNING, "httpx2")
    client = gateway()
    event(rasa, client)
    printed = "".join(capfd.readouterr())
    assert MARKER not in caplog.text + printed
    assert MARKER not in client.get("/metrics").text


def test_a_failure_is_logged_with_its_reason(rasa, say, caplog, capfd):
    rasa.sends(b"", 500)
    say("hello")
    assert "HTTPStatusError" in caplog.text + capfd.readouterr().out

"""The chat API: what comes back, what is turned away, and text that means harm."""

import json

import pytest

from bot.gateway.sessions import COOKIE
from tests.gateway.talk import PASSAGE, PATH, assert_error, send


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


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_another_method_is_refused(client, method):
    assert_error(client.request(method, PATH), 405)


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

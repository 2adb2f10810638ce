"""When Rasa or we ourselves fail: nobody is left without an answer."""

import json

import pytest

from bot import bootstrap
from bot.gateway import rasa_client
from tests.gateway.talk import NURSE_LINE, PATH, assert_apology, assert_error


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

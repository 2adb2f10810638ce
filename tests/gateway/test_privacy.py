"""What was typed is logged nowhere, and what tells who somebody is goes no further than the gateway."""

import json
import logging

import pytest

from tests.gateway.talk import MARKER, NURSE_LINE, PATH, send

IDENTIFIERS = {  # of nobody: numbers kept free for drama, and an NHS number that is never given
    "07700 900123": "[telephone number]",
    "+44 7700 900123": "[telephone number]",
    "999 123 4560": "[health number]",
    "jo@example.com": "[e-mail address]",
    "SW1A 1AA": "[postcode]",
    "10 Example Street": "[address]",
}


def _answered(rasa, client):
    assert client.post(PATH, json={"text": MARKER}).status_code == 200


def _rasa_is_down(rasa, client):
    rasa.stop()
    assert client.post(PATH, json={"text": MARKER}).status_code == 503


def _rasa_sends_it_back_as_garbage(rasa, client):
    rasa.sends(f'[{{"text": "{MARKER}"'.encode())
    assert client.post(PATH, json={"text": MARKER}).status_code == 503


def _danger_while_rasa_is_down(rasa, client):
    rasa.stop()
    response = client.post(PATH, json={"text": f"{MARKER} here, I have crushing chest pain right now"})
    assert [message["kind"] for message in response.json()["messages"]] == ["urgent"]


def _too_long(rasa, client):
    assert client.post(PATH, json={"text": MARKER * 200}).status_code == 413


def _not_json(rasa, client):
    assert send(client, f'{{"text": {MARKER}'.encode()).status_code == 400


def _in_the_address(rasa, client):
    assert client.get(f"/{MARKER}").status_code == 404


def _by_a_form(rasa, client):
    assert client.post("/", data={"text": MARKER, "key": MARKER}).status_code == 200
    assert MARKER in client.get("/").text


def _by_a_form_while_rasa_is_down(rasa, client):
    rasa.stop()
    assert client.post("/", data={"text": MARKER}).status_code == 503


def _as_a_key(rasa, client):
    headers = {"Idempotency-Key": MARKER}
    assert client.post(PATH, json={"text": "hello"}, headers=headers).status_code == 200


def _as_what_comes_after(rasa, client):
    assert client.get(PATH, params={"after": MARKER}).status_code == 400


def _as_the_kind_of_a_reply(rasa, client):
    rasa.echoes()
    assert client.post(PATH, json={"text": MARKER}).json()["messages"][0]["text"] == MARKER


EVENTS = [
    _answered,
    _rasa_is_down,
    _rasa_sends_it_back_as_garbage,
    _danger_while_rasa_is_down,
    _too_long,
    _not_json,
    _in_the_address,
    _by_a_form,
    _by_a_form_while_rasa_is_down,
    _as_a_key,
    _as_what_comes_after,
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


@pytest.mark.parametrize(("typed", "mark"), IDENTIFIERS.items())
def test_identifiers_do_not_reach_rasa(rasa, say, typed, mark):
    assert say(f"How many visits are there? This is me: {typed}.").status_code == 200
    (message,) = rasa.received
    assert message["message"] == f"How many visits are there? This is me: {mark}."
    assert typed not in json.dumps(rasa.received)


def test_of_several_identifiers_none_reaches_rasa(rasa, say):
    say(f"It is me, {', '.join(IDENTIFIERS)}")
    assert rasa.received[0]["message"] == f"It is me, {', '.join(IDENTIFIERS.values())}"


def test_an_identifier_does_not_come_back(rasa, say):
    rasa.echoes()
    assert "900123" not in say("call 07700 900123 please").text


@pytest.mark.parametrize("number", [NURSE_LINE, NURSE_LINE.replace(" ", "")])
def test_the_nurse_line_s_own_number_reaches_rasa(rasa, say, number):
    say(f"Is {number} free, and not 07700 900123?")
    assert rasa.received[0]["message"] == f"Is {number} free, and not [telephone number]?"

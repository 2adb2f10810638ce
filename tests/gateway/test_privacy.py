"""What was typed is not kept."""

import logging

import pytest

from tests.gateway.talk import MARKER, PATH, send


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

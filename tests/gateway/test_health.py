"""Health and metrics tell an operator the truth, and nothing about anybody."""

import threading

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.gateway import rasa_client
from bot.gateway.sessions import COOKIE

PATH = "/api/health"


def told(response):
    return response.status_code, response.json()["status"]


def ask(client):
    return client.post("/api/messages", json={"text": "hello"})


def samples(client):
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {(s.name, s.labels.get("kind")): s.value for family in families for s in family.samples}


def test_it_is_starting_before_rasa_answered(rasa, gateway):
    rasa.stop()
    client = gateway()
    assert told(client.get(PATH)) == (503, "starting")
    assert told(client.get(PATH)) == (503, "starting")


def test_it_is_ok_while_rasa_answers(client):
    assert told(client.get(PATH)) == (200, "ok")


def test_it_is_ok_as_soon_as_rasa_answers(rasa, gateway):
    rasa.stop()
    client = gateway()
    assert told(client.get(PATH)) == (503, "starting")
    rasa.start()
    assert told(client.get(PATH)) == (200, "ok")


def test_it_is_degraded_after_rasa_died_and_ok_when_it_is_back(rasa, client):
    client.get(PATH)
    rasa.stop()
    assert told(client.get(PATH)) == (503, "degraded")
    rasa.start()
    assert told(client.get(PATH)) == (200, "ok")


def test_a_message_that_was_answered_proves_that_it_had_started(rasa, client):
    ask(client)
    rasa.stop()
    assert told(client.get(PATH)) == (503, "degraded")


def test_it_is_degraded_when_rasa_dies_before_anybody_asked(rasa, gateway):
    ready = threading.Event()
    client = gateway(ready.set)
    assert ready.wait(30)
    rasa.stop()
    assert told(client.get(PATH)) == (503, "degraded")


def test_it_is_not_ok_while_rasa_hangs(rasa, gateway, monkeypatch):
    monkeypatch.setattr(rasa_client, "SECONDS", 0.2)
    client = gateway()
    client.get(PATH)
    rasa.hangs()
    assert told(client.get(PATH)) == (503, "degraded")


def test_who_started_it_is_told_once_rasa_answers_and_not_before(rasa, gateway):
    rasa.stop()
    times = []
    ready = threading.Event()
    client = gateway(lambda: (times.append("ready"), ready.set()))
    client.get(PATH)
    assert times == []
    rasa.start()
    assert ready.wait(30)
    client.get(PATH)
    assert times == ["ready"]


def test_a_look_at_the_health_opens_no_session(client):
    assert "set-cookie" not in client.get(PATH).headers


@pytest.mark.parametrize("path", [PATH, "/metrics"])
def test_health_and_metrics_can_only_be_read(client, path):
    response = client.post(path)
    assert response.status_code == 405
    assert set(response.json()) == {"error"}


def test_metrics_are_prometheus_text(client):
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain")
    names = {family.name for family in text_string_to_metric_families(response.text)}
    assert {"replies", "reply_seconds"} <= names


def test_replies_are_counted_by_kind(rasa, client):
    rasa.answers([{"text": kind, "custom": {"kind": kind}} for kind in ("answer", "answer", "advice")])
    ask(client)
    rasa.stop()
    ask(client)
    counted = samples(client)
    assert counted["replies_total", "answer"] == 2
    assert counted["replies_total", "advice"] == 1
    assert counted["replies_total", "error"] == 1
    assert counted["reply_seconds_count", None] == 1


def test_metrics_do_not_tell_who_spoke(client):
    ask(client)
    assert client.cookies[COOKIE] not in client.get("/metrics").text

"""One tap rates an answer: counted by topic, of nobody, and not by other sites' forms."""

import json
from datetime import date

import pytest

from bot import bootstrap
from bot.gateway.sessions import COOKIE
from bot.store.engine import StoreError, connect
from bot.store.feedback import FeedbackStore, Ratings
from tests.gateway.talk import KNOWN_ID, assert_error

PATH = "/api/feedback"
RATING = {"helpful": True, "topic": "ask/visits"}
OF_A_SESSION = {"Cookie": f"{COOKIE}={KNOWN_ID}"}


@pytest.fixture
def rate(client):
    """Rates as the page does, in a conversation: ``rate(helpful=False)``."""
    return lambda **more: client.post(PATH, json={**RATING, **more}, headers=OF_A_SESSION)


@pytest.fixture
def totals(database_url):
    """What is counted: ``totals()``."""
    return lambda: FeedbackStore(connect(database_url)).totals()


def test_a_rating_is_counted(rate, totals):
    for helpful in (True, True, False):
        assert rate(helpful=helpful).json() == {"status": "ok"}
    assert totals() == {"ask/visits": Ratings(2, 1)}


def test_it_is_counted_on_the_day_that_stands_for_today(gateway, database_url):
    client = gateway(today=date(2026, 3, 1))
    assert client.post(PATH, json=RATING, headers=OF_A_SESSION).status_code == 200
    store = FeedbackStore(connect(database_url))
    assert store.totals(date(2026, 3, 1))
    assert not store.totals(date(2026, 3, 2))


def test_the_metrics_count_it_too_and_know_nobody(client, rate):
    rate(helpful=False)
    metrics = client.get("/metrics").text
    assert 'feedback_total{helpful="false",topic="ask/visits"} 1.0' in metrics
    assert KNOWN_ID not in metrics


def test_every_topic_can_be_rated(rate):
    for topic in bootstrap.trial().answers:
        assert rate(topic=f"ask/{topic}").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "true",
        {"helpful": True},
        {"topic": "ask/visits"},
        {"helpful": "yes", "topic": "ask/visits"},
        {"helpful": 1, "topic": "ask/visits"},
        {"helpful": None, "topic": "ask/visits"},
        {"helpful": True, "topic": ["ask/visits"]},
        {"helpful": True, "topic": "visits"},
        {"helpful": True, "topic": "Marmaduke-2906"},
    ],
)
def test_what_is_no_rating_of_a_topic_is_refused_and_counted_nowhere(client, totals, body):
    response = client.post(PATH, json=body, headers=OF_A_SESSION)
    assert_error(response, 400)
    assert "Marmaduke" not in response.text
    assert totals() == {}
    assert "Marmaduke" not in client.get("/metrics").text


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_what_another_site_s_form_can_send_is_refused(client, totals, content_type):
    headers = {**OF_A_SESSION, "Content-Type": content_type}
    assert_error(client.post(PATH, content=json.dumps(RATING), headers=headers), 415)
    assert totals() == {}


@pytest.mark.parametrize("cookie", [{}, {"Cookie": f"{COOKIE}=abc"}])
def test_without_a_conversation_there_is_nothing_to_rate(client, totals, cookie):
    assert_error(client.post(PATH, json=RATING, headers=cookie), 403, "no_session")
    assert totals() == {}


def test_broken_json_and_too_much_of_it_are_refused(client):
    headers = {**OF_A_SESSION, "Content-Type": "application/json"}
    assert_error(client.post(PATH, content="{", headers=headers), 400, "not_json")
    assert_error(client.post(PATH, content=" " * 100_000, headers=headers), 413)


def test_it_cannot_be_read(client):
    assert_error(client.get(PATH), 405)


def test_too_many_ratings_of_one_session_must_wait_while_another_s_are_taken(gateway):
    client = gateway(messages_per_minute=2)
    first, second, third = (client.post(PATH, json=RATING, headers=OF_A_SESSION) for _ in range(3))
    assert (first.status_code, second.status_code) == (200, 200)
    assert_error(third, 429, "too_many_messages")
    assert 1 <= int(third.headers["retry-after"]) <= 60
    other = {"Cookie": f"{COOKIE}={KNOWN_ID[::-1]}"}
    assert client.post(PATH, json=RATING, headers=other).status_code == 200


def test_rating_takes_nothing_from_the_messages_that_one_may_send(gateway):
    client = gateway(messages_per_minute=1)
    assert client.post(PATH, json=RATING, headers=OF_A_SESSION).status_code == 200
    assert client.post("/api/messages", json={"text": "hello"}, headers=OF_A_SESSION).status_code == 200


def test_where_it_cannot_be_kept_the_error_says_no_more(client, rate, monkeypatch):
    def fails(*_):
        raise StoreError("OperationalError")

    monkeypatch.setattr(FeedbackStore, "count", fails)
    response = rate()
    assert_error(response, 503, "not_kept")
    assert "Operational" not in response.text
    assert "feedback_total{" not in client.get("/metrics").text

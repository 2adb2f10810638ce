"""Sessions: the cookie, and how many messages each may send."""

import re

import pytest

from bot.gateway.sessions import COOKIE
from tests.gateway.talk import KNOWN_ID, PATH, assert_error


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

"""Danger gets its card from the gateway itself when Rasa cannot give it, and from Rasa otherwise."""

import asyncio
import threading

import pytest

from bot import bootstrap
from bot.core.danger import KINDS, URGENT, Danger
from bot.gateway import rasa_client
from bot.gateway.safety import Safety
from tests.gateway.talk import MARKER, PATH, assert_apology, assert_error

DANGER = {
    "urgent": "I have crushing pain in my chest right now and I cannot breathe",
    "crisis": "I want to kill myself tonight",
    "pregnancy": "I take the capsules and my pregnancy test is positive",
}
NO_DANGER = [
    "hello",
    "Can the capsules bring on chest pain?",
    "How many people are there in the trial altogether?",
    "I am dying to know the dose",
]
WORDED = {
    "in capitals": DANGER["urgent"].upper(),
    "beside a trial question": f"How many visits are there? {DANGER['urgent']}",
    "with long text around it": f"{'The nurses have been kind. ' * 25}{DANGER['urgent']}. Thank you all.",
    "beside an identifier": f"I am on 07700 900123. {DANGER['urgent']}",
}
FAILURES = {
    "it is down": lambda rasa: rasa.stop(),
    "it sends an error": lambda rasa: rasa.sends(b"[]", 500),
    "it sends no message": lambda rasa: rasa.answers([]),
    "it sends garbage": lambda rasa: rasa.sends(b"<html>"),
    "it sends half a message": lambda rasa: rasa.answers([{"text": "Hello."}]),
}


def card(kind):
    return bootstrap.danger_cards()[kind].to_dict()


def counted(client):
    """How often a message of each kind was counted."""
    lines = [line for line in client.get("/metrics").text.splitlines() if line.startswith("replies_total")]
    return {line.split('"')[1]: float(line.split()[-1]) for line in lines}


@pytest.mark.parametrize("kind", KINDS)
def test_with_rasa_down_danger_gets_its_card(rasa, say, kind):
    rasa.stop()
    response = say(DANGER[kind])
    assert_error(response, 503, "not_ready")
    assert response.json()["messages"] == [card(kind)]
    assert int(response.headers["retry-after"]) > 0


@pytest.mark.parametrize("fails", FAILURES.values(), ids=FAILURES)
def test_however_rasa_fails_danger_gets_its_card(rasa, say, fails):
    fails(rasa)
    response = say(DANGER["urgent"])
    assert_error(response, 503, "not_ready")
    assert response.json()["messages"] == [card("urgent")]


def test_when_rasa_never_replies_danger_gets_its_card(rasa, gateway, monkeypatch):
    monkeypatch.setattr(rasa_client, "SECONDS", 0.2)
    client = gateway()
    rasa.hangs()
    response = client.post(PATH, json={"text": DANGER["crisis"]})
    assert_error(response, 503, "not_ready")
    assert response.json()["messages"] == [card("crisis")]


@pytest.mark.parametrize("text", WORDED.values(), ids=WORDED)
def test_with_rasa_down_danger_gets_its_card_however_it_is_told(rasa, say, text):
    rasa.stop()
    assert say(text).json()["messages"] == [card("urgent")]


def test_until_rasa_first_answered_danger_gets_its_card(rasa, gateway):
    rasa.stop()
    assert gateway().post(PATH, json={"text": DANGER["urgent"]}).json()["messages"] == [card("urgent")]


@pytest.mark.parametrize("text", NO_DANGER)
def test_with_rasa_down_any_other_message_gets_the_nurse_line(rasa, say, text):
    rasa.stop()
    assert_apology(say(text))


def test_after_its_card_the_next_message_gets_the_nurse_line_again(rasa, say):
    rasa.stop()
    say(DANGER["crisis"])
    assert_apology(say("How many people are there in the trial altogether?"))


@pytest.mark.parametrize("kind", KINDS)
def test_with_rasa_up_danger_is_left_to_rasa(rasa, say, kind):
    rasa.answers([{"text": "As Rasa says.", "custom": {"kind": kind}}])
    response = say(DANGER[kind])
    assert response.status_code == 200
    assert [message["message"] for message in rasa.received] == [DANGER[kind]]
    assert response.json() == {"messages": [{"kind": kind, "text": "As Rasa says."}]}


@pytest.mark.parametrize("kind", KINDS)
def test_beyond_the_limit_of_messages_danger_gets_its_card(rasa, gateway, kind):
    client = gateway(messages_per_minute=1)
    client.post(PATH, json={"text": "hello"})
    response = client.post(PATH, json={"text": DANGER[kind]})
    assert_error(response, 429, "too_many_messages")
    assert response.json()["messages"] == [card(kind)]
    assert 1 <= int(response.headers["retry-after"]) <= 60
    assert [message["message"] for message in rasa.received] == ["hello"]


def test_beyond_the_limit_danger_gets_its_card_each_time(gateway):
    client = gateway(messages_per_minute=1)
    responses = [client.post(PATH, json={"text": DANGER["urgent"]}) for _ in range(4)]
    assert [response.status_code for response in responses] == [200, 429, 429, 429]
    assert [response.json()["messages"] for response in responses[1:]] == [[card("urgent")]] * 3


def test_beyond_the_limit_any_other_message_gets_no_card(gateway):
    client = gateway(messages_per_minute=1)
    client.post(PATH, json={"text": "hello"})
    for text in NO_DANGER:
        assert set(client.post(PATH, json={"text": text}).json()) == {"error"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_card_is_the_same_bytes_for_everybody_each_time(rasa, gateway, kind):
    rasa.stop()
    visitors = [gateway(), gateway()]
    sent = [client.post(PATH, json={"text": DANGER[kind]}).content for client in visitors * 3]
    assert len(set(sent)) == 1


def test_a_card_is_the_same_bytes_however_danger_is_told(rasa, say):
    rasa.stop()
    texts = [DANGER["urgent"], *WORDED.values()]
    assert len({say(text).content for text in texts}) == 1


def test_cards_are_counted_by_their_kind(rasa, gateway):
    rasa.stop()
    client = gateway(messages_per_minute=3)
    for kind in ("urgent", "urgent", "crisis", "pregnancy"):  # the last one is beyond the limit
        client.post(PATH, json={"text": DANGER[kind]})
    counts = counted(client)
    assert {kind: counts[kind] for kind in KINDS} == {"urgent": 2, "crisis": 1, "pregnancy": 1}


def test_the_count_of_cards_holds_nothing_that_was_typed(rasa, say, client):
    rasa.stop()
    assert say(f"{MARKER}: {DANGER['urgent']}").json()["messages"] == [card("urgent")]
    metrics = client.get("/metrics").text
    assert [word for word in (MARKER, "chest", "crushing", "breathe") if word in metrics] == []


def test_a_card_repeats_nothing_that_was_typed(rasa, say):
    rasa.stop()
    assert MARKER not in say(f"{MARKER}: {DANGER['urgent']}").text


def test_danger_told_while_the_reader_still_loads_waits_for_it_and_gets_its_card():
    order = []
    may_finish = threading.Event()

    def load():
        may_finish.wait(30)
        order.append("loaded")

    def danger_in(text):
        order.append("read")
        return Danger(URGENT, "heart", text)

    safety = Safety(bootstrap.danger_cards(), danger_in, load)

    async def tell():
        safety.start()
        asked = asyncio.ensure_future(safety.card_for(DANGER["urgent"]))
        too_early, _ = await asyncio.wait({asked}, timeout=0.2)
        may_finish.set()
        assert not too_early
        return await asked

    assert asyncio.run(tell()).kind == URGENT
    assert order == ["loaded", "read"]

"""Sessions: the cookie, and how many messages each may send."""

import re

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.gateway.sessions import COOKIE, FRAME_COOKIE, from_own_page, known_session, remember_in_frame
from tests.gateway.talk import KNOWN_ID, PATH, assert_error

OTHER_ID = KNOWN_ID[::-1]


def asked(**headers):
    """A request with these headers, sent to the guide by its name."""
    given = {"host": "guide.example.org", **{name.replace("_", "-"): text for name, text in headers.items()}}
    return Request({"type": "http", "headers": [(n.encode(), text.encode()) for n, text in given.items()]})


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


def test_the_frame_s_cookie_is_for_frames_on_other_sites_and_for_each_of_them_apart():
    response = Response()
    remember_in_frame(response, KNOWN_ID)
    assert response.headers["set-cookie"] == (
        f"trial_guide_frame={KNOWN_ID}; HttpOnly; Path=/; SameSite=None; Secure; Partitioned"
    )


def test_a_page_with_the_frame_s_cookie_is_kept_by_no_cache():
    response = Response(headers={"Cache-Control": "public, max-age=3600"})
    remember_in_frame(response, KNOWN_ID)
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("session", ["", f"{KNOWN_ID}; Domain=org", f"{KNOWN_ID}\r\nX: y", f"{KNOWN_ID}\n"])
def test_nothing_but_a_session_gets_into_the_frame_s_cookie(session):
    with pytest.raises(ValueError, match="session"):
        remember_in_frame(Response(), session)


@pytest.mark.parametrize(
    ("cookies", "session"),
    [
        (f"{FRAME_COOKIE}={KNOWN_ID}", KNOWN_ID),
        (f"{COOKIE}={OTHER_ID}; {FRAME_COOKIE}={KNOWN_ID}", KNOWN_ID),
        (f"{COOKIE}={OTHER_ID}; {FRAME_COOKIE}=malformed", OTHER_ID),
        (f"{COOKIE}=malformed; {FRAME_COOKIE}=malformed", None),
        ("", None),
    ],
)
def test_either_cookie_has_the_session_and_the_frame_s_counts_first(cookies, session):
    assert known_session(asked(cookie=cookies)) == session


def test_a_message_in_a_frame_is_of_its_session_and_renews_the_frame_s_cookie_alone(rasa, client):
    cookies = f"{COOKIE}={OTHER_ID}; {FRAME_COOKIE}={KNOWN_ID}"
    response = client.post(PATH, json={"text": "hello"}, headers={"Cookie": cookies})
    assert rasa.received[0]["sender"] == KNOWN_ID
    (cookie,) = response.headers.get_list("set-cookie")
    assert cookie.startswith(f"{FRAME_COOKIE}={KNOWN_ID}; ")
    assert "Partitioned" in cookie


def test_a_message_from_an_allowed_site_s_own_page_gets_the_cookie_that_comes_back_there(client):
    headers = {"Sec-Fetch-Site": "cross-site"}
    response = client.post(PATH, json={"text": "hello"}, headers=headers)
    assert response.headers["set-cookie"].startswith(f"{FRAME_COOKIE}=")


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
@pytest.mark.parametrize("path", [PATH, "/api/feedback"])
def test_what_a_foreign_page_can_send_without_asking_is_no_message_though_the_cookie_comes_along(
    rasa, client, media_type, path
):
    headers = {
        "Content-Type": media_type,
        "Cookie": f"{FRAME_COOKIE}={KNOWN_ID}",
        "Origin": "https://foreign.org",
        "Sec-Fetch-Site": "cross-site",
    }
    body = '{"text": "Delete my data", "topic": "visits", "helpful": true}'
    response = client.post(path, content=body, headers=headers)
    assert_error(response, 415, "unsupported_media_type")
    assert rasa.received == []
    assert "access-control-allow-origin" not in response.headers


OWN, FOREIGN = "https://guide.example.org", "https://foreign.org"
IN_FRAME = f"{FRAME_COOKIE}={KNOWN_ID}"


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"sec_fetch_site": "same-origin", "origin": OWN}, True),
        (
            {"sec_fetch_site": "same-origin", "origin": "null", "cookie": IN_FRAME},
            True,
        ),  # no referrer is sent
        ({"sec_fetch_site": "none"}, True),
        ({"sec_fetch_site": "cross-site", "origin": FOREIGN}, False),
        ({"sec_fetch_site": "cross-site", "origin": "null"}, False),
        ({"sec_fetch_site": "cross-site", "origin": OWN}, False),
        ({"sec_fetch_site": "same-site", "origin": "https://forum.example.org"}, False),
        ({"sec_fetch_site": "something new"}, False),
        ({"origin": OWN, "cookie": IN_FRAME}, True),
        ({"origin": "http://guide.example.org"}, True),  # a proxy may have ended TLS and not said so
        ({"origin": FOREIGN}, False),
        ({"origin": f"{OWN}.foreign.org"}, False),
        ({"origin": "https://guide.example.org:8443"}, False),
        ({"origin": ""}, False),
        ({"origin": "null"}, True),
        ({"origin": "null", "cookie": IN_FRAME}, False),
        ({}, True),
    ],
)
def test_a_form_is_taken_from_our_own_pages_alone(headers, own):
    assert from_own_page(asked(**headers)) == own

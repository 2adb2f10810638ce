"""Headers: what a page may do, who may frame it, and who may call the API from another site."""

import re

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.gateway import __main__ as command
from bot.gateway import rasa_client
from bot.gateway.headers import SecurityHeaders
from tests.gateway.talk import PATH

ALLOWED, FOREIGN = "https://charity.org", "https://foreign.org"
SITES = f"{ALLOWED} https://www.charity.org"
NOT_FRAMED = (
    "/",
    "/embed.js",
    "/static/chat.js",
    "/api/health",
    "/result/none",
    "/nurse/",
    "/nurse/sign-in",
    "/no",
)
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}


@pytest.fixture
def shared(gateway):
    """A visitor's browser in front of a gateway that other sites may embed."""
    return gateway(allowed_sites=SITES)


@pytest.fixture
def framed():
    """A page in the frame's place, for these sites: ``framed(["https://charity.org"])``."""

    def get(sites):
        app = Starlette(routes=[Route("/embed", lambda _: PlainTextResponse("the chat"))])
        return TestClient(SecurityHeaders(app, sites)).get("/embed")

    return get


def policy(response):
    """The directives of the content security policy."""
    parts = [part.split() for part in response.headers["content-security-policy"].split(";")]
    return {name: values for name, *values in parts}


def shares(response):
    """The headers that tell another site what it may do."""
    return {name: text for name, text in response.headers.items() if name.startswith("access-control-")}


@pytest.mark.parametrize("path", NOT_FRAMED)
def test_no_other_page_is_framed_by_anybody(shared, path):
    response = shared.get(path)
    assert policy(response)["frame-ancestors"] == ["'none'"]
    assert response.headers["x-frame-options"] == "DENY"


def test_the_chat_is_framed_by_us_and_the_allowed_sites_alone(framed):
    response = framed([ALLOWED, "https://www.charity.org"])
    assert policy(response)["frame-ancestors"] == ["'self'", ALLOWED, "https://www.charity.org"]
    assert "x-frame-options" not in response.headers


def test_without_allowed_sites_the_chat_is_framed_by_us_alone(framed):
    assert policy(framed([]))["frame-ancestors"] == ["'self'"]


@pytest.mark.parametrize("path", NOT_FRAMED)
def test_what_is_not_named_is_forbidden(client, path):
    directives = policy(client.get(path))
    assert directives.pop("frame-ancestors")
    assert directives == {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }


@pytest.mark.parametrize("path", NOT_FRAMED)
def test_every_response_keeps_to_itself(client, path):
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    shared = "cross-origin" if path == "/embed.js" else "same-origin"
    assert headers["cross-origin-resource-policy"] == shared


def test_a_page_may_copy_a_code_and_nothing_else(client):
    features = client.get("/").headers["permissions-policy"].split(", ")
    assert {"camera=()", "microphone=()", "geolocation=()", "payment=()", "usb=()"} <= set(features)
    assert all(re.fullmatch(r"[a-z-]+=\(\)", feature) for feature in features)
    assert not [feature for feature in features if feature.startswith("clipboard-write")]


def test_over_tls_browsers_are_told_to_stay_there_and_nothing_of_the_sites_below(client):
    response = client.get("https://testserver/")
    assert response.headers["strict-transport-security"] == "max-age=31536000"


def test_without_tls_browsers_are_not_told_to_use_it(client):
    assert "strict-transport-security" not in client.get("http://testserver/").headers


@pytest.mark.parametrize(("proxy", "trusted"), [("127.0.0.1", True), ("::1", True), ("203.0.113.7", False)])
def test_a_proxy_on_this_machine_says_whether_tls_was_used_and_no_other(monkeypatch, proxy, trusted):
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    started = {}
    monkeypatch.setattr(uvicorn, "run", lambda app, **options: started.update(app=app, **options))
    monkeypatch.setattr(command, "create_app", lambda *_: SecurityHeaders(PlainTextResponse("here")))
    command.main()
    config = uvicorn.Config(**{**started, "log_config": None})
    config.load()
    client = TestClient(config.loaded_app, client=(proxy, 5000))
    headers = client.get("http://guide/", headers={"X-Forwarded-Proto": "https"}).headers
    assert ("strict-transport-security" in headers) == trusted


def _fault(client, monkeypatch):
    async def broken(*_):
        raise RuntimeError

    monkeypatch.setattr(rasa_client.RasaClient, "is_ready", broken)
    return client.get("/api/health", headers={"Origin": ALLOWED})


CALLS = {
    "an answer": (200, lambda client, _: client.post(PATH, json={"text": "hi"}, headers={"Origin": ALLOWED})),
    "the health": (200, lambda client, _: client.get("/api/health", headers={"Origin": ALLOWED})),
    "a bad request": (400, lambda client, _: client.post(PATH, json={}, headers={"Origin": ALLOWED})),
    "an unknown path": (404, lambda client, _: client.get("/api/nothing", headers={"Origin": ALLOWED})),
    "a wrong method": (405, lambda client, _: client.put(PATH, headers={"Origin": ALLOWED})),
    "a fault of ours": (500, _fault),
}


@pytest.mark.parametrize(("status", "call"), CALLS.values(), ids=CALLS)
def test_an_allowed_site_may_read_what_the_api_says_also_when_it_fails(shared, monkeypatch, status, call):
    response = call(shared, monkeypatch)
    assert response.status_code == status
    assert shares(response) == {
        "access-control-allow-origin": ALLOWED,
        "access-control-allow-credentials": "true",
        "access-control-expose-headers": "Retry-After",
    }
    assert "Origin" in response.headers["vary"]


@pytest.mark.parametrize(
    "origin", [FOREIGN, "null", f"{ALLOWED}:8443", "http://charity.org", f"{ALLOWED}.foreign.org"]
)
def test_no_other_site_is_told_anything(shared, origin):
    headers = {"Origin": origin}
    assert shares(shared.post(PATH, json={"text": "hi"}, headers=headers)) == {}
    assert shares(shared.options(PATH, headers={**headers, **PREFLIGHT})) == {}


def test_without_allowed_sites_nobody_is_told_anything(client):
    headers = {"Origin": ALLOWED}
    assert shares(client.post(PATH, json={"text": "hi"}, headers=headers)) == {}
    assert shares(client.options(PATH, headers={**headers, **PREFLIGHT})) == {}


@pytest.mark.parametrize(
    "path", ["/", "/embed.js", "/nurse/sign-in", "/result/none", "/metrics", "/static/chat.js"]
)
def test_what_is_not_the_api_is_shared_with_nobody(shared, path):
    assert shares(shared.get(path, headers={"Origin": ALLOWED})) == {}
    assert shares(shared.options(path, headers={"Origin": ALLOWED, **PREFLIGHT})) == {}


def test_an_allowed_site_is_told_before_it_sends_what_it_may_send(shared):
    asked = "accept, content-type, idempotency-key"
    headers = {"Origin": ALLOWED, **PREFLIGHT, "Access-Control-Request-Headers": asked}
    response = shared.options(PATH, headers=headers)
    assert response.status_code == 200
    told = shares(response)
    assert told["access-control-allow-origin"] == ALLOWED
    assert told["access-control-allow-credentials"] == "true"
    assert told["access-control-allow-methods"] == "GET, POST"
    assert set(asked.split(", ")) <= set(told["access-control-allow-headers"].lower().split(", "))
    assert policy(response)["frame-ancestors"] == ["'none'"]


@pytest.mark.parametrize("refused", [{"Method": "DELETE"}, {"Headers": "authorization"}])
def test_an_allowed_site_may_send_nothing_else(shared, refused):
    headers = {f"Access-Control-Request-{name}": text for name, text in refused.items()}
    assert shared.options(PATH, headers={"Origin": ALLOWED, **PREFLIGHT, **headers}).status_code == 400

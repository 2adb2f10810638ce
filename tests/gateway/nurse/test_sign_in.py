"""Signing in: the same answer to all that is wrong, slower each time, and out when one wants."""

import re

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from bot import bootstrap
from bot.gateway.forms import Form
from bot.gateway.nurse import visits
from bot.gateway.nurse.accounts import WRONG, SignIn
from bot.gateway.nurse.pages import Pages
from bot.gateway.nurse.visits import network_of
from tests.gateway.nurse.desk import EDITOR, MARKUP, NURSE, PASSWORD, Browser, Shown

SIGNED_OUT = "/nurse/sign-in"


def fault_in(response):
    return next(e["text"] for e in Shown(response).all("p") if e["attrs"].get("role") == "alert")


def is_in(browser):
    return browser.open("/").status_code == 200


def test_who_signs_in_comes_to_the_search(visitor):
    response = visitor.sign_in(NURSE)
    assert (response.status_code, response.headers["location"]) == (303, "/nurse/")
    page = visitor.page("/")
    assert f"{NURSE} (nurse)" in page.text


def test_a_name_is_found_in_small_letters_too(visitor):
    visitor.sign_in(NURSE.lower())
    assert is_in(visitor)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": NURSE, "password": "not the password"},
        {"name": "Nobody At All", "password": PASSWORD},
        {"name": "", "password": ""},
        {"name": NURSE, "password": ""},
        {"name": "\x00", "password": "\ufffd" * 12},
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(visitor, fields):
    response = visitor.send("/sign-in", fields)
    assert response.status_code == 401
    assert fault_in(response) == WRONG
    assert not is_in(visitor)


def test_what_was_typed_does_not_come_back(visitor):
    response = visitor.send("/sign-in", name=MARKUP, password=MARKUP)
    assert "onerror" not in response.text


def test_the_session_s_cookie_is_for_these_pages_only_and_for_no_script_and_no_other_site(visitor):
    cookie = visitor.sign_in(NURSE).headers["set-cookie"]
    assert re.match(rf"{visits.COOKIE}=[\w-]{{43}};", cookie)
    for attribute in ("HttpOnly", "Path=/nurse", "SameSite=strict"):
        assert attribute in cookie
    assert "Max-Age" not in cookie
    assert "Secure" not in cookie


def test_over_https_the_cookies_are_for_https_only(desk, client):
    secure = Browser(TestClient(client.app, base_url="https://testserver"))
    first = secure.client.get("/nurse/sign-in").headers["set-cookie"]
    assert all("Secure" in cookie for cookie in (first, secure.sign_in(NURSE).headers["set-cookie"]))


def test_the_token_after_signing_in_is_another_than_before(visitor):
    visitor.open("/sign-in")
    before = set(visitor.client.cookies.values())
    visitor.sign_in(NURSE)
    assert visitor.client.cookies[visits.COOKIE] not in before


def test_a_token_that_somebody_made_up_is_no_sign_in(visitor):
    visitor.client.cookies.set(visits.COOKIE, "A" * 43, "testserver.local", "/nurse")
    assert visitor.open("/").headers["location"] == SIGNED_OUT
    visitor.sign_in(NURSE)
    assert visitor.client.cookies[visits.COOKIE] != "A" * 43


def test_after_some_failures_even_the_right_password_has_to_wait(visitor, clock):
    for _ in range(5):
        assert visitor.sign_in(NURSE, "not the password").status_code == 401
    response = visitor.sign_in(NURSE)
    assert response.status_code == 429
    assert response.headers["retry-after"] == "2"
    assert "wait 2 seconds" in fault_in(response)
    clock.pass_by(seconds=2)
    assert visitor.sign_in(NURSE).status_code == 303


def test_an_unknown_name_has_to_wait_just_as_well(visitor):
    statuses = [visitor.sign_in("Nobody At All", "x" * 12).status_code for _ in range(7)]
    assert statuses == [401] * 5 + [429] * 2


def test_a_success_forgets_the_failures_of_the_account(visitor, clock):
    for _ in range(4):
        visitor.sign_in(NURSE, "not the password")
    visitor.sign_in(NURSE)
    visitor.send("/sign-out", on="/")
    assert [visitor.sign_in(NURSE, "no password").status_code for _ in range(5)] == [401] * 5


def test_from_one_address_not_every_name_can_be_tried(visitor):
    statuses = [visitor.sign_in(f"Somebody {n}", "x" * 12).status_code for n in range(25)]
    assert statuses == [401] * 20 + [429] * 5


def test_the_waits_survive_a_restart(visitor, gateway):
    for _ in range(5):
        visitor.sign_in(NURSE, "not the password")
    assert Browser(gateway()).sign_in(NURSE).status_code == 429


def test_ten_thousand_passwords_are_throttled(visitor, desk, clock, monkeypatch):
    """One a second, for almost three hours."""
    tried = []
    monkeypatch.setattr(desk.accounts, "verified", lambda name, password: tried.append(password))
    view = sign_in_view(visitor.client)
    for number in range(10_000):
        view({"name": NURSE, "password": f"guess number {number}"})
        clock.pass_by(seconds=1)
    assert 5 < len(tried) < 40


def test_after_half_an_hour_without_use_one_is_signed_out(nurse, clock):
    clock.pass_by(minutes=29)
    assert is_in(nurse)
    clock.pass_by(minutes=31)
    assert nurse.open("/").headers["location"] == SIGNED_OUT


def test_signing_out_ends_the_sign_in_and_takes_the_cookie(nurse):
    token = nurse.client.cookies[visits.COOKIE]
    response = nurse.send("/sign-out", on="/")
    assert response.headers["location"] == SIGNED_OUT
    assert visits.COOKIE not in nurse.client.cookies
    nurse.client.cookies.set(visits.COOKIE, token, path="/nurse")
    assert not is_in(nurse)


def test_signing_out_everywhere_ends_all_of_one_s_own(nurse, client, gateway):
    elsewhere, other = Browser(gateway()), Browser(gateway())
    elsewhere.sign_in(NURSE)
    other.sign_in(EDITOR)
    nurse.send("/sign-out-everywhere", on="/")
    assert (is_in(nurse), is_in(elsewhere), is_in(other)) == (False, False, True)


def test_who_is_signed_in_need_not_sign_in(nurse):
    assert nurse.open("/sign-in").headers["location"] == "/nurse/"


def test_a_link_from_another_site_signs_nobody_out(nurse, client):
    """Browsers send no cookie with it, and the answer must not replace the one they keep."""
    with TestClient(client.app) as stranger:
        answer = stranger.get("/nurse/", follow_redirects=False)
    assert f"{visits.COOKIE}=" not in answer.headers["set-cookie"]
    assert is_in(nurse)


def test_signing_in_and_out_is_in_the_trail_without_passwords(visitor, desk):
    visitor.sign_in(NURSE, "not the password")
    visitor.sign_in(NURSE)
    visitor.send("/sign-out-everywhere", on="/")
    deeds = [(deed.who, deed.what) for deed in desk.audit.latest()]
    assert deeds == [
        (NURSE, "signed out everywhere"),
        (NURSE, "signed in"),
        ("", "tried to sign in with a wrong name or password"),
    ]


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_attempts_are_counted_by_what_one_subscriber_has(host, counted):
    assert network_of(host) == counted


def sign_in_view(client):
    """The view behind the form, without the cost of a request."""
    view = SignIn(Pages(bootstrap.trial()), bootstrap.stores_for(None).desk)
    scope = {"type": "http", "path": "/nurse/sign-in", "headers": [], "client": ("192.0.2.7", 1)}
    return lambda fields: view.enter(visits.Visit(Request(scope), ("x" * 43,), None, Form(fields)))

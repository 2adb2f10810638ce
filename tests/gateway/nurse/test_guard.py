"""No page is shown, and no form taken, without the guard's leave."""

import logging

import pytest

from bot.gateway.nurse import routes, visits
from bot.settings import Settings
from bot.store.errors import StoreError
from tests.gateway.nurse.desk import PASSWORD, Shown

PUBLIC = {"/nurse/sign-in"}
FOR_EDITORS = {
    "/nurse/corrections",
    "/nurse/corrections/remove",
    "/nurse/corrections/nlu.yml",
    "/nurse/corrections/tests.yml",
    "/nurse/audit",
}
FORMS = {
    "/sign-out": {},
    "/sign-out-everywhere": {},
    "/search": {"text": "how many visits"},
    "/description": {"text": "he is 70"},
    "/sheet": {"code": "CDFG3479"},
    "/corrections": {"text": "x", "right": "ask/visits"},
    "/corrections/remove": {"id": "1"},
}


@pytest.fixture
def all_routes(desk, stores):
    return routes.nurse_routes(Settings(), stores())


def test_the_table_of_forms_is_whole(all_routes):
    posts = {route.path for route in all_routes if "POST" in route.methods}
    assert posts == {f"/nurse{path}" for path in FORMS} | PUBLIC


def test_without_a_sign_in_every_page_sends_to_it(visitor, all_routes):
    pages = {route.path for route in all_routes if "GET" in route.methods} - PUBLIC
    assert len(pages) > 10
    for path in pages:
        response = visitor.client.get(path.replace("{path:path}", "nowhere"), follow_redirects=False)
        assert (response.status_code, response.headers["location"]) == (303, "/nurse/sign-in")


def test_what_is_for_editors_is_shown_to_no_nurse(nurse, all_routes):
    csrf = csrf_of(nurse)
    for route in all_routes:
        if "GET" in route.methods and route.path in FOR_EDITORS:
            assert nurse.client.get(route.path).status_code == 403
        elif "POST" in route.methods and route.path in FOR_EDITORS:
            assert nurse.client.post(route.path, data={"csrf": csrf}).status_code == 403


def test_the_editors_pages_are_all_there(editor):
    for path in FOR_EDITORS - {"/nurse/corrections/remove"}:
        assert editor.client.get(path).status_code == 200


def test_a_nurse_sees_no_link_to_what_is_for_editors(nurse):
    assert FOR_EDITORS & set(nurse.page("/").links()) == set()


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("csrf", [None, "", "0" * 64, "é", "x" * 1000])
def test_a_form_from_elsewhere_is_refused_and_does_nothing(editor, desk, path, csrf):
    before = (desk.audit.latest(), desk.corrections.all())
    fields = {**FORMS[path], **({"other": "1"} if csrf is None else {"csrf": csrf})}
    response = editor.post(path, fields)
    assert response.status_code == 403
    assert (desk.audit.latest(), desk.corrections.all()) == before
    assert editor.open("/").status_code == 200  # still signed in


def test_the_form_to_sign_in_is_refused_from_elsewhere_too(visitor):
    response = visitor.post("/sign-in", {"name": "Nurse One", "password": PASSWORD})
    assert response.status_code == 403
    assert visits.COOKIE not in visitor.client.cookies


def test_the_token_of_another_s_form_is_refused(visitor, gateway):
    theirs = csrf_of(visitor, "/sign-in")
    other = type(visitor)(gateway())
    other.open("/sign-in")
    assert (
        other.post("/sign-in", {"name": "Nurse One", "password": PASSWORD, "csrf": theirs}).status_code == 403
    )


def test_a_form_that_was_open_while_one_signed_in_elsewhere_still_works(visitor):
    old = csrf_of(visitor, "/sign-in")
    visitor.sign_in("Nurse One")
    response = visitor.post("/sign-in", {"name": "Nurse One", "password": PASSWORD, "csrf": old})
    assert response.status_code == 303


def test_after_the_sign_in_is_over_a_form_sends_to_the_sign_in(nurse, clock):
    csrf = csrf_of(nurse)
    clock.pass_by(hours=1)
    response = nurse.post("/search", {"csrf": csrf, "text": "visits"})
    assert response.headers["location"] == "/nurse/sign-in"


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"csrf=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b"&".join(b"a%d=1" % n for n in range(30)), "application/x-www-form-urlencoded", 400),
        (b"\xff\xfe", "application/x-www-form-urlencoded", 400),
        (b'{"text": "x"}', "application/json", 415),
        (b"", "multipart/form-data; boundary=x", 415),
        (b"text=x", "", 415),
    ],
)
def test_what_is_no_form_of_ours_is_refused(nurse, body, content_type, status):
    response = nurse.client.post("/nurse/search", content=body, headers={"Content-Type": content_type})
    assert response.status_code == status
    assert "That cannot be read" in Shown(response).text


def test_a_page_that_does_not_exist_says_so_in_words(nurse):
    response = nurse.open("/nowhere")
    assert response.status_code == 404
    assert "There is no such page" in Shown(response).text


@pytest.mark.parametrize("path", ["/sign-in", "/", "/topics", "/criteria", "/nowhere"])
def test_nothing_is_kept_by_the_browser_or_found_by_a_search_engine(nurse, path):
    response = nurse.client.get(f"/nurse{path}")
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-robots-tag"] == "noindex"
    assert "script-src 'self'" in response.headers["content-security-policy"]
    assert response.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "path", ["/", "/topics", "/criteria", "/glossary", "/description", "/sheet", "/unanswered"]
)
def test_nothing_comes_from_elsewhere_and_nothing_is_inline(nurse, path):
    page = nurse.page(path)
    sources = [e["attrs"].get("src") or e["attrs"].get("href") for e in page.elements]
    assert [s for s in sources if s and not s.startswith(("/", "#"))] == []
    assert [e for e in page.elements if "style" in e["attrs"] or e["tag"] == "style"] == []
    assert [name for e in page.elements for name in e["attrs"] if name.startswith("on")] == []


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/topics",
        "/criteria",
        "/glossary",
        "/description",
        "/sheet",
        "/unanswered",
        "/corrections",
        "/audit",
    ],
)
def test_every_page_is_built_for_keyboards_and_screen_readers(editor, path):
    page = editor.page(path)
    assert len(page.all("h1")) == 1
    assert page.all("main")[0]["attrs"]["id"] == "content"
    assert page.all("a")[0]["attrs"]["href"] == "#content"
    current = [e for e in page.all("a") if e["attrs"].get("aria-current") == "page"]
    assert [e["attrs"]["href"] for e in current] == [f"/nurse{path}"]
    ids = [e["attrs"]["id"] for e in page.elements if "id" in e["attrs"]]
    assert len(ids) == len(set(ids))
    labelled = {e["attrs"]["for"] for e in page.all("label")}
    fields = [e for tag in ("input", "select", "textarea") for e in page.all(tag)]
    assert [
        e for e in fields if e["attrs"].get("type") != "hidden" and e["attrs"]["id"] not in labelled
    ] == []
    named = {name for e in page.elements for name in e["attrs"].get("aria-describedby", "").split()}
    assert named <= set(ids)


def test_a_store_that_fails_is_told_in_words_and_nothing_typed_is_logged(
    nurse, desk, monkeypatch, capfd, caplog
):
    csrf = csrf_of(nurse)

    def fails(*_):
        raise StoreError("OperationalError")

    monkeypatch.setattr(desk.attempts, "count", fails)
    with caplog.at_level(logging.DEBUG):
        response = nurse.post("/sheet", {"csrf": csrf, "code": "CDFG3479"})
    assert response.status_code == 503
    assert "cannot be shown just now" in Shown(response).text
    assert "CDFG" not in "".join(capfd.readouterr()) + caplog.text


def test_a_fault_of_ours_is_told_in_words_and_nothing_typed_is_logged(nurse, reference, capfd, caplog):
    reference.found = ValueError("marmalade")
    with caplog.at_level(logging.DEBUG):
        response = nurse.send("/search", on="/", text="marmalade")
    assert response.status_code == 500
    assert "cannot be shown just now" in Shown(response).text
    assert "marmalade" not in response.text + "".join(capfd.readouterr()) + caplog.text


def csrf_of(browser, path="/"):
    page = Shown(browser.client.get(f"/nurse{path}"))
    return next(e["attrs"]["value"] for e in page.all("input") if e["attrs"].get("name") == "csrf")

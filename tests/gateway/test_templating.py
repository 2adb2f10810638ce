"""The files that pages load: kept by browsers for as long as they are the same, and sent small."""

import pytest

from bot.gateway import templating
from bot.gateway.templating import ADDRESS, STATIC

A_YEAR = "public, max-age=31536000, immutable"
LARGE = max((path for path in STATIC.glob("*.css")), key=lambda path: path.stat().st_size).name

pytestmark = pytest.mark.usefixtures("plain_danger")


@pytest.mark.parametrize("base", [ADDRESS, "/static"])
def test_every_file_is_at_both_addresses_as_it_is_on_disk(client, base):
    for path in STATIC.iterdir():
        assert client.get(f"{base}/{path.name}").content == path.read_bytes()


def test_what_is_at_the_versioned_address_may_be_kept_for_a_year(client):
    assert client.get(f"{ADDRESS}/{LARGE}").headers["cache-control"] == A_YEAR


def test_so_may_what_a_browser_asks_about_again(client):
    etag = client.get(f"{ADDRESS}/{LARGE}").headers["etag"]
    response = client.get(f"{ADDRESS}/{LARGE}", headers={"If-None-Match": etag})
    assert (response.status_code, response.headers["cache-control"]) == (304, A_YEAR)


@pytest.mark.parametrize(
    "path", [f"/static/{LARGE}", f"{ADDRESS}/nothing.js", "/static/000000000000/base.css"]
)
def test_what_may_change_or_is_not_there_is_not_kept(client, path):
    assert "max-age" not in client.get(path).headers.get("cache-control", "")


def test_an_earlier_version_s_address_leads_to_nothing_instead_of_other_content(client):
    assert client.get("/static/000000000000/base.css").status_code == 404


@pytest.mark.parametrize("change", ["content", "name", "another file"])
def test_the_address_changes_with_the_files(tmp_path, monkeypatch, change):
    monkeypatch.setattr(templating, "STATIC", tmp_path)
    file = tmp_path / "base.css"
    file.write_text("a {}")
    before = templating._version()
    assert templating._version() == before
    if change == "content":
        file.write_text("b {}")
    elif change == "name":
        file.rename(tmp_path / "other.css")
    else:
        (tmp_path / "more.css").write_text("c {}")
    assert templating._version() != before


@pytest.mark.parametrize("path", ["/", f"{ADDRESS}/{LARGE}", f"/static/{LARGE}"])
def test_pages_and_files_are_compressed_for_browsers_that_can_read_it(client, path):
    small = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert small.headers["content-encoding"] == "gzip"
    whole = client.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in whole.headers
    assert int(small.headers["content-length"]) < len(whole.content)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("trial-guide.js", "javascript"), ("chat.css", "text/css"), ("icon.svg", "image/svg+xml")],
)
def test_files_have_their_media_type(client, name, media_type):
    assert media_type in client.get(f"{ADDRESS}/{name}").headers["content-type"]

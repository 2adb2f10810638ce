"""The script for other sites: whole, small, and with the trial's words as data."""

import gzip
import json
import re
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot import bootstrap
from bot.gateway.embedding import SCRIPT, Embedding
from bot.settings import ROOT

TRIAL = bootstrap.trial()
MOST_BYTES = 4096
NASTY = "</script><!-- ' \" ` ${1} \\ {{ 1 }} \u2028 é"


def script_of(trial):
    return TestClient(Starlette(routes=Embedding(trial).routes())).get(SCRIPT)


def told(script):
    """The words that were filled in."""
    return json.loads(re.search(r"const guide = (.*);$", script.text, re.MULTILINE)[1])


@pytest.fixture(scope="module")
def script():
    """The script about the real trial."""
    return script_of(TRIAL)


def test_the_gateway_serves_it(client, script):
    response = client.get(SCRIPT)
    assert response.status_code == 200
    assert response.text == script.text
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=3600"
    assert "set-cookie" not in response.headers


def test_it_has_the_trial_s_title_and_the_nurse_line(script):
    words = told(script)
    assert words["title"] == TRIAL.page.title
    assert words["nurseLine"] == TRIAL.nurse_line


def test_it_is_small(script):
    assert len(gzip.compress(script.content)) < MOST_BYTES


def test_nothing_in_a_trial_s_words_gets_out_of_the_string_it_is_in():
    trial = replace(TRIAL, page=replace(TRIAL.page, title=NASTY), nurse_line=NASTY)
    script = script_of(trial)
    words = told(script)
    assert (words["title"], words["nurseLine"]) == (NASTY, NASTY)
    assert "</script" not in script.text
    assert "<!--" not in script.text


def test_it_is_filled_in_whole(script):
    assert not re.search(r"\{\{|\}\}|\{%", script.text.replace(json.dumps(told(script)), ""))


def test_it_parses_neither_markup_nor_code(script):
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|cssText"
    assert not re.search(forbidden, script.text)


def test_it_keeps_nothing_in_the_page_s_own_browser_storage(script):
    assert not re.search(r"\.cookie|Storage|indexedDB", script.text)


def test_it_sends_nothing_by_itself(script):
    assert not re.search(r"\bfetch\(|XMLHttpRequest|sendBeacon|new Image|WebSocket", script.text)


def test_its_styles_ask_for_nothing(script):
    assert not re.search(r"url\(|@import|@font-face", told(script)["styles"])


def test_script_and_styles_fill_the_screen_at_the_same_size(script):
    size = re.search(r'matchMedia\("([^"]+)"\)', script.text)[1]
    assert f"@media {size} {{" in told(script)["styles"]


def test_the_example_embeds_it_with_one_line():
    page = (ROOT / "examples" / "host" / "index.html").read_text(encoding="utf-8")
    (tag,) = re.findall(r"<script .*", page)
    assert re.fullmatch(
        r'<script src="http://127\.0\.0\.1:8080/embed\.js"( data-[a-z]+="[^"]+")* async></script>', tag
    )

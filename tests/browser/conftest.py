"""A real Chromium for the tests of the pages, and what they watch in it."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from bot.settings import ROOT
from tests.live import free_port

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECONDS_TO_START = 180
SCREENSHOTS = ROOT / "var" / "screenshots"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves out the tests in this folder where there is no Chromium, but never in CI."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)
            if CHROMIUM is None and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed (chromium)"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium instead of one that Playwright would download."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture
def faults() -> list[str]:
    """What the browser complains about."""
    return []


@pytest.fixture
def visit(browser: Browser, faults: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens a page as such a visitor sees it: ``visit(url, color_scheme="dark")``."""
    opened: list[BrowserContext] = []

    def open_page(url: str, **visitor: Any) -> Page:
        opened.append(browser.new_context(**visitor))
        page = opened[-1].new_page()
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(url)
        return page

    yield open_page
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def gateway_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a gateway with no Rasa behind it."""
    var, port = tmp_path_factory.mktemp("var"), free_port()
    for built in ("encoder", "likeness", "statements"):
        (var / built).symlink_to(ROOT / "var" / built)
    environment = {
        **os.environ,
        "BOT_VAR": str(var),
        "BOT_PORT": str(port),
        "BOT_RASA_PORT": str(free_port()),
    }
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen([sys.executable, "-m", "bot.gateway"], cwd=ROOT, env=environment) as gateway:
        try:
            wait_for(f"{url}/nurse/sign-in")
            yield url
        finally:
            gateway.terminate()


def wait_for(url: str) -> None:
    """Waits until something answers there."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(url).status_code == httpx.codes.OK:
                return
        time.sleep(0.25)
    raise TimeoutError("the gateway did not start")


def barriers(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA and its own best practice: a line a fault."""
    result = Axe().run(page)
    return [
        f"{found['id']}: {found['help']}: {node['target']}"
        for found in result.response["violations"]
        for node in found["nodes"]
    ]


def keep_picture(page: Page, name: str, *, whole: bool = False) -> None:
    """Keeps a screenshot for people to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=whole)

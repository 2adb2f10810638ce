"""The chat on another site, in a real Chromium: the example page is on one site, the guide on another."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, Request, expect

from bot import bootstrap
from bot.gateway.embedding import FRAME, SCRIPT
from bot.gateway.sessions import FRAME_COOKIE
from tests.browser.host import Host, guide_for, serving
from tests.live import free_port

pytestmark = pytest.mark.xdist_group("embedding")
TRIAL = bootstrap.trial()
LAUNCHER = "Ask about this trial"
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 320, "height": 568}
SECONDS_TO_ANSWER = 8


@pytest.fixture(scope="module")
def ports() -> tuple[int, int]:
    """The guide's port and the host's."""
    return free_port(), free_port()


@pytest.fixture(scope="module")
def guide(ports: tuple[int, int]) -> Iterator[str]:
    """A guide that two other sites may frame."""
    sites = [f"http://{name}:{ports[1]}" for name in ("localhost", "second.localhost")]
    with serving(guide_for(sites), ports[0]):
        yield f"http://127.0.0.1:{ports[0]}"


@pytest.fixture(scope="module")
def one_host(guide: str, ports: tuple[int, int]) -> Iterator[Host]:
    host = Host(guide)
    with serving(host.app(), ports[1]):
        yield host


@pytest.fixture
def host(one_host: Host) -> Host:
    """The page that embeds the guide."""
    one_host.reset()
    return one_host


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    window = browser.new_context(viewport=WIDE)
    yield window
    window.close()


@pytest.fixture
def faults() -> list[str]:
    """What the browser complains about."""
    return []


Visit = Callable[..., Page]


@pytest.fixture
def visit(window: BrowserContext, host: Host, ports: tuple[int, int], faults: list[str]) -> Visit:
    """Opens the host's page on a site: ``visit("second.localhost")``."""

    def visit(site: str = "localhost", clock: bool = False) -> Page:
        page = window.new_page()
        if clock:
            page.clock.install()
        page.on("console", lambda message: faults.append(message.text) if message.type != "log" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"http://{site}:{ports[1]}/")
        return page

    return visit


def launcher(page: Page) -> Locator:
    return page.get_by_role("button", name=LAUNCHER)


def panel(page: Page) -> Locator:
    return page.get_by_role("dialog", name=TRIAL.page.title)


def chat(page: Page) -> FrameLocator:
    return page.frame_locator("trial-guide iframe")


def open_chat(page: Page) -> Locator:
    """Opens it by mouse and waits until it works."""
    launcher(page).click()
    expect(chat(page).get_by_label("Your question")).to_be_visible()
    expect(chat(page).locator("output")).not_to_be_empty()
    return panel(page)


def session_in(page: Page) -> str:
    return chat(page).locator("output").inner_text()


def assert_accessible(page: Page) -> None:
    violations = Axe().run(page).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in violations] == []


def test_nothing_but_the_script_is_asked_for_before_the_chat_is_opened(
    window: BrowserContext, visit: Visit, guide: str
) -> None:
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    page = visit()
    expect(launcher(page)).to_be_visible()
    expect(panel(page)).to_be_hidden()
    assert [url for url in asked if url.startswith(guide)] == [f"{guide}{SCRIPT}"]
    open_chat(page)
    assert f"{guide}{FRAME}" in asked


def test_the_frame_is_not_told_which_page_it_is_on(window: BrowserContext, visit: Visit, guide: str) -> None:
    framing: list[Request] = []
    window.on(
        "request", lambda request: framing.append(request) if request.url == f"{guide}{FRAME}" else None
    )
    open_chat(visit())
    assert "referer" not in framing[0].all_headers()


def test_it_opens_and_closes_by_mouse_and_the_conversation_stays(visit: Visit, faults: list[str]) -> None:
    page = visit()
    opened = open_chat(page)
    expect(launcher(page)).to_have_attribute("aria-expanded", "true")
    chat(page).get_by_label("Your question").fill("Is it far?")
    opened.get_by_role("button", name="Close").click()
    expect(opened).to_be_hidden()
    expect(launcher(page)).to_be_focused()
    expect(launcher(page)).to_have_attribute("aria-expanded", "false")
    launcher(page).click()
    expect(chat(page).get_by_label("Your question")).to_have_value("Is it far?")
    launcher(page).click()
    expect(opened).to_be_hidden()
    assert faults == []


def test_it_opens_and_closes_by_keyboard(visit: Visit) -> None:
    page = visit()
    expect(launcher(page)).to_be_visible()
    page.get_by_label("Find a support group near").focus()
    page.keyboard.press("Tab")
    expect(launcher(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("heading", name=TRIAL.page.title)).to_be_focused()
    expect(chat(page).locator("output")).not_to_be_empty()
    page.keyboard.press("Tab")
    expect(chat(page).get_by_label("Your question")).to_be_focused()


def test_escape_closes_it_from_the_page_s_side(visit: Visit) -> None:
    page = visit()
    opened = open_chat(page)
    page.evaluate("addEventListener('keydown', ({ key }) => { document.body.dataset.heard = key; })")
    opened.get_by_role("button", name="Close").focus()
    page.keyboard.press("Escape")
    expect(opened).to_be_hidden()
    expect(launcher(page)).to_be_focused()
    assert page.locator("body").get_attribute("data-heard") is None


def test_escape_closes_it_from_within_the_frame(visit: Visit) -> None:
    page = visit()
    opened = open_chat(page)
    chat(page).get_by_label("Your question").press("Escape")
    expect(opened).to_be_hidden()
    expect(launcher(page)).to_be_focused()


def test_the_page_is_used_on_while_the_chat_is_open_beside_it(visit: Visit) -> None:
    page = visit()
    opened = open_chat(page)
    page.get_by_label("Find a support group near").fill("Leeds")
    page.keyboard.press("Escape")
    expect(opened).to_be_visible()


def test_on_a_narrow_screen_it_fills_it_and_keeps_the_focus(visit: Visit) -> None:
    page = visit()
    page.set_viewport_size(NARROW)
    opened = open_chat(page)
    assert opened.bounding_box() == {"x": 0, "y": 0, **NARROW}
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.localName") in ("body", "trial-guide")
    expect(page.get_by_label("Find a support group near")).not_to_be_focused()
    assert page.locator("html").evaluate("page => page.scrollWidth") <= NARROW["width"]
    page.keyboard.press("Escape")
    expect(opened).to_be_hidden()
    expect(launcher(page)).to_be_focused()


def test_another_size_of_the_screen_keeps_it_open_and_the_focus_in_the_frame(visit: Visit) -> None:
    page = visit()
    opened = open_chat(page)
    chat(page).get_by_label("Your question").fill("Is it far?")
    page.set_viewport_size(NARROW)
    expect(page.locator("trial-guide dialog:modal")).to_be_visible()
    expect(page.locator("trial-guide iframe")).to_be_focused()
    expect(chat(page).get_by_label("Your question")).to_have_value("Is it far?")
    page.set_viewport_size(WIDE)
    expect(page.locator("trial-guide dialog:not(:modal)")).to_be_visible()
    expect(opened).to_be_visible()
    expect(launcher(page)).to_have_attribute("aria-expanded", "true")


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_fault_of_accessibility(
    browser: Browser, host: Host, ports: tuple[int, int], width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"http://localhost:{ports[1]}/")
    expect(launcher(page)).to_be_visible()
    assert_accessible(page)
    open_chat(page)
    page.wait_for_timeout(300)  # it comes in softly; half transparent it has less contrast
    assert_accessible(page)
    context.close()


def test_when_the_frame_does_not_answer_there_are_numbers_to_call(visit: Visit) -> None:
    page = visit(clock=True)
    page.route(f"**{FRAME}", lambda route: route.abort())
    launcher(page).click()
    expect(panel(page)).to_contain_text("Opening the chat")
    expect(panel(page).get_by_role("link", name="999")).to_have_attribute("href", "tel:999")
    expect(panel(page).get_by_role("button", name="Try again")).to_be_hidden()
    page.clock.fast_forward(SECONDS_TO_ANSWER * 1000)
    expect(panel(page)).to_contain_text("The chat does not answer just now.")
    nurse = panel(page).get_by_role("link", name=TRIAL.nurse_line)
    expect(nurse).to_have_attribute("href", f"tel:{TRIAL.nurse_line.replace(' ', '')}")
    expect(panel(page).get_by_role("link", name="999")).to_be_visible()
    assert_accessible(page)
    page.unroute(f"**{FRAME}")
    panel(page).get_by_role("button", name="Try again").click()
    expect(chat(page).get_by_label("Your question")).to_be_visible()
    expect(panel(page).get_by_role("status")).to_be_hidden()
    page.clock.fast_forward(SECONDS_TO_ANSWER * 1000)
    expect(chat(page).get_by_label("Your question")).to_be_visible()


def test_a_site_that_is_not_allowed_cannot_frame_it(visit: Visit, faults: list[str]) -> None:
    page = visit("stranger.localhost", clock=True)
    launcher(page).click()
    expect(panel(page)).to_be_visible()
    page.wait_for_timeout(500)
    page.clock.fast_forward(SECONDS_TO_ANSWER * 1000)
    expect(panel(page)).to_contain_text("The chat does not answer just now.")
    expect(chat(page).get_by_label("Your question")).to_have_count(0)
    assert any("frame-ancestors" in fault for fault in faults)


def test_only_messages_of_the_frame_itself_are_listened_to(visit: Visit) -> None:
    page = visit()
    opened = open_chat(page)
    page.evaluate("postMessage({ trialGuide: 'close' }, '*')")
    page.evaluate("postMessage(null, '*')")
    page.wait_for_timeout(200)
    expect(opened).to_be_visible()


def test_the_frame_s_cookie_comes_back_and_is_each_site_s_own(
    window: BrowserContext, visit: Visit, guide: str
) -> None:
    first, again, second = visit(), visit(), visit("second.localhost")
    sessions = []
    for page in (first, again, second):
        open_chat(page)
        sessions.append(session_in(page))
    assert sessions[0] == sessions[1] != sessions[2]
    cookies = window.cookies(guide)
    assert {cookie["name"] for cookie in cookies} == {FRAME_COOKIE}, (
        "this browser takes any cookie in a frame"
    )
    assert {cookie["value"] for cookie in cookies} == set(sessions)
    assert all(cookie["httpOnly"] and cookie["secure"] for cookie in cookies)
    assert len({cookie["partitionKey"] for cookie in cookies}) == 2


def test_a_form_of_the_framed_page_is_taken_and_one_of_the_host_s_is_not(visit: Visit, guide: str) -> None:
    page = visit()
    open_chat(page)
    chat(page).get_by_role("button", name="Send without scripts").click()
    expect(chat(page).get_by_text("taken")).to_be_visible()
    page.goto("about:blank")
    page.set_content(f'<form action="{guide}{FRAME}" method="post"><button>Send</button></form>')
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("refused")).to_be_visible()


@pytest.mark.parametrize(("site", "allowed"), [("localhost", True), ("stranger.localhost", False)])
def test_only_an_allowed_site_s_own_page_can_use_the_api(
    host: Host, visit: Visit, guide: str, site: str, allowed: bool
) -> None:
    host.change("frame-src", f"connect-src {guide}; frame-src")
    page = visit(site)
    answer = page.evaluate(
        """async (url) => {
            const headers = { "Content-Type": "application/json" };
            const asking = fetch(url, { method: "POST", headers, credentials: "include" });
            return asking.then((reply) => reply.ok, () => false);
        }""",
        f"{guide}/api/session",
    )
    assert answer == allowed


def test_what_the_host_changed_for_its_own_page_changes_nothing_here(host: Host, visit: Visit) -> None:
    host.change("style.css", "wild.css")
    page = visit()
    page.evaluate("""() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`html { font-size: 4px } body { display: grid; direction: rtl }
          body > * { display: none; transform: scale(2); opacity: .1; color: red; font-size: 90px }`);
        document.adoptedStyleSheets = [sheet];
    }""")
    box = launcher(page).bounding_box()
    assert box
    assert box["height"] == pytest.approx(54, abs=2)
    assert box["x"] + box["width"] == WIDE["width"] - 16
    assert open_chat(page).bounding_box()["width"] == 416  # type: ignore[index]


@pytest.mark.parametrize(("position", "left"), [("left", True), ("right", False), ("middle", False)])
def test_the_tag_says_the_corner(host: Host, visit: Visit, position: str, left: bool) -> None:
    host.change('data-position="right"', f'data-position="{position}"')
    page = visit()
    box = open_chat(page).bounding_box()
    assert box
    assert box["x"] == (16 if left else WIDE["width"] - 16 - box["width"])


@pytest.mark.parametrize(
    ("colour", "background", "text"),
    [
        ("#005a9c", (0, 90, 156), "#fff"),
        ("gold", (255, 215, 0), "#000"),
        ("hsl(120 100% 25%)", (0, 128, 0), "#fff"),
        ("oklch(0.85 0.1 200)", None, "#000"),
        ("#777777", (119, 119, 119), "#000"),
        ("not a colour", (0, 90, 156), "#fff"),
        ("red; position: static", (0, 90, 156), "#fff"),
        ("#ffffff10", (0, 90, 156), "#fff"),
        ("", (0, 90, 156), "#fff"),
    ],
)
def test_the_tag_s_colour_is_taken_if_it_is_one_and_can_be_read_on(
    host: Host, visit: Visit, colour: str, background: tuple[int, int, int] | None, text: str
) -> None:
    host.change('data-colour="#6b2a75"', f'data-colour="{colour}"')
    page = visit()
    shown = launcher(page).evaluate("""one => {
        const { color, backgroundColor } = getComputedStyle(one);
        return [color, backgroundColor].map((colour) => colour.match(/[\\d.]+/g).map(Number));
    }""")
    assert tuple(shown[0]) == ((0, 0, 0) if text == "#000" else (255, 255, 255))
    if background:
        assert shown[1] == pytest.approx(background, abs=1)
    assert contrast(*shown) >= 4.5


def contrast(*colours: list[float]) -> float:
    """As WCAG measures it."""
    lights = []
    for colour in colours:
        parts = [part / 255 for part in colour]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        lights.append(
            sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
        )
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def test_the_tag_s_title_is_text_and_never_markup(host: Host, visit: Visit) -> None:
    host.change(f'data-title="{LAUNCHER}"', 'data-title="<b>Ask</b> us"')
    page = visit()
    expect(page.get_by_role("button", name="<b>Ask</b> us")).to_be_visible()


def test_two_tags_give_one_button(host: Host, visit: Visit) -> None:
    (tag,) = [line for line in host.text.splitlines() if "<script" in line]
    host.change(tag, tag + tag)
    host.change("<title>", f"{tag}<title>")  # and one before there is a body
    page = visit()
    expect(launcher(page)).to_have_count(1)
    expect(page.locator("body > trial-guide:last-child")).to_be_attached()


def test_no_name_of_ours_is_left_in_the_page(visit: Visit) -> None:
    page = visit()
    expect(launcher(page)).to_be_visible()
    names = page.evaluate("Object.keys(window).sort()")
    page.route(f"**{SCRIPT}", lambda route: route.abort())
    page.reload()
    assert page.evaluate("Object.keys(window).sort()") == names


def test_a_policy_against_parsing_markup_does_not_stop_it(
    host: Host, visit: Visit, faults: list[str]
) -> None:
    host.change(
        "default-src 'none'", "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    open_chat(visit())
    assert faults == []


def test_it_can_be_opened_in_its_own_window(window: BrowserContext, visit: Visit, guide: str) -> None:
    page = visit()
    open_chat(page)
    with window.expect_page() as opened:
        panel(page).get_by_role("link", name="Open in its own window").click()
    assert opened.value.url == f"{guide}/"
    assert opened.value.evaluate("opener") is None

"""The nurses' pages in a real Chromium: by keyboard alone, without scripts, on paper."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot import bootstrap
from bot.core import codes
from bot.core.interview import ENDED, Interview
from bot.settings import settings
from tests.browser.conftest import barriers, keep_picture

pytestmark = pytest.mark.xdist_group("nurse")
NAME, PASSWORD = "Browser Nurse", "a password of our own"
MILLISECONDS_TO_READ = 60_000
"""Reading language for the first time takes some seconds, on a busy machine many."""
PAGES = (
    "/",
    "/topics",
    "/criteria",
    "/glossary",
    "/description",
    "/sheet",
    "/unanswered",
    "/corrections",
    "/audit",
)
TRIAL = bootstrap.trial()


@pytest.fixture(scope="module")
def address(gateway_alone: str) -> str:
    """These pages need no Rasa."""
    return gateway_alone


@pytest.fixture(scope="module")
def code() -> str:
    """The code of a sheet on which every criterion was answered in a whole sentence."""
    stores = bootstrap.stores_for(settings())
    if NAME not in [account.name for account in stores.desk.accounts.all()]:
        stores.desk.accounts.add(NAME, "editor", PASSWORD)
    words = {c.subject: "yes, I think so, but that was more than two years ago" for c in TRIAL.criteria}
    stated = {criterion.id: number % 5 > 0 for number, criterion in enumerate(TRIAL.criteria)}
    sheet = {
        "date": "2026-03-01",
        "trial": TRIAL.id,
        "relative": True,
        "asked": [f"ask/{topic}" for topic in list(TRIAL.answers)[:12]],
        "unanswered": [{"label": "ask/locations", "kind": "not_stated"}],
        "interview": Interview(words=words, stated=stated, state=ENDED).to_dict(),
        "changes": [{"criterion": "E14", "before": "in March", "after": "two years ago"}],
    }
    code = codes.ALPHABET[:8]
    stores.sheets.keep(code, "a session of the browser tests", sheet)
    return code


@pytest.fixture(params=[False, True], ids=["without scripts", "with scripts"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str, code: str) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param)
    opened = context.new_page()
    opened.set_default_timeout(MILLISECONDS_TO_READ)
    opened.goto(f"{address}/nurse/")
    yield opened
    context.close()


def sign_in(page: Page) -> None:
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Pages for nurses")).to_be_visible()


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until this has the focus, as who uses no mouse does."""
    for _ in range(60):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by Tab")


def test_signing_in_searching_and_signing_out_need_no_mouse(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    tab_to(page, "#name")
    page.keyboard.type(NAME)
    tab_to(page, "#password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search the page")
    tab_to(page, "#text")
    page.keyboard.type("how often would he come to the hospital")
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    answer = page.get_by_role("article")
    expect(answer).to_contain_text("at least once a week", timeout=MILLISECONDS_TO_READ)
    tab_to(page, "[action='/nurse/sign-out'] button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_wrong_password_is_told_where_a_screen_reader_hears_it(page: Page) -> None:
    page.get_by_label("Name").fill("Nobody in particular")
    page.get_by_label("Password").fill("not a password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("The name or the password is not right.")
    assert page.title().startswith("Error: ")


def test_a_description_is_read(page: Page) -> None:
    sign_in(page)
    page.get_by_role("link", name="Read a description").click()
    page.get_by_label("What the caller says").fill("She is 70 and was on dialysis for a month.")
    page.get_by_role("button", name="Read it").click()
    row = page.get_by_role("row", name=re.compile("^E11 "))
    expect(row).to_contain_text("Not met", timeout=MILLISECONDS_TO_READ)
    expect(row).to_contain_text("dialysis for a month")


def test_what_is_typed_never_runs_as_markup(page: Page) -> None:
    sign_in(page)
    text = "</textarea><img src=x onerror='document.title=1'><script>document.title=2</script>"
    page.get_by_role("link", name="Read a description").click()
    page.get_by_label("What the caller says").fill(text)
    page.get_by_role("button", name="Read it").click()
    box = page.get_by_label("What the caller says")
    expect(page.get_by_role("table")).to_be_visible(timeout=MILLISECONDS_TO_READ)
    expect(box).to_have_value(text)
    assert page.locator("main img, main script").count() == 0


def test_a_sheet_is_opened_by_its_code_and_prints_on_one_page(page: Page, code: str) -> None:
    sign_in(page)
    page.get_by_role("link", name="Open a sheet").click()
    page.get_by_label("The caller’s code").fill(f"{code[:4]} {code[4:]}".lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The caller’s sheet")
    expect(page.locator("th[scope=row]")).to_have_count(len(TRIAL.criteria))
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


@pytest.mark.parametrize("scripts", [False, True])
def test_the_button_to_print_is_there_only_where_it_works(
    browser: Browser, address: str, code: str, scripts: bool
) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{address}/nurse/")
    sign_in(page)
    page.get_by_role("link", name="Open a sheet").click()
    page.get_by_label("The caller’s code").fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The caller’s sheet")
    expect(page.get_by_text("Print this sheet")).to_be_visible(visible=scripts)
    context.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_is_wider_than_the_screen(browser: Browser, address: str, code: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/nurse/sign-in")
    assert page.locator("html").evaluate("page => page.scrollWidth") <= width
    sign_in(page)
    for path in PAGES:
        page.goto(f"{address}/nurse{path}")
        assert page.locator("html").evaluate("page => page.scrollWidth") <= width, path
    context.close()


def test_a_table_that_is_too_wide_can_be_scrolled_by_keyboard(
    browser: Browser, address: str, code: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/nurse/sign-in")
    sign_in(page)
    page.goto(f"{address}/nurse/criteria")
    table = page.get_by_role("region")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("region => region.scrollLeft > 0", arg=table.element_handle())
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_no_page_has_a_barrier(
    visit: Callable[..., Page], address: str, code: str, width: int, scheme: str
) -> None:
    page = visit(f"{address}/nurse/sign-in", viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.set_default_timeout(MILLISECONDS_TO_READ)
    assert barriers(page) == []
    sign_in(page)
    for path in PAGES:
        page.goto(f"{address}/nurse{path}")
        keep_picture(page, f"{width}-{scheme}-nurse-{path.strip('/') or 'search'}")
        assert barriers(page) == [], path
    page.goto(f"{address}/nurse/sheet")
    page.get_by_label("The caller’s code").fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The caller’s sheet")
    assert barriers(page) == []
    page.goto(f"{address}/nurse/")
    page.locator("#text").fill("how often would he come to the hospital")
    page.keyboard.press("Enter")
    expect(page.get_by_role("article")).to_be_visible(timeout=MILLISECONDS_TO_READ)
    assert barriers(page) == []

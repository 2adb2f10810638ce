"""Where the nurses' pages are, and whom each is for."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot import bootstrap, fact_words, vocabulary
from bot.gateway.nurse.accounts import SignIn
from bot.gateway.nurse.audit import AuditPage
from bot.gateway.nurse.description import Description
from bot.gateway.nurse.guard import For, Guard, View
from bot.gateway.nurse.pages import HOME, Pages
from bot.gateway.nurse.reference import ReferencePages
from bot.gateway.nurse.sheet_view import SheetViewer
from bot.gateway.nurse.sheets import SheetPages
from bot.gateway.nurse.unanswered import Ratings, UnansweredPages
from bot.gateway.nurse.visits import PATH, Visit
from bot.settings import Settings
from bot.store.stores import Stores


def no_ratings() -> Ratings:
    """What there is where answers are not rated."""
    return {}


def nurse_routes(
    settings: Settings, stores: Stores, ratings: Callable[[], Ratings] = no_ratings
) -> list[BaseRoute]:
    """All routes of the nurses' pages."""
    trial, desk = bootstrap.trial(), stores.desk
    pages = Pages(trial)
    guard = Guard(pages, desk.sign_ins)
    sign_in = SignIn(pages, desk)
    reference = ReferencePages(pages, trial, bootstrap.reference, fact_words.load())
    description = Description(
        pages,
        trial,
        vocabulary.facts(),
        bootstrap.statements_in,
        bootstrap.danger_in,
        settings.current_day,
    )
    viewer = SheetViewer(bootstrap.interviewer(), bootstrap.teller(), vocabulary.facts())
    sheets = SheetPages(pages, desk, stores.sheets, viewer)
    unanswered = UnansweredPages(pages, trial, desk, bootstrap.reference, ratings)

    def page(path: str, view: View, whom: For = For.NURSES) -> Route:
        return Route(f"{PATH}{path}", guard.before(view, whom), methods=["GET"])

    def form(path: str, view: View, whom: For = For.NURSES) -> Route:
        return Route(f"{PATH}{path}", guard.before(view, whom), methods=["POST"])

    def missing(visit: Visit) -> Response:
        return pages.refuse(visit, 404, "There is no such page", "Choose one of the pages above.")

    return [
        page("", reference.home),
        page(HOME.removeprefix(PATH), reference.home),
        page("/sign-in", sign_in.page, For.ANYBODY),
        form("/sign-in", sign_in.enter, For.ANYBODY),
        form("/sign-out", sign_in.leave),
        form("/sign-out-everywhere", sign_in.leave_everywhere),
        form("/search", reference.search),
        page("/search", reference.home),
        page("/topics", reference.topics),
        page("/criteria", reference.criteria),
        page("/glossary", reference.glossary),
        page("/description", description.page),
        form("/description", description.read),
        page("/sheet", sheets.page),
        form("/sheet", sheets.open),
        page("/unanswered", unanswered.page),
        page("/corrections", unanswered.corrections, For.EDITORS),
        form("/corrections", unanswered.mark, For.EDITORS),
        form("/corrections/remove", unanswered.remove, For.EDITORS),
        page("/corrections/nlu.yml", unanswered.nlu, For.EDITORS),
        page("/corrections/tests.yml", unanswered.tests, For.EDITORS),
        page("/audit", AuditPage(pages, desk.audit).page, For.EDITORS),
        page("/{path:path}", missing),
    ]

"""How the nurses' pages are rendered, and how they refuse."""

from __future__ import annotations

from typing import Any

from starlette.responses import RedirectResponse, Response

from bot.core.trial import Trial
from bot.gateway.nurse.visits import Visit
from bot.gateway.templating import TEMPLATES

HOME, SIGN_IN = "/nurse/", "/nurse/sign-in"
PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
SEE_OTHER = 303
NAVIGATION = (
    (HOME, "Search"),
    ("/nurse/topics", "Topics"),
    ("/nurse/criteria", "Criteria"),
    ("/nurse/glossary", "Glossary"),
    ("/nurse/description", "Read a description"),
    ("/nurse/sheet", "Open a sheet"),
    ("/nurse/unanswered", "Not answered"),
)
FOR_EDITORS = (("/nurse/corrections", "Marked replies"), ("/nurse/audit", "Who did what"))


class Pages:
    """Renders pages about a trial."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial

    def show(self, visit: Visit, name: str, status: int = 200, **content: Any) -> Response:
        """The page of this name."""
        account = visit.account
        navigation = [*NAVIGATION, *(FOR_EDITORS if account and account.is_editor else ())]
        common = {
            "account": account,
            "csrf": visit.csrf,
            "here": visit.request.url.path,
            "navigation": navigation,
            "trial": self._trial,
        }
        return TEMPLATES.TemplateResponse(
            visit.request, f"nurse/{name}.html", {**common, **content}, status, PRIVATE
        )

    def refuse(self, visit: Visit, status: int, title: str, why: str) -> Response:
        """A page that says why there is nothing to show."""
        return self.show(visit, "refused", status, title=title, why=why)


def go_to(path: str) -> Response:
    """Sends the browser to another page, so that going back or reloading sends no form again."""
    return RedirectResponse(path, SEE_OTHER, PRIVATE)

"""Opens a sheet by the code that somebody reads out."""

from __future__ import annotations

from starlette.responses import Response

from bot.core import codes
from bot.gateway.nurse.accounts import waiting
from bot.gateway.nurse.pages import Pages
from bot.gateway.nurse.sheet_view import SheetViewer
from bot.gateway.nurse.visits import Visit
from bot.store.attempts import Limit, TooManyAttemptsError
from bot.store.desk import Desk
from bot.store.sheets import SheetStore

OF_A_NURSE = Limit(free=10)
OF_AN_ADDRESS = Limit(free=40)
NOT_FOUND = "There is no sheet under this code. It may be mistyped, too old, or withdrawn."


class SheetPages:
    """Views of sheets. A code is looked up by its fingerprint: how near a guess is shows in nothing."""

    def __init__(self, pages: Pages, desk: Desk, sheets: SheetStore, viewer: SheetViewer) -> None:
        self._pages = pages
        self._desk = desk
        self._sheets = sheets
        self._viewer = viewer

    def page(self, visit: Visit) -> Response:
        """The form for a code."""
        return self._form(visit)

    def open(self, visit: Visit) -> Response:
        """The sheet under the code; one answer whether it is wrong, too old or withdrawn."""
        limits = {f"code by {visit.who.id}": OF_A_NURSE, f"code from {visit.address}": OF_AN_ADDRESS}
        try:
            self._desk.attempts.count(limits)
        except TooManyAttemptsError as error:
            response = self._form(visit, 429, f"Too many codes. Please wait {waiting(error.seconds)}.")
            response.headers["Retry-After"] = str(error.seconds)
            return response
        code = codes.normalised(visit.form.text("code")) or ""
        content = self._sheets.read(code)
        if content is None:
            self._desk.audit.write(visit.who.name, "tried a code that opens no sheet")
            return self._form(visit, 404, NOT_FOUND)
        self._desk.attempts.forgive(limits)
        self._desk.audit.write(visit.who.name, "opened a sheet", code)
        return self._pages.show(visit, "sheet", sheet=self._viewer.view(content))

    def _form(self, visit: Visit, status: int = 200, fault: str = "") -> Response:
        return self._pages.show(visit, "code", status, fault=fault)

"""The audit trail, for editors."""

from __future__ import annotations

from starlette.responses import Response

from bot.gateway.nurse.pages import Pages
from bot.gateway.nurse.visits import Visit
from bot.store.audit import AuditStore


class AuditPage:
    """Shows who did what."""

    def __init__(self, pages: Pages, audit: AuditStore) -> None:
        self._pages = pages
        self._audit = audit

    def page(self, visit: Visit) -> Response:
        """The latest lines of the trail."""
        return self._pages.show(visit, "audit", deeds=self._audit.latest())

"""Stands before every nurses' page: reads the form, knows who it is, and keeps out whoever may not see it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from enum import Enum

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.core.errors import SetupError
from bot.gateway import forms
from bot.gateway.forms import Form, FormError
from bot.gateway.nurse.pages import SIGN_IN, Pages, go_to
from bot.gateway.nurse.visits import COOKIE, FORM_COOKIE, Visit, remember, sign_in_of, visit_of
from bot.store.accounts import Account
from bot.store.engine import StoreError
from bot.store.sign_ins import SignInStore

View = Callable[[Visit], Response]
"""Makes a page. It may block: it runs in a thread."""
Endpoint = Callable[[Request], Awaitable[Response]]

log = structlog.get_logger()


class For(Enum):
    """Whom a page is for."""

    ANYBODY = "anybody"
    NURSES = "nurses"
    EDITORS = "editors"


class Guard:
    """Wraps views into endpoints. Whatever goes wrong behind it, nothing that was typed is told or logged."""

    def __init__(self, pages: Pages, sign_ins: SignInStore) -> None:
        self._pages = pages
        self._sign_ins = sign_ins

    def before(self, view: View, whom: For = For.NURSES) -> Endpoint:
        """The endpoint for a view."""

        async def endpoint(request: Request) -> Response:
            visit = visit_of(request)
            try:
                form = await forms.read(request) if request.method == "POST" else Form()
                response = await run_in_threadpool(self._answered, replace(visit, form=form), view, whom)
            except FormError as error:
                response = self._pages.refuse(
                    visit, error.status, "That cannot be read", "What was sent is too long, or is no form."
                )
            except (StoreError, SetupError) as error:
                log.error("a nurses' page could not be shown", reason=type(error).__name__)
                response = self._unavailable(visit, 503)
            except Exception as error:  # its message may hold what was typed
                log.error("a nurses' page failed", reason=type(error).__name__)
                response = self._unavailable(visit, 500)
            if not {COOKIE, FORM_COOKIE} & set(request.cookies):
                remember(response, visit.tokens[-1], request, FORM_COOKIE)
            return response

        return endpoint

    def _answered(self, visit: Visit, view: View, whom: For) -> Response:
        token = sign_in_of(visit.request)
        account = self._sign_ins.account_of(token) if token else None
        visit = replace(visit, account=account)
        if visit.request.method == "POST" and not visit.is_ours:
            return self._pages.refuse(
                visit, 403, "That form is too old", "Open the page again and send the form once more."
            )
        if whom is not For.ANYBODY and account is None:
            return go_to(SIGN_IN)
        if whom is For.EDITORS and not _may_edit(account):
            return self._pages.refuse(visit, 403, "This page is for editors", "Your account is a nurse's.")
        return view(visit)

    def _unavailable(self, visit: Visit, status: int) -> Response:
        why = "Something went wrong on our side. Please try again in a few minutes."
        return self._pages.refuse(visit, status, "This page cannot be shown just now", why)


def _may_edit(account: Account | None) -> bool:
    return account is not None and account.is_editor

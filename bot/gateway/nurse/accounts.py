"""Signing in and out."""

from __future__ import annotations

from starlette.responses import Response

from bot.gateway.nurse.pages import HOME, SIGN_IN, Pages, go_to
from bot.gateway.nurse.visits import Visit, forget, remember, sign_in_of
from bot.store.attempts import Limit, TooManyAttemptsError
from bot.store.desk import Desk

OF_A_NAME = Limit(free=5)
OF_AN_ADDRESS = Limit(free=20)
"""More: a whole hospital may have one address."""
LONGEST_NAME = 200
WRONG = "The name or the password is not right."


class SignIn:
    """Views for signing in and out."""

    def __init__(self, pages: Pages, desk: Desk) -> None:
        self._pages = pages
        self._desk = desk

    def page(self, visit: Visit) -> Response:
        """The form to sign in with."""
        return go_to(HOME) if visit.account else self._form(visit)

    def enter(self, visit: Visit) -> Response:
        """Signs in; one answer to an unknown name and to a wrong password."""
        name = visit.form.text("name")[:LONGEST_NAME]
        of_name, of_address = f"sign-in {name.casefold()}", f"sign-in from {visit.address}"
        try:
            self._desk.attempts.count({of_name: OF_A_NAME, of_address: OF_AN_ADDRESS})
        except TooManyAttemptsError as error:
            return self._wait(visit, error.seconds)
        account = self._desk.accounts.verified(name, visit.form.raw("password"))
        if account is None:
            self._desk.audit.write("", "tried to sign in with a wrong name or password")
            return self._form(visit, 401, WRONG)
        self._desk.attempts.forget(of_name)
        self._desk.attempts.forgive([of_address])
        self._end(visit)
        self._desk.audit.write(account.name, "signed in")
        response = go_to(HOME)
        remember(response, self._desk.sign_ins.start(account), visit.request)
        return response

    def leave(self, visit: Visit) -> Response:
        """Signs out here."""
        self._end(visit)
        return _gone()

    def leave_everywhere(self, visit: Visit) -> Response:
        """Signs out wherever this account is signed in."""
        self._desk.sign_ins.end_all(visit.who)
        self._desk.audit.write(visit.who.name, "signed out everywhere")
        return _gone()

    def _end(self, visit: Visit) -> None:
        token = sign_in_of(visit.request)
        if token:
            self._desk.sign_ins.end(token)

    def _wait(self, visit: Visit, seconds: int) -> Response:
        response = self._form(visit, 429, f"Too many attempts. Please wait {waiting(seconds)}.")
        response.headers["Retry-After"] = str(seconds)
        return response

    def _form(self, visit: Visit, status: int = 200, fault: str = "") -> Response:
        return self._pages.show(visit, "sign_in", status, fault=fault)


def _gone() -> Response:
    response = go_to(SIGN_IN)
    forget(response)
    return response


def waiting(seconds: int) -> str:
    """A time to wait in words."""
    number, unit = (seconds, "second") if seconds < 2 * 60 else (-(-seconds // 60), "minute")
    return f"{number} {unit}{'' if number == 1 else 's'}"

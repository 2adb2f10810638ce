"""A request to the nurses' pages: who makes it, from where, and with which form."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from bot.gateway.forms import Form
from bot.store.accounts import Account
from bot.store.sign_ins import new_token

COOKIE = "trial_guide_nurse"
FORM_COOKIE = "trial_guide_nurse_form"
"""Protects the form to sign in with. A cookie of its own: a link from another site, with which browsers
send no cookie, must not sign anybody out."""
PATH = "/nurse"
CSRF = "csrf"
IPV6_NETWORK = 64
"""So many bits of an address are one subscriber's; the rest they can choose."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Visit:
    """One request. Its ``tokens`` are that of the sign-in, if there is one, and that of forms before it."""

    request: Request
    tokens: tuple[str, ...]
    account: Account | None = None
    form: Form = field(default_factory=Form)

    @property
    def csrf(self) -> str:
        """What each form must send along: nobody can tell it who has not got the cookie."""
        return _proof(self.tokens[0])

    @property
    def is_ours(self) -> bool:
        """Whether the form was sent from a page of ours."""
        given = self.form.raw(CSRF).encode("utf-8", "replace")
        return any(hmac.compare_digest(given, _proof(token).encode()) for token in self.tokens)

    @property
    def address(self) -> str:
        """Where the request comes from, as far as attempts are counted by it."""
        return network_of(self.request.client.host if self.request.client else "")

    @property
    def who(self) -> Account:
        """Whoever is signed in; for pages that only they see."""
        if self.account is None:
            raise PermissionError("nobody is signed in")
        return self.account


def visit_of(request: Request) -> Visit:
    """The visit that a request is, with a new token if it brings none."""
    given = tuple(token for name in (COOKIE, FORM_COOKIE) if (token := _token_in(request, name)))
    return Visit(request, given or (new_token(),))


def sign_in_of(request: Request) -> str | None:
    """The token of a sign-in that the request brings; it may be over."""
    return _token_in(request, COOKIE)


def remember(response: Response, token: str, request: Request, name: str = COOKIE) -> None:
    """Puts a token into a cookie that scripts cannot read and other sites cannot send."""
    secure = request.url.scheme == "https"
    response.set_cookie(name, token, httponly=True, samesite="strict", secure=secure, path=PATH)


def forget(response: Response) -> None:
    """Takes the token of a sign-in from the browser."""
    response.delete_cookie(COOKIE, path=PATH, httponly=True, samesite="strict")


def _token_in(request: Request, name: str) -> str | None:
    given = request.cookies.get(name, "")
    return given if _TOKEN.fullmatch(given) else None


def _proof(token: str) -> str:
    return hmac.new(token.encode(), CSRF.encode(), hashlib.sha256).hexdigest()


def network_of(host: str) -> str:
    """An address of the fourth version, or the network of one of the sixth."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    network = ipaddress.ip_network((address, IPV6_NETWORK), strict=False)
    return str(address.ipv4_mapped or network)

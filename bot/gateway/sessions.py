"""Sessions: a random id in a cookie, and how many messages each may send.

In a frame on another site browsers send only cookies that say SameSite=None, so there is a second one. Other
sites' pages may then send it along, but do no harm: the API takes JSON alone, for which a browser asks first
whether the site is allowed, and a form is taken from our own pages alone.
"""

import re
import secrets
import time
from urllib.parse import urlsplit

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request
from starlette.responses import Response

from bot.gateway.errors import ApiError

COOKIE, FRAME_COOKIE = "trial_guide_session", "trial_guide_frame"
FRAME_ATTRIBUTES = "HttpOnly; Path=/; SameSite=None; Secure; Partitioned"
"""Partitioned: each site that frames us has a cookie of its own, and none can be used to follow anybody."""
_ID = re.compile(r"[0-9a-f]{32}")


def session_of(request: Request) -> str:
    """The session's id (128 random bits in hexadecimal), a new one if there is none yet."""
    return known_session(request) or secrets.token_hex(16)


def known_session(request: Request) -> str | None:
    """The session's id, if there is one."""
    return _given(request, FRAME_COOKIE) or _given(request, COOKIE)


def remember(response: Response, session: str, request: Request) -> None:
    """Puts the session into the cookie that the request came with; scripts can read neither.

    Without one it is a cookie that other sites cannot send, unless the request comes from the page of an
    allowed site, where that one would never come back.
    """
    if _given(request, FRAME_COOKIE) or request.headers.get("sec-fetch-site") == "cross-site":
        remember_in_frame(response, session)
        return
    response.set_cookie(
        COOKIE, session, httponly=True, samesite="lax", secure=request.url.scheme == "https", path="/"
    )


def remember_in_frame(response: Response, session: str) -> None:
    """Puts the session into the cookie for frames on other sites; no cache may keep it for somebody else."""
    if not _ID.fullmatch(session):
        raise ValueError("is no session's id")  # the header below is written by hand
    # This Python's own cookies do not know “Partitioned”.
    response.headers.append("Set-Cookie", f"{FRAME_COOKIE}={session}; {FRAME_ATTRIBUTES}")
    response.headers["Cache-Control"] = "no-store"


def from_own_page(request: Request) -> bool:
    """Whether a form was sent from a page of ours, as far as the browser tells."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin", "null")
    if origin == "null":  # forms of ours say so too, since our pages send no referrer, and so does a sandbox
        return FRAME_COOKIE not in request.cookies  # the other cookie does not come along from other sites
    return urlsplit(origin).netloc == request.headers.get("host")


def _given(request: Request, name: str) -> str | None:
    value = request.cookies.get(name, "")
    return value if _ID.fullmatch(value) else None


class MessageLimit:
    """At most so many messages a minute in one session; 0 means no limit."""

    def __init__(self, per_minute: int) -> None:
        self._item = RateLimitItemPerMinute(per_minute) if per_minute else None
        self._storage = MemoryStorage()  # the limiter itself holds it only weakly
        self._limiter = MovingWindowRateLimiter(self._storage)

    def check(self, session: str) -> None:
        """Counts a message. Raises ApiError 429 with ``Retry-After`` in seconds."""
        if self._item is None or self._limiter.hit(self._item, session):
            return
        reset = self._limiter.get_window_stats(self._item, session)[0]
        wait = max(1, round(reset - time.time()))
        raise ApiError(
            429,
            "too_many_messages",
            f"Please wait {wait} seconds before the next message.",
            headers={"Retry-After": str(wait)},
        )

"""Sessions: a random id in a cookie, and how many messages each may send."""

import re
import secrets
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request
from starlette.responses import Response

from bot.gateway.errors import ApiError

COOKIE = "trial_guide_session"
_ID = re.compile(r"[0-9a-f]{32}")


def session_of(request: Request) -> str:
    """The session's id (128 random bits in hexadecimal), a new one if there is none yet."""
    return known_session(request) or secrets.token_hex(16)


def known_session(request: Request) -> str | None:
    """The session's id, if there is one."""
    given = request.cookies.get(COOKIE, "")
    return given if _ID.fullmatch(given) else None


def remember(response: Response, session: str, request: Request) -> None:
    """Puts the session into a cookie that scripts cannot read and other sites cannot send."""
    response.set_cookie(
        COOKIE, session, httponly=True, samesite="lax", secure=request.url.scheme == "https", path="/"
    )


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

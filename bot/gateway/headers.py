"""Headers that keep a page from doing more than it should."""

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.gateway.embedding import FRAME, SCRIPT

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors "
)
NEVER_NEEDED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "keyboard-map",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "sync-xhr",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
"""What browsers could let a page do. Copying, which the code for the nurse line needs, is not among it."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in NEVER_NEEDED),
    "Cross-Origin-Opener-Policy": "same-origin",
}
ONLY_TLS = "max-age=31536000"
"""A year. Without ``includeSubDomains``: served at a charity's own domain, it would shut every site below
that has no TLS, and nothing of ours is below. Our cookies are of this host alone."""


class SecurityHeaders:
    """Adds the headers to every response. Only the framed chat may be framed, by us and ``allowed_sites``."""

    def __init__(self, app: ASGIApp, allowed_sites: Sequence[str] = ()) -> None:
        self._app = app
        self._framers = " ".join(["'self'", *allowed_sites])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI's interface."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers(scope))
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)

    def _headers(self, scope: Scope) -> dict[str, str]:
        path = scope["path"]
        headers = {
            **HEADERS,
            "Cross-Origin-Resource-Policy": "cross-origin" if path == SCRIPT else "same-origin",
        }
        if path == FRAME:
            headers["Content-Security-Policy"] = POLICY + self._framers
        else:
            headers["Content-Security-Policy"] = POLICY + "'none'"
            headers["X-Frame-Options"] = "DENY"  # which knows no list of sites, so it is not for the frame
        if scope["scheme"] == "https":
            headers["Strict-Transport-Security"] = ONLY_TLS
        return headers

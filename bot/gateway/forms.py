"""What a form of our pages sends: read to a bound, and never kept."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.gateway.incoming import clean

MOST_BYTES = 64 * 1024
MOST_FIELDS = 20
FORM = "application/x-www-form-urlencoded"


class FormError(Exception):
    """What was sent is no form of ours; ``status`` says what is wrong with it."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class Form:
    """The fields of a form."""

    def __init__(self, fields: Mapping[str, str] | None = None) -> None:
        self._fields = fields or {}

    def raw(self, name: str) -> str:
        """A field as it was typed; empty if it was not sent."""
        return self._fields.get(name, "")

    def text(self, name: str) -> str:
        """A field without control characters and spaces around it."""
        return clean(self.raw(name))


async def read(request: Request) -> Form:
    """The request's form. Raises FormError."""
    content_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if content_type != FORM:
        raise FormError(415)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise FormError(413)
    try:
        fields = parse_qsl(body.decode("ascii"), True, errors="replace", max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise FormError(400) from error
    return Form(dict(reversed(fields)))  # the first of several fields of one name

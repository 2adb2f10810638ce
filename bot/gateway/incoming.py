"""What people send: checked and cleaned before anything else sees it."""

import json
import re
import unicodedata
from typing import Any

from starlette.requests import Request

from bot.gateway.errors import ApiError

MOST_CHARACTERS = 2000
MOST_BYTES = 64 * 1024
"""Room for 2,000 characters however they are escaped, and no more is read."""
_KEPT_CONTROLS = "\n\t"
_INTENT_PREFIX = re.compile(r"^[\s/]+")


async def text_of(request: Request) -> str:
    """The message's text. Raises ApiError 400, 413 or 415 when there is none to be had."""
    return checked(_text_in(await json_of(request)))


def checked(text: str) -> str:
    """A message's text as everything else sees it. Raises ApiError 400 or 413."""
    if len(text) > MOST_CHARACTERS:
        raise ApiError(413, "too_long", f"A message can have at most {MOST_CHARACTERS} characters.")
    cleaned = clean(text)
    if not any(unicodedata.category(c)[0] not in "CZ" for c in cleaned):
        raise ApiError(400, "empty", "The message is empty.")
    return cleaned


async def json_of(request: Request) -> Any:
    """The request's JSON. Raises ApiError 400, 413 or 415 when there is none to be had."""
    content_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if content_type != "application/json":
        raise ApiError(415, "unsupported_media_type", "Send JSON, with Content-Type: application/json.")
    try:
        return json.loads(await _body(request))
    except (ValueError, RecursionError) as error:
        raise ApiError(400, "not_json", "The body is not JSON.") from error


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise ApiError(413, "too_long", f"A message can have at most {MOST_CHARACTERS} characters.")
    return body


def _text_in(data: Any) -> str:
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise ApiError(400, "not_text", 'Send {"text": "..."} with a text.')
    return str(data["text"])


def clean(text: str) -> str:
    """The text without control characters, broken surrogates and a leading slash.

    A leading slash would be Rasa's notation for a bare intent, which is not for the public.
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    shown = "".join(c for c in whole if c in _KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cs"))
    return _INTENT_PREFIX.sub("", shown).strip()

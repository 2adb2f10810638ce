"""Errors of the chat API in their one shape."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.core.messages import Message


class ApiError(Exception):
    """An error that a client can act on. ``messages`` are for the person, where there is one."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        messages: tuple[Message, ...] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.messages = messages
        self.headers = headers


async def api_error(request: Request, error: Exception) -> JSONResponse:
    """Renders an ApiError, or Starlette's own error, in the one shape."""
    if isinstance(error, HTTPException):
        headers = dict(error.headers or {})
        error = ApiError(error.status_code, "http_error", error.detail, headers=headers)
    if not isinstance(error, ApiError):
        raise error
    body: dict[str, Any] = {"error": {"code": error.code, "message": str(error)}}
    if error.messages:
        body["messages"] = [message.to_dict() for message in error.messages]
    return JSONResponse(body, error.status, error.headers)


async def unexpected_error(request: Request, error: Exception) -> JSONResponse:
    """Renders a fault of ours without its details."""
    return await api_error(request, ApiError(500, "internal_error", "Something went wrong on our side."))

"""Rasa's REST channel with one object a message, and without typed words in its log."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

logger = logging.getLogger(__name__)


class WholeMessages(CollectingOutputChannel):
    """Collects each response as it is: text, buttons and custom fields together."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps one response of the assistant."""
        fields = {key: message.get(key) or None for key in ("text", "buttons", "custom")}
        await self._persist_message(self._message(recipient_id, **fields))


class MessageChannel(RestInput):
    """``POST /webhooks/rest/webhook`` with ``{"sender", "message"}``, as Rasa's own channel."""

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[None]]) -> Blueprint:
        """The channel's endpoints; Rasa's interface."""
        webhook = Blueprint("message_channel")

        @webhook.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @webhook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            sender = await self._extract_sender(request)
            output = WholeMessages()
            try:
                text = self._extract_message(request)
                await on_new_message(UserMessage(text, output, sender, input_channel=self.name()))
            except Exception as error:  # the gateway answers for us; the text must not be logged
                place = traceback.extract_tb(error.__traceback__)[-1]
                logger.error("%s at %s:%s", type(error).__name__, place.filename, place.lineno)
                return response.json([], status=500)
            return response.json(output.messages)

        return webhook

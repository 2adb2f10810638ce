"""Speaks to Rasa's REST channel."""

from __future__ import annotations

from typing import Any

import httpx

from bot.core.errors import TrialGuideError

SECONDS = 20.0
"""Longer than any message takes; after it the person is told that something is wrong."""
SECONDS_TO_LOOK = 2.0
PATH = "/webhooks/rest"
MALFORMED = (ValueError, TypeError, AttributeError, KeyError, RecursionError)
"""What reading an answer that has not the agreed shape raises."""


class RasaUnavailableError(TrialGuideError):
    """Rasa did not answer, or not with messages."""


class RasaClient:
    """Sends a person's message and returns what the assistant says."""

    def __init__(self, url: str) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=SECONDS, trust_env=False)

    async def send(self, session: str, text: str) -> list[dict[str, Any]]:
        """The assistant's messages as the chat API gives them; at least one.

        Raises RasaUnavailableError.
        """
        try:
            reply = await self._http.post(f"{PATH}/webhook", json={"sender": session, "message": text})
            reply.raise_for_status()
            messages = [_message(response) for response in reply.json()]
        except (httpx.HTTPError, *MALFORMED) as error:
            raise RasaUnavailableError(type(error).__name__) from error
        if not messages:
            raise RasaUnavailableError("no reply")
        return messages

    async def is_ready(self) -> bool:
        """Whether a message would be answered: Rasa listens only once its model is loaded."""
        try:
            reply = await self._http.get(f"{PATH}/", timeout=SECONDS_TO_LOOK)
            return reply.status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()


def _message(response: dict[str, Any]) -> dict[str, Any]:
    """A Rasa response in the shape of the chat API; raises one of MALFORMED if it is none."""
    message = {**response["custom"], "text": response["text"]}
    if not message["text"] or not message["kind"]:
        raise ValueError("a message without text or kind")
    if response.get("buttons"):
        message["buttons"] = [{"title": b["title"], "text": b["payload"]} for b in response["buttons"]]
    return message

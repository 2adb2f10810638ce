"""The code for the nurse line: says what a nurse will see, freezes the sheet on consent, takes it back."""

from __future__ import annotations

import asyncio
import logging
import secrets
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.tracker import asked, asked_of_relative, interview, understood, utter
from bot import bootstrap
from bot.core import codes, handoff
from bot.core.errors import TrialGuideError
from bot.core.messages import Message
from bot.core.understanding import CODE, DECLINE, MAKE, TAKE, WITHDRAW
from bot.settings import settings
from bot.store.engine import StoreError

MOST_DRAWN = 5
"""A code that somebody else has is drawn once in many millions; so often in a row something is wrong."""

logger = logging.getLogger(__name__)


class SpeakOfCode(Action):
    """What is said and done about a code, alone or between the pre-screen's questions."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_code"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Deals with the message's first wish about a code."""
        wishes = [part.label for part in understood(tracker).parts if part.label.startswith(CODE)]
        utter(dispatcher, (await reply(tracker, wishes[0] if wishes else TAKE),))
        return []


async def reply(tracker: Tracker, wish: str, question_follows: bool = False) -> Message:
    """Does what is wished about a code and says so.

    Where a ``question_follows``, no other can be asked before it, so the code is only offered.
    """
    line = bootstrap.nurse_line()
    if wish == MAKE:
        return await _made(tracker)
    if wish == WITHDRAW:
        return await _withdrawn(tracker)
    if wish == DECLINE:
        return line.declined()
    if question_follows:
        return line.handoff()
    return line.consent() if _has_content(tracker) else line.nothing_yet()


def _has_content(tracker: Tracker) -> bool:
    """Whether there is anything that a sheet could show."""
    return bool(asked(tracker) or interview(tracker))


async def _made(tracker: Tracker) -> Message:
    line, today = bootstrap.nurse_line(), settings().current_day()
    if not _has_content(tracker):
        return line.nothing_yet()
    sheet = handoff.sheet(
        bootstrap.trial(), today, asked(tracker), interview(tracker), asked_of_relative(tracker)
    )
    try:
        code = await asyncio.to_thread(_freeze, tracker.sender_id, sheet)
    except TrialGuideError as error:
        logger.error("a sheet could not be kept: %s", type(error).__name__)
        return line.not_made()
    return line.made(code, today)


def _freeze(session: str, sheet: handoff.Sheet) -> str:
    """Keeps the sheet in place of the session's earlier one; its code. Raises StoreError."""
    for _ in range(MOST_DRAWN):
        code = codes.drawn(secrets.choice)
        if bootstrap.sheets().keep(code, session, sheet.to_dict()):
            return code
    raise StoreError("no free code")


async def _withdrawn(tracker: Tracker) -> Message:
    line = bootstrap.nurse_line()
    try:
        return line.withdrawn(await asyncio.to_thread(bootstrap.sheets().withdraw, tracker.sender_id))
    except TrialGuideError as error:
        logger.error("a sheet could not be erased: %s", type(error).__name__)
        return line.not_withdrawn()

"""Says what a pre-screen says, and keeps its result on a page of its own before it is told."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.tracker import commands, utter
from bot import bootstrap
from bot.core import prescreen
from bot.core.interview import Interview
from bot.core.messages import Message
from bot.settings import settings
from bot.store.engine import StoreError

RESULT = "result"
"""Kind of the message that has a page."""

logger = logging.getLogger(__name__)


async def tell(
    dispatcher: CollectingDispatcher, tracker: Tracker, interview: Interview, messages: tuple[Message, ...]
) -> None:
    """Says these messages of an interview. A result that cannot be kept is told without its page."""
    is_told = any(message.kind == RESULT for message in messages)
    try:
        if is_told and interview.key:
            await asyncio.to_thread(_keep, interview, tracker.sender_id)
        elif prescreen.AGAIN in commands(tracker):
            await asyncio.to_thread(bootstrap.results().erase, tracker.sender_id)
    except StoreError as error:
        logger.error("the store of results failed: %s", error)
        if is_told:
            without_page = bootstrap.teller().result(replace(interview, key=""))
            messages = tuple(without_page if m.kind == RESULT else m for m in messages)
    utter(dispatcher, messages)


def _keep(interview: Interview, session: str) -> None:
    content = {
        "trial": bootstrap.trial().id,
        "date": settings().current_day().isoformat(),
        "interview": interview.to_dict(),
    }
    bootstrap.results().keep(interview.key, session, content)

"""Counts what could not be answered, after the reply; whatever becomes of it, the person has theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import structlog

from bot.core.errors import SetupError
from bot.core.wordings import scrubbed
from bot.store.engine import StoreError
from bot.store.unanswered import UnansweredStore

IN_VAIN = ("not_stated", "out_of_scope", "clarify")
"""Kinds of replies that answer nothing."""
PRIVATE = ("privacy", "urgent", "crisis", "pregnancy", "error")
"""Beside a reply of one of these nothing is counted: what was typed is about the person."""

log = structlog.get_logger()


class Recorder:
    """Records wordings by the labels of the replies that did not answer them."""

    def __init__(self, store: UnansweredStore, nurse_line: str) -> None:
        self._store = store
        self._nurse_line = nurse_line

    def record(self, session: str, text: str, messages: Sequence[Mapping[str, Any]]) -> None:
        """Records a message with these replies, if any of them answers nothing. May block; never raises."""
        if any(message["kind"] in PRIVATE for message in messages):
            return
        labels = {str(m.get("topic") or m["kind"]) for m in messages if m["kind"] in IN_VAIN}
        wording = scrubbed(text, [self._nurse_line]) if labels else None
        try:
            for label in sorted(labels) if wording else ():
                self._store.record(session, wording or "", label)
        except (StoreError, SetupError) as error:
            log.error("what was not answered could not be counted", reason=type(error).__name__)

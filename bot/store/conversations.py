"""Conversations, one row each, kept for as long as somebody may go on with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.store.engine import erase, insert, now, renew, transaction
from bot.store.idleness import is_over
from bot.store.keys import Keyring, UnreadableError
from bot.store.tables import CONVERSATIONS


class ConversationStore:
    """Keeps a conversation while it is not idle for longer than a ``lifetime``.

    One whose person has a code for the nurse line is kept for as long as the code's sheet is. Every method
    raises StoreError.
    """

    def __init__(
        self,
        engine: Engine,
        keyring: Keyring,
        lifetime: timedelta = timedelta(minutes=30),
        sheet_lifetime: timedelta = timedelta(days=14),
    ) -> None:
        self._engine = engine
        self._keyring = keyring
        self.lifetime = lifetime
        self._sheet_lifetime = sheet_lifetime

    def keep(self, session: str, content: Mapping[str, Any]) -> None:
        """Keeps a conversation as it now stands."""
        key = self._keyring.fingerprint(session)
        text = self._keyring.encrypt(json.dumps({"of": key, "conversation": content}).encode())
        values = {"updated_at": now(), "content": text}
        made = insert(self._engine, CONVERSATIONS).values(session_fingerprint=key, **values)
        made = made.on_conflict_do_update(index_elements=["session_fingerprint"], set_=values)
        with transaction(self._engine) as session_:
            session_.execute(made)

    def read(self, session: str) -> dict[str, Any] | None:
        """A conversation as it was kept last; None if it is gone, or to be gone.

        Raises UnreadableError where the row was changed by somebody else, or the keys are others.
        """
        key = self._keyring.fingerprint(session)
        mine = CONVERSATIONS.c.session_fingerprint == key
        with transaction(self._engine) as session_:
            text = session_.scalar(select(CONVERSATIONS.c.content).where(mine, ~self._is_due()))
        if text is None:
            return None
        kept: dict[str, Any] = json.loads(self._keyring.decrypt(text))
        if kept["of"] != key:
            raise UnreadableError("of another conversation")
        conversation: dict[str, Any] = kept["conversation"]
        return conversation

    def count(self, session: str) -> int:
        """How many conversations a session has: one or none."""
        mine = CONVERSATIONS.c.session_fingerprint == self._keyring.fingerprint(session)
        with transaction(self._engine) as session_:
            return int(session_.scalar(select(func.count()).select_from(CONVERSATIONS).where(mine)))

    def erase(self, session: str) -> int:
        """Erases a session's conversation; how many there were."""
        mine = CONVERSATIONS.c.session_fingerprint == self._keyring.fingerprint(session)
        return erase(self._engine, CONVERSATIONS, mine)

    def purge(self) -> int:
        """Erases the conversations that were idle for too long; how many there were."""
        return erase(self._engine, CONVERSATIONS, self._is_due())

    def renew(self) -> int:
        """Encrypts all with the newest key; how many there were."""
        return renew(self._engine, CONVERSATIONS, self._keyring.renewed)

    def _is_due(self) -> Any:
        of, used_at = CONVERSATIONS.c.session_fingerprint, CONVERSATIONS.c.updated_at
        return is_over(of, used_at, self.lifetime, self._sheet_lifetime)

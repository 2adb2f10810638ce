"""The results of pre-screens, kept so that only whoever has a result's address can read it.

The address is the secret: the database holds its hash, and the content under a key made from it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from cryptography.fernet import InvalidToken
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.store.engine import erase, insert, now, transaction
from bot.store.keys import cipher_from
from bot.store.tables import RESULTS

KEY_USE = b"trial-guide result"


class ResultStore:
    """Keeps results for a ``lifetime``, each under its address and for a session that can erase it.

    Every method raises StoreError.
    """

    def __init__(self, engine: Engine, lifetime: timedelta = timedelta(hours=24)) -> None:
        self._engine = engine
        self.lifetime = lifetime

    def keep(self, address: str, session: str, content: Mapping[str, Any]) -> None:
        """Keeps a result in place of an earlier one at this address."""
        values = {
            "session_hash": _hash(session),
            "created_at": now(),
            "content": cipher_from(address, KEY_USE).encrypt(json.dumps(content).encode()).decode(),
        }
        made = insert(self._engine, RESULTS).values(address_hash=_hash(address), **values)
        with transaction(self._engine) as session_:
            session_.execute(made.on_conflict_do_update(index_elements=["address_hash"], set_=values))

    def read(self, address: str) -> dict[str, Any] | None:
        """The result at this address; None if there is none, or none that may still be shown."""
        query = select(RESULTS.c.content).where(
            RESULTS.c.address_hash == _hash(address), RESULTS.c.created_at >= now() - self.lifetime
        )
        with transaction(self._engine) as session:
            content = session.scalar(query)
        if content is None:
            return None
        try:
            result: dict[str, Any] = json.loads(cipher_from(address, KEY_USE).decrypt(content.encode()))
        except InvalidToken:  # somebody has changed the database
            return None
        return result

    def count(self, session: str) -> int:
        """How many results there are of a session."""
        mine = RESULTS.c.session_hash == _hash(session)
        with transaction(self._engine) as session_:
            return int(session_.scalar(select(func.count()).select_from(RESULTS).where(mine)))

    def erase(self, session: str) -> int:
        """Erases a session's results; how many there were."""
        return erase(self._engine, RESULTS, RESULTS.c.session_hash == _hash(session))

    def purge(self, before: datetime | None = None) -> int:
        """Erases the results from before this time, or else those that expired; how many there were."""
        until = before.astimezone(timezone.utc) if before else now() - self.lifetime
        return erase(self._engine, RESULTS, RESULTS.c.created_at < until)


def _hash(secret: str) -> str:
    """Enough for secrets of 128 random bits, which cannot be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()

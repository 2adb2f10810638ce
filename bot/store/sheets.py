"""The sheets for the nurse line, each frozen under the code that the person reads out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.engine import Engine

from bot.store.engine import erase, insert, now, renew, transaction, wipe
from bot.store.keys import Keyring, UnreadableError
from bot.store.tables import SHEETS


class SheetStore:
    """Keeps sheets for a ``lifetime``, each under its code and for a session that can withdraw it.

    Every method raises StoreError.
    """

    def __init__(self, engine: Engine, keyring: Keyring, lifetime: timedelta = timedelta(days=14)) -> None:
        self._engine = engine
        self._keyring = keyring
        self.lifetime = lifetime

    def keep(self, code: str, session: str, content: Mapping[str, Any]) -> bool:
        """Keeps a sheet in place of the session's earlier one, whose code opens nothing from now on.

        False where the code is one of another session, so that it must be another.
        """
        key = self._keyring.fingerprint(code)
        values = {
            "session_fingerprint": self._keyring.fingerprint(session),
            "created_at": now(),
            "content": self._keyring.encrypt(json.dumps({"of": key, "sheet": content}).encode()),
        }
        made = insert(self._engine, SHEETS).values(code_fingerprint=key, **values)
        only_own = SHEETS.c.session_fingerprint == values["session_fingerprint"]
        made = made.on_conflict_do_update(index_elements=["code_fingerprint"], set_=values, where=only_own)
        earlier = delete(SHEETS).where(only_own, SHEETS.c.code_fingerprint != key)
        with transaction(self._engine) as session_:
            is_kept = bool(session_.execute(made).rowcount)
            is_replaced = is_kept and bool(session_.execute(earlier).rowcount)
        if is_replaced:
            wipe(self._engine)
        return is_kept

    def read(self, code: str) -> dict[str, Any] | None:
        """The sheet under this code; None if there is none, or none that may still be shown."""
        key = self._keyring.fingerprint(code)
        query = select(SHEETS.c.content).where(SHEETS.c.code_fingerprint == key, self._lives())
        with transaction(self._engine) as session:
            text = session.scalar(query)
        if text is None:
            return None
        try:
            kept: dict[str, Any] = json.loads(self._keyring.decrypt(text))
        except UnreadableError:  # somebody has changed the database, or lost the keys
            return None
        sheet: dict[str, Any] | None = kept["sheet"] if kept["of"] == key else None
        return sheet

    def has_code(self, session: str) -> bool:
        """Whether a sheet of this session may still be shown."""
        live = select(SHEETS.c.id).where(self._of(session), self._lives())
        with transaction(self._engine) as session_:
            return session_.scalar(live.limit(1)) is not None

    def withdraw(self, session: str) -> int:
        """Erases a session's sheets at once, so that their codes open nothing; how many there were."""
        return erase(self._engine, SHEETS, self._of(session))

    erase = withdraw

    def count(self, session: str) -> int:
        """How many sheets there are of a session."""
        with transaction(self._engine) as session_:
            return int(session_.scalar(select(func.count()).select_from(SHEETS).where(self._of(session))))

    def purge(self) -> int:
        """Erases the sheets that are too old to be shown; how many there were."""
        return erase(self._engine, SHEETS, ~self._lives())

    def renew(self) -> int:
        """Encrypts all with the newest key; how many there were."""
        return renew(self._engine, SHEETS, self._keyring.renewed)

    def _of(self, session: str) -> Any:
        return SHEETS.c.session_fingerprint == self._keyring.fingerprint(session)

    def _lives(self) -> Any:
        return SHEETS.c.created_at >= now() - self.lifetime

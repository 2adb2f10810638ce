"""The sheets for the nurse line, each frozen under the code that the person reads out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.engine import Engine

from bot.store.engine import insert, transaction
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
            "created_at": _now(),
            "content": self._keyring.encrypt(json.dumps({"of": key, "sheet": content}).encode()),
        }
        made = insert(self._engine, SHEETS).values(code_fingerprint=key, **values)
        only_own = SHEETS.c.session_fingerprint == values["session_fingerprint"]
        made = made.on_conflict_do_update(index_elements=["code_fingerprint"], set_=values, where=only_own)
        earlier = delete(SHEETS).where(only_own, SHEETS.c.code_fingerprint != key)
        with transaction(self._engine) as session_:
            is_kept = bool(session_.execute(made).rowcount)
            if is_kept:
                session_.execute(earlier)
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
        mine = SHEETS.c.session_fingerprint == self._keyring.fingerprint(session)
        with transaction(self._engine) as session_:
            return session_.scalar(select(SHEETS.c.id).where(mine, self._lives()).limit(1)) is not None

    def withdraw(self, session: str) -> int:
        """Erases a session's sheets; how many there were."""
        return self._erase(SHEETS.c.session_fingerprint == self._keyring.fingerprint(session))

    def purge(self) -> int:
        """Erases the sheets that are too old to be shown; how many there were."""
        return self._erase(SHEETS.c.created_at < _now() - self.lifetime)

    def _lives(self) -> Any:
        return SHEETS.c.created_at >= _now() - self.lifetime

    def _erase(self, which: Any) -> int:
        with transaction(self._engine) as session:
            return int(session.execute(delete(SHEETS).where(which)).rowcount)


def _now() -> datetime:
    return datetime.now(timezone.utc)

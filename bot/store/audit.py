"""The audit trail: who did what, and when; of a sheet only its fingerprint, of its content nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.store.clock import Clock, as_utc
from bot.store.engine import erase, now, renew, transaction
from bot.store.keys import Keyring, UnreadableError
from bot.store.tables import AUDIT

KEPT = timedelta(days=365)
SHOWN_DIGITS = 12
"""So much of a fingerprint tells one sheet from another."""


@dataclass(frozen=True)
class Deed:
    """One line of the trail."""

    at: datetime
    who: str
    what: str
    sheet: str = ""


class AuditStore:
    """Keeps the trail, encrypted, for a year. Every method raises StoreError."""

    def __init__(self, engine: Engine, keyring: Keyring, clock: Clock = now) -> None:
        self._engine = engine
        self._keyring = keyring
        self._now = clock

    def write(self, who: str, what: str, code: str = "") -> None:
        """Adds a line; a code is kept as the fingerprint of its sheet."""
        sheet = self._keyring.fingerprint(code)[:SHOWN_DIGITS] if code else ""
        content = json.dumps({"who": who, "what": what, "sheet": sheet})
        values = {"at": self._now(), "content": self._keyring.encrypt(content.encode())}
        with transaction(self._engine) as session:
            session.execute(AUDIT.insert().values(**values))

    def latest(self, most: int = 200) -> list[Deed]:
        """The latest lines that can be read, the newest first."""
        with transaction(self._engine) as session:
            newest = select(AUDIT).order_by(AUDIT.c.at.desc(), AUDIT.c.id.desc())
            rows = session.execute(newest.limit(most)).all()
        deeds = []
        for row in rows:
            try:
                content = json.loads(self._keyring.decrypt(row.content))
            except UnreadableError:
                continue
            deeds.append(Deed(as_utc(row.at), content["who"], content["what"], content["sheet"]))
        return deeds

    def purge(self) -> int:
        """Erases what is older than a year; how much there was."""
        return erase(self._engine, AUDIT, AUDIT.c.at < self._now() - KEPT)

    def renew(self) -> int:
        """Encrypts all with the newest key; how much there was."""
        return renew(self._engine, AUDIT, self._keyring.renewed)

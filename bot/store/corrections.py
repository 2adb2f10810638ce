"""Replies that an editor has marked as wrong, with the label that would have been right."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.store.clock import Clock, as_utc
from bot.store.engine import erase, now, renew, transaction
from bot.store.keys import Keyring, UnreadableError
from bot.store.tables import CORRECTIONS

KEPT = timedelta(days=365)


@dataclass(frozen=True)
class Correction:
    """A wording, the label that it was taken for, and the right one."""

    text: str
    was: str
    right: str


@dataclass(frozen=True)
class Marked:
    """A correction as it was kept."""

    id: int
    at: datetime
    correction: Correction


class CorrectionStore:
    """Keeps corrections, encrypted, until they are taken over, a year at most. Methods raise StoreError."""

    def __init__(self, engine: Engine, keyring: Keyring, clock: Clock = now) -> None:
        self._engine = engine
        self._keyring = keyring
        self._now = clock

    def add(self, correction: Correction) -> None:
        """Keeps a correction."""
        content = self._keyring.encrypt(json.dumps(asdict(correction)).encode())
        with transaction(self._engine) as session:
            session.execute(CORRECTIONS.insert().values(made_at=self._now(), content=content))

    def all(self) -> list[Marked]:
        """All corrections that can be read, the oldest first."""
        with transaction(self._engine) as session:
            rows = session.execute(select(CORRECTIONS).order_by(CORRECTIONS.c.id)).all()
        marked = []
        for row in rows:
            try:
                content = json.loads(self._keyring.decrypt(row.content))
            except UnreadableError:
                continue
            marked.append(Marked(row.id, as_utc(row.made_at), Correction(**content)))
        return marked

    def remove(self, number: int) -> int:
        """Erases one; how many there were."""
        return erase(self._engine, CORRECTIONS, CORRECTIONS.c.id == number)

    def purge(self) -> int:
        """Erases what is older than a year; how much there was."""
        return erase(self._engine, CORRECTIONS, CORRECTIONS.c.made_at < self._now() - KEPT)

    def renew(self) -> int:
        """Encrypts all with the newest key; how much there was."""
        return renew(self._engine, CORRECTIONS, self._keyring.renewed)

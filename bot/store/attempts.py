"""Attempts at passwords and codes: after a few failures each next one has to wait, ever longer.

They are counted in the database, so that neither a restart nor a second process begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.core.errors import TrialGuideError
from bot.store.clock import Clock, as_utc
from bot.store.engine import insert, now, transaction
from bot.store.keys import Keyring
from bot.store.tables import ATTEMPTS

FORGOTTEN_AFTER = timedelta(hours=24)
MOST_DOUBLINGS = 30


@dataclass(frozen=True)
class Limit:
    """How many failures are ``free``; after them the wait is the ``first`` one, doubled each time."""

    free: int
    first: timedelta = timedelta(seconds=2)
    longest: timedelta = timedelta(minutes=15)

    def wait_after(self, failures: int) -> timedelta:
        """How long to wait after so many failures."""
        beyond = failures - self.free
        if beyond < 0:
            return timedelta(0)
        return min(self.longest, self.first * int(2 ** min(beyond, MOST_DOUBLINGS)))


class TooManyAttemptsError(TrialGuideError):
    """An attempt comes too soon after others; ``seconds`` says how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} seconds")
        self.seconds = seconds


class AttemptStore:
    """Counts attempts by what they are made on, and by whom. Every method raises StoreError."""

    def __init__(self, engine: Engine, keyring: Keyring, clock: Clock = now) -> None:
        self._engine = engine
        self._keyring = keyring
        self._now = clock

    def count(self, limits: Mapping[str, Limit]) -> None:
        """Counts an attempt as failed before it is made, so that many at once do not slip through.

        ``limits`` by what is counted. Raises TooManyAttemptsError, and then counts nothing.
        """
        at = self._now()
        keyed = {self._keyring.fingerprint(f"attempt {name}"): limit for name, limit in limits.items()}
        with transaction(self._engine) as session:
            blocked = select(func.max(ATTEMPTS.c.blocked_until)).where(ATTEMPTS.c.key_fingerprint.in_(keyed))
            _refuse(session.scalar(blocked), at)  # whoever floods us makes nobody wait to write
        with transaction(self._engine) as session:
            for key in sorted(keyed):  # always in one order: two processes never wait for each other
                self._count(session, key, keyed[key], at)

    def _count(self, session: Session, key: str, limit: Limit, at: datetime) -> None:
        is_forgotten = ATTEMPTS.c.updated_at < at - FORGOTTEN_AFTER
        made = insert(self._engine, ATTEMPTS).values(
            key_fingerprint=key, failures=1, blocked_until=at, updated_at=at
        )
        once_more = {"failures": case((is_forgotten, 1), else_=ATTEMPTS.c.failures + 1), "updated_at": at}
        made = made.on_conflict_do_update(
            index_elements=["key_fingerprint"], set_=once_more, where=ATTEMPTS.c.blocked_until <= at
        )
        mine = ATTEMPTS.c.key_fingerprint == key
        if not session.execute(made).rowcount:
            _refuse(session.scalar(select(ATTEMPTS.c.blocked_until).where(mine)), at)
        failures = session.scalar(select(ATTEMPTS.c.failures).where(mine))
        wait = limit.wait_after(failures)
        session.execute(update(ATTEMPTS).where(mine).values(blocked_until=at + wait))

    def forgive(self, names: Iterable[str]) -> None:
        """Takes back the latest attempt, which was none on something that is not one's own."""
        keys = [self._keyring.fingerprint(f"attempt {name}") for name in names]
        values = {"failures": ATTEMPTS.c.failures - 1, "blocked_until": self._now()}
        with transaction(self._engine) as session:
            for key in sorted(keys):
                session.execute(update(ATTEMPTS).where(ATTEMPTS.c.key_fingerprint == key).values(**values))

    def forget(self, name: str) -> None:
        """Forgets all failures of this name."""
        mine = ATTEMPTS.c.key_fingerprint == self._keyring.fingerprint(f"attempt {name}")
        with transaction(self._engine) as session:
            session.execute(delete(ATTEMPTS).where(mine))

    def purge(self) -> int:
        """Erases what is forgotten; how much there was."""
        old = ATTEMPTS.c.updated_at < self._now() - FORGOTTEN_AFTER
        with transaction(self._engine) as session:
            return int(session.execute(delete(ATTEMPTS).where(old)).rowcount)


def _refuse(until: datetime | None, at: datetime) -> None:
    """Raises TooManyAttemptsError before that time."""
    if until is not None and as_utc(until) > at:
        raise TooManyAttemptsError(max(1, round((as_utc(until) - at).total_seconds())))

"""What could not be answered: how many people asked it, and its wording once several have.

Before that many people have used a wording, only its fingerprint is there: nobody's own words are kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, distinct, func, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.store.clock import Clock
from bot.store.engine import insert, now, renew, transaction, wipe
from bot.store.keys import Keyring, UnreadableError
from bot.store.tables import UNANSWERED, UNANSWERED_IN

KEPT = timedelta(days=90)
SEEN_FROM = 3


@dataclass(frozen=True)
class Wording:
    """A wording that so many people used, and the label of the reply that did not answer it."""

    text: str
    label: str
    people: int


class UnansweredStore:
    """Counts by label and wording in how many sessions something was asked in vain, for 90 days.

    A wording is kept, encrypted, from the session on with which ``seen_from`` have used it. Every method
    raises StoreError.
    """

    def __init__(
        self, engine: Engine, keyring: Keyring, seen_from: int = SEEN_FROM, clock: Clock = now
    ) -> None:
        self._engine = engine
        self._keyring = keyring
        self.seen_from = seen_from
        self._now = clock

    def record(self, session: str, wording: str, label: str) -> None:
        """Counts that this was asked in this session."""
        key = self._keyring.fingerprint(f"wording {label} {wording}")
        made = insert(self._engine, UNANSWERED).values(wording_fingerprint=key, label=label)
        mine = UNANSWERED.c.wording_fingerprint == key
        with transaction(self._engine) as work:
            work.execute(made.on_conflict_do_nothing())
            number = work.scalar(select(UNANSWERED.c.id).where(mine))
            seen = insert(self._engine, UNANSWERED_IN).values(
                unanswered_id=number, session_fingerprint=self._key(session, key), seen_at=self._now()
            )
            work.execute(seen.on_conflict_do_nothing())
            of_this = UNANSWERED_IN.c.unanswered_id == number
            people = work.scalar(select(func.count()).select_from(UNANSWERED_IN).where(of_this))
            if people >= self.seen_from:
                text = self._keyring.encrypt(json.dumps({"of": key, "wording": wording}).encode())
                unkept = UNANSWERED.c.content.is_(None)
                work.execute(update(UNANSWERED).where(mine, unkept).values(content=text))

    def wordings(self) -> list[Wording]:
        """The wordings that enough people used, the most frequent first."""
        people = func.count(UNANSWERED_IN.c.session_fingerprint)
        query = (
            select(UNANSWERED, people.label("people"))
            .join(UNANSWERED_IN, UNANSWERED_IN.c.unanswered_id == UNANSWERED.c.id)
            .where(UNANSWERED.c.content.is_not(None), self._lives())
            .group_by(UNANSWERED.c.id)
            .having(people >= self.seen_from)
        )
        with transaction(self._engine) as work:
            rows = work.execute(query).all()
        read = [wording for row in rows if (wording := self._wording(row))]
        return sorted(read, key=lambda wording: (-wording.people, wording.text))

    def by_label(self) -> Mapping[str, int]:
        """How often something was asked in vain, once a session and wording, by the reply's label."""
        query = (
            select(UNANSWERED.c.label, func.count())
            .join(UNANSWERED_IN, UNANSWERED_IN.c.unanswered_id == UNANSWERED.c.id)
            .where(self._lives())
            .group_by(UNANSWERED.c.label)
            .order_by(func.count().desc(), UNANSWERED.c.label)
        )
        with transaction(self._engine) as work:
            return {label: int(number) for label, number in work.execute(query)}

    def count(self, session: str) -> int:
        """To how many wordings this session has contributed."""
        with transaction(self._engine) as work:
            return len(self._contributions(work, session))

    def erase(self, session: str) -> int:
        """Takes out what this session has contributed; to how many wordings it was."""
        with transaction(self._engine) as work:
            contributions = self._contributions(work, session)
            for number, fingerprint in contributions:
                mine = UNANSWERED_IN.c.session_fingerprint == fingerprint
                work.execute(delete(UNANSWERED_IN).where(UNANSWERED_IN.c.unanswered_id == number, mine))
            self._forget_what_few_used(work)
        if contributions:
            wipe(self._engine)
        return len(contributions)

    def purge(self) -> int:
        """Takes out what is older than 90 days; how many contributions that were."""
        with transaction(self._engine) as work:
            purged = int(work.execute(delete(UNANSWERED_IN).where(~self._lives())).rowcount)
            self._forget_what_few_used(work)
        return purged

    def renew(self) -> int:
        """Encrypts all wordings with the newest key; how many there were."""
        return renew(self._engine, UNANSWERED, self._renewed)

    def _renewed(self, text: str | None) -> str:
        if text is None:
            raise UnreadableError("no wording is kept")
        return self._keyring.renewed(text)

    def _contributions(self, work: Session, session: str) -> Sequence[tuple[int, str]]:
        """By wording and fingerprint. A session's fingerprint is another with each wording.

        So that nobody can tell from the table what one person asked.
        """
        rows = work.execute(select(UNANSWERED.c.id, UNANSWERED.c.wording_fingerprint)).all()
        keys = {(number, self._key(session, key)) for number, key in rows}
        theirs = work.execute(select(UNANSWERED_IN.c.unanswered_id, UNANSWERED_IN.c.session_fingerprint))
        return [(number, key) for number, key in theirs if (number, key) in keys]

    def _forget_what_few_used(self, work: Session) -> None:
        of_this = UNANSWERED_IN.c.unanswered_id == UNANSWERED.c.id
        people = select(func.count()).select_from(UNANSWERED_IN).where(of_this).scalar_subquery()
        work.execute(update(UNANSWERED).where(people < self.seen_from).values(content=None))
        left = select(distinct(UNANSWERED_IN.c.unanswered_id))
        work.execute(delete(UNANSWERED).where(UNANSWERED.c.id.not_in(left)))

    def _wording(self, row: Any) -> Wording | None:
        try:
            kept = json.loads(self._keyring.decrypt(row.content))
        except UnreadableError:  # somebody has changed the database, or lost the keys
            return None
        is_own = kept["of"] == row.wording_fingerprint
        return Wording(kept["wording"], row.label, row.people) if is_own else None

    def _key(self, session: str, wording_fingerprint: str) -> str:
        return self._keyring.fingerprint(f"asked {session} {wording_fingerprint}")

    def _lives(self) -> Any:
        return UNANSWERED_IN.c.seen_at >= self._now() - KEPT

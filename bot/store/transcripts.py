"""What was said in a conversation, so that who reloads the page sees it again.

It is encrypted under a key made from the session's id, which only the person's own cookie holds: the database
tells nothing, not even together with the file of keys. Hence nothing is renewed when these are rotated.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import delete, func, select
from sqlalchemy.engine import Engine, Row

from bot.store.engine import erase, insert, now, transaction, wipe
from bot.store.errors import StoreError, UnreadableError
from bot.store.idleness import is_over
from bot.store.keys import Keyring, cipher_from
from bot.store.tables import EXCHANGES

KEY_USE = b"trial-guide exchange"
TRIES = 20
"""So many other processes may take the next number in the meantime."""
SAME = EXCHANGES.alias()
"""The table once more, to find the latest exchange of the same session."""


@dataclass(frozen=True)
class Exchange:
    """What a person wrote and what the assistant replied, counted from 1 within their conversation."""

    number: int
    text: str
    messages: list[dict[str, Any]]


class TranscriptStore:
    """Keeps a session's exchanges for as long as its conversation: see ``is_over``.

    Every method raises StoreError.
    """

    def __init__(
        self, engine: Engine, keyring: Keyring, lifetime: timedelta, sheet_lifetime: timedelta
    ) -> None:
        self._engine = engine
        self._keyring = keyring
        self._lifetime = lifetime
        self._sheet_lifetime = sheet_lifetime

    def add(self, session: str, key: str, text: str, messages: list[dict[str, Any]]) -> Exchange:
        """Appends an exchange, unless there is one of this ``key``, which then is returned.

        Raises UnreadableError where that one was changed by somebody else.
        """
        for _ in range(TRIES):
            added = self._append(session, key, text, messages) or self.find(session, key)
            if added:
                return added
        raise StoreError("busy")

    def find(self, session: str, key: str) -> Exchange | None:
        """The exchange of this key; None if there is none, or none that may still be shown.

        Raises UnreadableError.
        """
        mine = self._of(session) & (EXCHANGES.c.key_hash == self._key_hash(session, key))
        with transaction(self._engine) as work:
            row = work.execute(select(EXCHANGES).where(mine, ~self._is_due())).first()
        return _read(cipher_from(session, KEY_USE), row) if row else None

    def since(self, session: str, number: int = 0, most: int = 200) -> list[Exchange]:
        """The exchanges after this number that may still be shown, in order; of too many the last ones.

        Raises UnreadableError where one of them was changed, or moved, by somebody else.
        """
        later = self._of(session) & (EXCHANGES.c.number > number)
        query = select(EXCHANGES).where(later, ~self._is_due()).order_by(EXCHANGES.c.number.desc())
        with transaction(self._engine) as work:
            rows = work.execute(query.limit(most)).all()
        cipher = cipher_from(session, KEY_USE)
        return [_read(cipher, row) for row in reversed(rows)]

    def count(self, session: str) -> int:
        """How many exchanges are kept of a session."""
        with transaction(self._engine) as work:
            mine = select(func.count()).select_from(EXCHANGES).where(self._of(session))
            return int(work.scalar(mine))

    def erase(self, session: str) -> int:
        """Erases a session's exchanges; how many there were."""
        return erase(self._engine, EXCHANGES, self._of(session))

    def purge(self) -> int:
        """Erases the exchanges of conversations that are over; how many there were."""
        return erase(self._engine, EXCHANGES, self._is_due())

    def _append(self, session: str, key: str, text: str, messages: list[dict[str, Any]]) -> Exchange | None:
        """The exchange behind the latest; None where its key was there, or its number was just taken."""
        mine = self._of(session)
        latest = select(EXCHANGES.c.number, self._is_due().label("is_due")).where(mine)
        with transaction(self._engine) as work:
            row = work.execute(latest.order_by(EXCHANGES.c.number.desc()).limit(1)).first()
            was_over = row is not None and row.is_due
            if was_over:  # a new exchange would make it young again
                work.execute(delete(EXCHANGES).where(mine))
            number = 1 if row is None or was_over else int(row.number) + 1
            added = work.execute(self._row(session, key, Exchange(number, text, messages))).rowcount
        if was_over:
            wipe(self._engine)
        return Exchange(number, text, messages) if added else None

    def _row(self, session: str, key: str, exchange: Exchange) -> Any:
        """Inserts an exchange, unless its number is taken, or there is one of its key."""
        place = {
            "session_fingerprint": self._keyring.fingerprint(session),
            "number": exchange.number,
            "key_hash": self._key_hash(session, key),
        }
        content = {"at": list(place.values()), "text": exchange.text, "messages": exchange.messages}
        token = cipher_from(session, KEY_USE).encrypt(json.dumps(content).encode()).decode()
        made = insert(self._engine, EXCHANGES).values(**place, created_at=now(), content=token)
        return made.on_conflict_do_nothing()

    def _of(self, session: str) -> Any:
        return EXCHANGES.c.session_fingerprint == self._keyring.fingerprint(session)

    def _key_hash(self, session: str, key: str) -> str:
        return self._keyring.fingerprint(json.dumps(["exchange", session, key]))

    def _is_due(self) -> Any:
        of = EXCHANGES.c.session_fingerprint
        latest = (
            select(SAME.c.created_at)
            .where(SAME.c.session_fingerprint == of)
            .order_by(SAME.c.number.desc())
            .limit(1)
            .correlate(EXCHANGES)
            .scalar_subquery()
        )
        return is_over(of, latest, self._lifetime, self._sheet_lifetime)


def _read(cipher: Fernet, row: Row) -> Exchange:
    """The exchange of a row. Raises UnreadableError where it was changed, or put where it does not belong."""
    try:
        kept = json.loads(cipher.decrypt(row.content.encode()))
    except InvalidToken as error:
        raise UnreadableError(type(error).__name__) from error
    if kept["at"] != [row.session_fingerprint, row.number, row.key_hash]:
        raise UnreadableError("of another exchange")
    return Exchange(row.number, kept["text"], kept["messages"])

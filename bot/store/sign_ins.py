"""Who is signed in. A sign-in is known by a random token, of which only the hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.engine import Engine

from bot.store.accounts import Account, AccountStore
from bot.store.clock import Clock
from bot.store.engine import now, transaction
from bot.store.tables import ACCOUNTS, SIGN_INS

TOKEN_BYTES = 32
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)


class SignInStore:
    """Keeps sign-ins: each ends when it is not used, and in any case after some hours.

    Every method raises StoreError.
    """

    def __init__(self, engine: Engine, accounts: AccountStore, clock: Clock = now) -> None:
        self._engine = engine
        self._accounts = accounts
        self._now = clock

    def start(self, account: Account) -> str:
        """Signs somebody in; the token by which they are known from now on."""
        token, at = new_token(), self._now()
        values = {
            "token_hash": _hash(token),
            "account_id": account.id,
            "started_at": at,
            "seen_at": at,
        }
        with transaction(self._engine) as session:
            session.execute(SIGN_INS.insert().values(**values))
        return token

    def account_of(self, token: str) -> Account | None:
        """Who is signed in by this token, which counts as being used now."""
        mine = SIGN_INS.c.token_hash == _hash(token)
        with transaction(self._engine) as session:
            seen = update(SIGN_INS).where(mine, ~self._is_over()).values(seen_at=self._now())
            if not session.execute(seen).rowcount:
                return None
            owner = select(ACCOUNTS).join(SIGN_INS, SIGN_INS.c.account_id == ACCOUNTS.c.id).where(mine)
            row = session.execute(owner).first()
        return self._accounts.account_in(row) if row else None

    def end(self, token: str) -> None:
        """Signs out."""
        self._erase(SIGN_INS.c.token_hash == _hash(token))

    def end_all(self, account: Account) -> int:
        """Signs somebody out everywhere; how many sign-ins there were."""
        return self._erase(SIGN_INS.c.account_id == account.id)

    def purge(self) -> int:
        """Erases the sign-ins that are over; how many there were."""
        return self._erase(self._is_over())

    def _is_over(self) -> Any:
        at = self._now()
        return or_(SIGN_INS.c.seen_at < at - IDLE, SIGN_INS.c.started_at < at - LONGEST)

    def _erase(self, which: Any) -> int:
        with transaction(self._engine) as session:
            return int(session.execute(delete(SIGN_INS).where(which)).rowcount)


def new_token() -> str:
    """256 random bits in URL-safe base 64."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def _hash(token: str) -> str:
    """Enough for 256 random bits, which cannot be guessed."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()

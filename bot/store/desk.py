"""The stores of the nurses' pages, in one database and with one set of keys."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import Engine

from bot.store.accounts import AccountStore
from bot.store.attempts import AttemptStore
from bot.store.audit import AuditStore
from bot.store.clock import Clock
from bot.store.corrections import CorrectionStore
from bot.store.engine import now
from bot.store.keys import Keyring
from bot.store.passwords import Passwords
from bot.store.sign_ins import SignInStore
from bot.store.unanswered import SEEN_FROM, UnansweredStore


@dataclass(frozen=True)
class Desk:
    """What the nurses' pages keep."""

    accounts: AccountStore
    sign_ins: SignInStore
    attempts: AttemptStore
    audit: AuditStore
    unanswered: UnansweredStore
    corrections: CorrectionStore

    @classmethod
    def at(
        cls,
        engine: Engine,
        keyring: Keyring,
        seen_from: int = SEEN_FROM,
        passwords: Passwords | None = None,
        clock: Clock = now,
    ) -> Desk:
        """The stores in this database. Nothing is opened yet."""
        accounts = AccountStore(engine, keyring, passwords)
        return cls(
            accounts,
            SignInStore(engine, accounts, clock),
            AttemptStore(engine, keyring, clock),
            AuditStore(engine, keyring, clock),
            UnansweredStore(engine, keyring, seen_from, clock),
            CorrectionStore(engine, keyring, clock),
        )

    def purge(self) -> int:
        """Erases everything that is due; how much there was. Raises StoreError."""
        due = (self.sign_ins, self.attempts, self.audit, self.unanswered, self.corrections)
        return sum(store.purge() for store in due)

    def renew(self) -> int:
        """Encrypts all with the newest key; how much there was. Raises StoreError."""
        return sum(s.renew() for s in (self.accounts, self.audit, self.unanswered, self.corrections))

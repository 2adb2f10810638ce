"""The accounts of the nurses' pages. Names, roles and hashes are encrypted: a stolen database tells none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Engine, Row

from bot.core.errors import InputError
from bot.store.engine import insert, renew, transaction
from bot.store.keys import Keyring, UnreadableError
from bot.store.passwords import Passwords
from bot.store.tables import ACCOUNTS, SIGN_INS

NURSE, EDITOR = "nurse", "editor"
ROLES = (NURSE, EDITOR)
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 1000
LONGEST_NAME = 64


@dataclass(frozen=True)
class Account:
    """Somebody who may use the nurses' pages."""

    id: int
    name: str
    role: str

    @property
    def is_editor(self) -> bool:
        """Whether they may mark replies, export what was marked, and see who did what."""
        return self.role == EDITOR


class AccountStore:
    """Keeps accounts. Every method raises StoreError; InputError says what is wrong with what was given."""

    def __init__(self, engine: Engine, keyring: Keyring, passwords: Passwords | None = None) -> None:
        self._engine = engine
        self._keyring = keyring
        self._passwords = passwords or Passwords()

    def add(self, name: str, role: str, password: str) -> None:
        """Makes an account. Raises InputError."""
        name = _checked_name(name)
        if role not in ROLES:
            raise InputError(f"a role is one of {', '.join(ROLES)}")
        hashed = self._passwords.hash(_checked_password(password))
        made = insert(self._engine, ACCOUNTS).values(
            name_fingerprint=self._key(name), content=self._content(name, role, hashed)
        )
        with transaction(self._engine) as session:
            if not session.execute(made.on_conflict_do_nothing()).rowcount:
                raise InputError("there is an account of this name already")

    def change_password(self, name: str, password: str) -> None:
        """Gives an account another password and ends its sign-ins. Raises InputError."""
        account = self._named(name)
        if account is None:
            raise InputError("there is no account of this name")
        hashed = self._passwords.hash(_checked_password(password))
        content = self._content(account.name, account.role, hashed)
        with transaction(self._engine) as session:
            session.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account.id).values(content=content))
            session.execute(delete(SIGN_INS).where(SIGN_INS.c.account_id == account.id))

    def remove(self, name: str) -> None:
        """Takes an account away, and ends its sign-ins. Raises InputError."""
        mine = ACCOUNTS.c.name_fingerprint == self._key(name)
        with transaction(self._engine) as session:
            number = session.scalar(select(ACCOUNTS.c.id).where(mine))
            if number is None:
                raise InputError("there is no account of this name")
            session.execute(delete(SIGN_INS).where(SIGN_INS.c.account_id == number))
            session.execute(delete(ACCOUNTS).where(ACCOUNTS.c.id == number))

    def all(self) -> list[Account]:
        """All accounts that can be read, by name."""
        with transaction(self._engine) as session:
            rows = session.execute(select(ACCOUNTS)).all()
        accounts = [account for row in rows if (account := self.account_in(row))]
        return sorted(accounts, key=lambda account: account.name.casefold())

    def verified(self, name: str, password: str) -> Account | None:
        """The account of this name and password; as much work whatever of them is wrong."""
        row = self._row(name)
        account = self.account_in(row) if row else None
        hashed = self._read(row)["password"] if row and account else None
        return account if self._passwords.is_right(hashed, password) else None

    def account_in(self, row: Row) -> Account | None:
        """The account that a row of the table holds; None if it was changed by somebody without the keys."""
        try:
            content = self._read(row)
        except UnreadableError:
            return None
        is_own = self._key(content["name"]) == row.name_fingerprint
        return Account(row.id, content["name"], content["role"]) if is_own else None

    def renew(self) -> int:
        """Encrypts all with the newest key; how many there were."""
        return renew(self._engine, ACCOUNTS, self._keyring.renewed)

    def _named(self, name: str) -> Account | None:
        row = self._row(name)
        return self.account_in(row) if row else None

    def _row(self, name: str) -> Row | None:
        with transaction(self._engine) as session:
            mine = ACCOUNTS.c.name_fingerprint == self._key(name)
            row: Row | None = session.execute(select(ACCOUNTS).where(mine)).first()
            return row

    def _read(self, row: Row) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self._keyring.decrypt(row.content))
        return content

    def _content(self, name: str, role: str, hashed: str) -> str:
        data = {"name": name, "role": role, "password": hashed}
        return self._keyring.encrypt(json.dumps(data).encode())

    def _key(self, name: str) -> str:
        return self._keyring.fingerprint(f"account {_plain(name)}")


def _plain(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.split()).casefold().encode("utf-8", "replace").decode()


def _checked_name(name: str) -> str:
    shown = " ".join(name.split())
    if not shown or len(shown) > LONGEST_NAME or not shown.isprintable():
        raise InputError(f"a name has 1 to {LONGEST_NAME} characters that can be printed")
    return shown


def _checked_password(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InputError(f"a password has at least {SHORTEST_PASSWORD} characters")
    return password

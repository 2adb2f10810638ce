"""Passwords: kept as argon2 hashes, and checked at the same cost whether or not there is one."""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

AT_ONCE = 2
"""Each check takes 64 MiB: so many may run at a time, however many people knock."""


class Passwords:
    """Hashes passwords and checks them."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._nobodys = ""

    def hash(self, password: str) -> str:
        """The hash by which the password is known again."""
        with self._room:
            return self._hasher.hash(_as_bytes(password))

    def is_right(self, hashed: str | None, password: str) -> bool:
        """Whether the password is the one of this hash; never, but just as slowly, if there is none."""
        self._nobodys = self._nobodys or self.hash("nobody has this one")
        with self._room:
            try:
                self._hasher.verify(hashed or self._nobodys, _as_bytes(password))
            except (VerificationError, InvalidHashError):
                return False
        return hashed is not None


def _as_bytes(password: str) -> bytes:
    """Its bytes, also where it holds half a character."""
    return password.encode("utf-8", "surrogatepass")

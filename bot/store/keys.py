"""The keys that protect what is kept, in a file of their own: the database alone tells nothing."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.core.errors import SetupError
from bot.store.errors import StoreError, UnreadableError

__all__ = ["Keyring", "UnreadableError", "cipher_from"]

INDEX_USE = b"trial-guide index"
OWNER_ONLY = 0o600


class Keyring:
    """Keys from a file, one a line, the newest first; the file is made when it is first needed.

    What is new is encrypted with the newest key; what was kept before can still be read with the others.
    Raises StoreError where the file cannot be used, SetupError where it holds something else than keys.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._keys: list[str] = []
        self._read_at: tuple[int, int] | None = None

    def encrypt(self, content: bytes) -> str:
        """The content as a text that only these keys open."""
        return self._cipher().encrypt(content).decode()

    def decrypt(self, text: str) -> bytes:
        """What was encrypted. Raises UnreadableError."""
        try:
            return self._cipher().decrypt(text.encode())
        except InvalidToken as error:
            raise UnreadableError(type(error).__name__) from error

    def renewed(self, text: str) -> str:
        """The same content under the newest key. Raises UnreadableError."""
        return self.encrypt(self.decrypt(text))

    def fingerprint(self, text: str) -> str:
        """By what a text is found without being kept: 64 hexadecimal digits, the same after a rotation.

        It is made with the oldest key, since nobody can try out short texts without one.
        """
        oldest = base64.urlsafe_b64decode(self.load()[-1])
        return hmac.new(_derived(oldest, INDEX_USE), text.encode(), hashlib.sha256).hexdigest()

    def rotate(self) -> int:
        """Puts a new key before the others; how many there are now."""
        with self._alone():
            self._write([_new_key(), *(self._parsed() if self._path.exists() else [])])
        return len(self.load())

    def load(self) -> list[str]:
        """The keys as they now stand in the file: another process may have put in a new one."""
        stamp = self._stamp()
        if stamp is None and not self._keys:
            with self._alone():
                if self._stamp() is None:  # else another process was faster
                    self._write([_new_key()])
            stamp = self._stamp()
        if stamp is not None and stamp != self._read_at:
            self._keys, self._read_at = self._parsed(), stamp
        return self._keys

    def _cipher(self) -> MultiFernet:
        return MultiFernet([Fernet(key) for key in self.load()])

    def _stamp(self) -> tuple[int, int] | None:
        """Changes whenever the file does; None where there is none."""
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(type(error).__name__) from error
        return status.st_ino, status.st_mtime_ns

    def _parsed(self) -> list[str]:
        try:
            keys = self._path.read_text(encoding="ascii").split()
            for key in keys:
                Fernet(key)
        except OSError as error:
            raise StoreError(type(error).__name__) from error
        except ValueError as error:  # which also is what another encoding raises
            raise SetupError(f"{self._path}: not a file of keys") from error
        if not keys:
            raise SetupError(f"{self._path}: no key in it")
        return keys

    def _write(self, keys: list[str]) -> None:
        """Writes the file as a whole or not at all, and never readable for anybody else."""
        new = self._path.with_name(f"{self._path.name}.new")
        new.unlink(missing_ok=True)
        with open(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY), "w") as file:
            file.write("".join(f"{key}\n" for key in keys))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keeps other processes from writing the file."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            folder = os.open(self._path.parent, os.O_RDONLY)
            try:
                fcntl.flock(folder, fcntl.LOCK_EX)
                yield
            finally:
                os.close(folder)
        except OSError as error:
            raise StoreError(type(error).__name__) from error


def cipher_from(secret: str, use: bytes) -> Fernet:
    """The cipher that only whoever has this secret can make: for what not even the file of keys opens."""
    return Fernet(base64.urlsafe_b64encode(_derived(secret.encode(), use)))


def _derived(secret: bytes, use: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=use).derive(secret)


def _new_key() -> str:
    return Fernet.generate_key().decode()

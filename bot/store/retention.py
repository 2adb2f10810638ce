"""Erases what is due, and says how much that was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from sqlalchemy.engine import Engine

from bot.store.engine import wipe


class Expiring(Protocol):
    """A store whose content is not kept for ever."""

    def purge(self) -> int:
        """Erases what is due; how much there was."""


class Retention:
    """All stores whose content expires, by what they hold."""

    def __init__(self, engine: Engine, stores: Mapping[str, Expiring]) -> None:
        self._engine = engine
        self._stores = stores

    def purge(self) -> dict[str, int]:
        """Erases what is due, also from the database's log; how much, by what it was. Raises StoreError."""
        purged = {name: store.purge() for name, store in self._stores.items()}
        wipe(self._engine)
        return purged

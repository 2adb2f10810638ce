"""“Delete my data”: erases all that is kept of a session, wherever it is, and says what that was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

Receipt = Mapping[str, int]
"""How much was erased, by what it was."""


class Personal(Protocol):
    """A store that knows of what it holds to which session it belongs."""

    def count(self, session: str) -> int:
        """How much it holds of a session."""

    def erase(self, session: str) -> int:
        """Erases what it holds of a session; how much there was."""


class Erasure:
    """All stores that hold something of a session, by what they hold; the conversation is the last.

    So that a person who is told that erasing failed, and asks again, is still known by it.
    """

    def __init__(self, stores: Mapping[str, Personal]) -> None:
        self._stores = stores

    def due(self, session: str) -> Receipt:
        """What would be erased now. Raises StoreError."""
        return {name: store.count(session) for name, store in self._stores.items()}

    def erase(self, session: str) -> Receipt:
        """Erases everything of a session. Raises StoreError when something may be left."""
        return {name: store.erase(session) for name, store in self._stores.items()}

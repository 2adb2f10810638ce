"""Times as the tables hold them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone

Clock = Callable[[], datetime]
"""Tells the time; tests have one of their own."""


def as_utc(time: datetime) -> datetime:
    """A time as it was read: SQLite does not say that it is UTC."""
    return time.replace(tzinfo=timezone.utc) if time.tzinfo is None else time.astimezone(timezone.utc)

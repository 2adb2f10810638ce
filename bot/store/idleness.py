"""When nobody can go on with a conversation any more, so that all that was kept for it goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.store.engine import now
from bot.store.tables import SHEETS


def is_over(session_fingerprint: Any, used_at: Any, lifetime: timedelta, sheet_lifetime: timedelta) -> Any:
    """The condition that a session was idle for longer than a ``lifetime`` and that no sheet of it lives.

    The columns, or what else stands for them in a query, say which session it is and when it was used last.
    """
    of_same = SHEETS.c.session_fingerprint == session_fingerprint
    lives = SHEETS.c.created_at >= now() - sheet_lifetime
    has_code = select(SHEETS.c.id).where(of_same, lives).exists()
    return (used_at < now() - lifetime) & ~has_code

"""Whether answers were found helpful: counts by topic and day, and of nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.store.engine import insert, transaction
from bot.store.tables import FEEDBACK


class Ratings(NamedTuple):
    """How many found the answers on a topic helpful, and how many did not."""

    helpful: int
    not_helpful: int


class FeedbackStore:
    """Counts ratings. Every method raises StoreError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def count(self, topic: str, helpful: bool, day: date) -> None:
        """Counts one rating of an answer on this topic."""
        new = {"helpful": int(helpful), "not_helpful": int(not helpful)}
        made = insert(self._engine, FEEDBACK).values(day=day, topic=topic, **new)
        more = {name: FEEDBACK.c[name] + number for name, number in new.items()}
        with transaction(self._engine) as session:
            session.execute(made.on_conflict_do_update(index_elements=["day", "topic"], set_=more))

    def totals(self, since: date = date.min) -> Mapping[str, Ratings]:
        """The ratings of each topic that has any from this day on."""
        sums = [func.sum(FEEDBACK.c[name]) for name in ("helpful", "not_helpful")]
        query = select(FEEDBACK.c.topic, *sums).where(FEEDBACK.c.day >= since).group_by(FEEDBACK.c.topic)
        with transaction(self._engine) as session:
            return {topic: Ratings(int(yes), int(no)) for topic, yes, no in session.execute(query)}

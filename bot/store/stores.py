"""All stores of one database, with one set of keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.store.conversations import ConversationStore
from bot.store.desk import Desk
from bot.store.engine import connect, transaction
from bot.store.erasure import Erasure
from bot.store.feedback import FeedbackStore
from bot.store.keys import Keyring
from bot.store.results import ResultStore
from bot.store.retention import Expiring, Retention
from bot.store.sheets import SheetStore
from bot.store.transcripts import TranscriptStore
from bot.store.unanswered import SEEN_FROM


@dataclass(frozen=True)
class Stores:
    """What the processes share."""

    engine: Engine
    keyring: Keyring
    results: ResultStore
    conversations: ConversationStore
    transcripts: TranscriptStore
    sheets: SheetStore
    feedback: FeedbackStore
    desk: Desk

    @classmethod
    def at(
        cls,
        url: str,
        keys: Path,
        results: timedelta,
        idle: timedelta,
        sheets: timedelta,
        seen_from: int = SEEN_FROM,
    ) -> Stores:
        """The stores in this database, each with its lifetime. Nothing is opened yet.

        ``seen_from``: how many people must use a wording before it is kept.
        """
        engine, keyring = connect(url), Keyring(keys)
        return cls(
            engine,
            keyring,
            ResultStore(engine, results),
            ConversationStore(engine, keyring, idle, sheets),
            TranscriptStore(engine, keyring, idle, sheets),
            SheetStore(engine, keyring, sheets),
            FeedbackStore(engine),
            Desk.at(engine, keyring, seen_from),
        )

    @property
    def retention(self) -> Retention:
        """Erases what is due."""
        stores: dict[str, Expiring] = {
            "results": self.results,
            "conversations": self.conversations,
            "transcript": self.transcripts,
            "sheets": self.sheets,
            "nurses' pages": self.desk,
        }
        return Retention(self.engine, stores)

    @property
    def erasure(self) -> Erasure:
        """Erases what a person asks to have erased."""
        return Erasure(
            {
                "results": self.results,
                "sheets": self.sheets,
                "unanswered": self.desk.unanswered,
                "transcript": self.transcripts,
                "conversations": self.conversations,
            }
        )

    def prepare(self) -> None:
        """Makes the keys, and brings the tables up to date. Raises StoreError or SetupError."""
        self.keyring.load()
        with transaction(self.engine) as session:
            session.execute(select(1))

    def rotate(self) -> int:
        """Puts in a new key, and encrypts all with it; how much there was. Raises StoreError."""
        self.prepare()
        self.keyring.rotate()
        return self.conversations.renew() + self.sheets.renew() + self.desk.renew()

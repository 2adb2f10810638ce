"""What the tests of the nurses' stores share: a clock of their own, and passwords that cost little."""

from datetime import datetime, timedelta, timezone

from argon2 import PasswordHasher

from bot.store.passwords import Passwords


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.time = datetime(2026, 3, 1, 12, 0, tzinfo=timezone.utc)

    def __call__(self):
        return self.time

    def pass_by(self, **how_long):
        """Moves on: ``pass_by(minutes=5)``."""
        self.time += timedelta(**how_long)


def cheap_passwords():
    """As argon2 is, but without the cost that only keeps others out."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))

"""Three-valued logic (Kleene): what is not known is neither true nor false."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """Ordered, so that "and" is the least and "or" the greatest."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    @classmethod
    def of(cls, value: bool | None) -> Truth:
        """The truth of a value that may not be known."""
        return cls.UNKNOWN if value is None else cls.TRUE if value else cls.FALSE


def negate(truth: Truth) -> Truth:
    """FALSE for TRUE and the other way round; what is unknown stays so."""
    return Truth(Truth.TRUE - truth)


def all_of(truths: Iterable[Truth]) -> Truth:
    """FALSE if any is, else UNKNOWN if any is, else TRUE."""
    return min(truths, default=Truth.TRUE)


def any_of(truths: Iterable[Truth]) -> Truth:
    """TRUE if any is, else UNKNOWN if any is, else FALSE."""
    return max(truths, default=Truth.FALSE)

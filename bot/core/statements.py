"""What a message states: facts with the words that say so, and how it answers an open question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.core.facts import Facts

UNSURE = "unsure"
"""Class of a statement by which somebody says that they do not know."""
NOTHING = "nothing"
"""Class of a text that only sounds like the subject."""
YES, NO, DECLINED = "yes", "no", "declined"
"""Plain answers, beside ``UNSURE``."""


@dataclass(frozen=True)
class Subject:
    """Something that people speak of, and the facts that each class of statements about it states.

    ``when`` is the fact that a time tells; ``named`` the reader of names that says more than the class.
    """

    name: str
    classes: Mapping[str, Facts]
    when: str | None = None
    named: str | None = None


@dataclass(frozen=True)
class Statement:
    """What a text says about one subject: its class, the facts, and the words that say so."""

    subject: str
    label: str
    facts: Facts
    words: str


@dataclass(frozen=True)
class Said:
    """All that a message says. ``plain`` is yes, no, unsure or declined, if that is all it answers.

    ``answer`` is how it reads as an answer to the question that is open.
    """

    statements: tuple[Statement, ...] = ()
    answer: Statement | None = None
    plain: str | None = None
    words: str = ""

    extra: Mapping[str, Any] = field(default_factory=dict)

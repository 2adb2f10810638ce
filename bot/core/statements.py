"""What a message states: facts with the words that say so, and how it answers an open question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.criteria import Criterion
from bot.core.facts import Facts, Vocabulary, completed
from bot.core.truth import Truth

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
    ``concepts`` are those of the lexicons by which people name it, ``words`` others. ``says`` are words
    that state a class outright; a class that ``needs`` words is believed only beside one of them.
    """

    name: str
    classes: Mapping[str, Facts]
    when: str | None = None
    named: str | None = None
    concepts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    says: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Statement:
    """What a text says about one subject: its class, the facts, and the words that say so."""

    subject: str
    label: str
    facts: Facts
    words: str


def status(criterion: Criterion, statements: Sequence[Statement], vocabulary: Vocabulary) -> str | None:
    """What statements say to a criterion: met, not_met, unclear, or None if they are not about it."""
    facts = completed({k: v for s in statements for k, v in s.facts.items()}, vocabulary)
    met = criterion.met(facts)
    if met is not Truth.UNKNOWN:
        return "met" if met is Truth.TRUE else "not_met"
    return "unclear" if any(s.subject == criterion.subject for s in statements) else None


@dataclass(frozen=True)
class Said:
    """All that a message says. ``plain`` is yes, no, unsure or declined, if that is all it answers.

    ``answer`` is how it reads as an answer to the question that is open.
    """

    statements: tuple[Statement, ...] = ()
    answer: Statement | None = None
    plain: str | None = None
    words: str = ""

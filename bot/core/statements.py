"""What a message states: facts with the words that say so, and how it answers an open question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.core.criteria import Criterion
from bot.core.facts import Facts, Vocabulary, completed, to_data, typed
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
    Without ``aside`` it is not taken from the answer to another question, but may be spoken of without
    being named. Of what counts only ``ahead``, a past one says nothing. Who is unsure of it, and
    names what it is ``confused_with``, is unsure of both.
    """

    name: str
    classes: Mapping[str, Facts]
    when: str | None = None
    named: str | None = None
    concepts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    says: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aside: bool = True
    ahead: bool = False
    confused_with: str | None = None


@dataclass(frozen=True)
class Statement:
    """What a text says about one subject: its class, the facts, and the words that say so.

    ``sure`` is the probability of the class; ``named``: the text names the subject.
    """

    subject: str
    label: str
    facts: Facts
    words: str
    sure: float = 1.0
    named: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {**vars(self), "facts": to_data(self.facts)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], vocabulary: Vocabulary) -> Statement:
        """What ``to_dict`` gave."""
        return cls(**{**data, "facts": typed(data["facts"], vocabulary, date.min)})


def status(criterion: Criterion, statements: Sequence[Statement], vocabulary: Vocabulary) -> str | None:
    """What statements say to a criterion: met, not_met, unclear, or None if they are not about it."""
    facts = completed({k: v for s in statements for k, v in s.facts.items()}, vocabulary)
    met = criterion.met(facts)
    if met is not Truth.UNKNOWN:
        return "met" if met is Truth.TRUE else "not_met"
    return "unclear" if any(s.subject == criterion.subject for s in statements) else None


def read_against(
    criteria: Sequence[Criterion], said: Said, vocabulary: Vocabulary
) -> dict[str, tuple[str, str]]:
    """What a description says to each criterion that it is about: the status, and the words that say so."""
    words = {statement.subject: statement.words for statement in said.statements}
    read = [(c, status(c, said.statements, vocabulary)) for c in criteria]
    return {c.id: (found, words.get(c.subject, said.words)) for c, found in read if found}


@dataclass(frozen=True)
class Said:
    """All that a message says. ``plain`` is yes, no, unsure or declined, if that is all it answers.

    ``answer`` is how it reads as an answer to the question that is open. ``relative`` tells whether
    it is asked for a relative; None if it does not say. ``corrects``: it takes back something said before.
    ``answering`` is the probability that it is said to a question, and is no wish of its own.
    """

    statements: tuple[Statement, ...] = ()
    answer: Statement | None = None
    plain: str | None = None
    words: str = ""
    relative: bool | None = None
    corrects: bool = False
    answering: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "statements": [statement.to_dict() for statement in self.statements],
            "answer": self.answer.to_dict() if self.answer else None,
            "plain": self.plain,
            "words": self.words,
            "relative": self.relative,
            "corrects": self.corrects,
            "answering": self.answering,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], vocabulary: Vocabulary) -> Said:
        """What ``to_dict`` gave."""
        answer = data["answer"]
        return cls(
            tuple(Statement.from_dict(statement, vocabulary) for statement in data["statements"]),
            Statement.from_dict(answer, vocabulary) if answer else None,
            data["plain"],
            data["words"],
            data["relative"],
            data["corrects"],
            data["answering"],
        )

"""Questions of the pre-screen, and how a plain yes or no to one is understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from bot.core.conditions import Condition
from bot.core.facts import Facts
from bot.core.truth import Truth


class Plain(Enum):
    """What a plain yes or no says to a criterion."""

    MET = "met"
    NOT_MET = "not_met"
    OPEN = "open"

    @property
    def truth(self) -> Truth:
        """Whether the criterion is met."""
        return {Plain.MET: Truth.TRUE, Plain.NOT_MET: Truth.FALSE, Plain.OPEN: Truth.UNKNOWN}[self]


@dataclass(frozen=True)
class FollowUp:
    """A further question for when the facts that matter are still missing.

    It is asked ``when`` a condition holds, such as a clot of which nobody said when it was.
    ``yes_states`` as for a question.
    """

    when: Condition
    ask: str
    yes: Plain
    no: Plain
    yes_states: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """What is asked about one criterion, in plain words that fit "you" and "they".

    ``again`` says it in other words, ``why`` is the reason for asking. ``follows_from`` settles the
    criterion without asking. ``sensitive`` questions are hard to speak of. An
    ``open`` one is no question of yes or no. ``yes_states`` are the facts that a plain yes states where it
    tells only half.
    """

    criterion: str
    ask: str
    again: str
    why: str
    short: str
    yes: Plain
    no: Plain
    follow_ups: tuple[FollowUp, ...] = ()
    follows_from: Condition | None = None
    sensitive: bool = False
    open: bool = False
    yes_states: Facts = field(default_factory=dict)

"""Criteria: what a trial asks of the people who enter it, and what facts say to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.core.conditions import Condition
from bot.core.facts import Facts
from bot.core.passages import Passage
from bot.core.truth import Truth, negate

MAY_FIT, NOT_NOW, DOES_NOT_FIT, CANNOT_TELL = "may_fit", "not_now", "does_not_fit", "cannot_tell"
"""Outcomes: machine names, never told to anybody."""


class Category(Enum):
    """IECAT of the SDTM trial inclusion/exclusion domain (TI)."""

    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"


@dataclass(frozen=True)
class Criterion:
    """An inclusion or exclusion criterion.

    ``condition`` says when an inclusion criterion is met, or when an exclusion criterion applies;
    ``applies`` limits whom it is about; ``passes`` says when an obstacle passes with time (None:
    never). ``concepts`` are the lay concepts that people name it by, ``subject`` what its question
    asks about.
    """

    id: str
    category: Category
    passage: Passage
    concepts: tuple[str, ...]
    subject: str
    condition: Condition
    applies: Condition | None = None
    passes: Condition | None = None

    def met(self, facts: Facts) -> Truth:
        """Whether the facts keep the door open; for an exclusion: whether it does not apply."""
        holds = self.condition.test(facts)
        met = holds if self.category is Category.INCLUSION else negate(holds)
        return max(met, negate(self.applies.test(facts))) if self.applies else met

    def is_lasting(self, facts: Facts, stated: bool = False) -> bool:
        """Whether an obstacle stays, as far as is known.

        Where facts leave open whether it passes, one that was only ``stated`` stays: no fact says that
        it is of the kind that passes.
        """
        if self.passes is None:
            return True
        passes = self.passes.test(facts)
        return passes is Truth.FALSE or (stated and passes is Truth.UNKNOWN)

    def facts(self) -> frozenset[str]:
        """The names of the facts that decide it."""
        return self.condition.facts() | (self.applies.facts() if self.applies else frozenset())


@dataclass(frozen=True)
class Decision:
    """What facts say to all criteria, in the order of the page."""

    truths: Mapping[str, Truth]
    lasting: frozenset[str]

    def _of(self, truth: Truth) -> tuple[str, ...]:
        return tuple(criterion for criterion, met in self.truths.items() if met is truth)

    @property
    def met(self) -> tuple[str, ...]:
        """Criteria that seem fine."""
        return self._of(Truth.TRUE)

    @property
    def not_met(self) -> tuple[str, ...]:
        """Criteria that stand in the way."""
        return self._of(Truth.FALSE)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Criteria that the facts leave open."""
        return self._of(Truth.UNKNOWN)

    @property
    def outcome(self) -> str:
        """does_not_fit before not_now before cannot_tell before may_fit."""
        if self.lasting:
            return DOES_NOT_FIT
        if self.not_met:
            return NOT_NOW
        return CANNOT_TELL if self.unknown else MAY_FIT

    def to_dict(self) -> dict[str, Any]:
        """Plain data: the outcome and the ids of the criteria."""
        return {
            "outcome": self.outcome,
            "met": list(self.met),
            "not_met": list(self.not_met),
            "unknown": list(self.unknown),
        }


def decide(
    criteria: Sequence[Criterion], facts: Facts, stated: Mapping[str, Truth] | None = None
) -> Decision:
    """What these facts say to these criteria; where they are silent, what was ``stated`` of one."""
    known = {criterion.id: criterion.met(facts) for criterion in criteria}
    silent = {name: truth for name, truth in (stated or {}).items() if known.get(name) is Truth.UNKNOWN}
    truths = {**known, **silent}
    lasting = [c.id for c in criteria if truths[c.id] is Truth.FALSE and c.is_lasting(facts, c.id in silent)]
    return Decision(truths, frozenset(lasting))

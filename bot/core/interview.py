"""The state of a pre-screen: what is known, what was asked, and what is open. Plain data in a slot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.core.criteria import Criterion, Decision, decide
from bot.core.facts import Fact, FactKind, Facts, Vocabulary, completed, to_data, typed
from bot.core.statements import Statement
from bot.core.truth import Truth

ASK, AGAIN, OBSTACLE = "ask", "again", "obstacle"
"""Steps: a criterion's question, the same in other words, and whether to go on in spite of an obstacle."""
ASKING, PAUSED, ENDED = "asking", "paused", "ended"


@dataclass(frozen=True)
class Interview:
    """What was said and asked so far.

    ``stated`` says whether a criterion is met where only a plain yes or no tells; ``left`` holds the
    criteria left open, by being unsure or declining. ``words`` are the person's own, by subject;
    ``changes`` the first words to a criterion that was taken up again, by criterion.
    ``asked`` are the steps taken, as criterion and step. ``open`` is the last of them until it is answered.
    """

    facts: Facts = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, bool] = field(default_factory=dict)
    left: Mapping[str, str] = field(default_factory=dict)
    asked: tuple[tuple[str, str], ...] = ()
    open: tuple[str, str] | None = None
    relative: bool = False
    went_on: bool = False
    state: str = ASKING
    key: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)

    def decision(self, criteria: Sequence[Criterion], settled: Mapping[str, Truth]) -> Decision:
        """What is known of all criteria; ``settled`` are those that follow from other answers."""
        stated = {name: Truth.of(met) for name, met in self.stated.items()}
        return decide(criteria, self.facts, {**settled, **stated})

    def with_statement(self, statement: Statement, criterion: Criterion, vocabulary: Vocabulary) -> Interview:
        """With what a statement says in place of what was known of its subject."""
        others = {name: value for name, value in self.facts.items() if name not in criterion.facts()}
        told = _merged(self.facts, statement.facts, criterion, vocabulary)
        return replace(
            self,
            facts=completed({**others, **told}, vocabulary),
            words={**self.words, statement.subject: statement.words},
            stated=_without(self.stated, criterion.id),
            left=_without(self.left, criterion.id),
        )

    def with_plain(self, criterion: Criterion, met: bool, words: str) -> Interview:
        """With a plain yes or no to a criterion's question."""
        return replace(
            self,
            stated={**self.stated, criterion.id: met},
            left=_without(self.left, criterion.id),
            words={**self.words, criterion.subject: words},
        )

    def leaving(self, criterion: Criterion, why: str, words: str = "") -> Interview:
        """With a criterion left open."""
        said = {**self.words, criterion.subject: words} if words else self.words
        return replace(self, left={**self.left, criterion.id: why}, words=said)

    def forgetting(self, criterion: Criterion) -> Interview:
        """Without what was said to a criterion, so that it is asked again."""
        return replace(
            self,
            facts={name: value for name, value in self.facts.items() if name not in criterion.facts()},
            stated=_without(self.stated, criterion.id),
            left=_without(self.left, criterion.id),
            words=_without(self.words, criterion.subject),
            asked=tuple(step for step in self.asked if step[0] != criterion.id),
            changes=self.changed_from(self, [criterion]).changes,
        )

    def changed_from(self, before: Interview, criteria: Sequence[Criterion]) -> Interview:
        """With the words that were said to these criteria before, unless still earlier ones are kept."""
        said = {c.id: before.words[c.subject] for c in criteria if c.subject in before.words}
        return replace(self, changes={**said, **self.changes})

    def times_asked(self, criterion: str, step: str | None = None) -> int:
        """How often a criterion, or one step of it, was asked."""
        return sum(name == criterion and step in (None, taken) for name, taken in self.asked)

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "facts": to_data(self.facts),
            "words": dict(self.words),
            "stated": dict(self.stated),
            "left": dict(self.left),
            "asked": [list(step) for step in self.asked],
            "open": list(self.open) if self.open else None,
            "relative": self.relative,
            "went_on": self.went_on,
            "state": self.state,
            "key": self.key,
            "changes": dict(self.changes),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], vocabulary: Vocabulary) -> Interview:
        """What ``to_dict`` gave."""
        return cls(
            facts=typed(data["facts"], vocabulary, date.min),
            words=data["words"],
            stated=data["stated"],
            left=data["left"],
            asked=tuple((name, step) for name, step in data["asked"]),
            open=(data["open"][0], data["open"][1]) if data["open"] else None,
            relative=data["relative"],
            went_on=data["went_on"],
            state=data["state"],
            key=data["key"],
            changes=data.get("changes", {}),  # what an earlier version of this program kept has none
        )


def _merged(known: Facts, new: Facts, criterion: Criterion, vocabulary: Vocabulary) -> Facts:
    """New facts of a criterion. Time alone adds to what is known; anything else replaces it."""
    adds = all(name.startswith("days_since") for name in new)
    kept = {name: value for name, value in known.items() if name in criterion.facts()} if adds else {}
    return {**kept, **{name: _told_further(known.get(name), new[name], vocabulary[name]) for name in new}}


def _told_further(known: Any, new: Any, fact: Fact) -> Any:
    """A record that does not name what it is about tells more of those that are known already."""
    if fact.kind is not FactKind.RECORDS or not known or len(new) != 1:
        return new
    more = {name: value for name, value in new[0].items() if value not in (None, False)}
    named = next(iter(fact.fields))
    return new if named in more else tuple({**record, **more} for record in known)


def _without(items: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in items.items() if key != name}

"""Conditions in plain words, for people who check what a criterion was taken to mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.core.conditions import KNOWN, Asked, Condition, Joined, Not
from bot.core.truth import all_of

DAYS, YEARS = "days", "years"
"""Units; what is told in one of them is a window of time."""
DAYS_IN_A_WEEK, DAYS_IN_A_YEAR = 7, 365


@dataclass(frozen=True)
class FactWords:
    """How a fact is told.

    A truth has ``yes`` and ``no``; a number a ``phrase`` with ``{amount}``, and maybe a ``unit``; any
    other fact a ``name`` and, where a word is not its own name, ``values``. ``fields`` are a record's.
    """

    name: str
    yes: str = ""
    no: str = ""
    phrase: str = ""
    unit: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, FactWords] = field(default_factory=dict)

    def value(self, word: str) -> str:
        """One of its values in words."""
        return self.values.get(word, word.replace("_", " "))


@dataclass(frozen=True)
class Clause:
    """A condition in words; with ``parts``, the text is what holds for them (“all of these”)."""

    text: str
    parts: tuple[Clause, ...] = ()
    is_time: bool = False

    def times(self) -> Iterator[str]:
        """The windows of time in it."""
        if self.is_time:
            yield self.text
        for part in self.parts:
            yield from part.times()


def told(condition: Condition, words: Mapping[str, FactWords], holds: bool = True) -> Clause:
    """What a condition asks for, or, where it is not to hold, what its opposite does."""
    if isinstance(condition, Not):
        return told(condition.part, words, not holds)
    if isinstance(condition, Joined):
        return _joined(condition, words, holds)
    if isinstance(condition, Asked):
        return _asked(condition, words[condition.name], holds)
    raise TypeError(f"{type(condition).__name__} is no condition that can be told")


def _joined(condition: Joined, words: Mapping[str, FactWords], holds: bool) -> Clause:
    if len(condition.parts) == 1:
        return told(condition.parts[0], words, holds)
    is_all = condition.join is all_of
    if not condition.parts:
        return Clause("always" if is_all is holds else "never")
    if is_all:
        heading = "all of these" if holds else "not all of these"
    else:
        heading = "any of these" if holds else "none of these"
    return Clause(heading, tuple(told(part, words) for part in condition.parts))


def _asked(asked: Asked, words: FactWords, holds: bool) -> Clause:
    operand = asked.operand
    if asked.word == KNOWN:
        return Clause(f"{words.name} is {'known' if operand is holds else 'not known'}")
    if asked.word == "some":
        return _of_records(operand, words, holds)
    if asked.word == "includes":
        return Clause(_includes(operand, words, holds))
    if asked.word == "one_of":
        return Clause(_chosen(operand, words, holds))
    if asked.word == "is" and isinstance(operand, bool):
        return Clause(words.yes if operand is holds else words.no)
    if asked.word == "is" and isinstance(operand, str):
        return Clause(_chosen([operand], words, holds))
    amount = _AMOUNTS[asked.word, holds].format(_measured(operand, words.unit))
    return Clause(words.phrase.format(amount=amount), is_time=words.unit in (DAYS, YEARS))


def _of_records(condition: Condition, words: FactWords, holds: bool) -> Clause:
    """“No cancer for which not …” is easier to follow as “every cancer: …”."""
    if not holds and isinstance(condition, Not):
        return Clause(f"for every {words.name}", (told(condition.part, words.fields),))
    heading = f"{'at least one' if holds else 'no'} {words.name} for which"
    return Clause(heading, (told(condition, words.fields),))


def _chosen(values: Iterable[str], words: FactWords, holds: bool) -> str:
    return f"{words.name}: {'' if holds else 'any but '}{_listed(sorted(map(words.value, values)), 'or')}"


def _includes(names: tuple[frozenset[str], frozenset[str]], words: FactWords, holds: bool) -> str:
    wanted, perhaps = (sorted(map(words.value, some)) for some in names)
    text = f"{words.name} {'include' if holds else 'do not include'} {_listed(wanted, 'or')}"
    return f"{text} (left open by {_listed(perhaps, 'or')})" if perhaps else text


_AMOUNTS: Mapping[tuple[str, bool], str] = {
    ("is", True): "{}",
    ("is", False): "other than {}",
    ("under", True): "less than {}",
    ("under", False): "{} or more",
    ("at_least", True): "{} or more",
    ("at_least", False): "less than {}",
    ("at_most", True): "{} or less",
    ("at_most", False): "more than {}",
}
"""What a word asks of a number, and what its opposite does."""


def _measured(number: float, unit: str) -> str:
    if unit == DAYS and number >= DAYS_IN_A_YEAR and number % DAYS_IN_A_YEAR == 0:
        return _counted(number / DAYS_IN_A_YEAR, "year")
    if unit == DAYS and number >= DAYS_IN_A_WEEK and number % DAYS_IN_A_WEEK == 0:
        return _counted(number / DAYS_IN_A_WEEK, "week")
    return _counted(number, unit.removesuffix("s")) if unit else f"{number:g}"


def _counted(number: float, thing: str) -> str:
    return f"{number:g} {thing}{'' if number == 1 else 's'}"


def _listed(items: Sequence[Any], join: str) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {join} {items[-1]}"

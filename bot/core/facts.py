"""Facts: what is known about a potential participant, by name and with a type.

A fact that is missing or ``None`` is not known, which is not "no".
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from bot.core.errors import InputError

Facts = Mapping[str, Any]
"""Fact name → value: bool, Range, text, tuple of texts or tuple of records; None if not known."""
UNKNOWN_VALUE = "unknown"
"""A choice that is no answer, or a drug whose name is not known."""
TODAY = "today"
"""Beside the facts: the day treatment would start, from which dates count back."""
NO_LIMIT = 10**6
"""A number that no fact reaches."""


class FactKind(Enum):
    """What the value of a fact can be."""

    TRUTH = "truth"
    NUMBER = "number"
    DAYS = "days"
    CHOICE = "choice"
    NAMES = "names"
    RECORDS = "records"


@dataclass(frozen=True, order=True)
class Range:
    """A number that is known to lie between two bounds, both included; often they are the same."""

    low: float
    high: float

    def to_data(self) -> float | list[float]:
        """The number, or the two bounds; "no limit" as it is."""
        low, high = (int(v) if float(v).is_integer() else v for v in (self.low, self.high))
        return low if low == high else [low, high]


@dataclass(frozen=True)
class Fact:
    """A fact's declaration.

    ``implies`` names the fact that is true when this one is known, or when it is true, if it is a truth.
    ``date`` is the name under which the same is told as a date. ``values`` are those of a choice that
    conditions may ask for (none: any), ``unclear`` others that leave it open. ``fields`` are a record's.
    """

    name: str
    kind: FactKind
    implies: str | None = None
    date: str | None = None
    values: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    fields: Mapping[str, Fact] = field(default_factory=dict)

    def value(self, given: Any) -> Any:
        """The given value, typed. Raises ValueError if it cannot be one."""
        if given is None:
            return None
        return _READERS[self.kind](self, given)


Vocabulary = Mapping[str, Fact]
"""Every fact that criteria may speak of, by name."""


def typed(given: Mapping[str, Any], vocabulary: Vocabulary, today: date) -> Facts:
    """Facts from plain data, with what follows from them.

    Dates become days before ``today``, which the data may give itself. Raises InputError for a
    name that is no fact, and for a value that its fact cannot have.
    """
    told = given.get(TODAY)
    today = today if told is None else _date(TODAY, told)
    dates = {fact.date: fact for fact in vocabulary.values() if fact.date}
    facts: dict[str, Any] = {}
    for name, value in given.items():
        if name in vocabulary:
            facts[name] = _typed(vocabulary[name], value)
        elif name not in dates and name != TODAY:
            raise InputError(f"{_quoted(name)} is no fact")
    for name, fact in dates.items():
        if given.get(name) is not None:
            facts[fact.name] = _days_since(name, given[name], today, fact, facts.get(fact.name))
    return completed(facts, vocabulary)


def completed(facts: Facts, vocabulary: Vocabulary) -> Facts:
    """The facts with those that follow: who knows when something was knows that it was."""
    implied = {
        fact.implies: True
        for name, fact in vocabulary.items()
        if fact.implies and facts.get(name) not in (None, False) and facts.get(fact.implies) is None
    }
    return completed({**facts, **implied}, vocabulary) if implied else dict(facts)


def to_data(facts: Facts) -> dict[str, Any]:
    """Facts as plain data that ``typed`` reads again."""
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Range):
        return value.to_data()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return to_data(value) if isinstance(value, Mapping) else value


def _typed(fact: Fact, value: Any) -> Any:
    try:
        return fact.value(value)
    except ValueError as error:
        raise InputError(f"“{fact.name}” {error}") from error


def _quoted(name: str) -> str:
    """A name that somebody gave, on one line."""
    return f"“{' '.join(''.join(c if c.isprintable() else ' ' for c in name).split())}”"


def _days_since(name: str, value: Any, today: date, fact: Fact, told: Range | None) -> Range:
    """The days since a date. Raises InputError if it lies ahead, or not within the days that are told."""
    days = (today - _date(name, value)).days
    if days < 0:
        raise InputError(f"“{name}” lies in the future")
    if told and not told.low <= days <= told.high:
        raise InputError(f"“{name}” and “{fact.name}” say different things")
    return Range(days, days)


def _date(name: str, value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise InputError(f"“{name}” is no date such as 2026-01-31") from error


def _truth(_: Fact, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("is neither true nor false")
    return value


def _number(_: Fact, value: Any) -> Range:
    if isinstance(value, Range):
        value = (value.low, value.high)
    bounds = value if isinstance(value, (list, tuple)) and len(value) == 2 else [value, value]
    if not all(_is_number(bound) for bound in bounds):
        raise ValueError("is no number")
    low, high = bounds
    if low > high or low < 0:
        raise ValueError("is no number that it can be")
    return Range(low, high)


def _is_number(value: Any) -> bool:
    try:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:  # an integer beyond all that is compared with it
        return False


def _choice(fact: Fact, value: Any) -> str | None:
    if not isinstance(value, str):
        raise ValueError("is not text")
    chosen = _plainly(value)
    return None if chosen in ("", UNKNOWN_VALUE, *fact.unclear) else chosen


def _names(_: Fact, value: Any) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(v, str) for v in value):
        raise ValueError("is no list of names")
    return tuple(_plainly(name) or UNKNOWN_VALUE for name in value)


def _plainly(word: str) -> str:
    """A word as conditions ask for it: they know no capitals."""
    return word.strip().lower()


def _records(fact: Fact, value: Any) -> tuple[Facts, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(v, Mapping) for v in value):
        raise ValueError("is no list of objects")
    for record in value:
        for unknown in sorted(set(record) - set(fact.fields)):
            raise ValueError(f"has {_quoted(unknown)}, which is no field of it")
    return tuple({name: _typed(fact.fields[name], v) for name, v in record.items()} for record in value)


_READERS: Mapping[FactKind, Any] = {
    FactKind.TRUTH: _truth,
    FactKind.NUMBER: _number,
    FactKind.DAYS: _number,
    FactKind.CHOICE: _choice,
    FactKind.NAMES: _names,
    FactKind.RECORDS: _records,
}

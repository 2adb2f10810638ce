"""Conditions over facts: the small vocabulary in which a trial's criteria are written.

``all``, ``any`` and ``not`` join conditions. A fact's name with a value asks for that value; with
``under``, ``at_least``, ``at_most`` for a number, ``one_of`` for one of several values, ``includes``
(and ``perhaps``, which leaves it open) for the names in a list, ``some`` for a record. ``known`` asks
of any fact whether it is known, which is never left open; it chooses questions and decides nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.core.facts import UNKNOWN_VALUE, Fact, FactKind, Facts, Range, Vocabulary
from bot.core.truth import Truth, all_of, any_of, negate

KNOWN = "known"
RESERVED = ("all", "any", "not", KNOWN)
"""Words that no fact can have for a name."""


class Condition(Protocol):
    """Something that facts fulfil, or not, or that they leave open."""

    def test(self, facts: Facts) -> Truth:
        """Whether the facts fulfil it."""

    def facts(self) -> frozenset[str]:
        """The names of the facts that it looks at."""


@dataclass(frozen=True)
class Joined:
    """Conditions that all, or of which any, must hold."""

    parts: tuple[Condition, ...]
    join: Callable[[Any], Truth]

    def test(self, facts: Facts) -> Truth:
        """Whether the facts fulfil it."""
        return self.join([part.test(facts) for part in self.parts])

    def facts(self) -> frozenset[str]:
        """The names of the facts that it looks at."""
        return frozenset().union(*(part.facts() for part in self.parts))


@dataclass(frozen=True)
class Not:
    """The opposite of a condition."""

    part: Condition

    def test(self, facts: Facts) -> Truth:
        """Whether the facts fulfil it."""
        return negate(self.part.test(facts))

    def facts(self) -> frozenset[str]:
        """The names of the facts that it looks at."""
        return self.part.facts()


@dataclass(frozen=True)
class Asked:
    """A question to the value of one fact: a word, and what the word asks for."""

    name: str
    word: str
    operand: Any

    def test(self, facts: Facts) -> Truth:
        """Whether the facts fulfil it."""
        value = facts.get(self.name)
        if self.word == KNOWN:
            return Truth.of((value is not None) is self.operand)
        return Truth.UNKNOWN if value is None else _TESTS[self.word](self.operand, value)

    def facts(self) -> frozenset[str]:
        """The name of the fact that it looks at."""
        return frozenset({self.name})


ALWAYS: Condition = Joined((), all_of)
"""Holds whatever the facts."""


def parse(data: Any, vocabulary: Vocabulary) -> Condition:
    """The condition that this data writes down. Raises ValueError that says what is wrong with it."""
    if not isinstance(data, Mapping) or not data:
        raise ValueError("a condition is a fact's name with a value, or all, any or not")
    parts = [_part(key, value, vocabulary) for key, value in data.items()]
    return parts[0] if len(parts) == 1 else Joined(tuple(parts), all_of)


def _part(key: str, value: Any, vocabulary: Vocabulary) -> Condition:
    if key in ("all", "any"):
        if not isinstance(value, Sequence) or isinstance(value, str) or not value:
            raise ValueError(f"“{key}” needs a list of conditions")
        parts = tuple(parse(item, vocabulary) for item in value)
        return Joined(parts, all_of if key == "all" else any_of)
    if key == "not":
        return Not(parse(value, vocabulary))
    if key not in vocabulary:
        raise ValueError(f"“{key}” is no fact")
    words = value if isinstance(value, Mapping) else {"is": value}
    if not words:
        raise ValueError(f"“{key}” needs a value")
    asked = _asked(vocabulary[key], words)
    return asked[0] if len(asked) == 1 else Joined(asked, all_of)


def _asked(fact: Fact, words: Mapping[str, Any]) -> tuple[Condition, ...]:
    operands = {word: _operand(fact, word, given) for word, given in words.items()}
    if "perhaps" in operands and "includes" not in operands:
        raise ValueError(f"“perhaps” of “{fact.name}” needs “includes” beside it")
    perhaps = operands.pop("perhaps", frozenset())
    if "includes" in operands:
        operands["includes"] = (operands["includes"], perhaps)
    return tuple(Asked(fact.name, word, operand) for word, operand in operands.items())


def _operand(fact: Fact, word: str, given: Any) -> Any:
    """What a word asks of a fact. Raises ValueError that names both."""
    readers = _WORDS[fact.kind]
    if word not in readers:
        raise ValueError(f"“{word}” cannot be asked of “{fact.name}”, only {', '.join(readers)}")
    try:
        return readers[word](fact, given)
    except ValueError as error:
        raise ValueError(f"“{word}” of “{fact.name}”: {error}") from error


def _truth(_: Fact, given: Any) -> bool:
    if given not in ("true", "false"):
        raise ValueError("true or false is needed")
    return bool(given == "true")


def _number(_: Fact, given: Any) -> float:
    try:
        number = float(given)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"“{given}” is no number")
    return number


def _value(fact: Fact, given: Any) -> str:
    if not isinstance(given, str) or not given:
        raise ValueError("one value is needed")
    if fact.values and given not in fact.values:
        raise ValueError(f"“{given}” is none of {', '.join(fact.values)}")
    return given.lower()


def _values(fact: Fact, given: Any) -> frozenset[str]:
    if not isinstance(given, list) or not given or not all(isinstance(one, str) for one in given):
        raise ValueError("a list of values is needed")
    return frozenset(_value(fact, one) for one in given)


def _record(fact: Fact, given: Any) -> Condition:
    return parse(given, fact.fields)


def _equals(wanted: Any, value: Any) -> Truth:
    if isinstance(value, Range):
        return all_of([_at_least(wanted, value), _at_most(wanted, value)])
    return Truth.of(value == wanted)


def _under(bound: float, value: Range) -> Truth:
    return negate(_at_least(bound, value))


def _at_least(bound: float, value: Range) -> Truth:
    if value.low >= bound:
        return Truth.TRUE
    return Truth.FALSE if value.high < bound else Truth.UNKNOWN


def _at_most(bound: float, value: Range) -> Truth:
    if value.high <= bound:
        return Truth.TRUE
    return Truth.FALSE if value.low > bound else Truth.UNKNOWN


def _one_of(wanted: frozenset[str], value: str) -> Truth:
    return Truth.of(value in wanted)


def _includes(names: tuple[frozenset[str], frozenset[str]], value: Sequence[str]) -> Truth:
    wanted, perhaps = names
    if wanted & set(value):
        return Truth.TRUE
    return Truth.UNKNOWN if (perhaps | {UNKNOWN_VALUE}) & set(value) else Truth.FALSE


def _some(condition: Condition, value: Sequence[Facts]) -> Truth:
    return any_of(condition.test(record) for record in value)


_Reader = Callable[[Fact, Any], Any]

_OF_ANY: Mapping[str, _Reader] = {KNOWN: _truth}
_OF_NUMBERS = {**dict.fromkeys(("is", "under", "at_least", "at_most"), _number), **_OF_ANY}
_WORDS: Mapping[FactKind, Mapping[str, _Reader]] = {
    FactKind.TRUTH: {"is": _truth, **_OF_ANY},
    FactKind.CHOICE: {"is": _value, "one_of": _values, **_OF_ANY},
    FactKind.NUMBER: _OF_NUMBERS,
    FactKind.DAYS: _OF_NUMBERS,
    FactKind.NAMES: {"includes": _values, "perhaps": _values, **_OF_ANY},
    FactKind.RECORDS: {"some": _record, **_OF_ANY},
}
"""What can be asked of each kind of fact, and how what is asked for is read."""
_TESTS: Mapping[str, Callable[[Any, Any], Truth]] = {
    "is": _equals,
    "under": _under,
    "at_least": _at_least,
    "at_most": _at_most,
    "one_of": _one_of,
    "includes": _includes,
    "some": _some,
}

"""Conditions over facts: the small vocabulary in which a trial's criteria are written.

``all``, ``any`` and ``not`` join conditions. A fact's name with a value asks for that value; with
``under``, ``at_least``, ``at_most`` for a number, ``one_of`` for one of several values, ``includes``
(and ``perhaps``, which leaves it open) for the names in a list, ``some`` for a record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.core.facts import UNKNOWN_VALUE, Fact, FactKind, Facts, Range, Vocabulary
from bot.core.truth import Truth, all_of, any_of, negate


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
class Test:
    """A question to the value of one fact."""

    name: str
    ask: Callable[[Any], Truth]

    def test(self, facts: Facts) -> Truth:
        """Whether the facts fulfil it."""
        value = facts.get(self.name)
        return Truth.UNKNOWN if value is None else self.ask(value)

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
    fact = vocabulary[key]
    tests = value if isinstance(value, Mapping) else {"is": value}
    if not tests:
        raise ValueError(f"“{key}” needs a value")
    asked = [
        Test(key, _ask(fact, operator, operand))
        for operator, operand in tests.items()
        if operator != "perhaps"
    ]
    if "perhaps" in tests:
        asked = [Test(key, _includes(_names(tests.get("includes")), _names(tests["perhaps"])))]
    return asked[0] if len(asked) == 1 else Joined(tuple(asked), all_of)


def _ask(fact: Fact, operator: str, operand: Any) -> Callable[[Any], Truth]:
    allowed = _OPERATORS[fact.kind]
    if operator not in allowed:
        raise ValueError(f"“{operator}” cannot be asked of “{fact.name}”, only {', '.join(allowed)}")
    return allowed[operator](fact, operand)


def _is(fact: Fact, operand: Any) -> Callable[[Any], Truth]:
    if fact.kind is FactKind.TRUTH:
        if operand not in ("true", "false"):
            raise ValueError(f"“{fact.name}” is true or false")
        wanted = operand == "true"
        return lambda value: Truth.of(value == wanted)
    if not isinstance(operand, str) or not operand:
        raise ValueError(f"“{fact.name}” needs one value")
    return lambda value: Truth.of(value == operand)


def _one_of(fact: Fact, operand: Any) -> Callable[[Any], Truth]:
    wanted = _names(operand)
    return lambda value: Truth.of(value in wanted)


def _equals(fact: Fact, operand: Any) -> Callable[[Any], Truth]:
    wanted = _number(operand)
    return lambda value: all_of([_at_least(value, wanted), negate(_above(value, wanted))])


def _some(fact: Fact, operand: Any) -> Callable[[Any], Truth]:
    condition = parse(operand, fact.fields)
    return lambda records: any_of(condition.test(record) for record in records)


def _includes(wanted: frozenset[str], perhaps: frozenset[str]) -> Callable[[Any], Truth]:
    def ask(value: Any) -> Truth:
        if wanted & set(value):
            return Truth.TRUE
        return Truth.UNKNOWN if (perhaps | {UNKNOWN_VALUE}) & set(value) else Truth.FALSE

    return ask


def _at_least(value: Range, bound: float) -> Truth:
    if value.low >= bound:
        return Truth.TRUE
    return Truth.FALSE if value.high < bound else Truth.UNKNOWN


def _above(value: Range, bound: float) -> Truth:
    if value.low > bound:
        return Truth.TRUE
    return Truth.FALSE if value.high <= bound else Truth.UNKNOWN


def _number(operand: Any) -> float:
    try:
        return float(operand)
    except (TypeError, ValueError) as error:
        raise ValueError(f"“{operand}” is no number") from error


def _names(operand: Any) -> frozenset[str]:
    if not isinstance(operand, list) or not all(isinstance(name, str) for name in operand) or not operand:
        raise ValueError("a list of values is needed")
    return frozenset(operand)


def _bound(compare: Callable[[Range, float], Truth]) -> Callable[[Fact, Any], Callable[[Any], Truth]]:
    def operator(fact: Fact, operand: Any) -> Callable[[Any], Truth]:
        bound = _number(operand)
        return lambda value: compare(value, bound)

    return operator


_NUMBERS = {
    "is": _equals,
    "under": _bound(lambda value, bound: negate(_at_least(value, bound))),
    "at_least": _bound(_at_least),
    "at_most": _bound(lambda value, bound: negate(_above(value, bound))),
}
_OPERATORS: Mapping[FactKind, Mapping[str, Callable[[Fact, Any], Callable[[Any], Truth]]]] = {
    FactKind.TRUTH: {"is": _is},
    FactKind.CHOICE: {"is": _is, "one_of": _one_of},
    FactKind.NUMBER: _NUMBERS,
    FactKind.DAYS: _NUMBERS,
    FactKind.NAMES: {"includes": lambda fact, operand: _includes(_names(operand), frozenset())},
    FactKind.RECORDS: {"some": _some},
}

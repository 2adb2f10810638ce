"""Turns the criteria of ``trial.yml`` into core types and verifies their logic and questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.core.conditions import ALWAYS, KNOWN, Condition, parse
from bot.core.criteria import Category, Criterion
from bot.core.errors import Fault, InputError
from bot.core.facts import Facts, Vocabulary, typed
from bot.core.passages import Passage
from bot.core.questions import FollowUp, Question
from bot.core.statements import Subject
from bot.trial_file import CriterionEntry, FollowUpEntry, QuestionEntry, TrialFile
from bot.vocabulary import plain
from bot.yaml_file import Location, YamlFile

PLACEHOLDERS = ("{you}", "{You}", "{your}", "{Your}", "{them}")
"""What a question says of the patient; a relative reads "they", "their" and "them"."""
_PLACEHOLDER = re.compile("|".join(map(re.escape, PLACEHOLDERS)))


class CriteriaReader:
    """Reads criteria and questions; ``faults`` collects what is wrong with them."""

    def __init__(
        self, file: YamlFile, vocabulary: Vocabulary, subjects: Mapping[str, Subject], faults: list[Fault]
    ) -> None:
        self._file = file
        self._vocabulary = vocabulary
        self._subjects = subjects
        self._faults = faults
        self._names: set[str] = set()

    def criterion(self, entry: CriterionEntry, position: int, passage: Passage) -> Criterion:
        """One criterion with its logic."""
        where: Location = ["criteria", position]
        if entry.id in self._names:
            self._fault([*where, "id"], entry.id, "is the name of another criterion already")
        self._names.add(entry.id)
        inclusion = entry.category is Category.INCLUSION
        key, other = ("met_when", "excluded_when") if inclusion else ("excluded_when", "met_when")
        if getattr(entry, other) is not None:
            self._fault([*where, other], entry.id, f"is an {entry.category.value} criterion: say {key}")
        if getattr(entry, key) is None:
            self._fault(where, entry.id, f"has no {key}")
        passes = entry.passes_when
        return Criterion(
            entry.id,
            entry.category,
            passage,
            tuple(entry.concepts),
            entry.question.subject,
            self._condition(getattr(entry, key) or {}, [*where, key]),
            self._optional(entry.applies_when, [*where, "applies_when"]),
            ALWAYS if passes == "always" else self._optional(passes, [*where, "passes_when"]),
        )

    def questions(self, content: TrialFile) -> Mapping[str, Question]:
        """The questions in the order of the interview."""
        entries = {entry.id: (n, entry) for n, entry in enumerate(content.criteria)}
        order = content.interview
        for position, name in enumerate(order):
            if name not in entries:
                self._fault(["interview", position], name, "is no criterion")
            elif order.index(name) != position:
                self._fault(["interview", position], name, "is asked twice")
        for name in entries.keys() - set(order):
            self._fault(["interview"], name, "is never asked about")
        return {name: self._question(entries[name][1], entries[name][0]) for name in order if name in entries}

    def _question(self, criterion: CriterionEntry, position: int) -> Question:
        entry = criterion.question
        where: Location = ["criteria", position, "question"]
        if entry.subject not in self._subjects:
            self._fault([*where, "subject"], f"“{entry.subject}”", "is in no subjects.yml")
        self._check_words(entry, where)
        return Question(
            criterion.id,
            entry.ask,
            entry.again,
            entry.why,
            entry.short,
            entry.yes,
            entry.no,
            tuple(self._follow_up(f, [*where, "follow_ups", n]) for n, f in enumerate(entry.follow_ups)),
            self._optional(criterion.settled_when, ["criteria", position, "settled_when"]),
            entry.sensitive,
            entry.open,
            self._stated(entry.yes_states, [*where, "yes_states"]),
        )

    def _follow_up(self, entry: FollowUpEntry, where: Location) -> FollowUp:
        condition = self._condition(entry.when, [*where, "when"], chooses=True)
        stated = self._stated(entry.yes_states, [*where, "yes_states"])
        return FollowUp(condition, entry.ask, entry.yes, entry.no, stated)

    def _check_words(self, entry: QuestionEntry, where: Location) -> None:
        for text in (entry.ask, entry.again, *(f.ask for f in entry.follow_ups)):
            if _holds_braces(_PLACEHOLDER.sub("", text)):
                why = f"may only hold the placeholders {', '.join(PLACEHOLDERS)}"
                self._fault(where, f"“{text}”", why)
        for key, text in (("short", entry.short), ("why", entry.why)):
            if _holds_braces(text):
                self._fault([*where, key], f"“{text}”", "may hold no placeholder")

    def _stated(self, data: dict[str, Any], where: Location) -> Facts:
        try:
            return typed(plain(data), self._vocabulary, date.max)
        except InputError as error:
            self._fault(where, "the facts", str(error))
            return {}

    def _optional(self, data: Any, where: Location) -> Condition | None:
        return None if data is None else self._condition(data, where)

    def _condition(self, data: Any, where: Location, chooses: bool = False) -> Condition:
        """The condition; only one that chooses a question may ask what is known."""
        if not chooses and KNOWN in _keys(data):
            self._fault(where, f"“{KNOWN}”", "may only stand in the “when” of a further question")
        try:
            return parse(data, self._vocabulary)
        except ValueError as error:
            self._fault(where, "the condition", str(error))
            return ALWAYS

    def _fault(self, where: Location, what: str, why: str) -> None:
        self._faults.append(self._file.fault(where, what, why))


def _holds_braces(text: str) -> bool:
    return "{" in text or "}" in text


def _keys(data: Any) -> Iterable[str]:
    """Every key in this data, at any depth."""
    if isinstance(data, Mapping):
        yield from data
        data = list(data.values())
    for item in data if isinstance(data, list) else ():
        yield from _keys(item)

"""What a nurse sees of a sheet: what was asked, what was answered and said, beside the page's sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import structlog

from bot.core.criteria import Criterion, Decision
from bot.core.errors import InputError
from bot.core.facts import Vocabulary
from bot.core.interview import ENDED, Interview
from bot.core.interviewer import Interviewer
from bot.core.statements import DECLINED
from bot.core.telling import Teller
from bot.gateway.nurse.labels import lead_ins, words_of

UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, IndexError, InputError)
"""What reading a sheet raises that another version of this program wrote."""
GROUPS = {
    "lasting": "Stands in the way",
    "for_now": "In the way for now",
    "check": "Open: to be checked",
    "fine": "Seems fine",
}

log = structlog.get_logger()


@dataclass(frozen=True)
class Line:
    """A criterion with what was said to it."""

    id: str
    sentence: str
    said: str
    left: str = ""


@dataclass(frozen=True)
class Change:
    """What somebody said first, and what in the end."""

    about: str
    before: str
    after: str


@dataclass(frozen=True)
class SheetView:
    """A sheet as it is shown. Empty where it holds nothing, or nothing that can be read."""

    when: str
    relative: bool
    is_whole: bool
    asked: Sequence[str]
    not_stated: Sequence[str]
    for_a_doctor: Sequence[str]
    lead_ins: Sequence[tuple[str, str]]
    groups: Mapping[str, Sequence[Line]]
    not_asked: Sequence[str]
    changes: Sequence[Change]
    has_fault: bool


class SheetViewer:
    """Shows sheets about one trial."""

    def __init__(self, interviewer: Interviewer, teller: Teller, vocabulary: Vocabulary) -> None:
        self._interviewer = interviewer
        self._trial = interviewer.trial
        self._teller = teller
        self._vocabulary = vocabulary

    def view(self, content: Mapping[str, Any]) -> SheetView:
        """The sheet of this content; total, whatever it holds."""
        interview, has_fault = self._interview(content)
        groups, not_asked = self._groups(interview) if interview else ({}, [])
        unanswered = [item for item in _list(content, "unanswered") if isinstance(item, Mapping)]
        kinds = [(str(item.get("kind", "")), self._topic(item.get("label"))) for item in unanswered]
        return SheetView(
            when=_day(content.get("date")),
            relative=content.get("relative") is True,
            is_whole=bool(interview and interview.state == ENDED),
            asked=[self._topic(label) for label in _list(content, "asked")],
            not_stated=[topic for kind, topic in kinds if kind != "advice"],
            for_a_doctor=[topic for kind, topic in kinds if kind == "advice"],
            lead_ins=lead_ins(self._trial),
            groups=groups,
            not_asked=not_asked,
            changes=self._changes(content),
            has_fault=has_fault or content.get("trial") != self._trial.id,
        )

    def _interview(self, content: Mapping[str, Any]) -> tuple[Interview | None, bool]:
        """The interview, if there is one of this trial; and whether there is one that cannot be read."""
        data = content.get("interview")
        if data is None or content.get("trial") != self._trial.id:
            return None, False
        try:
            interview = Interview.from_dict(data, self._vocabulary)
            self._groups(interview)
        except UNREADABLE as error:
            log.error("a sheet could not be understood", reason=type(error).__name__)
            return None, True
        return interview, False

    def _groups(self, interview: Interview) -> tuple[Mapping[str, Sequence[Line]], Sequence[str]]:
        """The criteria that were spoken of or follow from what was, and the names of all others."""
        decision = self._interviewer.decision(interview)
        groups: dict[str, list[Line]] = {}
        not_asked = []
        for name, criteria in self._teller.grouped(decision).items():
            for criterion in criteria:
                line = self._line(interview, decision, criterion)
                if line:
                    groups.setdefault(GROUPS[name], []).append(line)
                else:
                    not_asked.append(f"{criterion.id} {self._trial.questions[criterion.id].short}")
        return groups, not_asked

    def _line(self, interview: Interview, decision: Decision, criterion: Criterion) -> Line | None:
        words = " ".join(str(interview.words.get(criterion.subject, "")).split())
        left = interview.left.get(criterion.id)
        follows = criterion.id in (*decision.met, *decision.not_met)
        if left == DECLINED:
            return Line(criterion.id, criterion.passage.text, "", "left out")
        if not (words or left or follows):
            return None
        how = "not sure" if left else "" if words else "follows from another answer"
        return Line(criterion.id, criterion.passage.text, words, how)

    def _changes(self, content: Mapping[str, Any]) -> list[Change]:
        changes = [change for change in _list(content, "changes") if isinstance(change, Mapping)]
        return [
            Change(self._point(c.get("criterion")), str(c.get("before", "")), str(c.get("after", "")))
            for c in changes
        ]

    def _point(self, criterion: object) -> str:
        question = self._trial.questions.get(str(criterion))
        return f"{criterion} {question.short}" if question else str(criterion)

    def _topic(self, label: object) -> str:
        return words_of(str(label), self._trial)


def _list(content: Mapping[str, Any], name: str) -> list[Any]:
    value = content.get(name)
    return list(value) if isinstance(value, (list, tuple)) else []


def _day(text: object) -> str:
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        return ""
    return f"{day.day} {day:%B %Y}"

"""The sheet that a nurse sees when somebody reads out a code: what it holds, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.core.answering import NOT_STATED
from bot.core.criteria import Criterion
from bot.core.facts import Vocabulary
from bot.core.interview import Interview
from bot.core.statements import DECLINED
from bot.core.trial import Topic, Trial
from bot.core.understanding import ADVICE, ASK, Part

MOST_ASKED = 40
"""So many different things that were asked are kept, the latest."""


@dataclass(frozen=True)
class Asked:
    """Something that was asked: the label of its topic, and the kind of the reply."""

    label: str
    kind: str

    def to_dict(self) -> dict[str, str]:
        """Plain data."""
        return {"label": self.label, "kind": self.kind}


@dataclass(frozen=True)
class Change:
    """What was said of a criterion first, and what in the end."""

    criterion: str
    before: str
    after: str


@dataclass(frozen=True)
class Sheet:
    """What a nurse sees. ``unanswered`` is what the page does not say, and what only a doctor can say."""

    day: date
    trial: str
    relative: bool = False
    asked: tuple[str, ...] = ()
    unanswered: tuple[Asked, ...] = ()
    interview: Interview | None = None
    changes: tuple[Change, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "date": self.day.isoformat(),
            "trial": self.trial,
            "relative": self.relative,
            "asked": list(self.asked),
            "unanswered": [asked.to_dict() for asked in self.unanswered],
            "interview": self.interview.to_dict() if self.interview else None,
            "changes": [vars(change) for change in self.changes],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], vocabulary: Vocabulary) -> Sheet:
        """What ``to_dict`` gave."""
        interview = data["interview"]
        return cls(
            date.fromisoformat(data["date"]),
            data["trial"],
            data["relative"],
            tuple(data["asked"]),
            tuple(Asked(**asked) for asked in data["unanswered"]),
            Interview.from_dict(interview, vocabulary) if interview else None,
            tuple(Change(**change) for change in data["changes"]),
        )


def sheet(
    trial: Trial, day: date, asked: Sequence[Asked], interview: Interview | None, relative: bool
) -> Sheet:
    """The sheet of a conversation; ``relative`` counts where there was no interview."""
    return Sheet(
        day,
        trial.id,
        interview.relative if interview else relative,
        tuple(dict.fromkeys(a.label for a in asked if a.kind != ADVICE)),
        tuple(a for a in asked if a.kind in (NOT_STATED, ADVICE)),
        _shown(interview, trial.criteria) if interview else None,
        changes(interview, trial.criteria) if interview else (),
    )


def _shown(interview: Interview, criteria: Sequence[Criterion]) -> Interview:
    """Without the address of the result's page, and without words to what somebody would rather not say."""
    declined = {c.subject for c in criteria if interview.left.get(c.id) == DECLINED}
    words = {subject: words for subject, words in interview.words.items() if subject not in declined}
    return replace(interview, key="", words=words, changes={})


def changes(interview: Interview, criteria: Sequence[Criterion]) -> tuple[Change, ...]:
    """What was changed on the way, from the first words to those of now, in the order of the page.

    What was taken back, and not said anew, is nobody's business.
    """
    first, shown = interview.changes, _shown(interview, criteria).words
    now = {c.id: shown[c.subject] for c in criteria if c.subject in shown}
    return tuple(Change(c, first[c], words) for c, words in now.items() if first.get(c, words) != words)


def with_asked(so_far: Sequence[Asked], new: Sequence[Asked]) -> tuple[Asked, ...]:
    """What was asked, each thing once, with what is new last."""
    return tuple(dict.fromkeys([*(a for a in so_far if a not in new), *new]))[-MOST_ASKED:]


def subject_of(part: Part) -> str | None:
    """The label under which a part of a message stands on a sheet; None if it does not belong there."""
    if part.label == ADVICE:
        return part.nearby[0] if part.nearby else ADVICE
    return part.label if part.topic else None


def topic_of(label: str, trial: Trial) -> Topic | None:
    """The topic of a label on a sheet, with its reviewed question; None if the trial has none."""
    answer = trial.answers.get(label.removeprefix(ASK))
    return answer.topic if answer else None

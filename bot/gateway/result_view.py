"""What the page of a result shows: each criterion with the page's sentence and the person's words."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.criteria import Criterion, Decision
from bot.core.interview import ENDED, Interview
from bot.core.statements import DECLINED, UNSURE
from bot.core.telling import Teller
from bot.core.trial import Trial
from bot.core.truth import Truth

WORDS, FOLLOWS, NOT_ASKED = "words", "follows", "not_asked"
"""How a point was answered, beside ``unsure`` and ``declined``."""


@dataclass(frozen=True)
class Point:
    """A criterion: the page's sentence, and how it was answered, where in ``words`` with those."""

    lead_in: str
    sentence: str
    answered: str
    words: str = ""


@dataclass(frozen=True)
class Group:
    """Points that mean the same for the person."""

    heading: str
    points: list[Point]


@dataclass(frozen=True)
class View:
    """The whole page. ``opening`` says in one paragraph what came out."""

    opening: str
    is_whole: bool
    groups: list[Group]
    closing: str


def view(trial: Trial, teller: Teller, interview: Interview, decision: Decision) -> View:
    """The page for an interview as it stands."""
    opening = teller.say(f"result_{decision.outcome}", interview)
    groups = [
        Group(
            teller.say(f"group_{name}", interview).rstrip(":"),
            [_point(trial, interview, decision, criterion) for criterion in criteria],
        )
        for name, criteria in teller.grouped(decision).items()
        if criteria
    ]
    return View(
        opening.removesuffix(trial.status.text).strip(),  # which stands at the top of the page
        interview.state == ENDED,
        groups,
        teller.say("result_next", interview),
    )


def _point(trial: Trial, interview: Interview, decision: Decision, criterion: Criterion) -> Point:
    lead_ins = {passage.id: passage.text for passage in trial.page.passages}
    words = interview.words.get(criterion.subject, "").strip()
    left = interview.left.get(criterion.id)
    known = decision.truths[criterion.id] is not Truth.UNKNOWN
    if left == DECLINED:
        answered, words = DECLINED, ""
    elif words:
        answered = WORDS
    else:
        answered = UNSURE if left else FOLLOWS if known else NOT_ASKED
    return Point(lead_ins.get(criterion.passage.lead_in or "", ""), criterion.passage.text, answered, words)

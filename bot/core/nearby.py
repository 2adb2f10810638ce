"""Which passages of the page stand near to a question, the nearest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.passages import Passage
from bot.core.trial import Trial
from bot.core.understanding import ASK, Understanding

TAKEN, CONSIDERED = 1.0, 0.4
"""How much it counts that a passage belongs to the topic that was understood, or to one near it."""
LIST_ITEM = 0.5
"""… and if it is one of a list's items, of which none is nearer than the others."""
LEAST_LIKENESS = 0.25
"""A passage of no topic in question must be at least this near to what was asked."""
MOST = 12


def nearby(
    trial: Trial, understood: Understanding, likeness: Mapping[str, float], said: Sequence[Passage] = ()
) -> tuple[Passage, ...]:
    """The nearest passages. ``likeness`` tells by id how near each is; ``said`` are in the answer."""
    bonus: dict[str, float] = {passage.id: TAKEN for passage in said}
    for part in understood.parts:
        _add(bonus, trial, part.label, TAKEN)
        for label in part.nearby:
            _add(bonus, trial, label, CONSIDERED)
    scores = {p.id: likeness.get(p.id, 0.0) + bonus.get(p.id, 0.0) for p in trial.page.passages}
    near = [p for p in trial.page.passages if p.id in bonus or scores[p.id] >= LEAST_LIKENESS]
    return tuple(sorted(near, key=lambda p: -scores[p.id])[:MOST])


def _add(bonus: dict[str, float], trial: Trial, label: str, weight: float) -> None:
    """What belongs to a topic counts; less, if it is one of many items of a list."""
    answer = trial.answers.get(label.removeprefix(ASK)) if label.startswith(ASK) else None
    for passage in (*answer.passages, *answer.nearest) if answer else ():
        of_list = weight * LIST_ITEM if passage.lead_in else weight
        bonus[passage.id] = max(bonus.get(passage.id, 0.0), of_list)

"""The trial's page for nurses: searched with the assistant's understanding, or read by topic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.responses import Response

from bot.core.criteria import Criterion
from bot.core.plain_logic import Clause, FactWords, told
from bot.core.trial import TopicAnswer, Trial
from bot.gateway.nurse.labels import choices
from bot.gateway.nurse.pages import Pages
from bot.gateway.nurse.visits import Visit
from bot.reference import Reference

MOST_CHARACTERS = 500
KINDS: Mapping[str, str] = {
    "answer": "Answered from the page",
    "not_stated": "The page does not say",
    "advice": "Advice is declined",
    "handoff": "The nurse line is given",
    "prescreen_intro": "The check is offered",
    "clarify": "Asks back",
    "out_of_scope": "Not about this trial",
    "privacy": "About what is typed and kept",
    "abuse": "Abuse is met calmly",
    "smalltalk": "Small talk",
    "urgent": "Danger: emergency card",
    "crisis": "Danger: crisis card",
    "pregnancy": "Danger: pregnancy card",
}
"""What kind of reply a patient gets, for nurses."""


@dataclass(frozen=True)
class Row:
    """A criterion in the table: when it counts, for whom, in which time, and whether it passes."""

    criterion: Criterion
    logic: Clause
    applies: Clause | None
    passes: Clause | None
    times: tuple[str, ...]


class ReferencePages:
    """Views on the page. ``reference`` is made when it is first needed, which takes some seconds."""

    def __init__(
        self,
        pages: Pages,
        trial: Trial,
        reference: Callable[[], Reference],
        words: Mapping[str, FactWords],
    ) -> None:
        self._pages = pages
        self._trial = trial
        self._reference = reference
        self._rows = [_row(criterion, words) for criterion in trial.criteria]

    def home(self, visit: Visit) -> Response:
        """The search box."""
        return self._pages.show(visit, "search")

    def search(self, visit: Visit) -> Response:
        """What a patient would be told, and the passages nearby."""
        text = visit.form.text("text")
        if not text or len(text) > MOST_CHARACTERS:
            fault = (
                f"Type a question of at most {MOST_CHARACTERS} characters." if text else "Type a question."
            )
            return self._pages.show(visit, "search", 400, fault=fault, text=text)
        reference = self._reference()
        return self._pages.show(
            visit,
            "search",
            text=text,
            found=reference.look_up(text),
            kinds=KINDS,
            choices=choices(self._trial, reference.labels) if visit.who.is_editor else (),
        )

    def topics(self, visit: Visit) -> Response:
        """All topics by their groups."""
        groups: dict[str, list[TopicAnswer]] = {}
        for answer in self._trial.answers.values():
            groups.setdefault(answer.topic.group, []).append(answer)
        return self._pages.show(visit, "topics", groups=groups)

    def criteria(self, visit: Visit) -> Response:
        """The criteria and what they were taken to mean."""
        lead_ins = {passage.id: passage.text for passage in self._trial.page.passages}
        return self._pages.show(visit, "criteria", rows=self._rows, lead_ins=lead_ins)

    def glossary(self, visit: Visit) -> Response:
        """The words of the page."""
        return self._pages.show(visit, "glossary")


def _row(criterion: Criterion, words: Mapping[str, FactWords]) -> Row:
    logic = told(criterion.condition, words)
    applies = told(criterion.applies, words) if criterion.applies else None
    passes = told(criterion.passes, words) if criterion.passes else None
    return Row(criterion, logic, applies, passes, tuple(dict.fromkeys(logic.times())))

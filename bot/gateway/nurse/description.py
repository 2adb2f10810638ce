"""Reads what a caller says against the criteria. Nothing of it is stored or logged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from bot.core.criteria import Criterion
from bot.core.danger import Danger
from bot.core.facts import Vocabulary
from bot.core.statements import Said, read_against
from bot.core.trial import Trial
from bot.gateway.nurse.labels import lead_ins
from bot.gateway.nurse.pages import Pages
from bot.gateway.nurse.visits import Visit

MOST_CHARACTERS = 5000
NOT_MENTIONED = "not_mentioned"
STATUSES = {"not_met": "Not met", "unclear": "Unclear", "met": "Met", NOT_MENTIONED: "Not mentioned"}


@dataclass(frozen=True)
class Point:
    """A criterion, what the description says to it, and the words that say so."""

    criterion: Criterion
    status: str
    words: str = ""


class Description:
    """Views for reading a description."""

    def __init__(
        self,
        pages: Pages,
        trial: Trial,
        vocabulary: Vocabulary,
        statements_in: Callable[[str, date], Said],
        danger_in: Callable[[str], Danger | None],
        today: Callable[[], date],
    ) -> None:
        self._pages = pages
        self._trial = trial
        self._vocabulary = vocabulary
        self._statements_in = statements_in
        self._danger_in = danger_in
        self._today = today

    def page(self, visit: Visit) -> Response:
        """The form for a description."""
        return self._pages.show(visit, "description", most=MOST_CHARACTERS)

    def read(self, visit: Visit) -> Response:
        """The description against the criteria."""
        text = visit.form.text("text")
        if not text or len(text) > MOST_CHARACTERS:
            fault = (
                f"A description can have at most {MOST_CHARACTERS:,} characters."
                if text
                else "Type or paste a description."
            )
            return self._pages.show(visit, "description", 400, fault=fault, text=text, most=MOST_CHARACTERS)
        points = self._points(text)
        return self._pages.show(
            visit,
            "description",
            text=text,
            most=MOST_CHARACTERS,
            points=points,
            lead_ins=lead_ins(self._trial),
            statuses=STATUSES,
            counts={status: sum(p.status == status for p in points) for status in STATUSES},
            danger=self._danger_in(text),
        )

    def _points(self, text: str) -> list[Point]:
        said = self._statements_in(text, self._today())
        read = read_against(self._trial.criteria, said, self._vocabulary)
        return [Point(c, *read.get(c.id, (NOT_MENTIONED,))) for c in self._trial.criteria]

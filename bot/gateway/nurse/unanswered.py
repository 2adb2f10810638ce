"""What the assistant could not answer, and the replies that editors have marked as wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.responses import Response

from bot.core.identifiers import had_identifier, without_identifiers
from bot.core.trial import Trial
from bot.corrections import as_nlu, as_tests
from bot.gateway.nurse.labels import choices, words_of
from bot.gateway.nurse.pages import Pages, go_to
from bot.gateway.nurse.visits import Visit
from bot.reference import Reference
from bot.store.corrections import Correction
from bot.store.desk import Desk

CORRECTIONS = "/nurse/corrections"
MOST_CHARACTERS = 300
MOST_OF_A_LABEL = 64
YAML = "application/yaml"
Ratings = Mapping[str, tuple[int, int]]
"""By label: how often an answer was found helpful, and how often not."""


class UnansweredPages:
    """Views of what could not be answered, for nurses; editors can mark replies."""

    def __init__(
        self,
        pages: Pages,
        trial: Trial,
        desk: Desk,
        reference: Callable[[], Reference],
        ratings: Callable[[], Ratings],
    ) -> None:
        self._pages = pages
        self._trial = trial
        self._desk = desk
        self._reference = reference
        self._ratings = ratings

    def page(self, visit: Visit) -> Response:
        """Counts by topic, wordings that several people used, and ratings."""
        return self._pages.show(
            visit,
            "unanswered",
            counts=self._in_words(self._desk.unanswered.by_label()),
            wordings=[(w, words_of(w.label, self._trial)) for w in self._desk.unanswered.wordings()],
            ratings=self._in_words(self._ratings()),
            seen_from=self._desk.unanswered.seen_from,
            choices=self._choices() if visit.who.is_editor else (),
        )

    def corrections(self, visit: Visit) -> Response:
        """The replies that were marked."""
        return self._corrections(visit)

    def mark(self, visit: Visit) -> Response:
        """Marks a reply as wrong and names the right label."""
        labels = self._reference().labels
        text = " ".join(without_identifiers(visit.form.text("text"), [self._trial.nurse_line]).split())
        was, right = visit.form.text("was"), visit.form.text("right")
        if right not in labels:
            return self._corrections(visit, "Choose what the question was about. Nothing was marked.")
        if not text or len(text) > MOST_CHARACTERS or had_identifier(text):
            why = f"The wording needs 1 to {MOST_CHARACTERS} characters, and must name nobody."
            return self._corrections(visit, f"{why} Nothing was marked.")
        self._desk.corrections.add(Correction(text, was[:MOST_OF_A_LABEL], right))
        self._desk.audit.write(visit.who.name, "marked a reply as wrong")
        return go_to(CORRECTIONS)

    def remove(self, visit: Visit) -> Response:
        """Takes a mark away."""
        number = visit.form.text("id")
        if number.isascii() and number.isdigit():
            self._desk.corrections.remove(int(number[:9]))
            self._desk.audit.write(visit.who.name, "took a mark away")
        return go_to(CORRECTIONS)

    def nlu(self, visit: Visit) -> Response:
        """The marks as a file of Rasa NLU examples."""
        return self._file(visit, "corrections_nlu.yml", as_nlu(self._desk.corrections.all()))

    def tests(self, visit: Visit) -> Response:
        """The marks as a file of test cases."""
        return self._file(visit, "corrections_tests.yml", as_tests(self._desk.corrections.all()))

    def _file(self, visit: Visit, name: str, content: str) -> Response:
        self._desk.audit.write(visit.who.name, "exported the marked replies")
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(content, media_type=YAML, headers=headers)

    def _corrections(self, visit: Visit, fault: str = "") -> Response:
        marked = [
            (one, words_of(one.correction.was, self._trial), words_of(one.correction.right, self._trial))
            for one in self._desk.corrections.all()
        ]
        return self._pages.show(visit, "corrections", 400 if fault else 200, marked=marked, fault=fault)

    def _choices(self) -> object:
        return choices(self._trial, self._reference().labels)

    def _in_words(self, by_label: Mapping[str, object]) -> list[tuple[str, object]]:
        return [(words_of(label, self._trial), value) for label, value in by_label.items()]

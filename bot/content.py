"""Reads a trial's folder into core types and verifies it; lists every fault at once."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot import page, trial_file, vocabulary
from bot.core.criteria import Criterion
from bot.core.errors import ContentError, Fault
from bot.core.passages import Passage, PassageKind
from bot.core.trial import Effect, GlossaryEntry, Topic, TopicAnswer, Trial
from bot.criteria_file import CriteriaReader
from bot.language import lexicon
from bot.trial_file import EffectEntry, TrialFile
from bot.yaml_file import Location, YamlFile

HERE = Path(__file__).parent
TRIALS = HERE / "trials"


def load(folder: Path) -> Trial:
    """The trial in this folder (``summary.txt`` and ``trial.yml``).

    Raises ContentError with all faults found, each with its file and line.
    """
    return _Reader(folder).trial()


def load_topics(path: Path = HERE / "topics.yml") -> Mapping[str, Topic]:
    """The fixed topics by id. Raises ContentError."""
    file = YamlFile(path)
    faults = [
        file.fault([key], key, "must have question, subject, group and about")
        for key, entry in file.data.items()
        if {"question", "subject", "group", "about"} - set(entry)
    ]
    if faults:
        raise ContentError(faults)
    return {
        key: Topic(
            key,
            entry["question"],
            entry["subject"],
            entry["group"],
            entry.get("joining") == "true",
            entry.get("personal") == "true",
        )
        for key, entry in file.data.items()
    }


def load_layout(path: Path = HERE / "page_layout.yml") -> page.Layout:
    """The page layout. Raises ContentError."""
    data = YamlFile(path).data
    return page.Layout(
        headings=tuple(data["headings"]),
        fields={label: topic or None for label, topic in data["fields"].items()},
        inline_fields=tuple(data["inline_fields"]),
        furniture=tuple(data["furniture"]),
        glossary_mark=data["glossary_mark"],
    )


@dataclass
class _Reader:
    folder: Path
    faults: list[Fault] = field(default_factory=list)

    def trial(self) -> Trial:
        self.file = YamlFile(self.folder / "trial.yml")
        content = trial_file.parse(self.file)
        self.topics, layout = load_topics(), load_layout()
        self.page_path = self.folder / content.provenance.page
        self.page = page.parse(self._page_text(content.provenance.sha256), layout)
        self.by_text: dict[str, list[Passage]] = {}
        for passage in self.page.passages:
            self.by_text.setdefault(passage.text, []).append(passage)
        trial = self._assemble(content, layout)
        self._check_coverage(trial)
        if self.faults:
            raise ContentError(sorted(self.faults))
        return trial

    def _page_text(self, sha256: str) -> str:
        try:
            content = self.page_path.read_bytes()
        except OSError as error:
            where = ["provenance", "page"]
            fault = self.file.fault(where, str(self.page_path), error.strerror or "unreadable")
            raise ContentError([fault]) from error
        actual = hashlib.sha256(content).hexdigest()
        if actual != sha256:
            why = f"the page has {actual}: review every quote, then pin the new value"
            self._fault(["provenance", "sha256"], "does not match the page", why)
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            fault = Fault(str(self.page_path), line, "cannot be read", "is not UTF-8")
            raise ContentError([*self.faults, fault]) from error

    def _assemble(self, content: TrialFile, layout: page.Layout) -> Trial:
        for unknown in set(content.topics) - set(self.topics):
            self._fault(["topics", unknown], f"topic “{unknown}”", "is not in topics.yml")
        nurse_line = content.nurse_line.number
        self._passage(content.nurse_line.quote, ["nurse_line", "quote"])
        if nurse_line not in content.nurse_line.quote:
            self._fault(["nurse_line", "number"], nurse_line, "is not in its quote")
        reader = CriteriaReader(self.file, vocabulary.facts(), vocabulary.subjects(), self.faults)
        return Trial(
            id=content.id,
            page=self.page,
            treatment=content.treatment.name,
            treatment_names=(content.treatment.name, *content.treatment.also),
            dose=content.treatment.dose,
            nurse_line=nurse_line,
            pregnancy_warning=content.pregnancy_warning,
            status=self._passage(content.status.quote, ["status", "quote"]),
            recruiting=content.status.recruiting,
            answers={topic.id: self._answer(topic, content, layout) for topic in self.topics.values()},
            criteria=self._criteria(content, reader),
            questions=reader.questions(content),
            effects=[
                *self._effects(content.effects.items, "items"),
                *self._effects(content.effects.also, "also"),
            ],
            effects_lead_in=self._passage(content.effects.bullets_of, ["effects", "list"]),
            glossary=self._glossary(content),
        )

    def _answer(self, topic: Topic, content: TrialFile, layout: page.Layout) -> TopicAnswer:
        blank = tuple(f for f in self.page.blank_fields if layout.fields.get(f) == topic.id)
        entry = content.topics.get(topic.id)
        if entry is None:
            return TopicAnswer(topic, blank_fields=blank)
        where = ["topics", topic.id]
        passages = self._passages(entry.quotes, [*where, "quotes"])
        if entry.bullets_of:
            lead_in = self._passage(entry.bullets_of, [*where, "list"])
            bullets = self.page.bullets_of(lead_in)
            if not bullets:
                self._fault([*where, "list"], f"“{lead_in.text}”", "has no bullets on the page")
            passages = (*passages, lead_in, *bullets)
        passages = tuple(sorted(passages, key=lambda p: p.start))
        return TopicAnswer(topic, passages, self._passages(entry.nearest, [*where, "nearest"]), blank)

    def _criteria(self, content: TrialFile, reader: CriteriaReader) -> list[Criterion]:
        known = lexicon.read("conditions")
        for position, entry in enumerate(content.criteria):
            self._check_concepts(entry.concepts, known, ["criteria", position])
        return [
            reader.criterion(entry, position, self._passage(entry.quote, ["criteria", position, "quote"]))
            for position, entry in enumerate(content.criteria)
        ]

    def _effects(self, entries: list[EffectEntry], key: str) -> list[Effect]:
        known = lexicon.read("symptoms")
        for position, entry in enumerate(entries):
            self._check_concepts(entry.concepts, known, ["effects", key, position])
        return [
            Effect(self._passage(e.quote, ["effects", key, position, "quote"]), tuple(e.concepts))
            for position, e in enumerate(entries)
        ]

    def _glossary(self, content: TrialFile) -> list[GlossaryEntry]:
        return [
            GlossaryEntry(
                entry.term,
                tuple(entry.words),
                entry.explanation,
                self._passages(entry.quotes, ["glossary", position, "quotes"]),
            )
            for position, entry in enumerate(content.glossary)
        ]

    def _passages(self, quotes: list[str], where: Location) -> tuple[Passage, ...]:
        return tuple(self._passage(quote, [*where, n]) for n, quote in enumerate(quotes))

    def _passage(self, quote: str, where: Location) -> Passage:
        found = self.by_text.get(quote, [])
        if len(found) == 1:
            return found[0]
        why = "is not one whole passage of the page" if not found else "is on the page more than once"
        self._fault(where, f"“{quote}”", why)
        return Passage("missing", "", quote, PassageKind.SENTENCE, 0, 0, 0)

    def _check_concepts(self, concepts: list[str], known: lexicon.Lexicon, where: Location) -> None:
        for concept in set(concepts) - set(known):
            self._fault([*where, "concepts"], f"concept “{concept}”", "is in no lexicon")

    def _check_coverage(self, trial: Trial) -> None:
        """Every sentence and bullet must be the answer to something."""
        used = {p.id for answer in trial.answers.values() for p in answer.passages}
        used |= {p.id for answer in trial.answers.values() for p in answer.nearest}
        listed = {effect.passage.id for effect in trial.effects}
        for passage in self.page.passages:
            where = str(self.page_path), passage.line
            if passage.id not in used:
                self.faults.append(Fault(*where, f"“{passage.text}”", "belongs to no topic"))
            if passage.lead_in == trial.effects_lead_in.id and passage.id not in listed:
                self.faults.append(Fault(*where, f"“{passage.text}”", "is missing in effects"))
        criteria = {criterion.passage.id for criterion in trial.criteria}
        for key in ("who_can_join", "who_cannot_join"):
            for passage in trial.answers[key].passages:
                if passage.kind is PassageKind.BULLET and passage.id not in criteria:
                    fault = Fault(str(self.page_path), passage.line, f"“{passage.text}”", "is no criterion")
                    self.faults.append(fault)

    def _fault(self, where: Location, what: str, why: str) -> None:
        self.faults.append(self.file.fault(where, what, why))

"""Reads what a message states about the patient: facts, and the words that say so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from bot.core.statements import DECLINED, NOTHING, UNSURE, Said, Statement, Subject
from bot.language import cutting, names
from bot.language.age import age
from bot.language.classifier import Encoder
from bot.language.cues import has_cue
from bot.language.numbers import in_digits
from bot.language.phrases import EXCUSES, denied, has, pattern, says
from bot.language.practice import ELSE
from bot.language.reading import Reader
from bot.language.relative import for_relative
from bot.language.sex import sex
from bot.language.statement_model import ANSWER, PLAIN, TOPIC, TURN, StatementModel
from bot.language.stating import ended, facts_of, is_past

ABOUT = 0.45
"""From this probability on a text is about a subject, although it names no word of it …"""
ABOUT_NAMED = 0.02
"""… or from this one, where it does."""
NEVER = 1.1
"""What is always named is not spoken of without its name."""
SURE = 0.5
"""A statement must be this clear to be taken."""
SURE_ANSWER = 0.45
"""An answer to the open question must be this clear; else it is asked again."""
SURE_PLAIN, SURE_DECLINED = 0.6, 0.85
WHOLE_WEIGHT = 0.4
"""How much the sentence counts beside the clause."""
REST_WEIGHT = 0.6
"""How much what follows a leading yes counts beside the whole answer."""
FEW_CLAUSES = 3
"""In a sentence of more clauses the whole counts half of that."""
MOST_CLAUSES = 24
AGE = "age"

_SINCE_IT = re.compile(
    r"\b(?:since|after|respond\w*\s+to|apart\s+from|other\s+than|except)"
    r"\s+(?:(?:the|that|my|his|her|last)\s+)*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Text:
    """A part of a message with what is known of it: margins of the model, drugs and concepts named."""

    text: str
    logits: np.ndarray
    concepts: frozenset[str]


class StatementReader:
    """Reads statements, and answers to the question that is open."""

    def __init__(self, reader: Reader, model: StatementModel, subjects: Mapping[str, Subject]) -> None:
        self._reader = reader
        self._model = model
        self._subjects = subjects

    def read(self, message: str, encoder: Encoder, today: date, open_subject: str | None = None) -> Said:
        """What a message says. ``open_subject`` is the subject of the question before it, if any. Total."""
        corrected = cutting.taken_back(in_digits(self._reader.corrected(message)))
        sentences = cutting.sentences(corrected)
        parts = {sentence: cutting.clauses(sentence) for sentence in sentences}
        rest = cutting.without_yes(corrected) if open_subject else ""
        clauses = [c for cs in parts.values() for c in cs]
        wanted = list(dict.fromkeys([corrected, rest, *sentences, *clauses]))
        texts = self._texts(wanted[:MOST_CLAUSES], encoder)
        if not texts:
            return Said(words=message)
        found: dict[str, Statement] = {}
        typed = cutting.as_typed(message, sentences)
        for sentence in sentences:
            for statement in self._sentence(sentence, parts[sentence], texts, today):
                said = replace(statement, words=typed[sentence])
                found[said.subject] = _later(found.get(said.subject), said)
        years = age(corrected, today, asked=open_subject == AGE, aside=open_subject not in (None, AGE))
        relative = for_relative(corrected)
        if years is not None:
            told = sex(corrected, relative or open_subject == AGE)
            facts = {"age_years": years, **({"sex": told} if told else {})}
            found[AGE] = Statement(AGE, "stated", facts, message.strip())
        whole = texts[corrected]
        answer = self._answer(whole, texts.get(rest, whole), open_subject, today) if open_subject else None
        return Said(
            tuple(found.values()),
            replace(answer, words=message.strip()) if answer else None,
            self._plain(whole),
            message.strip(),
            relative,
            has_cue(self._reader.corrected(message), "correcting"),
            round(self._model.chances(whole.logits, TURN)[ANSWER], 4),
        )

    def _texts(self, wanted: Sequence[str], encoder: Encoder) -> dict[str, _Text]:
        usable = [text for text in wanted if re.search(r"\w", text)]
        if not usable:
            return {}
        logits = self._model.logits(encoder.encode(usable), usable)
        return {
            text: _Text(text, row, frozenset(m.concept for m in self._reader.read_text(text).mentions))
            for text, row in zip(usable, logits, strict=True)
        }

    def _sentence(
        self, sentence: str, clauses: Sequence[str], texts: Mapping[str, _Text], today: date
    ) -> Iterator[Statement]:
        whole = texts.get(sentence)
        if whole is None:
            return
        places: dict[str, list[str]] = {}
        found: dict[str, Statement] = {}
        for clause in clauses:
            if clause in texts:
                for subject in self._about(texts[clause]):
                    places.setdefault(subject, []).append(clause)
        for subject in self._about(whole):
            places.setdefault(subject, [sentence])
        for subject, where in places.items():
            statement = self._statement(subject, where, whole, texts, today, len(clauses))
            if statement:
                found[subject] = statement
        yield from self._reconciled(found, whole).values()

    def _reconciled(self, found: dict[str, Statement], whole: _Text) -> dict[str, Statement]:
        """What one sentence says of two subjects that are easily taken for each other."""
        of_the_illness = "cll_diagnosis" in whole.concepts
        trial, cancer = found.get("trial_drug"), found.get("other_cancer")
        if trial and trial.label == "affirmed":
            if of_the_illness and "days_since_trial_drug" in trial.facts:
                facts = {"days_since_cll_treatment": trial.facts["days_since_trial_drug"]}
                found["cll_treatment"] = Statement("cll_treatment", "stopped", facts, trial.words)
            elif not names.treatment_named(whole.concepts):
                found.pop("cll_treatment", None)
        if cancer and cancer.label == "affirmed" and not of_the_illness:
            found.pop("disease", None)
            found.pop("cll_treatment", None)
        for name, subject in self._subjects.items():
            other, statement = subject.confused_with, found.get(name)
            if (
                other
                and statement
                and statement.label == UNSURE
                and has(whole.text, self._subjects[other].words)
            ):
                found.setdefault(other, replace(statement, subject=other))
        return found

    def _about(self, text: _Text) -> Iterator[str]:
        """The subjects that a text may be about."""
        chances = self._model.chances(text.logits, TOPIC)
        for name, subject in self._subjects.items():
            named = self._names(name, text.text, text.concepts)
            sure = any(says(text.text, words) for words in subject.says.values())
            enough = ABOUT_NAMED if named else ABOUT if not subject.aside else NEVER
            if sure or _named_by_drug(name, text.concepts) or chances.get(name, 0.0) >= enough:
                yield name

    def _statement(
        self,
        name: str,
        where: Sequence[str],
        whole: _Text,
        texts: Mapping[str, _Text],
        today: date,
        clauses: int,
    ) -> Statement | None:
        alone = len(where) == 1 and where[0] != whole.text
        part = texts[where[0]] if alone else whole
        chances = self._model.chances(whole.logits, name)
        if alone:
            share = WHOLE_WEIGHT if clauses <= FEW_CLAUSES else WHOLE_WEIGHT / 2
            own = self._model.chances(part.logits, name)
            chances = {k: (1 - share) * own[k] + share * chances[k] for k in own}
        outright = self._outright(name, part, whole)
        label = outright or max(chances, key=lambda k: chances[k])
        if label == "affirmed" and has_cue(whole.text, "inherited"):
            return None
        if label == "denied" and self._since_it(name, whole.text):
            label = outright = "affirmed"
        if label == "affirmed" and self._subjects[name].ahead and is_past(whole.text, today):
            return None
        if label == NOTHING or (not outright and chances[label] < SURE):
            return None
        needed = self._subjects[name].needs.get(label)
        if needed and not has(whole.text, needed):
            return None
        sure = 1.0 if outright else chances[label]
        return self._stated(name, label, part.text, whole.text, today, sure)

    def _outright(self, name: str, part: _Text, whole: _Text) -> str | None:
        """The class that the words state whatever the model thinks."""
        subject = self._subjects[name]
        if name == "chemotherapy":
            return "affirmed" if self._had_chemotherapy(part, whole) else None
        if subject.named == "performance" and names.performance(part.text):
            return "affirmed"
        said = [label for label, words in subject.says.items() if says(part.text, words)]
        return said[-1] if said else None

    def _since_it(self, name: str, text: str) -> bool:
        """As in “nothing since the jab”, which says that there was one."""
        subject = self._subjects[name]
        return bool(subject.when) and any(
            _SINCE_IT.search(text[: match.start()]) for match in pattern(subject.words).finditer(text)
        )

    def _had_chemotherapy(self, part: _Text, whole: _Text) -> bool:
        if any(has_cue(part.text, cue) for cue in (*EXCUSES, "future")) or has_cue(whole.text, "question"):
            return False
        found = self._reader.found(part.text)
        named = [
            f for f in found if f.mention.kind == "drug" and names.chemotherapy_named([f.mention.concept])
        ]
        return any(not denied(part.text, f.start) for f in named)

    def _stated(
        self, name: str, label: str, text: str, sentence: str, today: date, sure: float, asked: bool = False
    ) -> Statement:
        concepts = [m.concept for m in self._reader.read_text(text).mentions]
        facts = facts_of(self._subjects[name], label, text, sentence, concepts, today, asked)
        return Statement(name, label, facts, sentence, sure, self._names(name, text, concepts))

    def _names(self, name: str, text: str, concepts: Collection[str]) -> bool:
        """Whether a text names a subject."""
        subject = self._subjects[name]
        by_word = bool(set(concepts) & set(subject.concepts)) or has(text, subject.words)
        return by_word or _named_by_drug(name, concepts)

    def _answer(self, whole: _Text, rest: _Text, name: str, today: date) -> Statement | None:
        """What it answers. ``rest`` is without a yes before it, as in “yes, it works normally”."""
        if name not in self._model.heads:
            return None
        chances = self._model.chances(whole.logits, name, without=(NOTHING,))
        own = self._model.chances(rest.logits, name, without=(NOTHING,))
        chances = {k: (1 - REST_WEIGHT) * chances[k] + REST_WEIGHT * own[k] for k in own}
        label = max(chances, key=lambda k: chances[k])
        if self._subjects[name].named == "performance" and names.performance(whole.text, asked=True):
            facts = names.performance(whole.text, asked=True)
            return Statement(name, "affirmed", facts, whole.text)
        if chances[label] < SURE_ANSWER or not self._is_believed(name, label, whole.text):
            return None
        sure = chances[label]
        if name == "cll_treatment" and label == "current" and ended(whole.text, today):
            label = "stopped"
        return self._stated(name, label, whole.text, whole.text, today, sure, asked=True)

    def _is_believed(self, name: str, label: str, text: str) -> bool:
        """Whether an answer has the words that its class needs; times and names need none."""
        subject = self._subjects[name]
        needed = () if subject.when or subject.named else subject.needs.get(label, ())
        return not needed or has(text, needed)

    def _plain(self, whole: _Text) -> str | None:
        chances = self._model.chances(whole.logits, PLAIN)
        label = max(chances, key=lambda k: chances[k])
        enough = SURE_DECLINED if label == DECLINED else SURE_PLAIN
        return label if label != ELSE and chances[label] >= enough else None


def _named_by_drug(subject: str, concepts: Collection[str]) -> bool:
    if subject == "chemotherapy":
        return names.chemotherapy_named(concepts)
    return subject == "cll_treatment" and names.treatment_named(concepts)


def _later(earlier: Statement | None, later: Statement) -> Statement:
    """Of two statements on one subject the one that says something; the later if both do."""
    if earlier is None or not earlier.facts or later.facts:
        return later
    return earlier

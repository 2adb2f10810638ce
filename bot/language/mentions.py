"""Finds the symptoms, conditions, drugs and page words that a text names (spaCy)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Span
from spacy.util import filter_spans

from bot.core.trial import Trial
from bot.core.understanding import Mention
from bot.language import lexicon

_DASH = re.compile(r"(?<=\w)[-–/](?=\w)")
_FULL_STOP = re.compile(r"(?<=[\s\-–/][^\W\d_])\.(?=\W|$)")
"""spaCy takes “t.” for an abbreviation, also where it ends “I had CAR T.”"""


@dataclass(frozen=True)
class Found:
    """A mention and where it stands in the text: character offsets, end excluded."""

    mention: Mention
    start: int
    end: int


class MentionFinder:
    """Matches whole words, longest first within each lexicon; lexicons may overlap."""

    def __init__(self, vocabulary: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        """``vocabulary``: lexicon name → concept id → words."""
        self._nlp = spacy.blank("en")
        self._matchers: dict[str, PhraseMatcher] = {}
        for name, concepts in vocabulary.items():
            matcher = PhraseMatcher(self._nlp.vocab, attr="LOWER")
            for concept, words in concepts.items():
                forms = {form for word in words for form in _forms(word)}
                matcher.add(concept, [self._nlp.make_doc(form) for form in sorted(forms)])
            self._matchers[name] = matcher

    def find(self, text: str) -> list[Found]:
        """What the text names, in the order of the text."""
        doc = self._nlp.make_doc(_plain(text))
        return sorted(
            (
                Found(Mention(name, span.label_), span.start_char, span.end_char)
                for name, matcher in self._matchers.items()
                for span in filter_spans([Span(doc, s, e, label=k) for k, s, e in matcher(doc)])
            ),
            key=lambda found: found.start,
        )


def vocabulary_for(trial: Trial) -> dict[str, dict[str, tuple[str, ...]]]:
    """The words to look for when the talk is of this trial."""
    lexicons = {
        kind: {c.id: c.words for c in lexicon.read(f"{kind}s").values()}
        for kind in ("symptom", "condition", "drug")
    }
    known_as = lexicons["drug"].pop(trial.treatment.lower(), ())
    return lexicons | {
        "treatment": {"treatment": (*trial.treatment_names, *known_as)},
        "term": {entry.term: entry.words for entry in trial.glossary},
    }


def _forms(word: str) -> set[str]:
    """The word, and its plural where it is one."""
    plain = _plain(word)
    is_plural = len(plain) <= 2 or not plain[-1:].isalpha() or plain.endswith("s")
    return {plain} if is_plural else {plain, f"{plain}s"}


def _plain(text: str) -> str:
    """The text as the tokenizer should see it, as long as it was."""
    return _FULL_STOP.sub(" ", _DASH.sub(" ", text)).replace("’", "'")

"""A learned second opinion: how much a text is like reports of danger, although it names no sign."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.core.danger import KINDS, Danger
from bot.language import classifier, context
from bot.language.classifier import Classifier, Encoder
from bot.language.encodings import Encodings
from bot.language.examples import Example
from bot.language.learnt import folder_for
from bot.language.reading import Reader, Reading, ReadText
from bot.language.sign_reader import Candidate, SignReader

SAFETY = Path(__file__).parent.parent / "safety"
SAFE = "no_danger"
"""Label of everything that is no report of danger."""
ENOUGH = 0.35
"""From this probability of danger on a message is answered with a card …"""
ENOUGH_DESPITE = 0.5
"""… or from this one, where it names signs but all of them are excused …"""
ENOUGH_IN_PART = 0.9
"""… or from this one, where only a part of it is like a report."""


@dataclass(frozen=True)
class Likeness:
    """Compares texts with practice reports. Only adds to what the signs say, never takes away."""

    signs: SignReader
    classifier: Classifier

    def danger(self, reading: Reading, excused: Collection[Candidate], encoder: Encoder) -> Danger | None:
        """The danger that the message, or a part of it, is most like, if it is like one at all.

        ``excused`` is all that the signs say of the whole message: what is not excused has its card by now.
        """
        texts = [
            t for t in dict.fromkeys([reading.whole, *reading.segments]) if t.text.upper() != t.text.lower()
        ]
        if not texts:
            return None
        found = [excused if t is reading.whole else self.signs.candidates(t.text) for t in texts]
        vectors = encoder.encode([text.text for text in texts])
        chances = self.classifier.probabilities(vectors, list(map(pattern, texts, found)))
        safe = self.classifier.labels.index(SAFE)
        enough = [ENOUGH_DESPITE if excused else ENOUGH, *[ENOUGH_IN_PART] * (len(texts) - 1)]
        likest = int(np.argmax(1 - chances[:, safe] - enough))
        if 1 - chances[likest, safe] < enough[likest]:
            return None
        return self._likest(chances[likest], texts[likest].text)

    def _likest(self, chances: np.ndarray, words: str) -> Danger:
        dangers = [label for label in self.classifier.labels if label != SAFE]
        likest = max(dangers, key=lambda label: chances[self.classifier.labels.index(label)])
        kind, _, name = likest.partition("/")
        return Danger(kind, name, words, likeness=True)


def pattern(text: ReadText, found: Iterable[Candidate]) -> str:
    """The text with what the sign reader finds in it, as words of their own."""
    marks = set()
    for danger, excuses in found:
        marks |= {f"{danger.kind}_{'excused' if excuses else 'now'}", *(f"{e}_sign" for e in excuses)}
    return " ".join([text.text, *sorted(marks), *(["asks_sign"] if text.asks else [])])


def train(
    reader: Reader, signs: SignReader, encoder: Encoder, examples: Iterable[tuple[str, str]]
) -> Classifier:
    """A classifier of these (text, label) examples."""
    pairs = [(reader.read(text).whole, _label(label)) for text, label in examples]
    vectors = encoder.encode([text.text for text, _ in pairs])
    patterns: Sequence[str] = [pattern(text, signs.candidates(text.text)) for text, _ in pairs]
    return classifier.train(vectors, patterns, [label for _, label in pairs])


def load_or_train(
    cache: Path, reader: Reader, signs: SignReader, encoder: Encodings, examples: list[Example]
) -> Likeness:
    """What was learnt from these examples before, or else is learnt now (about a minute)."""
    rules = b"".join(path.read_bytes() for path in sorted([*SAFETY.glob("signs/*.yml"), context.PATH]))
    made_from = encoder.fingerprint().encode() + repr(examples).encode() + rules

    def learn(folder: Path) -> None:
        train(reader, signs, encoder, examples).save(folder)

    return Likeness(signs, classifier.load(folder_for(made_from, cache, learn)))


def _label(intent: str) -> str:
    return intent if intent.split("/")[0] in KINDS else SAFE

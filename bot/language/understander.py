"""From a message to what it asks: reads it, encodes it, classifies it, decides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.identifiers import had_identifier
from bot.core.trial import Topic
from bot.core.understanding import (
    NOTHING,
    OUT_OF_SCOPE,
    Candidate,
    Part,
    Understanding,
    beside_identifier,
    decide,
)
from bot.language import classifier
from bot.language.classifier import Classifier, Encoder
from bot.language.reading import Reader, Reading, ReadText

CLEARLY_PLEASANT = 0.6
"""From this probability on a thank-you or a yes is just that, whatever was said before."""
SELF_EVIDENT = 0.9
"""A text that is this clear, and does not begin with "and", needs no help from before."""
CONTEXT_WEIGHT = 0.5
"""How much a text that leans on what was said before is read together with it."""
PLEASANTRIES = ("smalltalk/", "affirm", "deny")


@dataclass(frozen=True)
class Understander:
    """Understands messages about one trial."""

    reader: Reader
    encoder: Encoder
    classifier: Classifier
    topics: Mapping[str, Topic]

    def understand(
        self, message: str, before: Understanding = NOTHING, earlier: str | None = None
    ) -> Understanding:
        """What the message asks; see ``understand_reading``."""
        return self.understand_reading(self.reader.read(message), before, earlier)

    def understand_reading(
        self, reading: Reading, before: Understanding = NOTHING, earlier: str | None = None
    ) -> Understanding:
        """What a message asks that was read already.

        ``before`` and ``earlier`` are the understanding and the text of the person's previous
        message. Total: any text gives an understanding.
        """
        if not any(c.isalpha() for c in reading.whole.text):
            return Understanding((Part(OUT_OF_SCOPE, 1.0),))
        spoken = self.reader.read(earlier).segments[-1] if earlier else None
        whole, *segments = self._candidates(reading, spoken)
        understood = decide(whole, segments, self.topics, before)
        return beside_identifier(understood) if had_identifier(reading.whole.text) else understood

    def _candidates(self, reading: Reading, spoken: ReadText | None) -> list[Candidate]:
        texts = list(dict.fromkeys([reading.whole, *reading.segments]))
        chances = dict(zip(texts, self._probabilities(texts), strict=True))
        contexts = _contexts(reading, spoken)
        follows = {t for t in texts if t in contexts and self._follows(t, chances[t])}
        leaning = [t for t in texts if t in follows]
        joined = self._probabilities([t.after(contexts[t]) for t in leaning])
        for text, together in zip(leaning, joined, strict=True):
            chances[text] = (1 - CONTEXT_WEIGHT) * chances[text] + CONTEXT_WEIGHT * together
        return [
            self._candidate(text, chances[text], text in follows)
            for text in (reading.whole, *reading.segments)
        ]

    def _follows(self, text: ReadText, chances: np.ndarray) -> bool:
        """Whether to read the text together with what was said before it."""
        label, sure = self.classifier.labels[int(chances.argmax())], float(chances.max())
        if text.continues:
            return True
        is_pleasantry = label.startswith(PLEASANTRIES) and sure >= CLEARLY_PLEASANT
        return text.leans and sure < SELF_EVIDENT and not is_pleasantry

    def _probabilities(self, texts: Sequence[ReadText]) -> np.ndarray:
        if not texts:
            return np.zeros((0, len(self.classifier.labels)))
        vectors = self.encoder.encode([t.text for t in texts])
        return self.classifier.probabilities(vectors, [t.pattern for t in texts])

    def _candidate(self, text: ReadText, chances: np.ndarray, follows: bool) -> Candidate:
        named = dict(zip(self.classifier.labels, map(float, chances), strict=True))
        return Candidate(named, text.mentions, text.asks, follows)


def _contexts(reading: Reading, spoken: ReadText | None) -> dict[ReadText, ReadText]:
    """What each text may lean on: a statement before it, or the person's previous message."""
    pairs = zip(reading.segments, reading.segments[1:], strict=False)
    contexts = {later: earlier for earlier, later in pairs if not earlier.asks}
    if spoken:
        contexts[reading.segments[0]] = contexts[reading.whole] = spoken
    return contexts


def train(reader: Reader, encoder: Encoder, examples: Iterable[tuple[str, str]]) -> Classifier:
    """A classifier of these (text, label) examples, read as messages are read."""
    pairs = [(reader.read(text).whole, label) for text, label in examples]
    vectors = encoder.encode([text.text for text, _ in pairs])
    labels = [label for _, label in pairs]
    return classifier.train(vectors, [text.pattern for text, _ in pairs], labels)

"""Reads a message: spelling put right, cut into segments, mentions found."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.core.trial import Trial
from bot.core.understanding import TREATED_BEFORE, TREATMENT, Mention
from bot.language.mentions import Found, MentionFinder, vocabulary_for
from bot.language.segments import asks, continues, leans, split
from bot.language.spelling import Speller

MOST_CHARACTERS = 2000
"""The longest message that the chat API takes."""
_EARLIER = re.compile(
    r"\b(?:prior|before|previous(?:ly)?|earlier|already|again|had|taken|took|been on|was on|were on|"
    r"history|past|second time|rechallenge)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ReadText:
    """One text ready for the classifier: spelling put right, the treatment called "the drug"."""

    text: str
    mentions: tuple[Mention, ...]
    asks: bool
    continues: bool
    leans: bool

    @property
    def pattern(self) -> str:
        """The text with the kinds of what it mentions, so that a symptom never seen counts as one."""
        kinds = sorted({m.kind for m in self.mentions})
        return " ".join([self.text, *(f"_{kind}_" for kind in kinds)])

    def after(self, earlier: "ReadText") -> "ReadText":
        """The same text with what was said before it."""
        return replace(self, text=f"{earlier.text} {self.text}")


@dataclass(frozen=True)
class Reading:
    """A message as a whole and in its segments. With one segment both are the same."""

    whole: ReadText
    segments: tuple[ReadText, ...]


class Reader:
    """Reads messages about one trial."""

    def __init__(self, trial: Trial, field_words: Iterable[str] = ()) -> None:
        """``field_words``: further words whose misspellings are put right."""
        vocabulary = vocabulary_for(trial)
        words = [w for concepts in vocabulary.values() for ws in concepts.values() for w in ws]
        words += field_words
        questions = [answer.topic.question for answer in trial.answers.values()]
        self._speller = Speller([*words, *questions, trial.page.text])
        self._finder = MentionFinder(vocabulary)

    def corrected(self, message: str) -> str:
        """The message with its spelling put right."""
        return self._speller.corrected(message[:MOST_CHARACTERS])

    def read(self, message: str) -> Reading:
        """The reading of a message. Total: any text gives one."""
        text = self.corrected(message)
        whole = self.read_text(text)
        segments = split(text)
        if len(segments) == 1:
            return Reading(whole, (whole,))
        return Reading(whole, tuple(self.read_text(s.text) for s in segments))

    def found(self, corrected: str) -> list[Found]:
        """What a text names, with its place there."""
        return self._finder.find(corrected)

    def read_text(self, corrected: str) -> ReadText:
        """One text, whose spelling is right already."""
        found = self._finder.find(corrected)
        mentions = [f.mention for f in found]
        if TREATMENT in mentions and _EARLIER.search(corrected):
            mentions.append(TREATED_BEFORE)
        return ReadText(
            text=_without_name(corrected, found),
            mentions=tuple(dict.fromkeys(mentions)),
            asks=asks(corrected),
            continues=continues(corrected),
            leans=leans(corrected),
        )


def _without_name(text: str, found: Sequence[Found]) -> str:
    """The text with the treatment's name as "the drug": what is learnt holds for any trial."""
    for one in reversed([f for f in found if f.mention.kind == "treatment"]):
        text = f"{text[: one.start]}the drug{text[one.end :]}"
    return text

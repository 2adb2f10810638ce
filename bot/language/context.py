"""Whether a sign is reported as happening now: negated, past, imagined, only asked about, or of no person.

After ConText (Harkema et al. 2009), with clauses for scopes and rules for questions. The words are reviewed
data; how they work together is here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.core.errors import ContentError
from bot.yaml_file import YamlFile

PATH = Path(__file__).parent.parent / "safety" / "context.yml"
SENSES = (
    "negated", "negated_before", "no_cue", "past", "others", "over", "present", "again", "hypothetical",
    "imagined", "informing", "asking_anywhere", "written", "denied",
)  # fmt: skip
"""Categories that say something: of two cues at one place, the longer tells what is meant."""
MARKS = (
    "breaks", "turns", "ends", "alternatives", "comparing", "back_then", "asking", "no_question", "fillers",
    "personal", "pointing", "supposing", "conditional", "things",
)  # fmt: skip
EXCUSING = {"negated", "negated_before", "past", "over", "hypothetical", "imagined", "asking"}
"""Categories that cannot excuse a sign that they are part of."""
NEGATED, PAST, HYPOTHETICAL, QUESTION, THING = "negated", "past", "hypothetical", "question", "thing"
EXCUSES = (NEGATED, PAST, HYPOTHETICAL, QUESTION, THING)
"""Why a sign may report nothing now."""
REACH = 7
"""Words that a negation reaches within its clause."""
DATE = 6
"""A sentence of at most so many words with a past cue is the date of the sentence before it."""
POINTING = 4
"""Words between “this” and what it points at."""
SUBJECT = 1
"""Words between an animal or a thing and what it does."""

Span = tuple[int, int]
"""First word and end, counted over the whole message."""


def phrases(path: Path = PATH) -> Mapping[str, tuple[str, ...]]:
    """The phrases of each category. Raises ContentError."""
    file = YamlFile(path)
    categories = {*SENSES, *MARKS}
    faults = [file.fault([key], key, "is no category") for key in sorted(set(file.data) - categories)]
    faults += [file.fault([], key, "is missing") for key in sorted(categories - set(file.data))]
    if faults:
        raise ContentError(faults)
    return {key: tuple(dict.fromkeys(words)) for key, words in file.data.items()}


@dataclass(frozen=True)
class Sentence:
    """One sentence: its clauses in order, and where the cues of each category stand in it."""

    clauses: tuple[Span, ...]
    cues: Mapping[str, Sequence[Span]]

    @property
    def span(self) -> Span:
        """From the first word to the end."""
        return self.clauses[0][0], self.clauses[-1][1]

    def has(self, category: str, within: Span | None = None) -> bool:
        """Whether a cue of this category stands in the sentence, or within this part of it."""
        return any(_inside(cue, within or self.span) for cue in self._meant.get(category, ()))

    def clause_of(self, word: int) -> Span:
        """The clause that a word stands in."""
        return next(c for c in self.clauses if c[0] <= word < c[1])

    def excuses(self, words: Sequence[Span], following: Sentence | None) -> set[str]:
        """Why these words of a sign report nothing now; empty if they do."""
        rest = self._without(words)
        excuses = {
            NEGATED: rest._negated(words) or rest._answered_no(words, following),
            PAST: rest._past(words, following),
            HYPOTHETICAL: rest._hypothetical(words, following),
            QUESTION: rest._asked(words, following),
            THING: rest._of_a_thing(words),
        }
        return {excuse for excuse, holds in excuses.items() if holds}

    def _without(self, words: Sequence[Span]) -> Sentence:
        """This sentence without the cues that are part of a sign, like the “not” of “not breathing”."""
        cues = dict(self.cues)
        for name in EXCUSING & set(cues):
            cues[name] = [cue for cue in cues[name] if not _spoils(cue, words)]
        return Sentence(self.clauses, cues)

    @cached_property
    def _meant(self) -> Mapping[str, Sequence[Span]]:
        """The cues without those that are part of a longer one, like the “no” of “no wonder”."""
        saying = [cue for name in SENSES for cue in self.cues.get(name, ())]
        return {
            name: [cue for cue in cues if not any(cue != other and _inside(cue, other) for other in saying)]
            for name, cues in self.cues.items()
        }

    def _negated(self, words: Sequence[Span]) -> bool:
        if self.has("denied", self._scope(words)[1]):
            return True
        for cue in self._meant.get("negated", ()):
            clause = self.clause_of(cue[0])
            end = self._end_of_list(clause[1])
            if self.has("comparing", (cue[1], end)):  # “never had pain like this”
                continue
            if any(cue[1] <= start < min(end, cue[1] + REACH) for start, _ in words):
                return True
        return False

    def _end_of_list(self, end: int) -> int:
        """Where a negation of the clause that ends here ends, if a list with “or” goes on from it."""
        alternatives = (start for start, _ in self.cues.get("alternatives", ()))
        return next((start + REACH for start in alternatives if end <= start < end + REACH), end)

    def _answered_no(self, words: Sequence[Span], following: Sentence | None) -> bool:
        """As in “Swelling: none”, “the scan was negative” and “Any fever? No”."""
        last = self.clause_of(max(start for start, _ in words))
        behind = next((c for c in self.clauses if c[0] == last[1]), None)
        if behind and self._is_no(behind):
            return True
        if last == self.clauses[-1] and following and following._is_no(following.clauses[0]):
            return True
        end = self._end_of(last)
        return any(cue[1] == end and cue[0] > last[0] for cue in self._meant.get("negated_before", ()))

    def _is_no(self, clause: Span) -> bool:
        """Whether a clause says no, and nothing else."""
        end = self._end_of(clause)
        return any(cue[1] == end and cue[0] <= clause[0] + 1 for cue in self.cues.get("negated_before", ()))

    def _end_of(self, clause: Span) -> int:
        """The end of a clause, without its full stop."""
        return clause[1] - ((clause[1] - 1, clause[1]) in self.cues.get("ends", ()))

    def _past(self, words: Sequence[Span], following: Sentence | None) -> bool:
        if self.has("again") or (following and following.has("again")):
            return False
        clauses = {self.clause_of(start) for start, _ in words}
        scope = self._scope(words)[1]
        if not any(self.has(category, c) for category in ("past", "over") for c in clauses):
            if any(self.has("present", c) for c in clauses):
                return False
            if self.has("present", scope) and not self.has("over", scope):
                return False
        if self.has("over", scope) or (following and following._dates_back()):
            return True
        return self.has("past", scope) or (self._of_another(words) and not self.has("present"))

    def _dates_back(self) -> bool:
        """Whether this sentence says that the one before it is over, or was long ago: “Two years back.”."""
        is_date = self.has("past") and self.span[1] - self.span[0] <= DATE
        return (self.has("over") or is_date) and not self.has("present")

    def _of_another(self, words: Sequence[Span]) -> bool:
        """As in “my neighbour had a stroke”."""
        first = min(start for start, _ in words)
        before = (self.clause_of(first)[0], first)
        return self.has("others", before) and self.has("back_then", before)

    def _hypothetical(self, words: Sequence[Span], following: Sentence | None) -> bool:
        if any(cue[0] == self.span[0] for cue in self.cues.get("supposing", ())):
            return True
        if self.has("imagined") or (following and following.has("imagined")):
            return True
        first, scope = self._scope(words)
        supposing = [c for c in self._meant.get("hypothetical", ()) if scope[0] <= c[0] <= first]
        if self.has("conditional", scope):  # “if … would …”
            return bool(supposing)
        return bool(supposing) and not self._pointed(first) and not self.has("present", scope)

    def _asked(self, words: Sequence[Span], following: Sentence | None) -> bool:
        first, scope = self._scope(words)
        if self.has("informing", self.clause_of(first)):
            return True
        if self.has("personal", scope) or self.has("present", scope) or self._pointed(first):
            return False
        if following and following.has("personal") and following.has("present"):
            return False
        if self.has("written") or (following and following.has("written") and not following.has("personal")):
            return True
        opened = (c for c in self.clauses if scope[0] <= c[0] <= first)
        return self.has("asking_anywhere", scope) or any(self._opens_as_question(c) for c in opened)

    def _scope(self, words: Sequence[Span]) -> tuple[int, Span]:
        """The first word of a sign, and the part of the sentence without turns (“… but my …”) around it."""
        first, end = min(start for start, _ in words), self.span[1]
        turns = [start for start, _ in self.cues.get("turns", ())]
        before = max((turn for turn in turns if turn <= first), default=self.span[0])
        return first, (before, min((turn for turn in turns if turn > first), default=end))

    def _pointed(self, first: int) -> bool:
        return any(0 <= first - cue[1] < POINTING for cue in self._meant.get("pointing", ()))

    def _opens_as_question(self, clause: Span) -> bool:
        start = clause[0]
        fillers = dict(self.cues.get("fillers", ()))
        while start in fillers and start < clause[1]:
            start = fillers[start]
        no_question = {cue[0] for cue in self.cues.get("no_question", ())}
        openings = [cue for cue in self._meant.get("asking", ()) if cue[0] == start]
        return bool(openings) and not any(cue[1] in no_question for cue in openings)

    def _of_a_thing(self, words: Sequence[Span]) -> bool:
        """As in “the cat is expecting”: it opens the clause, unlike in “I fell over the cat and …”."""
        first = min(start for start, _ in words)
        opening = self.clause_of(first)[0]
        subjects = (cue for cue in self.cues.get("things", ()) if opening <= cue[0] <= opening + 1)
        return any(0 <= first - cue[1] <= SUBJECT for cue in subjects)


def _inside(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _spoils(cue: Span, words: Sequence[Span]) -> bool:
    """Whether a cue shares words with a sign, unless it says more around them, as “in her teens” does."""
    shared = [word for word in words if cue[0] < word[1] and word[0] < cue[1]]
    return any(word == cue or not _inside(word, cue) for word in shared)

"""A trial as its summary page tells it: passages, topics, criteria and glossary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum


class PassageKind(Enum):
    """How a passage stands on the page."""

    SENTENCE = "sentence"
    LEAD_IN = "lead_in"
    BULLET = "bullet"
    VALUE = "value"


@dataclass(frozen=True)
class Passage:
    """One verbatim piece of the page: a sentence, a bullet's lead-in, a bullet or a field's value.

    ``start`` and ``end`` are character offsets into the page as given; ``text`` is the same span
    without the page's glossary marks. ``lead_in`` is the id of the line that a bullet completes.
    """

    id: str
    section: str
    text: str
    kind: PassageKind
    line: int
    start: int
    end: int
    lead_in: str | None = None


@dataclass(frozen=True)
class Page:
    """The summary page, cut into passages in the order of the page."""

    title: str
    text: str
    passages: tuple[Passage, ...]
    headings: tuple[str, ...]
    blank_fields: tuple[str, ...]

    def bullets_of(self, lead_in: Passage) -> tuple[Passage, ...]:
        """The bullets that complete this lead-in."""
        return tuple(p for p in self.passages if p.lead_in == lead_in.id)


@dataclass(frozen=True)
class Topic:
    """Something people ask about; the same topics for every trial.

    ``joining``: the trial's status comes first. ``personal``: what the page says is not enough to act
    on, so that advice is declined beside it.
    """

    id: str
    question: str
    subject: str
    group: str
    joining: bool = False
    personal: bool = False


@dataclass(frozen=True)
class TopicAnswer:
    """What a trial's page says on a topic.

    ``passages`` answer it. Without them the page does not say: ``nearest`` holds what it does say
    next to the subject, ``blank_fields`` the lines of the page that were left empty.
    """

    topic: Topic
    passages: tuple[Passage, ...] = ()
    nearest: tuple[Passage, ...] = ()
    blank_fields: tuple[str, ...] = ()


class Category(Enum):
    """IECAT of the SDTM trial inclusion/exclusion domain (TI)."""

    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"


@dataclass(frozen=True)
class Criterion:
    """An inclusion or exclusion criterion, with the lay concepts that people name it by."""

    id: str
    category: Category
    passage: Passage
    concepts: tuple[str, ...]


@dataclass(frozen=True)
class GlossaryEntry:
    """A word on the page with a general explanation, which is ours and not the page's."""

    term: str
    words: tuple[str, ...]
    explanation: str | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Effect:
    """A side effect that the page names, with the lay concepts it covers."""

    passage: Passage
    concepts: tuple[str, ...]


@dataclass(frozen=True)
class Trial:
    """Everything the assistant may say about one trial.

    ``dose`` is what one takes at a time ("capsule"). ``pregnancy_warning`` is a sentence of ours for
    whoever may be pregnant; empty if there is none.
    """

    id: str
    page: Page
    treatment: str
    treatment_names: tuple[str, ...]
    dose: str
    nurse_line: str
    pregnancy_warning: str
    status: Passage
    recruiting: bool
    answers: Mapping[str, TopicAnswer]
    criteria: Sequence[Criterion]
    effects: Sequence[Effect]
    effects_lead_in: Passage
    glossary: Sequence[GlossaryEntry]

    def topic(self, topic_id: str) -> Topic:
        """The topic of this id; KeyError if there is none."""
        return self.answers[topic_id].topic

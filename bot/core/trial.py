"""A trial as its summary page tells it: topics, criteria and glossary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.criteria import Criterion
from bot.core.passages import Page, Passage
from bot.core.questions import Question


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
    whoever may be pregnant; empty if there is none. ``questions`` are those of the pre-screen, by
    criterion and in the order in which they are asked.
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
    questions: Mapping[str, Question]
    effects: Sequence[Effect]
    effects_lead_in: Passage
    glossary: Sequence[GlossaryEntry]

    def topic(self, topic_id: str) -> Topic:
        """The topic of this id; KeyError if there is none."""
        return self.answers[topic_id].topic

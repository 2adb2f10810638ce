"""The shape of ``trial.yml``: what may stand in it. Unknown keys are faults."""

from typing import Any, Literal

from pydantic import BaseModel, Extra, Field, ValidationError

from bot.core.criteria import Category
from bot.core.errors import ContentError
from bot.core.questions import Plain
from bot.yaml_file import YamlFile


class Strict(BaseModel):
    """A mapping with no keys but these."""

    class Config:
        """Pydantic's own settings."""

        extra = Extra.forbid


class Provenance(Strict):
    """Where the page came from and which bytes were reviewed."""

    page: str
    sha256: str
    publisher: str
    retrieved: str


class Review(Strict):
    """Who reviewed this file, if anybody did."""

    state: str
    by: str | None = None


class Treatment(Strict):
    """The treatment's name, its other names and frequent misspellings, and what one takes at a time."""

    name: str
    also: list[str] = []
    dose: str = "dose"


class NurseLine(Strict):
    """The number to ring, and where it stands on the page."""

    number: str
    quote: str


class Status(Strict):
    """Whether the trial takes people on, and the sentence that says so."""

    recruiting: bool
    quote: str


class TopicEntry(Strict):
    """The passages that answer a topic, or stand nearest to it."""

    quotes: list[str] = []
    bullets_of: str | None = Field(None, alias="list")
    nearest: list[str] = []


class EffectEntry(Strict):
    """A side effect and the lay concepts it covers."""

    concepts: list[str]
    quote: str


class Effects(Strict):
    """The page's list of side effects."""

    bullets_of: str = Field(..., alias="list")
    items: list[EffectEntry]
    also: list[EffectEntry] = []


class FollowUpEntry(Strict):
    """A further question, for when its condition holds and the criterion is still open."""

    when: dict[str, Any]
    ask: str
    yes: Plain
    no: Plain
    yes_states: dict[str, Any] = {}


class QuestionEntry(Strict):
    """What the pre-screen asks about a criterion, and what a plain yes or no means."""

    subject: str
    short: str
    ask: str
    again: str
    why: str
    yes: Plain
    no: Plain
    sensitive: bool = False
    open: bool = False
    yes_states: dict[str, Any] = {}
    follow_ups: list[FollowUpEntry] = []


class CriterionEntry(Strict):
    """An entry condition, its logic, its question, and the lay concepts that people name it by."""

    id: str
    category: Category
    concepts: list[str]
    quote: str
    met_when: dict[str, Any] | None = None
    excluded_when: dict[str, Any] | None = None
    applies_when: dict[str, Any] | None = None
    passes_when: Literal["always"] | dict[str, Any] | None = None
    settled_when: dict[str, Any] | None = None
    question: QuestionEntry


class GlossaryItem(Strict):
    """A word of the page, how people write it, and what it means in general."""

    term: str
    words: list[str]
    explanation: str | None = None
    quotes: list[str]


class TrialFile(Strict):
    """The whole of ``trial.yml``."""

    id: str
    provenance: Provenance
    review: Review
    treatment: Treatment
    nurse_line: NurseLine
    pregnancy_warning: str = ""
    status: Status
    topics: dict[str, TopicEntry]
    effects: Effects
    criteria: list[CriterionEntry]
    interview: list[str]
    glossary: list[GlossaryItem] = []


def parse(file: YamlFile) -> TrialFile:
    """The file's content; raises ContentError with every fault of shape and its line."""
    try:
        return TrialFile.parse_obj(file.data)
    except ValidationError as error:
        raise ContentError(
            [file.fault(e["loc"], ".".join(map(str, e["loc"])), str(e["msg"])) for e in error.errors()]
        ) from error

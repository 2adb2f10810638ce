"""Reads the cards shown in danger and verifies what a frightened person must be able to rely on."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.danger import KINDS
from bot.core.errors import ContentError, Fault
from bot.core.messages import Message
from bot.core.trial import Trial
from bot.language import lexicon
from bot.yaml_file import YamlFile

PATH = Path(__file__).parent / "safety" / "cards.yml"
MOST_WORDS = 60
MOST_WORDS_IN_A_SENTENCE = 20
MOST_SERVICES_IN_HEADING = 2
HIGHEST_GRADE = 6.0
"""Flesch-Kincaid grade: a reading age of 11."""
_NUMBER = re.compile(r"\d[\d ]*\d")
_SERVICE = re.compile(
    r"\b(?:999|A&E|111|116 123|85258|Samaritans|Shout|treatment team|trial team)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^.!?\n]+")
_KEYS = {"heading", "lines"}
_PLACEHOLDERS = ("dose", "nurse_line", "warning")


@dataclass(frozen=True)
class _Card:
    kind: str
    line: int
    heading: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join((self.heading, *self.lines))


def load(trial: Trial, path: Path = PATH) -> Mapping[str, Message]:
    """The message of each kind of danger, filled in for the trial. Raises ContentError."""
    return {card.kind: Message(card.kind, card.text) for card in _read(YamlFile(path), trial)}


def verify(trial: Trial, grade: Callable[[str], float], path: Path = PATH) -> None:
    """Raises ContentError with every fault. ``grade`` gives the school grade that a text needs."""
    file = YamlFile(path)
    services = file.data.get("services") if isinstance(file.data, dict) else None
    if not isinstance(services, dict):
        raise ContentError([file.fault(["services"], "services", "must be numbers, each with what it is")])
    cards = _read(file, trial)
    faults = [
        Fault(str(path), card.line, f"card “{card.kind}”", why)
        for card in cards
        for why in _faults(card, trial, set(services), grade)
    ]
    if faults:
        raise ContentError(faults)


def _read(file: YamlFile, trial: Trial) -> list[_Card]:
    cards = file.data.get("cards") if isinstance(file.data, dict) else None
    if not isinstance(cards, dict):
        raise ContentError([file.fault(["cards"], "cards", "must be one card for each kind of danger")])
    faults = [file.fault(["cards", k], f"card “{k}”", "is of no kind") for k in set(cards) - set(KINDS)]
    faults += [file.fault(["cards"], f"card “{k}”", "is missing") for k in set(KINDS) - set(cards)]
    faults += [fault for kind, entry in cards.items() for fault in _faults_of_shape(file, kind, entry)]
    if faults:
        raise ContentError(faults)
    values = {"dose": trial.dose, "nurse_line": trial.nurse_line, "warning": trial.pregnancy_warning}
    return [
        _Card(
            kind,
            file.line(["cards", kind]),
            cards[kind]["heading"].format(**values),
            tuple(line.format(**values).strip() for line in cards[kind]["lines"]),
        )
        for kind in KINDS
    ]


def _faults_of_shape(file: YamlFile, kind: str, entry: Any) -> Iterator[Fault]:
    where, what = ["cards", kind], f"card “{kind}”"
    if not isinstance(entry, dict) or set(entry) != _KEYS or not isinstance(entry["lines"], list):
        yield file.fault(where, what, "must have exactly the keys heading and lines")
        return
    texts: dict[tuple[str | int, ...], Any] = {("heading",): entry["heading"]}
    texts |= {("lines", number): line for number, line in enumerate(entry["lines"])}
    for place, text in texts.items():
        if why := _fault_of_text(text):
            yield file.fault([*where, *place], what, why)


def _fault_of_text(text: Any) -> str | None:
    if not isinstance(text, str) or not text.strip():
        return "must be texts: one with a colon needs quotes"
    try:
        text.format(**dict.fromkeys(_PLACEHOLDERS, ""))
    except (AttributeError, LookupError, ValueError):
        return f"has a placeholder that is none of {', '.join(f'{{{name}}}' for name in _PLACEHOLDERS)}"
    return None


def _faults(card: _Card, trial: Trial, services: set[str], grade: Callable[[str], float]) -> Iterator[str]:
    words = len(card.text.split())
    if words > MOST_WORDS:
        yield f"has {words} words, at most {MOST_WORDS} can be taken in"
    for sentence in _SENTENCE.findall(card.text):
        if len(sentence.split()) > MOST_WORDS_IN_A_SENTENCE:
            yield f"has a sentence of more than {MOST_WORDS_IN_A_SENTENCE} words: “{sentence.strip()}”"
    if len(_SERVICE.findall(card.heading)) > MOST_SERVICES_IN_HEADING:
        yield f"has more than {MOST_SERVICES_IN_HEADING} services in its heading"
    needed = grade(_plain(card.text, trial))
    if needed > HIGHEST_GRADE:
        yield f"needs school grade {needed:.1f}, more than {HIGHEST_GRADE}"
    for number in sorted(set(_NUMBER.findall(card.text)) - services - {trial.nurse_line, "24"}):
        yield f"gives the number {number}, which is none of the services'"
    if "://" in card.text:
        yield "has a link"
    yield from _nurse_line_faults(card, trial)


def _nurse_line_faults(card: _Card, trial: Trial) -> Iterator[str]:
    if trial.nurse_line not in card.text:
        return
    if trial.nurse_line in card.heading or card.lines.index(_line_with(card, trial.nurse_line)) == 0:
        yield "puts the nurse line first"
    if "not for emergencies" not in card.text:
        yield "does not say that the nurse line is not for emergencies"


def _line_with(card: _Card, words: str) -> str:
    return next(line for line in card.lines if words in line)


def _plain(text: str, trial: Trial) -> str:
    """The text without what has no reading age: names of drugs, numbers and bullets."""
    drugs = {word for concept in lexicon.read("drugs").values() for word in concept.words}
    names = "|".join(map(re.escape, sorted({*trial.treatment_names, *drugs}, key=len, reverse=True)))
    shown = re.sub(rf"\b(?:{names})\b", "it", text, flags=re.IGNORECASE)
    return re.sub(r"[\d•]+", "", shown)

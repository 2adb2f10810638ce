"""From the class of a statement to the facts that it states: names and times read from its words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from bot.core.facts import NO_LIMIT, Facts, Range
from bot.core.statements import UNSURE, Subject
from bot.language import names
from bot.language.cues import has_cue
from bot.language.when import Manner, When, times

_ENDS = re.compile(
    r"\b(?:last|latest|recent|finish\w*|stop\w*|ended|end|final|since|until|till|off|over|after|completed|done|"
    r"gave\s+up)\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(?:stopp\w+|finish\w*|came\s+off|come\s+off|ended|taken\s+off|gave\s+up|none\s+since|nothing\s+since|free\s+since|"
    r"last\s+(?:one|dose|treatment|infusion|cycle|tablet|capsule|jab|chemo|was)|was\s+the\s+last)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|after|for)\s*(?:the\s+)?$", re.IGNORECASE)
_SINCE_THE_LAST = re.compile(
    r"\bsince\b[^.;]{0,25}\b(?:last|final|jab|dose|infusion|stopped|finished|came\s+off)\b", re.I
)
_CURRENT = re.compile(
    r"\b(?:still|currently|at\s+the\s+moment|now|these\s+days|taking|ongoing|every\s+day|"
    r"(?:i['’]?m|(?:he|she)['’]?s|i\s+am|(?:he|she)\s+is)\s+(?:on|in))\b",
    re.IGNORECASE,
)


def facts_of(
    subject: Subject,
    label: str,
    text: str,
    sentence: str,
    concepts: Collection[str],
    today: date,
    asked: bool = False,
) -> Facts:
    """What a statement of this class states. ``text`` is the part of the ``sentence`` that is about it.

    ``asked``: it answers a question about all that the subject names.
    """
    facts: dict[str, Any] = dict(subject.classes.get(label, {}))
    if subject.named == "drugs":
        facts |= names.drugs(label, concepts)
    elif subject.named == "cancers" and label == "affirmed":
        facts |= names.cancers(sentence, times(sentence, today))
    elif subject.named == "viruses" and label != UNSURE:
        facts = {**(facts if asked else {}), **names.viruses(label, sentence)}
    elif subject.named == "performance":
        facts |= names.performance(text)
    if subject.when:
        told = times(text, today) or times(sentence, today)
        timed = _time(subject.when, label, text, told)
        if label == "denied" and timed:  # it was, but not lately
            facts = {}
        facts |= timed
    return facts


def ended(text: str, today: date) -> bool:
    """Whether a text tells when something ended."""
    points = [w for w in times(text, today) if w.manner is Manner.POINT and w.days.low > 0]
    return bool(points) and _OVER.search(text) is not None


def is_past(text: str, today: date) -> bool:
    """Whether a text tells a day in the past, and nothing that is still to come."""
    points = [w for w in times(text, today) if w.manner is Manner.POINT and w.days.low > 0]
    return bool(points) and not has_cue(text, "future")


def _time(fact: str, label: str, text: str, told: Sequence[When]) -> Mapping[str, Range]:
    """When it was, or for how long it has not been."""
    if label in ("current", UNSURE):
        return {}
    windows = [w.days for w in told if w.manner is Manner.WINDOW]
    points = [w for w in told if w.manner is Manner.POINT]
    lengths = [w.days for w in told if w.manner is Manner.LENGTH]
    if label in ("denied", "not_lately") and not (points and _SINCE_THE_LAST.search(text)):
        since = [w.days.low for w in points if _SINCE.search(text[: w.start])]
        bounds = [*(w.low for w in windows), *since, *(d.low for d in lengths if label == "not_lately")]
        return {fact: Range(min(bounds), NO_LIMIT)} if bounds else {}
    if points:
        ending = [w for w in points if _ENDS.search(text[max(0, w.start - 25) : w.end])]
        chosen = ending if ending and label == "stopped" else points
        return {fact: min((w.days for w in chosen), key=lambda days: days.low)}
    if label == "stopped":
        if windows:
            return {fact: Range(min(w.low for w in windows), NO_LIMIT)}
        return {fact: max(lengths)} if lengths else {}
    if windows:
        return {fact: Range(0, max(0, max(w.high for w in windows) - 1))}
    return {fact: Range(0, 0)} if _CURRENT.search(text) and fact == "days_since_trial_drug" else {}

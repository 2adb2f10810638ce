"""What a message asks: decided from the classifier's reading of its segments.

A label is what the classifier tells apart: ``ask/<topic>``, ``advice``, ``handoff``, ``code/<wish>``,
``prescreen``, ``smalltalk/<kind>``, ``privacy/<kind>``, ``abuse``, ``affirm``, ``deny`` or ``out_of_scope``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.core.trial import Topic

ASK = "ask/"
CLARIFY = "clarify"
OUT_OF_SCOPE = "out_of_scope"
ADVICE = "advice"
INTERVIEW = "interview/"
START = "start"
"""What is asked of the pre-screen itself, and the wish to begin it."""
ERASE, KEPT = "privacy/erase", "privacy/kept"
IDENTIFIER = "privacy/identifier"
ACKNOWLEDGE = "smalltalk/acknowledge"
HANDOFF = "handoff"
CODE = "code/"
TAKE, MAKE, DECLINE, WITHDRAW = "code/take", "code/make", "code/decline", "code/withdraw"
"""A code for the nurse line: the wish for one, consent, none, and the wish to take it back."""

SURE_ENOUGH = 0.35
"""From this probability on a label is taken; below it we ask back."""
SURE_TO_ERASE = 0.6
"""Below it, whoever may want everything erased is told what is kept, and how to have it erased."""
SEGMENT_SURE = 0.55
"""A segment among others must be this clear to count as a question of its own."""
WHOLE_WEIGHT = 0.2
"""How much the whole message counts when only one of its segments asks something."""
NEARBY = 0.12
"""Topics from this probability on are offered beside the one that was taken."""
MOST_NEARBY = 3
SAME_GROUP = 3.0
"""How much likelier a follow-up stays in the group of topics spoken of before."""

ADVICE_SUBJECT = 0.3
"""Share of the topics' probability that makes one the subject of a request for advice."""

OFFERED = {"prescreen": (START,), HANDOFF: (TAKE,), TAKE: (MAKE,)}
"""What a reply to a label offers, so that "yes" is an answer to it."""

_ASKING = ("advice", HANDOFF, "prescreen", KEPT, ERASE, TAKE, WITHDRAW)
_WISHES = (ERASE, TAKE, WITHDRAW)
"""What counts among several segments although it is said and not asked."""
_LOOKUPS = {"ask/side_effect": "symptom", "ask/criterion": "condition", "ask/meaning": "term"}


@dataclass(frozen=True)
class Mention:
    """A concept that a text names; ``kind`` is symptom, condition, drug, treatment or term."""

    kind: str
    concept: str


TREATMENT = Mention("treatment", "treatment")
"""The trial's own treatment is named."""
TREATED_BEFORE = Mention("condition", "trial_drug_before")
"""Somebody has had the trial's own treatment already."""


@dataclass(frozen=True)
class Candidate:
    """One segment as the classifier sees it. ``probabilities`` are per label and sum to 1.

    ``follows`` tells that it was read together with what was said before ("and how often?").
    """

    probabilities: Mapping[str, float]
    mentions: tuple[Mention, ...] = ()
    asks: bool = True
    follows: bool = False

    @property
    def label(self) -> str:
        """The likeliest label."""
        return max(self.probabilities, key=lambda label: self.probabilities[label])

    @property
    def confidence(self) -> float:
        """The probability of the likeliest label."""
        return self.probabilities[self.label]


@dataclass(frozen=True)
class Part:
    """One thing that a message asks. ``nearby`` are labels offered as quick replies."""

    label: str
    confidence: float
    mentions: tuple[Mention, ...] = ()
    nearby: tuple[str, ...] = ()

    @property
    def topic(self) -> str | None:
        """The topic's id if the part asks about one."""
        return self.label.removeprefix(ASK) if self.label.startswith(ASK) else None


@dataclass(frozen=True)
class Understanding:
    """The parts of a message, in their order; at least one."""

    parts: tuple[Part, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, without anything that was typed."""
        return {
            "parts": [
                {
                    "label": part.label,
                    "confidence": round(part.confidence, 4),
                    "mentions": [[m.kind, m.concept] for m in part.mentions],
                    "nearby": list(part.nearby),
                }
                for part in self.parts
            ]
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Understanding:
        """What ``to_dict`` gave."""
        return cls(
            tuple(
                Part(
                    part["label"],
                    float(part["confidence"]),
                    tuple(Mention(kind, concept) for kind, concept in part["mentions"]),
                    tuple(part["nearby"]),
                )
                for part in data["parts"]
            )
        )


NOTHING = Understanding(())


def decide(
    whole: Candidate,
    segments: Sequence[Candidate],
    topics: Mapping[str, Topic],
    before: Understanding = NOTHING,
) -> Understanding:
    """What the message asks. ``before`` is the understanding of the person's previous message."""
    whole = _in_context(whole, topics, before)
    segments = [_in_context(s, topics, before) for s in segments]
    questions = _questions(segments)
    if len(segments) == 1 or not questions:
        asking = [_mixed(s, whole) for s in segments if s.asks]
        return _settled([_part(max([whole, *asking], key=lambda c: c.confidence))], topics, before)
    if len({q.label for q in questions}) == 1:
        questions = [_mixed(_merged(questions), whole)]
    return _settled(_merged_by_label([_part(q) for q in questions]), topics, before)


def beside_identifier(understood: Understanding) -> Understanding:
    """What a message asks in which somebody also typed who they are: that is answered first."""
    asked = [p for p in understood.parts if _is_asking(p.label) and p.confidence >= SEGMENT_SURE]
    return Understanding((Part(IDENTIFIER, 1.0), *(replace(part, nearby=()) for part in asked)))


def _questions(segments: Sequence[Candidate]) -> list[Candidate]:
    """The segments that ask something, each with the statements that belong to it."""
    clear = [s for s in segments if s.confidence >= SEGMENT_SURE and _is_asking(s.label)]
    questions = [s for s in clear if s.asks or s.label in _WISHES]
    labels = {q.label for q in questions}
    return [s for s in clear if s.asks or s.label in _WISHES or s.label in labels & set(_LOOKUPS)]


def _is_asking(label: str) -> bool:
    return label.startswith(ASK) or label in _ASKING


def _in_context(candidate: Candidate, topics: Mapping[str, Topic], before: Understanding) -> Candidate:
    """The candidate with the topics spoken of before made likelier, where it leans on them."""
    spoken = [topics[part.topic] for part in before.parts if part.topic and part.topic in topics]
    groups = {topic.group for topic in spoken}
    if not candidate.follows or not groups:
        return candidate
    near = {ASK + topic.id for topic in topics.values() if topic.group in groups}
    weighted = {
        label: chance * (SAME_GROUP if label in near else 1.0)
        for label, chance in candidate.probabilities.items()
    }
    total = sum(weighted.values())
    return replace(candidate, probabilities={k: v / total for k, v in weighted.items()})


def _merged(candidates: Sequence[Candidate]) -> Candidate:
    """The surest of several candidates of one label, with what all of them mention."""
    surest = max(candidates, key=lambda c: c.confidence)
    return replace(surest, mentions=_joined(c.mentions for c in candidates))


def _mixed(question: Candidate, whole: Candidate) -> Candidate:
    """The one question of a longer message, seen in the light of the whole."""
    mixed = {
        label: (1 - WHOLE_WEIGHT) * chance + WHOLE_WEIGHT * whole.probabilities.get(label, 0.0)
        for label, chance in question.probabilities.items()
    }
    result = replace(question, probabilities=mixed)
    needed = _LOOKUPS.get(result.label)
    if needed and not any(m.kind == needed for m in question.mentions):
        return replace(result, mentions=whole.mentions)
    return result


def _part(candidate: Candidate) -> Part:
    ranked = sorted(candidate.probabilities.items(), key=lambda item: -item[1])
    label, confidence = ranked[0]
    others = [
        other for other, chance in ranked if other.startswith(ASK) and other != label and chance >= NEARBY
    ]
    if label == ERASE and confidence < SURE_TO_ERASE:
        return Part(KEPT, confidence, candidate.mentions)
    if confidence >= SURE_ENOUGH:
        nearby = _subject(ranked) if label == ADVICE else OFFERED.get(label, ())
        if label.startswith(ASK):
            nearby = tuple(others[: MOST_NEARBY - 1])
        return Part(label, confidence, candidate.mentions, nearby)
    asking = sum(chance for other, chance in ranked if _is_asking(other))
    if candidate.probabilities.get(OUT_OF_SCOPE, 0.0) > asking / 2:
        return Part(OUT_OF_SCOPE, confidence)
    nearest = [other for other, _ in ranked if other.startswith(ASK)]
    return Part(CLARIFY, confidence, candidate.mentions, tuple(nearest[:MOST_NEARBY]))


def _subject(ranked: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    """The topic that a request for advice is about, if one stands out."""
    topics = [(label, chance) for label, chance in ranked if label.startswith(ASK)]
    total = sum(chance for _, chance in topics)
    return tuple(label for label, chance in topics[:1] if chance >= ADVICE_SUBJECT * total)


def _merged_by_label(parts: Sequence[Part]) -> list[Part]:
    merged: dict[str, Part] = {}
    for part in parts:
        first = merged.get(part.label, part)
        mentions = _joined([first.mentions, part.mentions])
        merged[part.label] = replace(first, mentions=mentions)
    several = len(merged) > 1
    return [replace(part, nearby=()) if several else part for part in merged.values()]


def _settled(parts: Sequence[Part], topics: Mapping[str, Topic], before: Understanding) -> Understanding:
    """Yes and no are answers to what was offered before; what is personal needs a doctor beside the page."""
    offered = [label for part in before.parts for label in part.nearby]
    settled = [_answer_to_offer(part, offered) for part in parts]
    personal = [part for part in settled if part.topic and topics[part.topic].personal]
    if personal and not any(part.label == ADVICE for part in settled):
        settled.append(Part(ADVICE, personal[0].confidence))
    return Understanding(tuple(settled))


def _answer_to_offer(part: Part, offered: Sequence[str]) -> Part:
    if part.label == "affirm":
        return replace(part, label=offered[0] if offered else ACKNOWLEDGE)
    if part.label == "deny" and MAKE in offered:
        return replace(part, label=DECLINE)
    return replace(part, label=ACKNOWLEDGE) if part.label == "deny" else part


def _joined(groups: Any) -> tuple[Mention, ...]:
    return tuple(dict.fromkeys(m for group in groups for m in group))

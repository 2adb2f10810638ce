"""What a message is to an open pre-screen: an answer, a question beside it, or both."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.core.statements import DECLINED, NO, UNSURE, YES, Said
from bot.core.understanding import (
    ACKNOWLEDGE,
    ADVICE,
    ASK,
    DECLINE,
    ERASE,
    HANDOFF,
    INTERVIEW,
    MAKE,
    OUT_OF_SCOPE,
    START,
    TAKE,
    Part,
    Understanding,
)
from bot.core.weighing import is_certain

ANSWER, ERASING, CODE = "answer", "erase", "code"
"""Intents that depend on what is open: an answer, the wish to be forgotten, and what is said of a code."""
SEVERAL = "several"
"""Intent of a message that asks more than one thing."""
BEGINNING = ("interview/resume", "interview/again")
"""What begins or takes up the questions when none is open."""
CLEARLY_ASKED = 0.6
"""From this probability on a message asks something, although a question is open."""
BEYOND_DOUBT = 0.93
"""… and from this one, even if it could be read as an answer."""
RATHER_SAID = 0.5
"""From this probability on it is said to the question rather than a wish …"""
CLEARLY_SAID = 0.9
"""… and from this one, even where it begins like one (“did have it once”)."""
CERTAIN = 0.95
"""From this probability on it is beyond doubt the wish to be forgotten."""
SURE_ANSWER = 0.75
"""From this probability on a text without statement or plain answer is an answer all the same."""
_WHOM = {"interview/relative": True, "interview/myself": False}
_NO_QUESTION = ("ask/criterion", "ask/side_effect", "ask/meaning", OUT_OF_SCOPE)
"""What a text that asks nothing is taken for: it only names an illness or a drug, or makes no sense."""
_AGREES = re.compile(
    r"(?:yes|yeah|yep|yup|aye|sure|ok(?:ay)?|al(?:l |l?)right|fine|certainly|absolutely|definitely|please do"
    r"|go (?:ahead|on)|i agree)"
    r"(?: (?:do|so|then|thank|thanks|you|make|give|get|me|an?|the|my|one|code|it|that|is|s|good|fine|ok|okay"
    r"|right|please|go|ahead|on|for|nurse|i|agree|would|d|like|with|by|let))*"
)
"""Words of consent, and what may stand behind them."""
_ASIDES = ("advice", "handoff", "code/", "privacy/", "abuse", "smalltalk/", "out_of_scope", "prescreen")


def asked_beside(understood: Understanding) -> list[int]:
    """The parts of a message that ask something of their own, by their number."""
    return [n for n, part in enumerate(understood.parts) if _asks(part) and part.confidence >= CLEARLY_ASKED]


def commands(understood: Understanding, said: Said) -> list[str]:
    """What a message asks of the interview itself."""
    return [
        part.label
        for part in understood.parts
        if part.label.startswith(INTERVIEW)
        and part.confidence >= max(CLEARLY_ASKED, said.answering)
        and _is_command(part.label, said)
    ]


def _is_command(label: str, said: Said) -> bool:
    """“No, that was my father” answers; “I ask for my father” says whom it is about."""
    if label in _WHOM:
        return said.relative is _WHOM[label] and said.plain is None and not said.statements
    answers = is_certain(said.answer) and said.answering >= RATHER_SAID
    return said.plain in (None, DECLINED) and not answers and not any(s.facts for s in said.statements)


def is_question(understood: Understanding, said: Said, openly: bool) -> bool:
    """Whether what reads like a question is one. ``openly``: nobody would take it for an answer."""
    is_advice = any(understood.parts[n].label == ADVICE for n in asked_beside(understood))
    return openly or is_advice or said.answering < CLEARLY_SAID


def intent_while_asking(
    understood: Understanding, said: Said, subject: str, asks: bool, is_mixed: bool
) -> str | None:
    """``ANSWER`` if a message answers the open question, also beside another; None if it only asks.

    ``asks``: a part of it reads like a question. ``is_mixed``: ``said`` is of the other part.
    """
    is_wish = said.answering < RATHER_SAID
    if is_wish and any(part.label == ERASE and part.confidence >= CERTAIN for part in understood.parts):
        return ERASING
    asked = [understood.parts[n] for n in asked_beside(understood)]
    asked = [part for part in asked if part.label != ERASE]
    if commands(understood, said) or understood.parts[0].label == "prescreen" or not asked:
        return ANSWER
    is_about = said.plain is not None or any(s.subject == subject for s in said.statements)
    told = is_about or any(s.facts for s in said.statements)
    only_asks = not (is_mixed or is_about or is_certain(said.answer))
    if asked[0].label == ADVICE and asked[0].confidence >= BEYOND_DOUBT and only_asks:
        return None
    guessed = said.answer is not None and said.answer.sure >= SURE_ANSWER
    asks = asks and not (is_certain(said.answer) and asked[0].label in _NO_QUESTION)
    if asks and said.plain != UNSURE:
        answered = told or (guessed and asked[0].label != ADVICE)
        return ANSWER if is_mixed and answered else None
    sure = asked[0].confidence
    doubtful = asked[0].label in _NO_QUESTION or said.answering > sure or (guessed and sure < BEYOND_DOUBT)
    return ANSWER if told or doubtful else None


def intent_otherwise(understood: Understanding, said: Said, offered: Sequence[str]) -> str | None:
    """The intent when no question is open; ``offered`` are labels that the last reply offered."""
    labels = [part.label for part in understood.parts]
    if labels == [ERASE]:
        return ERASING
    if START in labels or any(label in BEGINNING for label in labels):
        return START
    if START not in offered or said.plain == NO:
        return None
    return START if said.plain == YES or (said.statements and not asked_beside(understood)) else None


def whom(understood: Understanding, said: Said) -> bool | None:
    """Whether a message says that it is asked for a relative. “Can I ring?” says nothing of the patient."""
    is_of_the_call = all(part.label == HANDOFF or part.label.startswith("code/") for part in understood.parts)
    return said.relative or None if is_of_the_call else said.relative


def awaits_consent(understood: Understanding, intent: str | None) -> bool:
    """Whether the reply to a message asked, last of all, if a code may be made.

    It did not where the message also answered the pre-screen: then the next question was asked.
    """
    return intent in (CODE, SEVERAL) and any(part.label == TAKE for part in understood.parts)


def consent(understood: Understanding, said: Said) -> str | None:
    """What an answer to “Shall I make a code?” means: ``MAKE``, ``DECLINE``, or None if it is neither."""
    asked = [understood.parts[n].label for n in asked_beside(understood)]
    if any(label not in (TAKE, MAKE, DECLINE) and not label.startswith("smalltalk/") for label in asked):
        return None
    if any(s.facts for s in said.statements):
        return None
    is_yes = any(part.label == MAKE and part.confidence >= CLEARLY_ASKED for part in understood.parts)
    if said.plain == YES or is_yes or agrees(said.words):
        return MAKE
    is_no = said.plain in (NO, DECLINED, UNSURE) or understood.parts[0].label == DECLINE
    return DECLINE if is_no else None


def agrees(words: str) -> bool:
    """Whether these are plain words of consent, and no others: “ok”, “yes, make me a code please”.

    What is guessed is no consent, so these words are no matter of training.
    """
    return _AGREES.fullmatch(" ".join(re.findall(r"\w+", words.lower()))) is not None


def _asks(part: Part) -> bool:
    return part.label.startswith((ASK, *_ASIDES)) and part.label != ACKNOWLEDGE

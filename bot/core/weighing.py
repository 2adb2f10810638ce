"""Which of two readings of the same words counts: what they say on their own, or as an answer."""

from __future__ import annotations

from bot.core.statements import UNSURE, Statement

SURER = 0.25
"""By so much an answer must be clearer than the same words taken on their own …"""
SURER_TO_DOUBT = 0.3
"""… and by so much to make what they say doubtful."""
CERTAIN = 0.97
"""An answer this clear is one, even if it may also be the wish to say nothing."""


def is_certain(answer: Statement | None) -> bool:
    """Whether it says something beyond doubt, as “nothing else to speak of” does."""
    return answer is not None and bool(answer.facts) and answer.sure >= CERTAIN


def surer(stated: Statement | None, answer: Statement | None) -> Statement | None:
    """Of what is said on its own and what is said as an answer, the clearer."""
    if stated is None or answer is None or not (answer.facts or answer.label == UNSURE):
        return stated or answer
    if answer.label == UNSURE and answer.sure >= CERTAIN and stated.sure < 1:
        return answer
    surer = SURER if answer.facts else SURER_TO_DOUBT
    return answer if answer.label != stated.label and answer.sure > stated.sure + surer else stated

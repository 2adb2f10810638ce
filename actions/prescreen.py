"""The pre-screen's actions: begin, ask, take an answer, and what can be asked of it when none is open."""

from __future__ import annotations

import secrets
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_each import answer
from actions.results import tell
from actions.tracker import (
    asked_beside,
    asked_of_relative,
    awaits_consent,
    commands,
    earlier,
    intent,
    interview,
    remembered,
    said,
)
from bot import bootstrap
from bot.core import prescreen, turns
from bot.core.interview import ENDED, Interview
from bot.core.understanding import START


class StartPrescreen(Action):
    """Begins the questions, or takes them up again where they stopped."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_start_prescreen"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Asks the first question, or the one that was open."""
        state = interview(tracker)
        to_change = prescreen.criterion_to_change(commands(tracker))
        if state and to_change:
            turn = bootstrap.prescreen().changing(state, to_change)
        elif state and prescreen.AGAIN in commands(tracker):
            turn = bootstrap.prescreen().anew(state)
        elif state and state.state != ENDED:
            turn = bootstrap.prescreen().resume(state)
        else:
            said_before = [] if state else earlier(tracker)
            key = state.key if state else secrets.token_urlsafe(16)
            turn = bootstrap.prescreen().begin(said_before, asked_of_relative(tracker), key)
        await tell(dispatcher, tracker, turn.interview, turn.messages)
        return remembered(turn.interview, turn.goes_on)


class ValidatePrescreen(FormValidationAction):
    """Takes what is said to the open question."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "validate_prescreen_form"

    async def validate_answer(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """The new state; the slot stays empty as long as there is something to ask."""
        state = interview(tracker)
        if state is None or intent(tracker) != turns.ANSWER:
            return {"answer": value}
        for part in asked_beside(tracker):
            await answer(dispatcher, tracker, part, question_follows=True)
        turn = bootstrap.prescreen().turn(state, said(tracker), commands(tracker))
        await tell(dispatcher, tracker, turn.interview, turn.messages)
        return {event["name"]: event["value"] for event in remembered(turn.interview, turn.goes_on)}


class AskAgain(Action):
    """Asks the open question once more after a question of the person's was answered."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_ask_prescreen_form_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Says nothing where the question was asked already, or another one has just been asked."""
        state = interview(tracker)
        if state and intent(tracker) not in (turns.ANSWER, START) and not awaits_consent(tracker):
            turn = bootstrap.prescreen().resume(state)
            await tell(dispatcher, tracker, turn.interview, turn.messages)
        return []


class SpeakOfInterview(Action):
    """What is asked of the interview while no question is open."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_interview"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """The result or overview if there is one, or else the offer to begin."""
        state = interview(tracker)
        messages = bootstrap.prescreen().when_closed(state, commands(tracker))
        await tell(dispatcher, tracker, state or Interview(), messages)
        return []

"""What is said of the nurse line: its number and hours, and the codes for those who ring it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core import codes
from bot.core.hours import Hours, clock
from bot.core.messages import Button, Message, Voice
from bot.core.trial import Trial

HANDOFF = "handoff"
"""The kind of all these messages."""
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class NurseLine:
    """Speaks of a trial's nurse line.

    ``hours`` are None where nobody has stated any; then nothing is said of it being open or closed.
    ``now`` is the local time of the line. ``days`` is how long a sheet is kept.
    """

    trial: Trial
    voice: Voice
    hours: Hours | None = None
    now: Callable[[], datetime] = datetime.now
    days: int = 14

    def handoff(self) -> Message:
        """The number, and the offer of a code."""
        opening = self.opening() or self._say("no_hours")
        text = self.voice.say("handoff", nurse_line=self.trial.nurse_line)
        return Message(HANDOFF, f"{text} {opening}\n\n{self._say('offer')}", buttons=(self.offer,))

    def opening(self) -> str:
        """“The line is open now …” or when it opens; empty where nobody has stated hours."""
        if self.hours is None:
            return ""
        now = self.now()
        opening = self.hours.at(now)
        if opening is None:
            return self._say("closed")
        if opening.is_open:
            return self._say("open", until=clock(opening.changes))
        return self._say("opens", day=_day(now.date(), opening.changes.date()), time=clock(opening.changes))

    @property
    def offer(self) -> Button:
        """The quick reply that asks for a code."""
        return self._button("take")

    def consent(self) -> Message:
        """What a nurse will see, and whether to make a code."""
        buttons = (
            Button(self._say("choice_make"), self.voice.say("interview/choice_yes")),
            Button(self._say("choice_decline"), self.voice.say("interview/choice_no")),
        )
        return Message(HANDOFF, self._say("consent", days=str(self.days)), buttons=buttons)

    def made(self, code: str, day: date) -> Message:
        """The new code, and how to read it out; ``day`` is today."""
        until = day + timedelta(days=self.days)
        shown, spelled = codes.shown(code), codes.spelled(code)
        last = f"{until.day} {until:%B %Y}"
        text = self._say("made", code=shown, spelled=spelled, until=last)
        opening = self.opening()
        return Message(
            HANDOFF,
            f"{text}\n\n{opening}" if opening else text,
            buttons=(self._button("withdraw"),),
            more={"code": shown, "spelled": spelled, "until": until.isoformat()},
        )

    def nothing_yet(self) -> Message:
        """That there is nothing yet that a nurse could see."""
        return Message(HANDOFF, self._say("nothing_yet"))

    def declined(self) -> Message:
        """That no code was made."""
        return Message(HANDOFF, self._say("declined"))

    def withdrawn(self, count: int) -> Message:
        """That the code is gone, or that there was none."""
        return Message(HANDOFF, self._say("withdrawn" if count else "no_code"), buttons=(self.offer,))

    def not_made(self) -> Message:
        """That no code can be made just now."""
        return Message(HANDOFF, self._say("not_made"))

    def not_withdrawn(self) -> Message:
        """That a code cannot be taken back just now."""
        return Message(HANDOFF, self._say("not_withdrawn"), buttons=(self._button("withdraw"),))

    def _button(self, name: str) -> Button:
        text = self._say(f"choice_{name}")
        return Button(text, text)

    def _say(self, phrase: str, **values: str) -> str:
        return self.voice.say(f"handoff/{phrase}", nurse_line=self.trial.nurse_line, **values)


def _day(today: date, day: date) -> str:
    """A near day by its name: “today”, “tomorrow”, “on Monday”, “on Tuesday 27 December”."""
    ahead = (day - today).days
    name = WEEK[day.weekday()]
    if ahead < len(WEEK):
        return {0: "today", 1: "tomorrow"}.get(ahead, f"on {name}")
    return f"on {name} {day.day} {day:%B}"

"""The pre-screen as a conversation: one message in, the new state and the replies out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.core.interview import ASKING, ENDED, OBSTACLE, Interview
from bot.core.interviewer import Interviewer
from bot.core.messages import Message
from bot.core.statements import Said
from bot.core.telling import Teller

WHY, BACK, SO_FAR, SKIP, STOP = (f"interview/{x}" for x in ("why", "back", "so_far", "skip", "stop"))
AGAIN, RESUME, RESULT = (f"interview/{x}" for x in ("again", "resume", "result"))
CHANGE = "interview/change/"
"""With a criterion's id behind: the wish to answer its question anew."""
RELATIVE, MYSELF = "interview/relative", "interview/myself"
"""What people ask of the interview itself, by the labels of what they say."""
MOST_NOTED = 6
"""More points than this are not shown back at once."""


def criterion_to_change(labels: Collection[str]) -> str | None:
    """The criterion whose question is to be answered anew, if that is what a message asks."""
    return next((label[len(CHANGE) :] for label in labels if label.startswith(CHANGE)), None)


@dataclass(frozen=True)
class Turn:
    """The state after a message, and what is said."""

    interview: Interview
    messages: tuple[Message, ...]

    @property
    def goes_on(self) -> bool:
        """Whether a question is open."""
        return self.interview.state == ASKING


class Prescreen:
    """Conducts the interview and speaks."""

    def __init__(self, interviewer: Interviewer, teller: Teller) -> None:
        self._interviewer = interviewer
        self._teller = teller

    def begin(self, earlier: Sequence[Said], relative: bool, key: str) -> Turn:
        """The first question, after what was said before it."""
        interview = Interview(relative=relative, key=key)
        for said in earlier:
            interview = self._interviewer.noting(interview, said)
        noted = self._interviewer.learnt(Interview(), interview)
        before = [self._teller.noted(interview, noted)] if noted else []
        return self._asking(interview, before)

    def anew(self, interview: Interview) -> Turn:
        """The first question once more, with nothing of what was said."""
        fresh = Interview(relative=interview.relative, key=interview.key)
        return self._asking(fresh, [self._teller.say("anew", fresh)])

    def resume(self, interview: Interview) -> Turn:
        """The question that was open when it stopped, or the result if all was said."""
        return self._asking_same(self._interviewer.resumed(interview))

    def changing(self, interview: Interview, name: str) -> Turn:
        """The question of a criterion once more, without what was said to it."""
        return self._asking_same(
            self._interviewer.reopening(interview, name), [self._teller.say("back", interview)]
        )

    def turn(self, interview: Interview, said: Said, labels: Collection[str] = ()) -> Turn:
        """What a message changes. ``labels`` are what it asks of the interview itself."""
        to_change = criterion_to_change(labels)
        if to_change:
            return self.changing(interview, to_change)
        for label in (STOP, AGAIN, BACK, SKIP, RESULT, WHY, SO_FAR, RELATIVE, MYSELF, RESUME):
            if label in labels:
                return self._commanded(label, interview, said)
        after = self._interviewer.taking(interview, said)
        changed = [c for c in self._interviewer.changes(interview, after) if c.subject in after.words]
        after = after.changed_from(interview, changed)
        open_now = (interview.open or ("", ""))[0]
        noted = [c for c in self._interviewer.learnt(interview, after) if c.id != open_now]
        before = []
        if changed:
            before.append(self._teller.changed(interview, after, changed))
        if len(noted) > 0:
            before.append(self._teller.noted(after, noted[:MOST_NOTED]))
        if before and after.open == interview.open:  # understood, only not as an answer
            return self._asking_same(after, before)
        return self._asking(after, before)

    def when_closed(self, interview: Interview | None, labels: Collection[str]) -> tuple[Message, ...]:
        """What is said of the interview while none of its questions is open."""
        if interview and RESULT in labels:
            return (self._teller.result(interview),)
        if interview and SO_FAR in labels:
            return (self._teller.told_so_far(interview),)
        return (self._teller.closed(interview or Interview()),)

    def _commanded(self, label: str, interview: Interview, said: Said) -> Turn:
        tell = self._teller
        if label == STOP:
            return self._stopped(interview)
        if label == AGAIN:
            return self.anew(interview)
        if label == BACK:
            return self._asking_same(self._interviewer.back(interview), [tell.say("back", interview)])
        if label == SKIP:
            return self._asking(self._interviewer.skipping(interview), [tell.say("skipped", interview)])
        if label == RESULT:
            again = self._asking_same(interview)
            return Turn(again.interview, (tell.result(interview), *again.messages))
        if label == WHY and interview.open and interview.open[1] != OBSTACLE:
            again = self._asking_same(interview)
            return Turn(again.interview, (tell.why(interview), *again.messages))
        if label == SO_FAR:
            return self._asking_same(interview, [tell.overview(interview)])
        if label in (RELATIVE, MYSELF):
            changed = replace(self._interviewer.noting(interview, said), relative=label == RELATIVE)
            phrase = "for_relative" if label == RELATIVE else "for_self"
            return self._asking_same(changed, [tell.say(phrase, changed)])
        return self._asking_same(interview)

    def _stopped(self, interview: Interview) -> Turn:
        """At an obstacle stopping means the result; else a pause that can be ended."""
        if interview.open and interview.open[1] == OBSTACLE:
            ended = replace(interview, open=None, state=ENDED)
            return Turn(ended, (self._teller.result(ended),))
        paused = self._interviewer.paused(interview)
        text = self._teller.say("stopped", paused)
        return Turn(paused, (Message("smalltalk", text, buttons=self._teller.after_stopping(paused)),))

    def _asking(self, interview: Interview, before: Sequence[str] = ()) -> Turn:
        """The next question, or the result."""
        following = self._interviewer.next(interview)
        if following.open is None:
            return Turn(following, (self._teller.result(following),))
        if interview.open and interview.open[1] != OBSTACLE and not before:
            before = [self._teller.say("not_understood", following)]
        return Turn(following, (self._teller.question(following, before),))

    def _asking_same(self, interview: Interview, before: Sequence[str] = ()) -> Turn:
        """What is open already, in the same words; the next question if nothing is."""
        if interview.open is None or interview.state == ENDED:
            return self._asking(interview, before)
        return Turn(interview, (self._teller.question(interview, before),))

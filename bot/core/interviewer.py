"""The pre-screen's rules: what an answer changes, and what is asked next. Pure and total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.criteria import Criterion, Decision
from bot.core.facts import Vocabulary
from bot.core.interview import AGAIN, ASK, ASKING, ENDED, OBSTACLE, PAUSED, Interview
from bot.core.questions import FollowUp, Plain, Question
from bot.core.statements import DECLINED, NO, UNSURE, YES, Said, Statement, Subject
from bot.core.trial import Trial
from bot.core.truth import Truth
from bot.core.weighing import is_certain, surer

FOLLOW = "follow"
"""Step of a further question, with its number behind: ``follow0``."""
MOST_STEPS = 4
"""A criterion is asked about so many times at most, then left open."""
FEW_WORDS = 3
"""In an answer of more words, what they say counts more than the yes or no before them."""
SURE_BEFORE = 0.7
"""What is said before the questions begin must be this clear …"""
SURE_UNNAMED = 0.9
"""… or this, where its subject need not be named …"""
SURE_ASIDE = 0.8
"""… and what is said aside, on another subject than the one asked about, this."""
SURE_WORDS = 0.6
"""What an answer's words say counts from this probability on, beside a plain yes or no."""


class Interviewer:
    """Conducts the pre-screen of one trial."""

    def __init__(self, trial: Trial, vocabulary: Vocabulary, subjects: Mapping[str, Subject]) -> None:
        self.trial = trial
        self._vocabulary = vocabulary
        self._subjects = subjects
        self._criteria = {criterion.id: criterion for criterion in trial.criteria}
        self._by_subject = {criterion.subject: criterion for criterion in trial.criteria}

    def decision(self, interview: Interview) -> Decision:
        """What is known so far."""
        settled = {
            name: Truth.TRUE
            for name, question in self.trial.questions.items()
            if question.follows_from and question.follows_from.test(interview.facts) is Truth.TRUE
        }
        return interview.decision(self.trial.criteria, settled)

    def noting(self, interview: Interview, said: Said) -> Interview:
        """With what was said before the questions began, or beside them."""
        for statement in said.statements:
            if statement.facts and self._is_clear(statement) and statement.subject in self._by_subject:
                criterion = self._by_subject[statement.subject]
                interview = interview.with_statement(statement, criterion, self._vocabulary)
        return interview

    def _is_clear(self, statement: Statement) -> bool:
        """Whether it counts before it is asked about; what need not be named must be clearer."""
        named = self._subjects[statement.subject].aside
        return statement.sure >= (SURE_BEFORE if named else SURE_UNNAMED)

    def taking(self, interview: Interview, said: Said) -> Interview:
        """With an answer to what is open. What cannot be read leaves it open, to be asked once more."""
        if interview.open is None:
            return self.noting(interview, said)
        name, step = interview.open
        if step == OBSTACLE:
            return self._going_on(interview, said)
        criterion = self._criteria[name]
        before = interview
        may_change = said.corrects or self._answered(interview, criterion, said) is None
        interview = self._aside(interview, said, criterion.subject, may_change)
        answered = self._answered(interview, criterion, said)
        if answered is not None:
            return replace(answered, open=None)
        if self.decision(interview).truths[name] is not Truth.UNKNOWN:  # what was said aside settles it
            return replace(interview, open=None)
        if interview.facts != before.facts or step in (AGAIN, *self._follow_steps(name)):
            if interview.facts != before.facts:  # it was no answer, but it said something
                return interview
            return replace(interview.leaving(criterion, UNSURE, said.words), open=None)
        return interview

    def _going_on(self, interview: Interview, said: Said) -> Interview:
        told = replace(self.noting(interview, said), open=None)
        if not self.decision(told).lasting:  # it was taken back
            return told
        if said.plain in (NO, DECLINED):
            return replace(interview, open=None, state=ENDED)
        asked_twice = interview.times_asked(*(interview.open or ("", ""))) > 0
        if said.plain is None and told.facts == interview.facts and not asked_twice:
            return replace(interview, asked=(*interview.asked, interview.open or ("", "")))
        return replace(told, went_on=True)

    def _aside(self, interview: Interview, said: Said, open_subject: str, may_change: bool) -> Interview:
        """With what a message says on other subjects than the open one, where that is clear.

        What is known already is changed only by a message that says nothing else, or that it corrects.
        """
        truths = self.decision(interview).truths
        for statement in said.statements:
            criterion = self._by_subject.get(statement.subject)
            if criterion is None or statement.subject == open_subject or not self._counts_aside(statement):
                continue
            if may_change or truths[criterion.id] is Truth.UNKNOWN:
                interview = interview.with_statement(statement, criterion, self._vocabulary)
        return interview

    def _says_aside(self, said: Said, open_subject: str) -> bool:
        return any(self._counts_aside(s) for s in said.statements if s.subject != open_subject)

    def _counts_aside(self, statement: Statement) -> bool:
        clear = statement.named and statement.sure >= SURE_ASIDE
        return bool(statement.facts) and clear and self._subjects[statement.subject].aside

    def _answered(self, interview: Interview, criterion: Criterion, said: Said) -> Interview | None:
        """With the answer to a criterion's question, or None if there is none in it."""
        if said.plain == DECLINED and not is_certain(said.answer):
            return interview.leaving(criterion, DECLINED)
        stated = next((s for s in said.statements if s.subject == criterion.subject and s.facts), None)
        if said.corrects and stated is None and self._says_aside(said, criterion.subject):
            return None
        spoken = surer(stated, said.answer)
        worded = self._worded(interview, criterion, spoken)
        if worded is None and spoken and said.answer and said.answer.label == spoken.label:
            worded = self._worded(interview, criterion, said.answer)  # to “HIV or hepatitis?”: “no HIV”
        plain = self._plain(interview, criterion, said)
        is_guess = stated is None and said.plain is None and not is_certain(spoken)
        if is_guess and self._makes_obstacle(interview, criterion, worded):
            return None
        if worded is None and self._is_timed(criterion, spoken):  # “yes, in October” may be long ago
            plain = None
        several = said.plain is None or len(said.words.split()) > FEW_WORDS
        if worded and (stated or (several and spoken is not None and spoken.sure >= SURE_WORDS)):
            return worded
        if plain is not None:
            return interview.with_plain(criterion, plain, said.words)
        if said.plain == UNSURE or (spoken is not None and spoken.label == UNSURE):
            return interview.leaving(criterion, UNSURE, said.words)
        if worded is not None:
            return worded
        if said.plain == YES and not (spoken and spoken.facts):
            spoken = self._half_said(interview, criterion, said)
        if spoken is not None and spoken.facts:
            told = interview.with_statement(spoken, criterion, self._vocabulary)
            timed = self._is_timed(criterion, spoken)
            return told.leaving(criterion, UNSURE) if timed else told  # no better time is to be had
        return None

    def _is_timed(self, criterion: Criterion, spoken: Statement | None) -> bool:
        return spoken is not None and self._subjects[criterion.subject].when in spoken.facts

    def _worded(
        self, interview: Interview, criterion: Criterion, spoken: Statement | None
    ) -> Interview | None:
        """With what the words say, if that decides the criterion."""
        if spoken is None or not spoken.facts:
            return None
        told = interview.with_statement(spoken, criterion, self._vocabulary)
        return told if criterion.met(told.facts) is not Truth.UNKNOWN else None

    def _makes_obstacle(self, interview: Interview, criterion: Criterion, worded: Interview | None) -> bool:
        """Whether it makes a lasting obstacle; what only a guess does is asked once more first."""
        if worded is None or (interview.open or ("", ""))[1] == AGAIN:
            return False
        is_obstacle = criterion.met(worded.facts) is Truth.FALSE
        return is_obstacle and criterion.is_lasting(worded.facts)

    def _plain(self, interview: Interview, criterion: Criterion, said: Said) -> bool | None:
        """Whether a plain yes or no meets the criterion; None if it does not tell."""
        question = self._question_of(criterion.id, (interview.open or ("", ASK))[1])
        meant = {YES: question.yes, NO: question.no}.get(said.plain or "", Plain.OPEN)
        return None if meant is Plain.OPEN else meant is Plain.MET

    def _half_said(self, interview: Interview, criterion: Criterion, said: Said) -> Statement | None:
        """What a plain yes states where it tells only half, as to “Could you become pregnant?”."""
        question = self._question_of(criterion.id, (interview.open or ("", ASK))[1])
        facts = question.yes_states
        return Statement(criterion.subject, YES, facts, said.words) if facts else None

    def _question_of(self, name: str, step: str) -> Question | FollowUp:
        question = self.trial.questions[name]
        return question.follow_ups[int(step[len(FOLLOW) :])] if step.startswith(FOLLOW) else question

    def _follow_steps(self, name: str) -> Sequence[str]:
        return [f"{FOLLOW}{n}" for n in range(len(self.trial.questions[name].follow_ups))]

    def next(self, interview: Interview) -> Interview:
        """With the next step open, or ended where nothing is left to ask."""
        if interview.state == ENDED:
            return replace(interview, open=None)
        interview = replace(interview, state=ASKING)
        if interview.open is not None:
            return self._again(interview)
        decision = self.decision(interview)
        to_ask = set(decision.unknown) - set(interview.left)
        if decision.lasting and not interview.went_on and to_ask:
            return replace(interview, open=(sorted(decision.lasting)[0], OBSTACLE))
        for name in self.trial.questions:
            if decision.truths[name] is Truth.UNKNOWN and name not in interview.left:
                step = self._step(interview, name)
                if step is None:
                    interview = interview.leaving(self._criteria[name], UNSURE)
                    continue
                return self._opened(interview, name, step)
        return replace(interview, open=None, state=ENDED)

    def _opened(self, interview: Interview, name: str, step: str) -> Interview:
        return replace(interview, open=(name, step), asked=(*interview.asked, (name, step)))

    def _again(self, interview: Interview) -> Interview:
        """What is still open, in other words the second time."""
        name, step = interview.open or ("", "")
        if step != ASK:
            return interview
        return self._opened(interview, name, AGAIN)

    def _step(self, interview: Interview, name: str) -> str | None:
        """What to ask about a criterion that is unknown; None if there is nothing more to ask."""
        if interview.times_asked(name) >= MOST_STEPS:
            return None
        for number, follow_up in enumerate(self.trial.questions[name].follow_ups):
            step = f"{FOLLOW}{number}"
            if follow_up.when.test(interview.facts) is Truth.TRUE and not interview.times_asked(name, step):
                return step
        return None if interview.times_asked(name, ASK) else ASK

    def back(self, interview: Interview) -> Interview:
        """With the criterion before the open one asked anew; the first stays the first."""
        now, step = interview.open or ("", "")
        asked = interview.asked if step == OBSTACLE else tuple(t for t in interview.asked if t[0] != now)
        if not asked:
            return interview
        name = asked[-1][0]
        interview = replace(
            interview, asked=asked, state=ASKING, went_on=interview.went_on and step != OBSTACLE
        )
        return self._opened(interview.forgetting(self._criteria[name]), name, ASK)

    def reopening(self, interview: Interview, name: str) -> Interview:
        """With a criterion asked anew, in place of what is open, which is asked again afterwards."""
        now, step = interview.open or ("", "")
        asked = interview.asked if step == OBSTACLE else tuple(t for t in interview.asked if t[0] != now)
        interview = replace(interview, asked=asked, state=ASKING)
        return self._opened(interview.forgetting(self._criteria[name]), name, ASK)

    def skipping(self, interview: Interview) -> Interview:
        """With the open question left out."""
        if interview.open is None:
            return interview
        name, step = interview.open
        if step == OBSTACLE:
            return replace(interview, open=None, went_on=True)
        return replace(interview.leaving(self._criteria[name], DECLINED), open=None)

    def paused(self, interview: Interview) -> Interview:
        """Stopped, to be taken up when the person asks."""
        return interview if interview.state == ENDED else replace(interview, state=PAUSED)

    def resumed(self, interview: Interview) -> Interview:
        """Taken up again with what was open, asked in the same words."""
        return replace(interview, state=ASKING) if interview.state == PAUSED else interview

    def settled(self, interview: Interview) -> int:
        """How many criteria need no question any more."""
        decision = self.decision(interview)
        return sum(decision.truths[c] is not Truth.UNKNOWN or c in interview.left for c in decision.truths)

    def changes(self, before: Interview, after: Interview) -> list[Criterion]:
        """The criteria of which something else is known now than before, after it was known already."""
        old, new = self.decision(before).truths, self.decision(after).truths
        return [
            criterion
            for criterion in self.trial.criteria
            if old[criterion.id] is not Truth.UNKNOWN
            and (
                new[criterion.id] is not old[criterion.id]
                or before.words.get(criterion.subject) != after.words.get(criterion.subject)
            )
        ]

    def learnt(self, before: Interview, after: Interview) -> list[Criterion]:
        """The criteria that became known between two states."""
        old, new = self.decision(before).truths, self.decision(after).truths
        return [
            criterion
            for criterion in self.trial.criteria
            if old[criterion.id] is Truth.UNKNOWN and new[criterion.id] is not Truth.UNKNOWN
        ]

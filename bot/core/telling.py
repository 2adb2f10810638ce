"""How the pre-screen speaks: its questions, what it has understood, and its result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.criteria import Criterion, Decision
from bot.core.interview import AGAIN, OBSTACLE, Interview
from bot.core.interviewer import FOLLOW, Interviewer
from bot.core.messages import Button, Message, Voice
from bot.core.passages import Passage
from bot.core.statements import DECLINED
from bot.core.truth import Truth

YOU = {"you": "you", "You": "You", "your": "your", "Your": "Your", "them": "you"}
THEY = {"you": "they", "You": "They", "your": "their", "Your": "Their", "them": "them"}
"""How a question speaks of the patient, to the patient and to a relative. Its verbs fit both."""


class Teller:
    """Puts the state of an interview into messages."""

    def __init__(self, interviewer: Interviewer, voice: Voice) -> None:
        self._interviewer = interviewer
        self._trial = interviewer.trial
        self._voice = voice
        self._criteria = {criterion.id: criterion for criterion in self._trial.criteria}

    def say(self, phrase: str, interview: Interview, **values: str) -> str:
        """One of the interview's phrases, for the patient or for a relative."""
        pronouns = THEY if interview.relative else YOU
        fixed = {"nurse_line": self._trial.nurse_line, "status": self._status()}
        return self._voice.say(f"interview/{phrase}", **fixed, **pronouns, **values)

    def _status(self) -> str:
        return "" if self._trial.recruiting else self._trial.status.text

    def question(self, interview: Interview, before: Sequence[str] = ()) -> Message:
        """What is open, after the paragraphs ``before``."""
        name, step = interview.open or ("", "")
        if step == OBSTACLE:
            return self._obstacle(interview, name, before)
        question = self._trial.questions[name]
        if step.startswith(FOLLOW):
            words = question.follow_ups[int(step[len(FOLLOW) :])].ask
        else:
            words = question.again if step == AGAIN else question.ask
        paragraphs = [*before, words.format(**(THEY if interview.relative else YOU))]
        progress = {"done": self._interviewer.settled(interview), "of": len(self._criteria)}
        text = "\n\n".join(paragraphs)
        return Message(
            "question",
            text,
            buttons=self._choices(interview, is_open=question.open and not step.startswith(FOLLOW)),
            more={"criterion": name, "progress": progress, **self._said_in(text, interview)},
        )

    def _choices(self, interview: Interview, is_open: bool) -> tuple[Button, ...]:
        names = ("unsure", "declined") if is_open else ("yes", "no", "unsure", "declined")
        return tuple(self._button(f"choice_{name}", interview) for name in names)

    def _button(self, phrase: str, interview: Interview) -> Button:
        text = self.say(phrase, interview)
        return Button(text, text)

    def closed(self, interview: Interview) -> Message:
        """That no question is open, and the offer to begin."""
        return Message(
            "smalltalk", self.say("not_open", interview), buttons=(self._button("choice_begin", interview),)
        )

    def after_stopping(self, interview: Interview) -> tuple[Button, ...]:
        """What can be done after stopping."""
        return self._button("choice_resume", interview), self._button("choice_result", interview)

    def _obstacle(self, interview: Interview, name: str, before: Sequence[str]) -> Message:
        criterion = self._criteria[name]
        sentence = self._lead_in(criterion, criterion.passage.text)
        phrase = "obstacle_again" if interview.times_asked(name, OBSTACLE) else "obstacle"
        text = self.say(phrase, interview, sentence=sentence, words=self._own_words(interview, criterion))
        buttons = (self._button("choice_go_on", interview), self._button("choice_stop", interview))
        whole = "\n\n".join([*before, text])
        return Message("question", whole, buttons=buttons, more=self._said_in(whole, interview))

    def _own_words(self, interview: Interview, criterion: Criterion) -> str:
        words = interview.words.get(criterion.subject, "")
        return self.say("your_words", interview, words=words) if words else ""

    def noted(self, interview: Interview, criteria: Sequence[Criterion]) -> str:
        """“So far I have …” for what was said aside."""
        return self.say("so_far", interview, points=self._points(interview, criteria))

    def changed(self, before: Interview, after: Interview, criteria: Sequence[Criterion]) -> str:
        """What was changed, from which words to which."""
        lines = [
            self.say(
                "changed",
                after,
                point=self._trial.questions[criterion.id].short,
                old=before.words.get(criterion.subject, "…"),
                new=after.words.get(criterion.subject, "…"),
            )
            for criterion in criteria
        ]
        return "\n".join(lines)

    def _points(self, interview: Interview, criteria: Sequence[Criterion]) -> str:
        return "\n".join(f"• {self._point(interview, criterion)}" for criterion in criteria)

    def _point(self, interview: Interview, criterion: Criterion) -> str:
        short = self._trial.questions[criterion.id].short
        return f"{short}: {self._answer_in_words(interview, criterion)}"

    def _said_in(self, text: str, interview: Interview) -> Mapping[str, object]:
        """The points that a text lists, each with the words that ask to change it."""
        points = {self._point(interview, criterion): criterion for criterion in self._trial.criteria}
        listed = [line.removeprefix("• ") for line in text.splitlines() if line.startswith("• ")]
        said = [
            {"criterion": points[line].id, "line": line, "change": self._change(points[line])}
            for line in listed
            if line in points
        ]
        return {"said": said} if said else {}

    def _change(self, criterion: Criterion) -> str:
        return self.say("choice_change", Interview(), point=self._trial.questions[criterion.id].short)

    def criterion_to_change(self, text: str) -> str | None:
        """The criterion that a text asks to change, in the words that are offered for it; else None."""
        words = " ".join(text.split()).casefold()
        return next((c.id for c in self._trial.criteria if self._change(c).casefold() == words), None)

    def _answer_in_words(self, interview: Interview, criterion: Criterion) -> str:
        if interview.left.get(criterion.id) == DECLINED:
            return self.say("left_declined", interview)
        words = interview.words.get(criterion.subject)
        if words:
            return f"“{words}”"
        known = self._interviewer.decision(interview).truths[criterion.id] is not Truth.UNKNOWN
        return self.say("follows" if known else "not_yet", interview)

    def overview(self, interview: Interview) -> str:
        """All that was said so far."""
        truths = self._interviewer.decision(interview).truths
        told = [
            c for c in self._trial.criteria if truths[c.id] is not Truth.UNKNOWN or c.id in interview.left
        ]
        if not told:
            return self.say("nothing_yet", interview)
        return self.noted(interview, told)

    def told_so_far(self, interview: Interview) -> Message:
        """All that was said so far, where no question is open."""
        text = self.overview(interview)
        return Message("smalltalk", text, more=self._said_in(text, interview))

    def why(self, interview: Interview) -> Message:
        """Why the open question is asked: the page's sentence, and one plain reason."""
        name = (interview.open or ("", ""))[0]
        criterion = self._criteria[name]
        passages = self._with_lead_in(criterion)
        reason = self.say("why", interview, reason=self._trial.questions[name].why)
        quotes = "\n".join(p.text for p in passages)
        return Message("answer", f"{reason}\n\n{quotes}", passages)

    def _with_lead_in(self, criterion: Criterion) -> tuple[Passage, ...]:
        by_id = {p.id: p for p in self._trial.page.passages}
        return tuple(p for p in (by_id.get(criterion.passage.lead_in or ""), criterion.passage) if p)

    def _lead_in(self, criterion: Criterion, text: str) -> str:
        lead_in = self._with_lead_in(criterion)[0]
        return f"{lead_in.text}\n• {text}" if lead_in is not criterion.passage else text

    def result(self, interview: Interview) -> Message:
        """The end of the pre-screen: what seems fine, what to check, what stands in the way.

        Beside the text it has its parts, for a page that shows them apart.
        """
        decision = self._interviewer.decision(interview)
        groups = [
            {
                "heading": self.say(f"group_{name}", interview),
                "points": [self._result_point(interview, criterion) for criterion in criteria],
            }
            for name, criteria in self.grouped(decision).items()
            if criteria
        ]
        opening = self.say(f"result_{decision.outcome}", interview)
        advice = self.say("thyroid_note", interview) if self._doctor_can_advise(decision) else ""
        closing = [part for part in (advice, self.say("result_next", interview)) if part]
        more = {**decision.to_dict(), "opening": opening, "groups": groups, "closing": closing}
        paragraphs = [opening, *map(_told_group, groups), *closing]
        if interview.key:
            more["page"] = f"/result/{interview.key}"
            paragraphs.append(self.say("result_page", interview))
        text = "\n\n".join(paragraphs)
        return Message("result", text, buttons=self._to_the_nurse(interview), more=more)

    def _to_the_nurse(self, interview: Interview) -> tuple[Button, ...]:
        code = self._voice.say("handoff/choice_take")
        return self._button("choice_nurse", interview), Button(code, code)

    def grouped(self, decision: Decision) -> Mapping[str, list[Criterion]]:
        """The criteria of a decision by what they mean for the person, the weightiest first."""
        by_id = self._criteria
        return {
            "lasting": [by_id[c] for c in decision.not_met if c in decision.lasting],
            "for_now": [by_id[c] for c in decision.not_met if c not in decision.lasting],
            "check": [by_id[c] for c in decision.unknown],
            "fine": [by_id[c] for c in decision.met],
        }

    def _is_open(self, interview: Interview, criterion: Criterion) -> bool:
        """Whether nothing was said of it."""
        known = self._interviewer.decision(interview).truths[criterion.id] is not Truth.UNKNOWN
        return not (known or criterion.id in interview.left or criterion.subject in interview.words)

    def _result_point(self, interview: Interview, criterion: Criterion) -> dict[str, str | bool]:
        above = self._with_lead_in(criterion)[0]
        return {
            "criterion": criterion.id,
            "passage": criterion.passage.id,
            "above": "" if above is criterion.passage else above.text,
            "sentence": criterion.passage.text,
            "answer": self._answer_in_words(interview, criterion),
            "change": self._change(criterion),
            "is_open": self._is_open(interview, criterion),
        }

    def _doctor_can_advise(self, decision: Decision) -> bool:
        concerned = {*decision.not_met, *decision.unknown}
        return any("your doctor can advise" in self._criteria[c].passage.text for c in concerned)


def _told_group(group: Mapping[str, Any]) -> str:
    """A group of a result in plain text; what stands above several of its points is said once."""
    lines = [group["heading"]]
    for point in group["points"]:
        if point["above"] and point["above"] not in lines:
            lines.append(point["above"])
        lines.append(f"• {point['sentence']}\n  {point['answer']}")
    return "\n".join(lines)

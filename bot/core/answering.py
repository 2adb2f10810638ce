"""What the assistant answers: which passages, told how. Pure: a part in, a message out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.core.criteria import Criterion
from bot.core.messages import Button, Message, Voice
from bot.core.nurse_line import NurseLine
from bot.core.passages import Passage, told
from bot.core.trial import TopicAnswer, Trial
from bot.core.understanding import (
    ADVICE,
    ASK,
    CLARIFY,
    CODE,
    ERASE,
    HANDOFF,
    INTERVIEW,
    START,
    TAKE,
    TREATED_BEFORE,
    TREATMENT,
    Part,
)

LISTED_IN = {"side_effect": "side_effects", "criterion": "who_can_join", "meaning": "population"}
"""What to offer in place of a topic that only makes sense with a word of the person's own."""
NURSE_HOURS = "nurse_hours"
"""The topic of when the nurse line is open, which settings may tell although the page does not."""
ANSWER, NOT_STATED = "answer", "not_stated"
FOR_THE_NURSE = (NOT_STATED, ADVICE)
"""Kinds of replies after which a code for the nurse line is offered."""
MOST_MEANINGS = 3
"""Of the words that a question names, so many are explained at once."""
MOST_ON_SUBJECT = 4
"""More passages than this are not about the one thing that advice was asked on."""


@dataclass(frozen=True)
class SoFar:
    """A conversation: how many messages the person sent, and what those before the latest asked for.

    ``kept`` names what is kept beside it and goes when the person asks to have all erased.
    """

    messages: int
    labels: frozenset[str] = frozenset()
    kept: tuple[str, ...] = ()


NEW = SoFar(0)
ERASED_BESIDE = ("results", "sheets")
"""What is erased beside the conversation, in the order in which it is told."""


class Answerer:
    """Answers for one trial in the given voice; ``names`` are the lay names of lexicon concepts.

    Without a nurse ``line`` that knows more, it is the trial's, with no hours stated.
    """

    def __init__(
        self,
        trial: Trial,
        voice: Voice,
        names: Callable[[str, str], str],
        line: NurseLine | None = None,
    ) -> None:
        self.trial = trial
        self.voice = voice
        self._name = names
        self._line = line or NurseLine(trial, voice)

    def answer(self, part: Part, so_far: SoFar = NEW) -> Message:
        """The message that answers one part of what was asked, ``so_far`` into the conversation.

        What is about a topic names it as its ``topic``. What needs a person comes with the offer of a code.
        """
        message = self._answered(part, so_far)
        if message.kind in (ANSWER, NOT_STATED) and part.topic:
            message = replace(message, more={**message.more, "topic": part.label})
        if message.kind in FOR_THE_NURSE:
            message = replace(message, buttons=(*message.buttons, self._line.offer))
        return message

    def _answered(self, part: Part, so_far: SoFar) -> Message:
        if part.label == "ask/side_effect":
            return self._side_effects(part)
        if part.label == "ask/criterion":
            return self._criteria(part)
        if part.label == "ask/meaning":
            return self._meanings(part)
        if part.topic:
            return self._topic(self.trial.answers[part.topic], part.nearby)
        if part.label == CLARIFY:
            return self._own("clarify", "clarify", self._offers(part.nearby))
        if part.label == "prescreen":
            return self._prescreen()
        if part.label == ADVICE:
            return self._advice(part)
        if part.label == TAKE:
            return self._line.consent()
        if part.label == HANDOFF or part.label.startswith(CODE):
            return self._line.handoff()
        if part.label == ERASE:
            return Message("privacy", self._receipt(so_far), more={"erased": True})
        if part.label == "abuse" and "abuse" in so_far.labels:
            return self._own("abuse", "abuse_again")
        if part.label == START or part.label.startswith(INTERVIEW):
            return self._own("smalltalk", "interview/not_open", (self._choice("begin"),))
        if part.label.startswith("smalltalk/"):
            return self._own("smalltalk", part.label, self._starters(part.label))
        return self._own(part.label.split("/")[0], part.label)

    def _receipt(self, so_far: SoFar) -> str:
        """What is erased, thing by thing."""
        also = [self._say(f"erased/{name}") for name in ERASED_BESIDE if name in so_far.kept]
        messages = _counted(so_far.messages, "message")
        return self._say(ERASE, messages=messages, also="".join(f" {sentence}" for sentence in also))

    def _own(self, kind: str, phrase: str, buttons: Sequence[Button] = ()) -> Message:
        """A message in the assistant's own words."""
        return Message(kind, self._say(phrase), buttons=tuple(buttons))

    def _say(self, phrase: str, **values: str) -> str:
        return self.voice.say(
            phrase, nurse_line=self.trial.nurse_line, treatment=self.trial.treatment, **values
        )

    def _advice(self, part: Part) -> Message:
        """Declined, with what the page says on the subject, if it does."""
        named = {mention.concept for mention in part.mentions}
        listed = [e.passage for e in self.trial.effects if named & set(e.concepts)]
        passages = self._with_lead_ins(listed)
        if not passages and part.nearby:
            passages = self.trial.answers[part.nearby[0].removeprefix(ASK)].passages
        text = self._say("advice")
        if 0 < len(passages) <= MOST_ON_SUBJECT:
            return Message(
                ADVICE, f"{text}\n\n{self._say('advice_nearest')}\n{self._told(passages)}", passages
            )
        return Message(ADVICE, text)

    def _topic(self, answer: TopicAnswer, nearby: Sequence[str] = ()) -> Message:
        if not answer.passages:
            return self._not_stated(answer)
        passages = self._with_status(answer.passages, answer.topic.joining)
        return Message(ANSWER, self._told(passages), passages, self._offers(nearby))

    def _not_stated(self, answer: TopicAnswer) -> Message:
        text = [self._say("not_stated", subject=answer.topic.subject)]
        if answer.blank_fields:
            fields = " and ".join(f"“{name}”" for name in answer.blank_fields)
            text.append(self._say("blank_fields", fields=fields))
        if answer.topic.id == NURSE_HOURS and self._line.opening():
            text = [self._line.opening()]
        nearest = self._with_status(answer.nearest, answer.topic.joining)
        if nearest:
            text.append(self._say("nearest") + "\n" + self._told(nearest))
        text.append(self._say("ask_nurses"))
        return Message(NOT_STATED, "\n\n".join(text), nearest)

    def _with_status(self, passages: tuple[Passage, ...], joining: bool) -> tuple[Passage, ...]:
        """Nobody hears about joining without hearing first whether the trial takes people."""
        if not joining or self.trial.recruiting or self.trial.status in passages:
            return passages
        return (self.trial.status, *passages)

    def _side_effects(self, part: Part) -> Message:
        named = [m.concept for m in part.mentions if m.kind == "symptom"]
        if not named:
            return self._unlisted_effects([], part.nearby)
        listed = [e for e in self.trial.effects if set(e.concepts) & set(named)]
        covered = {concept for effect in listed for concept in effect.concepts}
        missing = [concept for concept in named if concept not in covered]
        if not listed:
            return self._unlisted_effects(missing, part.nearby)
        passages = self._with_lead_ins(e.passage for e in listed)
        text = [self._told(passages)]
        if missing:
            text.append(self._say("effect_not_listed", effects=self._names("symptom", missing)))
        text.append(self._say("list_is_not_full"))
        return Message(ANSWER, "\n\n".join(text), passages, self._all_effects())

    def _unlisted_effects(self, missing: Sequence[str], nearby: Sequence[str]) -> Message:
        effects = self._names("symptom", missing) if missing else self._say("that_effect")
        text = self._say("effect_not_listed", effects=effects)
        parts = [text[0].upper() + text[1:], self._say("list_is_not_full"), self._say("ask_nurses")]
        buttons = (*self._all_effects(), *self._offers(nearby))
        return Message(NOT_STATED, "\n\n".join(parts), buttons=buttons)

    def _all_effects(self) -> tuple[Button, ...]:
        return self._offers([f"{ASK}side_effects"])

    def _criteria(self, part: Part) -> Message:
        named = [m.concept for m in part.mentions if m.kind == "condition"]
        if not named and TREATMENT in part.mentions:
            named = [TREATED_BEFORE.concept]
        concerned = [c for c in self.trial.criteria if set(c.concepts) & set(named)]
        covered = {concept for criterion in concerned for concept in criterion.concepts}
        missing = [concept for concept in named if concept not in covered]
        if not concerned:
            return self._no_criterion(missing)
        passages = self._with_status(self._with_lead_ins(c.passage for c in concerned), joining=True)
        text = [self._told(passages)]
        if missing:
            conditions = self._names("condition", missing)
            text.append(self._say("condition_not_listed", conditions=conditions))
        text.append(self._say("only_a_doctor_can_say"))
        return Message(ANSWER, "\n\n".join(text), passages, self._check_offer())

    def _no_criterion(self, missing: Sequence[str]) -> Message:
        other = self._other_condition()
        passages = self._with_status(self._with_lead_ins([other.passage] if other else []), True)
        conditions = self._names("condition", missing) if missing else self._say("that_condition")
        text = [self._say("condition_not_listed", conditions=conditions)]
        if passages:
            text.append(self._say("nearest") + "\n" + self._told(passages))
        text.append(self._say("ask_nurses"))
        return Message(NOT_STATED, "\n\n".join(text), passages, self._check_offer())

    def _other_condition(self) -> Criterion | None:
        """The catch-all criterion, which may well apply to a condition that no other names."""
        return next((c for c in self.trial.criteria if "serious_condition" in c.concepts), None)

    def _check_offer(self) -> tuple[Button, ...]:
        return self._offers([f"{ASK}who_can_join", f"{ASK}who_cannot_join"])

    def _meanings(self, part: Part) -> Message:
        terms = {m.concept for m in part.mentions if m.kind == "term"}
        entries = [e for e in self.trial.glossary if e.term in terms][:MOST_MEANINGS]
        if not entries:
            return self._without_entry(part)
        passages = tuple(dict.fromkeys(p for entry in entries for p in entry.passages))
        explained = [
            self._say("general_explanation", explanation=entry.explanation)
            for entry in entries
            if entry.explanation
        ]
        return Message(
            ANSWER, "\n\n".join([self._told(passages), *explained]), passages, self._offers(part.nearby)
        )

    def _without_entry(self, part: Part) -> Message:
        """A word that the glossary lacks may still be a condition or a symptom that the page names."""
        kinds = {m.kind for m in part.mentions}
        if "condition" in kinds:
            return self._criteria(part)
        if "symptom" in kinds:
            return self._side_effects(part)
        return self._not_stated(self.trial.answers["meaning"])

    def _prescreen(self) -> Message:
        status = "" if self.trial.recruiting else self.trial.status.text
        text = self._say("prescreen_intro", status=status, number=str(len(self.trial.criteria)))
        return Message("prescreen_intro", text, buttons=(self._choice("start"), *self._check_offer()))

    def _choice(self, name: str) -> Button:
        """A quick reply in words of the pre-screen's own."""
        return Button(self._say(f"interview/choice_{name}"), self._say(f"interview/choice_{name}"))

    def _with_lead_ins(self, bullets: Iterable[Passage]) -> tuple[Passage, ...]:
        """Bullets in the order of the page, each list after the line that it completes."""
        by_id = {p.id: p for p in self.trial.page.passages}
        chosen = {p.id: p for b in bullets for p in (by_id.get(b.lead_in or ""), b) if p}
        return tuple(sorted(chosen.values(), key=lambda p: p.start))

    def _offers(self, labels: Sequence[str]) -> tuple[Button, ...]:
        topics = [label.removeprefix(ASK) for label in labels]
        questions = [self.trial.topic(LISTED_IN.get(topic, topic)).question for topic in topics]
        return tuple(Button(question, question) for question in dict.fromkeys(questions))

    def _starters(self, label: str) -> tuple[Button, ...]:
        """Where to begin, for people who have not asked anything yet."""
        if label not in ("smalltalk/greet", "smalltalk/help", "smalltalk/bot"):
            return ()
        starters = ("aims", "side_effects", "visits", "who_can_join")
        return self._offers([f"{ASK}{topic}" for topic in starters])

    def _told(self, passages: Sequence[Passage]) -> str:
        return told(passages, self.trial.page.title)

    def _names(self, kind: str, concepts: Sequence[str]) -> str:
        names = [self._name(kind, concept) for concept in concepts]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"

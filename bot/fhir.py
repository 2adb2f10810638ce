"""A trial's criteria and somebody's answers as FHIR R4B, for a doctor's computer."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from bot.core.criteria import Category, Criterion, Decision
from bot.core.interview import ENDED, Interview
from bot.core.interviewer import FOLLOW
from bot.core.questions import Plain
from bot.core.statements import DECLINED, UNSURE
from bot.core.telling import YOU
from bot.core.trial import Trial
from bot.core.truth import Truth

LANGUAGE, XHTML = "en-GB", "http://www.w3.org/1999/xhtml"
ANSWER, READING = "urn:trial-guide:answer", "urn:trial-guide:reading"
"""Systems of codes: how a person answers, and how that is read."""
AFFIRMED, DENIED = "affirmed", "denied"
ANSWERS = {AFFIRMED: "Yes", DENIED: "No", UNSURE: "Not sure", DECLINED: "Prefer not to say"}
READINGS = {Truth.TRUE: "met", Truth.FALSE: "not_met", Truth.UNKNOWN: "unknown"}
READ_AS = "How a computer program read the answer. “Met” means that this point leaves the way open."
FORM = (
    "The entry conditions that a trial's public summary states, as questions. "
    "No clinician has reviewed them. What is answered is not a medical decision."
)
NO_DECISION = (
    "A computer program wrote this from what somebody typed about themselves or a relative. "
    "No doctor has checked it. It is not a medical decision."
)
_KEPT_CONTROLS = "\n\r\t"


def questionnaire(trial: Trial) -> Questionnaire:
    """The trial's criteria as a form: the question, the page's sentence, and how the answer is read."""
    return Questionnaire.parse_obj(_content(trial))


def _content(trial: Trial) -> dict[str, Any]:
    groups = [
        {"linkId": category.value, "text": heading, "type": "group", "item": list(_form(trial, criteria))}
        for category, heading, criteria in _groups(trial)
    ]
    content = {
        "id": trial.id,
        "language": LANGUAGE,
        "url": f"urn:trial-guide:questionnaire:{trial.id}",
        "title": trial.page.title,
        "status": "draft",  # no clinician has reviewed the questions
        "subjectType": ["Patient"],
        "description": " ".join([*_status(trial), FORM]),
        "item": groups,
    }
    return {**content, "version": hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]}


def questionnaire_response(
    trial: Trial, interview: Interview, decision: Decision, when: date
) -> QuestionnaireResponse:
    """What a person answered, in their words, and how it was read. It does not say who they are."""
    form = _content(trial)
    notice = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in (*_status(trial), NO_DECISION))
    groups = [
        {
            "linkId": category.value,
            "text": heading,
            "item": list(_filled_in(trial, criteria, interview, decision)),
        }
        for category, heading, criteria in _groups(trial)
    ]
    content = {
        "language": LANGUAGE,
        "text": {"status": "additional", "div": f'<div xmlns="{XHTML}">{notice}</div>'},
        "questionnaire": f"{form['url']}|{form['version']}",
        "status": "completed" if interview.state == ENDED else "in-progress",
        "authored": when,
        "item": groups,
    }
    return QuestionnaireResponse.parse_obj(content)


def _status(trial: Trial) -> list[str]:
    return [] if trial.recruiting else [trial.status.text]


def _groups(trial: Trial) -> Iterator[tuple[Category, str, list[Criterion]]]:
    """The criteria by category, each with the line of the page above them."""
    lead_ins = {passage.id: passage.text for passage in trial.page.passages}
    for category in Category:
        criteria = [criterion for criterion in trial.criteria if criterion.category is category]
        if criteria:
            yield category, lead_ins.get(criteria[0].passage.lead_in or "", category.value), criteria


def _form(trial: Trial, criteria: list[Criterion]) -> Iterator[dict[str, Any]]:
    for criterion in criteria:
        sentence = {"linkId": f"{criterion.id}.page", "text": criterion.passage.text, "type": "display"}
        codes = [UNSURE, DECLINED] if trial.questions[criterion.id].open else list(ANSWERS)
        yield {
            "linkId": criterion.id,
            "prefix": criterion.id,
            "text": _question(trial, criterion),
            "type": "open-choice",
            "repeats": True,  # a code and the words beside it
            "answerOption": [{"valueCoding": _answer(code)} for code in codes],
            "item": [sentence],
        }
        yield {
            "linkId": f"{criterion.id}.reading",
            "text": READ_AS,
            "type": "choice",
            "readOnly": True,
            "answerOption": [{"valueCoding": _reading(truth)} for truth in READINGS],
        }


def _filled_in(
    trial: Trial, criteria: list[Criterion], interview: Interview, decision: Decision
) -> Iterator[dict[str, Any]]:
    for criterion in criteria:
        item: dict[str, Any] = {"linkId": criterion.id, "text": _question(trial, criterion)}
        answers = list(_answers(trial, criterion, interview))
        yield {**item, "answer": answers} if answers else item
        yield {
            "linkId": f"{criterion.id}.reading",
            "text": READ_AS,
            "answer": [{"valueCoding": _reading(decision.truths[criterion.id])}],
        }


def _answers(trial: Trial, criterion: Criterion, interview: Interview) -> Iterator[dict[str, Any]]:
    """The answer as a code, where it is one, and in the person's words, unless they declined."""
    code = interview.left.get(criterion.id) or _plain_answer(trial, criterion, interview)
    if code:
        yield {"valueCoding": _answer(code)}
    words = _printable(interview.words.get(criterion.subject, ""))
    if words and code != DECLINED:
        yield {"valueString": words}


def _plain_answer(trial: Trial, criterion: Criterion, interview: Interview) -> str | None:
    """Whether the question itself was affirmed or denied, as far as a plain yes or no tells."""
    question, met = trial.questions[criterion.id], interview.stated.get(criterion.id)
    followed = any(name == criterion.id and step.startswith(FOLLOW) for name, step in interview.asked)
    if met is None or question.open or followed:  # what answers a further question answers not this one
        return None
    meant = Plain.MET if met else Plain.NOT_MET
    codes = [code for code, plain in ((AFFIRMED, question.yes), (DENIED, question.no)) if plain is meant]
    return codes[0] if len(codes) == 1 else None


def _question(trial: Trial, criterion: Criterion) -> str:
    return trial.questions[criterion.id].ask.format(**YOU)


def _answer(code: str) -> dict[str, str]:
    return {"system": ANSWER, "code": code, "display": ANSWERS[code]}


def _reading(truth: Truth) -> dict[str, str]:
    code = READINGS[truth]
    return {"system": READING, "code": code, "display": code.replace("_", " ")}


def _printable(words: str) -> str:
    """The words without characters that FHIR does not allow in a text."""
    return "".join(c for c in words if c >= " " or c in _KEPT_CONTROLS).strip()

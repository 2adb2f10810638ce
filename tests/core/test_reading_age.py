"""What the pre-screen asks and says can be read at the age of eleven, names of drugs and illnesses aside."""

import re
from collections.abc import Iterator

import pytest
import textstat

from bot import bootstrap, cards
from bot.core.telling import THEY, YOU
from bot.settings import ROOT, settings
from bot.yaml_file import YamlFile

HIGHEST_GRADE = 6.0
"""Flesch-Kincaid grade, as for the cards."""
MOST_WORDS_IN_A_SENTENCE = 20
TRIAL = bootstrap.trial()
NAMES = [
    "Richter’s syndrome", "prolymphocytic leukaemia", "leukaemia", "hepatitis B", "hepatitis C", "hepatitis",
    "HIV", "CLL", "chemotherapy", "dialysis", "FCR", "bendamustine", "thalidomide", "lenalidomide",
    "alemtuzumab",
]  # fmt: skip
"""Names that the page uses and that have no easier words. Other drugs are in the lexicon."""
FILLED = {
    "nurse_line": TRIAL.nurse_line,
    "status": TRIAL.status.text,
    "number": str(len(TRIAL.criteria)),
    **settings().times_in_words(),
    **dict.fromkeys(["sentence", "reason", "points", "words"], "So it is."),
    **dict.fromkeys(["point", "old", "new"], "it"),
}
"""What stands in for the page's and the person's own words."""


def grade(text: str) -> float:
    """The school grade that a text needs, without the names in it."""
    names = "|".join(map(re.escape, NAMES))
    shown = re.sub(rf"\b(?:{names})\b", "it", cards._plain(text, TRIAL), flags=re.IGNORECASE)
    return float(textstat.flesch_kincaid_grade(shown))


def questions() -> Iterator[tuple[str, str]]:
    """All that is asked, and why, by criterion and step."""
    for name, question in TRIAL.questions.items():
        yield f"{name} ask", question.ask
        yield f"{name} again", question.again
        yield f"{name} why", question.why
        for number, follow_up in enumerate(question.follow_ups):
            yield f"{name} follow{number}", follow_up.ask


def phrases() -> Iterator[tuple[str, str]]:
    """All that the pre-screen says in its own words, by name."""
    for name, variants in YamlFile(ROOT / "domain.yml").data["responses"].items():
        if name.startswith("utter_interview/") or name == "utter_prescreen_intro":
            yield name.removeprefix("utter_"), variants[0]["text"]


TEXTS = {**dict(questions()), **dict(phrases())}
EVERY = [
    pytest.param(
        text,
        id=where,
    )
    for where, text in TEXTS.items()
]


@pytest.mark.parametrize("pronouns", [YOU, THEY], ids=["you", "they"])
@pytest.mark.parametrize("text", EVERY)
def test_whatever_is_asked_or_said_can_be_read_at_eleven(text, pronouns):
    assert grade(text.format(**FILLED, **pronouns)) <= HIGHEST_GRADE


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_no_sentence_is_too_long_to_take_in(text):
    sentences = re.split(r"(?<=[.!?:])\s+|\n+", text.format(**FILLED, **YOU))
    assert [s for s in sentences if len(s.split()) > MOST_WORDS_IN_A_SENTENCE] == []


def test_every_question_and_every_phrase_is_read():
    assert len(dict(questions())) >= 3 * len(TRIAL.criteria)
    assert {"prescreen_intro", "interview/obstacle", "interview/result_may_fit"} <= set(dict(phrases()))


def test_the_measure_tells_easy_words_from_hard_ones():
    assert grade("Have you had a blood clot?") < HIGHEST_GRADE
    assert grade("Contraindications necessitate individual haematological evaluation.") > HIGHEST_GRADE
    assert grade("Have you had alemtuzumab or Campath?") == grade("Have you had it or it?")

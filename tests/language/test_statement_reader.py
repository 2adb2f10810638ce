"""A message is read into statements: the subject, the class, the facts, and the words that say so."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import vocabulary
from bot.core.facts import Range
from bot.core.statements import DECLINED, NO, NOTHING, UNSURE, YES, Said, Statement
from bot.language.practice import ELSE
from bot.language.reading import Reader
from bot.language.statement_model import ANSWER, PLAIN, TOPIC, TURN
from bot.language.statement_reader import (
    ABOUT,
    ABOUT_NAMED,
    SURE,
    SURE_ANSWER,
    SURE_DECLINED,
    SURE_PLAIN,
    StatementReader,
)

TODAY = date(2026, 11, 22)
ABOUT_WORDS = {
    "blood_clot": ("clot", "dvt"),
    "dialysis": ("dialysis",),
    "trial_drug": ("trial",),
    "cll_treatment": ("ibrutinib", "treatment"),
    "other_cancer": ("bowel",),
    "disease": ("came back",),
    "viruses": ("hiv",),
    "fitness": ("on my feet",),
}
"""What a text is about that holds one of these words …"""
NEGATED = [("?", NOTHING), ("brother", NOTHING), ("not sure", UNSURE), ("never", "denied"), ("no ", "denied")]
CLASS_WORDS = {
    "blood_clot": [*NEGATED, ("clot", "affirmed"), ("dvt", "affirmed"), ("yes", "affirmed")],
    "dialysis": [*NEGATED, ("dialysis", "affirmed")],
    "trial_drug": [*NEGATED, ("trial", "affirmed")],
    "cll_treatment": [("?", NOTHING), ("stopped", "stopped"), ("last", "stopped"), ("ibrutinib", "current")],
    "other_cancer": [*NEGATED, ("bowel", "affirmed")],
    "disease": [("came back", "back")],
    "viruses": [("hiv", "positive")],
    "chemotherapy": [("no chemo", "denied"), ("chemo", "affirmed")],
    "fitness": [("on my feet", "affirmed"), ("yes", "affirmed")],
}
"""… and what it says: the first of these words decides."""


class KeywordModel:
    """A hand-made model: the first keyword of a text decides, with these chances."""

    heads = CLASS_WORDS

    def __init__(self, about: float = 0.9, sure: float = 0.9, plain: float = 0.9) -> None:
        self.about, self.sure, self.plain = about, sure, plain

    def logits(self, vectors: np.ndarray, texts: Sequence[str]) -> list[str]:
        """Here the texts themselves."""
        assert len(vectors) == len(texts)
        return [text.lower() for text in texts]

    def chances(self, text: str, head: str, without: Sequence[str] = ()) -> dict[str, float]:
        """The chance of each label for this text."""
        if head == TOPIC:
            found = [name for name, words in ABOUT_WORDS.items() if any(word in text for word in words)]
            return {ELSE: 1 - self.about, **dict.fromkeys(found, self.about)}
        if head == PLAIN:
            words = {"yes": YES, "no": NO, "no idea": UNSURE, "rather not": DECLINED}
            return {ELSE: 1 - self.plain, words.get(text.strip(" ."), ELSE): self.plain}
        if head == TURN:
            answers = 0.1 if "?" in text else 0.9
            return {ANSWER: answers, ELSE: 1 - answers}
        labels = [label for label in self.labels(head) if label not in without]
        found = [label for word, label in CLASS_WORDS[head] if word in text and label in labels]
        likeliest = (found or labels)[0]
        others = (1 - self.sure) / (len(labels) - 1)
        return {label: self.sure if label == likeliest else others for label in labels}

    def labels(self, head: str) -> list[str]:
        """The labels of a subject, of which the first is the likeliest of a text without keyword."""
        return list(dict.fromkeys([NOTHING, UNSURE, *(label for _, label in CLASS_WORDS[head])]))


@pytest.fixture
def read(reader: Reader, word_encoder):
    """Reads a message, with these chances of the model."""

    def said(message: str, open_subject: str | None = None, **chances: float) -> Said:
        statement_reader = StatementReader(reader, KeywordModel(**chances), vocabulary.subjects())
        return statement_reader.read(message, word_encoder, TODAY, open_subject)

    return said


def labels(said: Said) -> dict[str, str]:
    return {statement.subject: statement.label for statement in said.statements}


def facts(said: Said) -> dict:
    return {name: value for statement in said.statements for name, value in statement.facts.items()}


def test_a_statement_has_its_facts_and_its_words(read):
    (statement,) = read("I had a DVT in March").statements
    days = Range((TODAY - date(2026, 3, 31)).days, (TODAY - date(2026, 3, 1)).days)
    assert statement == Statement(
        "blood_clot",
        "affirmed",
        {"blood_clot_ever": True, "days_since_blood_clot": days},
        "I had a DVT in March",
        0.9,
    )


def test_each_sentence_states_its_own_and_keeps_its_words(read):
    found = read("Had a clot once. Never dialysis!\nIbrutinib stopped six weeks ago.")
    assert [(s.subject, s.label, s.words) for s in found.statements] == [
        ("blood_clot", "affirmed", "Had a clot once."),
        ("dialysis", "denied", "Never dialysis!"),
        ("cll_treatment", "stopped", "Ibrutinib stopped six weeks ago."),
    ]
    assert facts(found)["days_since_cll_treatment"] == Range(42, 42)


@pytest.mark.parametrize(
    "text", ["had a clot, never dialysis", "I had a clot but never dialysis", "had a clot and no dialysis"]
)
def test_each_clause_states_its_own(read, text):
    assert labels(read(text)) == {"blood_clot": "affirmed", "dialysis": "denied"}


@pytest.mark.parametrize("text", ["would a clot matter?", "my brother had a clot", "hello"])
def test_what_says_nothing_of_the_patient_states_nothing(read, text):
    assert read(text).statements == ()


def test_who_is_not_sure_says_so_without_a_fact(read):
    (statement,) = read("not sure about a clot").statements
    assert (statement.label, statement.facts) == (UNSURE, {})


def test_a_statement_must_be_clear(read):
    assert read("I had a clot", sure=SURE + 0.01).statements
    assert not read("I had a clot", sure=SURE - 0.01).statements


def test_a_subject_that_is_named_needs_less_to_be_spoken_of(read):
    assert labels(read("I had a clot", about=ABOUT_NAMED + 0.01)) == {"blood_clot": "affirmed"}
    assert read("I had a clot", about=ABOUT_NAMED - 0.01).statements == ()
    assert read("hours on my feetsies", about=ABOUT - 0.01).statements == ()
    assert labels(read("hours on my feetsies", about=ABOUT + 0.01)) == {"fitness": "affirmed"}


def test_some_words_state_their_class_outright(read):
    assert labels(read("my CLL has relapsed", about=0)) == {"disease": "back"}


@pytest.mark.parametrize("text", ["had FCR in 2019", "six cycles of bendamustine", "it was fludarabine"])
def test_chemotherapy_is_known_by_its_drugs(read, text):
    assert facts(read(text))["cll_drugs_received"]


@pytest.mark.parametrize(
    "text",
    ["never had FCR", "they want to give me FCR", "is FCR any good?", "my brother had FCR", "no FCR for me"],
)
def test_chemotherapy_that_was_not_had_is_none(read, text):
    assert "chemotherapy" not in labels(read(text))


def test_a_class_is_believed_only_beside_its_words(read):
    assert labels(read("ibrutinib every day")) == {"cll_treatment": "current"}
    assert read("ibrutinib").statements == ()


def test_a_trial_drug_for_the_leukaemia_is_treatment_of_it_too(read):
    found = facts(read("a trial drug for my CLL, finished three weeks ago"))
    assert found["days_since_trial_drug"] == found["days_since_cll_treatment"] == Range(21, 21)
    assert "days_since_cll_treatment" not in facts(read("a trial treatment for my knee, done in June"))


def test_another_cancer_that_came_back_is_not_the_leukaemia(read):
    assert labels(read("my bowel cancer came back")) == {"other_cancer": "affirmed"}
    assert labels(read("my CLL came back")) == {"disease": "back"}


def test_of_two_statements_on_a_subject_the_later_one_that_states_something_counts(read):
    assert labels(read("I had a clot. No, never a clot.")) == {"blood_clot": "denied"}
    assert labels(read("I had a clot. I am not sure what a clot is.")) == {"blood_clot": "affirmed"}


@pytest.mark.parametrize(
    "text",
    [
        "a clot in June, no hang on, a clot in 2021",
        "a clot in June, sorry no, that clot was in 2021",
        "clot in June. scrap that. the clot was in 2021",
    ],
)
def test_what_is_put_right_at_once_was_not_said(read, text):
    assert facts(read(text))["days_since_blood_clot"].low > 1000


@pytest.mark.parametrize(("text", "corrects"), [("actually it was a clot", True), ("I had a clot", False)])
def test_a_message_may_take_back_what_was_said_before(read, text, corrects):
    assert read(text).corrects is corrects


@pytest.mark.parametrize("text", ["I'm sixty seven", "aged 67, had a clot", "67"])
def test_an_age_is_a_statement(read, text):
    assert facts(read(text))["age_years"] == Range(67, 67)


def test_a_bare_number_is_an_age_unless_it_answers_something_else(read):
    assert facts(read("67", "age")) == {"age_years": Range(67, 67)}
    assert facts(read("67", "blood_clot")) == {}
    assert facts(read("no, I'm 67", "blood_clot"))["age_years"] == Range(67, 67)


def test_an_answer_is_read_as_the_open_question_asks(read):
    answer = read("yes, a clot in March", "blood_clot").answer
    assert answer is not None
    assert (answer.subject, answer.label, answer.facts["blood_clot_ever"]) == ("blood_clot", "affirmed", True)
    assert answer.facts["days_since_blood_clot"].low == (TODAY - date(2026, 3, 31)).days


def test_what_follows_a_leading_yes_says_which_way_it_is_meant(read):
    assert read("yes, never had a clot", "blood_clot").answer.label == "denied"
    assert read("yes, a clot in May", "blood_clot").answer.label == "affirmed"


def test_without_a_question_there_is_no_answer(read):
    assert read("yes, in March").answer is None
    assert read("yes, in March", "no_such_subject").answer is None


def test_an_answer_must_be_clear(read):
    assert read("yes", "blood_clot", sure=SURE_ANSWER + 0.01).answer
    assert read("yes", "blood_clot", sure=SURE_ANSWER - 0.01).answer is None


def test_who_answers_says_something(read):
    assert read("would a clot matter?", "blood_clot").answer.label == "affirmed"


def test_a_bare_grade_answers_the_question_for_it(read):
    assert read("1", "fitness").answer.facts == {"performance_status": Range(1, 1)}
    assert read("PS 3", "fitness").answer.facts == {"performance_status": Range(3, 3)}


def test_treatment_that_has_ended_is_not_current(read):
    answer = read("ibrutinib, finished six weeks ago", "cll_treatment").answer
    assert answer.label == "stopped"
    assert answer.facts["days_since_cll_treatment"] == Range(42, 42)


@pytest.mark.parametrize(
    ("text", "plain"),
    [("yes", YES), ("No.", NO), ("no idea", UNSURE), ("rather not", DECLINED), ("hello", None)],
)
def test_a_plain_answer_is_known(read, text, plain):
    assert read(text).plain == plain


def test_a_plain_answer_must_be_clear_and_who_declines_clearer_still(read):
    assert read("yes", plain=SURE_PLAIN + 0.01).plain == YES
    assert read("yes", plain=SURE_PLAIN - 0.01).plain is None
    assert SURE_DECLINED > SURE_PLAIN
    assert read("rather not", plain=SURE_DECLINED - 0.01).plain is None


def test_what_is_said_to_a_question_is_told_from_a_question(read):
    assert read("no clots").answering == 0.9
    assert read("how many visits are there?").answering == 0.1


def test_a_woman_is_known_by_her_age(read):
    assert facts(read("I'm a 67 year old woman"))["sex"] == "female"
    assert facts(read("she's 67", "age"))["sex"] == "female"
    assert "sex" not in facts(read("I'm 67 and so is my wife"))


@pytest.mark.parametrize(
    ("text", "relative"), [("my mum has CLL", True), ("I have CLL", False), ("a clot", None)]
)
def test_it_is_told_for_whom_somebody_asks(read, text, relative):
    assert read(text).relative is relative


@pytest.mark.parametrize("text", ["", "   ", "?!", "…", "\n\n"])
def test_a_message_without_words_says_nothing(read, text):
    assert read(text, "blood_clot") == Said(words=text)


def test_a_very_long_message_can_be_read(read):
    assert labels(read("I had a clot. " + "and so on, and so forth. " * 200)) == {"blood_clot": "affirmed"}


WORDS = "clot never my mum FCR HIV 67 trial in March . , ? stopped bowel PS 2 ibrutinib actually"


@given(
    st.text() | st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join),
    st.sampled_from([None, "age", *CLASS_WORDS]),
)
def test_any_message_can_be_read_and_read_again_from_plain_data(reader, word_encoder, text, open_subject):
    statement_reader = StatementReader(reader, KeywordModel(), vocabulary.subjects())
    said = statement_reader.read(text, word_encoder, TODAY, open_subject)
    assert Said.from_dict(said.to_dict(), vocabulary.facts()).to_dict() == said.to_dict()
    assert len({statement.subject for statement in said.statements}) == len(said.statements)

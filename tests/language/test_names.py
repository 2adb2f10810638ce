"""The names of drugs, cancers and viruses, and a performance status, say what criteria ask for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.facts import UNKNOWN_VALUE, Range
from bot.core.trial import Trial
from bot.core.truth import Truth
from bot.language import lexicon, names
from bot.language.names import ACTIVE, NEGATIVE, POSITIVE, REMISSION
from bot.language.numbers import in_digits
from bot.language.when import times

TODAY = date(2026, 11, 22)
TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
CANCERS = {
    "basal_cell_skin": "basal cell carcinoma on my nose | a BCC taken off | rodent ulcer",
    "squamous_cell_skin": "squamous cell skin cancer | Bowen’s",
    "non_melanoma_skin": "non-melanoma skin cancer",
    "melanoma": "malignant melanoma | melanoma, a skin cancer",
    "breast": "breast cancer | DCIS | lump in the breast, stage 2",
    "prostate": "prostate cancer | my prostrate",
    "cervix": "cancer of the cervix | cervical cancer",
    "bladder": "bladder tumour",
    "bowel": "bowel cancer | colon cancer",
    "lymphoma": "Hodgkin’s lymphoma",
    None: "skin cancer | I had cancer once",
}
STAGES = {
    1: "prostate cancer stage 1 | stage one prostate cancer | prostate cancer, stage I | T1 prostate",
    2: "T2 prostate | stage 2 breast cancer",
    3: "stage three bowel cancer",
    4: "stage IV lung cancer",
}
EARLIER_CHEMOTHERAPY = {
    ("affirmed", TRUE): "fludarabine | pentostatin | cladribine | bendamustine | fc | fcr | br",
    ("affirmed", UNKNOWN): "chlorambucil | aspirin",
    ("denied", FALSE): "ibrutinib | venetoclax | rituximab | alemtuzumab | aspirin",
}
OTHER_CANCERS = {
    TRUE: "a basal cell cancer cut out last month | squamous cell skin cancer, still being treated"
    " | DCIS, having radiotherapy | carcinoma in situ of the cervix | bladder carcinoma in situ"
    " | stage 1 prostate cancer | melanoma removed ten years ago, all clear"
    " | bowel cancer, all clear for two years",
    FALSE: "stage 1 breast cancer, still being treated | stage 2 prostate cancer, on treatment"
    " | melanoma cut out six months ago, all clear | bowel cancer, all clear for 23 months"
    " | bowel cancer, still being treated | a basal cell cancer, and lung cancer still being treated",
    UNKNOWN: "prostate cancer | bowel cancer, all clear",
}
PERFORMANCE = {
    0: "performance status is 0 | WHO performance status 0",
    1: "performance status 1 | ps: 1 | ps=1 | 68, relapsed, PS1",
    2: "performance status of 2 | ECOG 2 | WHO grade 2",
    3: "PS 3",
}
RECEIVED = "cll_drugs_received"


def pairs(table: Mapping[Any, str]) -> list[tuple[Any, str]]:
    """Each text of a table with what it means."""
    return [(meaning, text) for meaning, texts in table.items() for text in texts.split(" | ")]


def fault(why: str, *values):
    """A row that the code does not get right yet."""
    return pytest.param(*values, marks=pytest.mark.xfail(strict=True, reason=why))


def met(trial: Trial, criterion: str, facts) -> Truth:
    """What the real criterion says to these facts."""
    return next(c for c in trial.criteria if c.id == criterion).met(facts)


def cancers(text: str):
    text = in_digits(text)
    return names.cancers(text, times(text, TODAY))


def cancer(text: str):
    """The only cancer of a text."""
    (record,) = cancers(text)["other_cancers"]
    return record


@pytest.mark.parametrize("drug", ["fludarabine", "pentostatin", "cladribine", "fcr", "br", "chlorambucil"])
def test_chemotherapy_is_known_by_its_name(drug):
    assert names.chemotherapy_named(["aspirin", drug])
    assert names.treatment_named([drug])


@pytest.mark.parametrize("drug", ["ibrutinib", "venetoclax", "rituximab", "alemtuzumab", "acalabrutinib"])
def test_other_treatment_of_the_leukaemia_is_no_chemotherapy(drug):
    assert not names.chemotherapy_named([drug])
    assert names.treatment_named([drug])


@pytest.mark.parametrize("named", [[], ["aspirin"], ["lenalidomide"], ["thalidomide"], ["nonsense"]])
def test_other_drugs_are_no_treatment_of_the_leukaemia_before_the_trial(named):
    assert not names.chemotherapy_named(named)
    assert not names.treatment_named(named)


@pytest.mark.parametrize("group", ["chemotherapy", "other"])
def test_every_drug_that_says_something_is_in_the_lexicon(group):
    assert set(names._data()["drugs"][group]) <= set(lexicon.read("drugs"))


@pytest.mark.parametrize(
    ("label", "named", "received"),
    [
        ("affirmed", ["fludarabine"], ("fludarabine",)),
        ("affirmed", ["fcr"], ("fludarabine", "cyclophosphamide", "rituximab")),
        ("affirmed", ["br", "ibrutinib"], ("bendamustine", "rituximab", "ibrutinib")),
        ("affirmed", ["fcr", "br"], ("fludarabine", "cyclophosphamide", "rituximab", "bendamustine")),
        ("affirmed", [], (UNKNOWN_VALUE,)),
        ("affirmed", ["aspirin"], (UNKNOWN_VALUE,)),
        ("affirmed", ["ibrutinib"], (UNKNOWN_VALUE, "ibrutinib")),
        ("denied", [], ()),
        ("denied", ["ibrutinib"], ("ibrutinib",)),
        ("denied", ["fcr"], ()),
    ],
)
def test_who_had_chemotherapy_received_it_and_who_had_none_only_other_drugs(label, named, received):
    assert names.drugs(label, named) == {RECEIVED: received}


@pytest.mark.parametrize("label", ["unsure", "nothing"])
def test_who_does_not_know_states_no_drug(label):
    assert names.drugs(label, ["fcr"]) == {}


@pytest.mark.parametrize(("meaning", "drug"), pairs(EARLIER_CHEMOTHERAPY))
def test_the_drugs_decide_the_criterion_of_earlier_chemotherapy(trial, meaning, drug):
    label, expected = meaning
    assert met(trial, "I2", names.drugs(label, [drug])) is expected


@pytest.mark.parametrize(("kind", "text"), pairs(CANCERS))
def test_a_cancer_is_known_by_its_names(kind, text):
    assert cancer(text)["type"] == kind


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("melanoma and bowel cancer", ["melanoma", "bowel"]),
        fault("what is denied counts", "skin cancer, not a melanoma", [None]),
        fault("what is denied counts", "no breast cancer, but a melanoma", ["melanoma"]),
    ],
)
def test_every_cancer_that_is_named_counts_unless_it_is_denied(text, kinds):
    assert [record["type"] for record in cancers(text)["other_cancers"]] == kinds


@pytest.mark.parametrize(
    "text", ["DCIS", "breast cancer in situ", "CIN3 of the cervix", "bladder carcinoma in-situ"]
)
def test_in_situ_is_known_by_its_names(text):
    assert cancer(text)["in_situ"]


@pytest.mark.parametrize("text", ["breast cancer", "cancer of the cervix", "invasive bladder cancer"])
def test_what_is_not_said_to_be_in_situ_is_not(text):
    assert not cancer(text)["in_situ"]


@pytest.mark.parametrize(("stage", "text"), pairs(STAGES))
def test_a_stage_is_read_in_every_notation(stage, text):
    assert cancer(text)["stage"] == Range(stage, stage)


def test_a_stage_that_is_not_told_is_unknown():
    assert cancer("prostate cancer")["stage"] is None


@pytest.mark.parametrize(
    ("text", "status", "years"),
    [
        ("bowel cancer, all clear for 5 years", REMISSION, 5),
        ("bowel cancer, all clear 18 months", REMISSION, 1.5),
        ("breast cancer, in remission for two years", REMISSION, 2),
        ("kidney cancer removed three years ago", REMISSION, 3),
        ("breast cancer in 2015, all clear since 22/11/2018", REMISSION, 8),
        ("lung cancer, cured", REMISSION, None),
        ("lung cancer, still being treated", ACTIVE, None),
        ("prostate cancer on active surveillance", ACTIVE, None),
        ("melanoma, just been diagnosed", ACTIVE, None),
        ("breast cancer", None, None),
        fault(
            "the latest of all times counts", "bowel cancer, clear since 2016, scan last week", REMISSION, 9.9
        ),
    ],
)
def test_how_a_cancer_stands_and_since_when(text, status, years):
    found = cancer(text)
    assert found["status"] == status
    if years is None:
        assert found["remission_years"] is None
    else:
        assert found["remission_years"].low == pytest.approx(years, abs=0.02)


@pytest.mark.parametrize(
    "text",
    [
        "lung cancer, still not clear",
        "breast cancer, not in remission",
        "bowel cancer, never got the all clear",
        "prostate cancer, waiting to have it removed",
        "melanoma removed in 2015 but it has come back",
    ],
)
def test_what_is_not_over_is_not_in_remission(text):
    assert cancer(text)["status"] != REMISSION


def test_each_of_several_cancers_has_its_own_status():
    found = cancers("breast cancer in 2010, all clear for 10 years, and lung cancer, still being treated")
    first, second = found["other_cancers"]
    assert (first["type"], first["status"]) == ("breast", REMISSION)
    assert (second["type"], second["status"]) == ("lung", ACTIVE)


@pytest.mark.parametrize(("expected", "text"), pairs(OTHER_CANCERS))
def test_cancers_decide_the_criterion_of_other_cancers(trial, expected, text):
    assert met(trial, "E10", cancers(text)) is expected


HIV, B, C = "hiv", "hepatitis_b", "hepatitis_c"


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        (NEGATIVE, "HIV negative, hep B negative, hep C negative", {HIV: NEGATIVE, B: NEGATIVE, C: NEGATIVE}),
        (NEGATIVE, "tested clear for all three", {HIV: NEGATIVE, B: NEGATIVE, C: NEGATIVE}),
        (NEGATIVE, "none of those", {HIV: NEGATIVE, B: NEGATIVE, C: NEGATIVE}),
        (NEGATIVE, "hep B, C and HIV all negative", {HIV: NEGATIVE, B: NEGATIVE, C: NEGATIVE}),
        (NEGATIVE, "no hepatitis", {B: NEGATIVE, C: NEGATIVE}),
        (NEGATIVE, "never had HIV", {HIV: NEGATIVE}),
        (NEGATIVE, "no hep C", {C: NEGATIVE}),
        (POSITIVE, "I have HIV", {HIV: POSITIVE}),
        (POSITIVE, "hep B positive", {B: POSITIVE}),
        (POSITIVE, "HIV positive, hep C negative", {HIV: POSITIVE, C: NEGATIVE}),
        (POSITIVE, "HIV and hep B", {HIV: POSITIVE, B: POSITIVE}),
        (POSITIVE, "hep C, cured", {C: None}),
        (NEGATIVE, "he had hepatitis C and they cured it", {C: None}),
        (POSITIVE, "hep C but no HIV", {C: POSITIVE, HIV: NEGATIVE}),
        (POSITIVE, "I've got hepatitis", {}),
        (POSITIVE, "hepatitis A in Spain", {}),
    ],
)
def test_each_virus_has_the_result_that_is_told_of_it(label, text, expected):
    assert names.viruses(label, text) == expected


@pytest.mark.parametrize(("status", "text"), pairs(PERFORMANCE))
def test_a_performance_status_is_read_as_a_number(status, text):
    assert names.performance(text) == {"performance_status": Range(status, status)}


@pytest.mark.parametrize(
    "text", ["", "grade 1", "PS I had a clot", "phase 2", "stage 1", "ECOG 7", "1", "3 doctors"]
)
def test_another_number_is_no_performance_status(text):
    assert names.performance(text) == {}


@pytest.mark.parametrize(
    ("text", "least", "greatest"),
    [
        fault("the second of two grades is passed over", "PS 2-3", 2, 3),
        ("it used to be PS 3, now PS 1", 1, 1),
    ],
)
def test_of_several_grades_those_of_today_count(text, least, greatest):
    assert names.performance(text) == {"performance_status": Range(least, greatest)}


@pytest.mark.parametrize("text", ["1", "1.", "grade 1", "I'm a grade 1", "they said status 1", "score of 1"])
def test_when_it_is_asked_for_a_bare_grade_is_one(text):
    assert names.performance(text, asked=True) == {"performance_status": Range(1, 1)}


@pytest.mark.parametrize("text", ["2 hours a day", "1 or 2", "up 3 times a night", "5", "12", "yes"])
def test_when_it_is_asked_for_other_numbers_are_none(text):
    assert names.performance(text, asked=True) == {}


@given(st.text(), st.sampled_from([POSITIVE, NEGATIVE]))
def test_any_text_can_be_read(text, label):
    assert cancers(text)["other_cancers"]
    assert isinstance(names.viruses(label, text), dict)
    assert isinstance(names.performance(text, asked=True), dict)

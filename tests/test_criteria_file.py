"""The logic and the questions of a trial's criteria are verified; each fault is told with its line."""

import hashlib
from pathlib import Path

import pytest

from bot import content
from bot.core.errors import ContentError
from bot.core.facts import Range
from bot.core.questions import Plain
from bot.core.trial import Trial
from bot.core.truth import Truth

Edit = tuple[str, str]

PAGE = """\
A trial of fictamab

The trial is open.

Who can enter

You can enter this trial if you

  • Have glimmer fever
  • Are willing to drink water, if you are thirsty

You cannot enter this trial if you

  • Have had a blood clot
  • Have another cancer

Side effects

The most common side effects of fictamab are

  • Headache

Ring 0111 222 333.
"""
FILE = """\
id: fictamab
provenance: {page: summary.txt, sha256: <sha256>, publisher: Nobody, retrieved: not stated}
review: {state: not reviewed}
treatment: {name: fictamab}
nurse_line: {number: 0111 222 333, quote: Ring 0111 222 333.}
status: {recruiting: true, quote: The trial is open.}
topics:
  recruitment_status: {quotes: [The trial is open.]}
  side_effects: {list: The most common side effects of fictamab are}
  who_can_join: {list: You can enter this trial if you}
  who_cannot_join: {list: You cannot enter this trial if you}
  nurse_hours: {nearest: [Ring 0111 222 333.]}
effects:
  list: The most common side effects of fictamab are
  items:
    - {concepts: [headache], quote: Headache}
criteria:
  - id: I1
    category: inclusion
    concepts: []
    quote: Have glimmer fever
    met_when:
      diagnosis: b_cell_cll
    question:
      subject: disease
      short: glimmer fever
      ask: Do {you} have glimmer fever?
      again: Does {your} skin glimmer?
      why: The trial is about it.
      yes: met
      no: not_met
  - id: I2
    category: inclusion
    concepts: []
    quote: Are willing to drink water, if you are thirsty
    met_when:
      willing_contraception: true
    applies_when:
      pregnancy_possible: true
    question:
      subject: contraception
      short: water
      ask: Would {you} drink water?
      again: Would it be fine for {them} to drink water?
      why: It is hot.
      yes: met
      no: open
      sensitive: true
  - id: E1
    category: exclusion
    concepts: []
    quote: Have had a blood clot
    excluded_when:
      blood_clot_ever: true
      days_since_blood_clot: {under: 365}
    passes_when: always
    settled_when:
      age_years: {under: 1}
    question:
      subject: blood_clot
      short: clots
      ask: Have {you} had a clot?
      again: Was there a clot in {your} blood?
      why: It can clot.
      yes: not_met
      no: met
      follow_ups:
        - when: {blood_clot_ever: true}
          ask: When did {you} have it?
          yes: open
          no: met
  - id: E2
    category: exclusion
    concepts: []
    quote: Have another cancer
    excluded_when:
      other_cancers: {some: {type: lung}}
    passes_when:
      other_cancers: {some: {status: remission}}
    question:
      subject: other_cancer
      short: cancer
      ask: Is there another cancer?
      again: Another one?
      why: It matters.
      yes: not_met
      no: met
interview:
  - E1
  - I1
  - E2
  - I2
"""
MET_WHEN = "    met_when:\n      diagnosis: b_cell_cll\n"
EXCLUDED_WHEN = "    excluded_when:\n      other_cancers: {some: {type: lung}}\n"
NO_FACT = "is no fact"
NO_CONDITION = "a condition is a fact's name with a value, or all, any or not"
PLACEHOLDERS = "may only hold the placeholders {you}, {You}, {your}, {Your}, {them}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a small made-up trial without faults."""
    (tmp_path / "summary.txt").write_text(PAGE, encoding="utf-8")
    pinned = FILE.replace("<sha256>", hashlib.sha256(PAGE.encode()).hexdigest())
    (tmp_path / "trial.yml").write_text(pinned, encoding="utf-8")
    return tmp_path


@pytest.fixture
def small(folder: Path) -> Trial:
    return content.load(folder)


def faults_after(folder: Path, *edits: Edit) -> list[str]:
    """The faults of the trial after these edits, as they are told."""
    file = folder / "trial.yml"
    text = file.read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, f"edited {text.count(old)} times: {old}"
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        content.load(folder)
    return str(error.value).splitlines()


def fault(folder: Path, place: str, what: str, why: str) -> str:
    """A fault as it is told. The place is a key of a criterion ("E1 passes_when"), or another line."""
    lines = (folder / "trial.yml").read_text(encoding="utf-8").splitlines()
    criterion, _, key = place.partition(" ")
    first = next((n for n, line in enumerate(lines) if line.endswith(f"id: {criterion}")), 0)
    number = next(n for n, line in enumerate(lines[first:], first + 1) if (key or place) in line)
    return f"{folder / 'trial.yml'}:{number}: {what}, {why}"


def test_criteria_are_read_in_the_order_of_the_file(small: Trial):
    assert [criterion.id for criterion in small.criteria] == ["I1", "I2", "E1", "E2"]


def test_questions_are_read_in_the_order_of_the_interview(small: Trial):
    assert list(small.questions) == ["E1", "I1", "E2", "I2"]


@pytest.mark.parametrize(
    ("criterion", "facts", "met"),
    [
        ("I1", {"diagnosis": "b_cell_cll"}, Truth.TRUE),
        ("I1", {"diagnosis": "flu"}, Truth.FALSE),
        ("I2", {"willing_contraception": False, "pregnancy_possible": True}, Truth.FALSE),
        ("I2", {"willing_contraception": False, "pregnancy_possible": False}, Truth.TRUE),
        ("E1", {"blood_clot_ever": True, "days_since_blood_clot": Range(364, 364)}, Truth.FALSE),
        ("E1", {"blood_clot_ever": True, "days_since_blood_clot": Range(365, 365)}, Truth.TRUE),
        ("E2", {"other_cancers": ({"type": "lung"},)}, Truth.FALSE),
        ("E2", {}, Truth.UNKNOWN),
    ],
)
def test_the_logic_is_the_one_that_is_written_down(small: Trial, criterion, facts, met):
    (found,) = (c for c in small.criteria if c.id == criterion)
    assert found.met(facts) is met


@pytest.mark.parametrize(
    ("criterion", "facts", "lasting"),
    [
        ("I1", {}, True),
        ("E1", {}, False),
        ("E2", {"other_cancers": ({"status": "active"},)}, True),
        ("E2", {"other_cancers": ({"status": "remission"},)}, False),
        ("E2", {}, False),
    ],
)
def test_what_passes_with_time_is_what_the_file_says(small: Trial, criterion, facts, lasting):
    (found,) = (c for c in small.criteria if c.id == criterion)
    assert found.is_lasting(facts) is lasting


def test_a_question_carries_all_that_the_file_says(small: Trial):
    question = small.questions["E1"]
    assert (question.ask, question.again) == ("Have {you} had a clot?", "Was there a clot in {your} blood?")
    assert (question.why, question.short) == ("It can clot.", "clots")
    assert (question.yes, question.no, question.sensitive) == (Plain.NOT_MET, Plain.MET, False)
    assert small.questions["I2"].sensitive
    (further,) = question.follow_ups
    assert (further.ask, further.yes, further.no) == ("When did {you} have it?", Plain.OPEN, Plain.MET)
    assert further.when.test({"blood_clot_ever": True}) is Truth.TRUE
    assert question.follows_from is not None
    assert question.follows_from.test({"age_years": Range(0, 0)}) is Truth.TRUE
    assert small.questions["I1"].follows_from is None


@pytest.mark.parametrize(
    ("old", "new", "place", "why"),
    [
        ("diagnosis: b", "diagnoses: b", "I1 met_when", "“diagnoses” is no fact"),
        ("b_cell_cll", "[a, b]", "I1 met_when", "“is” of “diagnosis”: one value is needed"),
        ("b_cell_cll", "flu", "I1 met_when", "“is” of “diagnosis”: “flu” is none of b_cell_cll, other"),
        (
            "possible: true",
            "possible: maybe",
            "I2 applies_when",
            "“is” of “pregnancy_possible”: true or false is needed",
        ),
        (
            "{under: 365}",
            "{under: a year}",
            "E1 excluded_when",
            "“under” of “days_since_blood_clot”: “a year” is no number",
        ),
        ("passes_when: always", "passes_when: {}", "E1 passes_when", NO_CONDITION),
        (
            "{under: 1}",
            "{over: 1}",
            "E1 settled_when",
            "“over” cannot be asked of “age_years”, only is, under, at_least, at_most, known",
        ),
        (
            "when: {blood_clot_ever: true}",
            "when: {all: []}",
            "E1 when: {",
            "“all” needs a list of conditions",
        ),
        ("when: {blood_clot_ever: true}", "when: {}", "E1 when: {", NO_CONDITION),
        ("{type: lung}", "{kind: lung}", "E2 excluded_when", "“some” of “other_cancers”: “kind” is no fact"),
        (
            "remission}}",
            "[gone]}}",
            "E2 passes_when",
            "“some” of “other_cancers”: “is” of “status”: one value is needed",
        ),
        (
            "remission}}",
            "gone}}",
            "E2 passes_when",
            "“some” of “other_cancers”: “is” of “status”: “gone” is none of active, remission",
        ),
    ],
)
def test_a_condition_that_says_nothing_is_told_with_its_line(folder: Path, old, new, place, why):
    told = faults_after(folder, (old, new))
    assert told == [fault(folder, place, "the condition", why)]


@pytest.mark.parametrize(
    ("old", "new", "place", "what", "why"),
    [
        (MET_WHEN, "", "I1 id", "I1", "has no met_when"),
        (EXCLUDED_WHEN, "", "E2 id", "E2", "has no excluded_when"),
        (MET_WHEN, MET_WHEN.replace("met", "excluded"), "I1 id", "I1", "has no met_when"),
        (
            MET_WHEN,
            MET_WHEN + MET_WHEN.replace("met", "excluded"),
            "I1 excluded_when",
            "I1",
            "is an inclusion criterion: say met_when",
        ),
        (
            "passes_when: always",
            "met_when: {diagnosis: flu}",
            "E1 met_when",
            "E1",
            "is an exclusion criterion: say excluded_when",
        ),
        ("subject: disease", "subject: illness", "I1 subject", "“illness”", "is in no subjects.yml"),
        ("  - E2\n  - I2", "  - E2\n  - E3\n  - I2", "interview - E3", "E3", "is no criterion"),
        ("  - E2\n  - I2", "  - E2\n  - I2\n  - E1 # twice", "interview # twice", "E1", "is asked twice"),
        ("  - E1\n  - I1", "  - I1", "interview", "E1", "is never asked about"),
    ],
)
def test_a_fault_of_content_is_told_with_its_line(folder: Path, old, new, place, what, why):
    told = faults_after(folder, (old, new))
    assert fault(folder, place, what, why) in told


@pytest.mark.parametrize(
    ("old", "new", "place", "what", "why"),
    [
        ("passes_when: always", "passes: always", "E1 passes", "passes", "extra fields not permitted"),
        ("sensitive: true", "private: true", "I2 private", "question.private", "extra fields not permitted"),
        (
            "- when: {blood",
            "- if: {blood",
            "E1 - if",
            "question.follow_ups.0.if",
            "extra fields not permitted",
        ),
        ("      why: It is hot.\n", "", "I2 question", "question.why", "field required"),
        ("no: open", "no: perhaps", "I2 no: ", "question.no", "value is not a valid enumeration member"),
        ("yes: open", "yes: true", "E1 yes: true", "question.follow_ups.0.yes", "value is not a valid"),
        ("sensitive: true", "sensitive: rather", "I2 sensitive", "question.sensitive", "value could not be"),
        ("passes_when: always", "passes_when: never", "E1 passes_when", "passes_when", "unexpected value"),
    ],
)
def test_a_fault_of_shape_is_told_with_its_line(folder: Path, old, new, place, what, why):
    told = faults_after(folder, (old, new))
    position = ["I1", "I2", "E1", "E2"].index(place[:2])
    start = fault(folder, place, f"criteria.{position}.{what}", why)
    assert [line for line in told if line.startswith(start)] != []


def test_an_interview_is_needed(folder: Path):
    told = faults_after(folder, ("interview:\n  - E1\n  - I1\n  - E2\n  - I2\n", ""))
    assert told == [fault(folder, "id: fictamab", "interview", "field required")]


@pytest.mark.parametrize(
    ("old", "new", "criterion", "text"),
    [
        ("Have {you} had", "Have {yuo} had", "E1", "Have {yuo} had a clot?"),
        ("Does {your} skin", "Does {} skin", "I1", "Does {} skin glimmer?"),
        ("Does {your} skin", "Does {0} skin", "I1", "Does {0} skin glimmer?"),
        ("Does {your} skin", "Does {your skin", "I1", "Does {your skin glimmer?"),
        ("When did {you}", "When did you}", "E1", "When did you} have it?"),
        ("fine for {them}", "fine for {THEM}", "I2", "Would it be fine for {THEM} to drink water?"),
    ],
)
def test_a_question_with_a_wrong_placeholder_is_told_with_its_line(folder: Path, old, new, criterion, text):
    told = faults_after(folder, (old, new))
    assert told == [fault(folder, f"{criterion} question", f"“{text}”", PLACEHOLDERS)]


def test_every_fault_is_told_at_once_in_the_order_of_the_file(folder: Path):
    told = faults_after(
        folder,
        ("diagnosis: b", "diagnoses: b"),
        ("subject: contraception", "subject: drinking"),
        ("{under: 365}", "{over: 365}"),
        ("When did {you}", "When did {she}"),
        ("  - E2\n  - I2", "  - E9\n  - I2"),
    )
    reasons = [
        NO_FACT,
        "subjects.yml",
        "cannot be asked",
        "placeholders",
        "never asked about",
        "no criterion",
    ]
    assert len(told) == len(reasons)
    assert [reason for reason, line in zip(reasons, told, strict=True) if reason not in line] == []


@pytest.mark.parametrize(
    "placeholder", ["{you.name}", "{you[name]}", "{you!r}", "{you:>9}", "{{you}}", "{ you}"]
)
def test_a_placeholder_with_more_behind_its_name_is_told_with_its_line(folder: Path, placeholder):
    told = faults_after(folder, ("Have {you} had", f"Have {placeholder} had"))
    assert told == [fault(folder, "E1 question", f"“Have {placeholder} had a clot?”", PLACEHOLDERS)]


@pytest.mark.parametrize(
    ("old", "new"),
    [("short: clots", "short: "), ("why: It can clot.", "why: ")],
)
@pytest.mark.parametrize("text", ["{your} clots", "{clots}", "It can clot}"])
def test_what_is_told_as_it_stands_holds_no_placeholder(folder: Path, old, new, text):
    told = faults_after(folder, (old, f"{new}'{text}'"))
    assert told == [fault(folder, f"E1 {new}", f"“{text}”", "may hold no placeholder")]


def test_two_criteria_of_one_name_are_a_fault(folder: Path):
    told = faults_after(folder, ("id: I2", "id: I1 # too"), ("  - E2\n  - I2", "  - E2"))
    assert told == [fault(folder, "id: I1 # too", "I1", "is the name of another criterion already")]


def test_a_further_question_may_ask_what_is_known(folder: Path):
    file = folder / "trial.yml"
    text = file.read_text(encoding="utf-8")
    when = "when: {days_since_blood_clot: {known: false}}"
    file.write_text(text.replace("when: {blood_clot_ever: true}", when), encoding="utf-8")
    (further,) = content.load(folder).questions["E1"].follow_ups
    assert further.when.test({}) is Truth.TRUE
    assert further.when.test({"days_since_blood_clot": Range(3, 3)}) is Truth.FALSE


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("diagnosis: b_cell_cll", "diagnosis: {known: true}", "I1 met_when"),
        ("pregnancy_possible: true", "not: {pregnancy_possible: {known: false}}", "I2 applies_when"),
        ("{some: {type: lung}}", "{some: {any: [{type: {known: true}}]}}", "E2 excluded_when"),
        ("{some: {status: remission}}", "{some: {status: {known: true}}}", "E2 passes_when"),
        ("{under: 1}", "{known: true}", "E1 settled_when"),
    ],
)
def test_what_is_known_decides_nothing(folder: Path, old, new, place):
    told = faults_after(folder, (old, new))
    assert told == [fault(folder, place, "“known”", "may only stand in the “when” of a further question")]

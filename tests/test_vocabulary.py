"""Facts and subjects are declared in files of their own; each fault in them is told with its line."""

from pathlib import Path

import pytest

from bot import vocabulary
from bot.core.errors import ContentError
from bot.core.facts import FactKind, Range
from bot.core.trial import Trial
from bot.language import names
from bot.yaml_file import YamlFile

FACTS = """\
cold_ever: {type: truth}
days_since_cold: {type: days, implies: cold_ever, date: date_last_cold}
virus: {type: choice, values: [found, none], unclear: [cured, old]}
bad_cold: {type: truth, implies: cold_ever}
pets:
  type: records
  fields:
    kind: {type: choice, values: [cat]}
    legs: {type: number}
"""
SUBJECTS = """\
disease:
  classes:
    back: {diagnosis: b_cell_cll, disease_status: relapsed}
    other: {diagnosis: other}
fitness:
  classes:
    affirmed: {performance_status: [0, 2]}
blood_clot:
  concepts: [blood_clot, fever]
  says:
    affirmed: [a clot]
    unsure: [perhaps a clot]
  needs:
    denied: [no]
  when: days_since_blood_clot
  classes:
    affirmed: {blood_clot_ever: true}
    denied: {blood_clot_ever: false}
chemotherapy:
  named: drugs
  classes:
    affirmed: {cll_drugs_received: [unknown]}
age:
  named: age
  classes: {}
"""
KINDS = "'truth', 'number', 'days', 'choice', 'names', 'records'"
NO_TYPE = f"value is not a valid enumeration member; permitted: {KINDS}"
NO_KEY = "extra fields not permitted"
NO_READER = "is none of age, cancers, drugs, performance, viruses"
NO_DAYS = "is no fact that is a number of days"
NO_TRUTH = "is no other fact that is true or false"


def written(folder: Path, name: str, text: str, *edits: tuple[str, str]) -> Path:
    """A file with this text after these edits."""
    for old, new in edits:
        assert text.count(old) == 1, f"edited {text.count(old)} times: {old}"
        text = text.replace(old, new)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def faults_of_facts(folder: Path, *edits: tuple[str, str]) -> list[str]:
    path = written(folder, "facts.yml", FACTS, *edits)
    with pytest.raises(ContentError) as error:
        vocabulary.facts(path)
    return [line.removeprefix(f"{path}:") for line in str(error.value).splitlines()]


def faults_of_subjects(folder: Path, *edits: tuple[str, str]) -> list[str]:
    path = written(folder, "subjects.yml", SUBJECTS, *edits)
    with pytest.raises(ContentError) as error:
        vocabulary.subjects(path)
    return [line.removeprefix(f"{path}:") for line in str(error.value).splitlines()]


def test_facts_are_read_with_all_that_is_declared(tmp_path):
    facts = vocabulary.facts(written(tmp_path, "facts.yml", FACTS))
    assert {name: fact.kind for name, fact in facts.items()} == {
        "cold_ever": FactKind.TRUTH,
        "days_since_cold": FactKind.DAYS,
        "virus": FactKind.CHOICE,
        "bad_cold": FactKind.TRUTH,
        "pets": FactKind.RECORDS,
    }
    cold = facts["days_since_cold"]
    assert (cold.implies, cold.date) == ("cold_ever", "date_last_cold")
    assert (facts["virus"].values, facts["virus"].unclear) == (("found", "none"), ("cured", "old"))
    assert {name: field.kind for name, field in facts["pets"].fields.items()} == {
        "kind": FactKind.CHOICE,
        "legs": FactKind.NUMBER,
    }


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("ever: {type: truth}", "ever: {type: boolean}", f"1: cold_ever.type, {NO_TYPE}"),
        ("ever: {type: truth}", "ever: {implies: virus}", "1: cold_ever.type, field required"),
        ("ever: {type: truth}", "ever: {}", "1: cold_ever.type, field required"),
        ("days, implies: cold_ever", "days, implies: cold", f"2: “cold”, {NO_TRUTH}"),
        ("days, implies: cold_ever", "days, implies: legs", f"2: “legs”, {NO_TRUTH}"),
        ("days, implies: cold_ever", "days, implies: virus", f"2: “virus”, {NO_TRUTH}"),
        ("days, implies: cold_ever", "days, implies: ''", f"2: “”, {NO_TRUTH}"),
        ("truth, implies: cold_ever", "truth, implies: bad_cold", f"4: “bad_cold”, {NO_TRUTH}"),
        (
            "days, implies: cold_ever",
            "days, implied_by: cold_ever",
            f"2: days_since_cold.implied_by, {NO_KEY}",
        ),
        ("unclear: [cured", "unknown: [cured", f"3: virus.unknown, {NO_KEY}"),
        ("  fields:", "  field:", f"7: pets.field, {NO_KEY}"),
        ("legs: {type: number}", "legs: {type: count}", f"9: pets.fields.legs.type, {NO_TYPE}"),
        ("legs: {type: number}", "legs: {type: number, least: 0}", f"9: pets.fields.legs.least, {NO_KEY}"),
    ],
)
def test_a_fault_in_a_fact_is_told_with_its_line(tmp_path, old, new, fault):
    assert fault in faults_of_facts(tmp_path, (old, new))


def test_every_fault_in_the_facts_is_told_at_once(tmp_path):
    edits = [
        ("ever: {type: truth}", "ever: {type: truth, sure: yes}"),
        ("type: days", "type: day"),
        ("kind: {", "kind: {a: b, "),
    ]
    assert len(faults_of_facts(tmp_path, *edits)) == len(edits)


def test_a_fact_that_is_declared_twice_is_a_fault(tmp_path):
    told = faults_of_facts(tmp_path, ("virus: {", "cold_ever: {type: truth}\nvirus: {"))
    assert told == ["3: “cold_ever”, stands here a second time"]


@pytest.mark.parametrize("load", [vocabulary.facts, vocabulary.subjects])
def test_a_missing_file_is_a_fault(tmp_path, load):
    with pytest.raises(ContentError, match=r"missing\.yml:1: cannot be read, No such file"):
        load(tmp_path / "missing.yml")


@pytest.mark.parametrize("load", [vocabulary.facts, vocabulary.subjects])
def test_a_file_that_is_not_yaml_is_a_fault(tmp_path, load):
    with pytest.raises(ContentError, match=r"broken\.yml:2: not YAML"):
        load(written(tmp_path, "broken.yml", "age: {named: age}\nfitness: : {}\n"))


def test_subjects_are_read_with_all_that_they_state(tmp_path):
    subjects = vocabulary.subjects(written(tmp_path, "subjects.yml", SUBJECTS))
    assert list(subjects) == ["disease", "fitness", "blood_clot", "chemotherapy", "age"]
    assert {name: (s.when, s.named) for name, s in subjects.items() if s.when or s.named} == {
        "blood_clot": ("days_since_blood_clot", None),
        "chemotherapy": (None, "drugs"),
        "age": (None, "age"),
    }
    assert subjects["disease"].classes == {
        "back": {"diagnosis": "b_cell_cll", "disease_status": "relapsed"},
        "other": {"diagnosis": "other"},
    }
    assert subjects["fitness"].classes == {"affirmed": {"performance_status": Range(0, 2)}}
    assert subjects["blood_clot"].classes["denied"] == {"blood_clot_ever": False}
    assert subjects["chemotherapy"].classes == {"affirmed": {"cll_drugs_received": ("unknown",)}}
    assert subjects["age"].classes == {}


def test_what_a_class_states_is_told_with_what_follows_from_it(tmp_path):
    edit = ("affirmed: {blood_clot_ever: true}", "affirmed: {days_since_blood_clot: 3}")
    subjects = vocabulary.subjects(written(tmp_path, "subjects.yml", SUBJECTS, edit))
    assert subjects["blood_clot"].classes["affirmed"] == {
        "days_since_blood_clot": Range(3, 3),
        "blood_clot_ever": True,
    }


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("other: {diagnosis", "other: {diagnoses", "4: disease, “diagnoses” is no fact"),
        ("[0, 2]", "some", "7: fitness, “performance_status” is no number"),
        ("[0, 2]", "[2, 0]", "7: fitness, “performance_status” is no number that it can be"),
        ("when: days_since_blood_clot", "when: days_since_clot", f"15: “days_since_clot”, {NO_DAYS}"),
        ("when: days_since_blood_clot", "when: blood_clot_ever", f"15: “blood_clot_ever”, {NO_DAYS}"),
        ("when: days_since_blood_clot", "when: ''", f"15: “”, {NO_DAYS}"),
        ("when: days", "since: days", f"15: blood_clot.since, {NO_KEY}"),
        (
            "{blood_clot_ever: true}",
            "{blood_clot_ever: yes}",
            "17: blood_clot, “blood_clot_ever” is neither true nor false",
        ),
        (
            "{blood_clot_ever: true}",
            "{days_since_blood_clot: nan}",
            "17: blood_clot, “days_since_blood_clot” is no number",
        ),
        ("{blood_clot_ever: true}", "{today: 2026-01-01}", "17: blood_clot, “today” is no fact"),
        (
            "{blood_clot_ever: true}",
            "{date_last_blood_clot: 2026-01-01}",
            "17: blood_clot, “date_last_blood_clot” is no fact",
        ),
        ("diagnosis: other", "diagnosis: flu", "4: disease, “flu” is no value of “diagnosis”"),
        ("[blood_clot, fever]", "[blood_clod]", "9: concept “blood_clod”, is in no lexicon"),
        ("    affirmed: [a clot]", "    afirmed: [a clot]", "11: “afirmed”, is no class of “blood_clot”"),
        ("    denied: [no]", "    denies: [no]", "14: “denies”, is no class of “blood_clot”"),
        ("[a clot]", "a clot", "11: blood_clot.says.affirmed, value is not a valid list"),
        ("named: drugs", "named: medicines", f"20: “medicines”, {NO_READER}"),
        ("named: drugs", "named: [drugs]", "20: chemotherapy.named, str type expected"),
        ("named: drugs", "aside: rarely", "20: chemotherapy.aside, value could not be parsed to a boolean"),
        ("[unknown]", "unknown", "22: chemotherapy, “cll_drugs_received” is no list of names"),
    ],
)
def test_a_fault_in_a_subject_is_told_with_its_line(tmp_path, old, new, fault):
    assert faults_of_subjects(tmp_path, (old, new)) == [fault]


def test_every_fault_in_the_subjects_is_told_at_once(tmp_path):
    of_shape = [
        ("named: drugs", "named: [drugs]"),
        ("[0, 2]}", "[0, 2]}\n  also: x"),
        ("when: days", "if: days"),
    ]
    assert len(faults_of_subjects(tmp_path, *of_shape)) == len(of_shape)
    of_sense = [
        ("named: drugs", "named: medicines"),
        ("[0, 2]", "some"),
        ("when: days_since_blood_clot", "when: hiv"),
        ("clot, fever", "clod, feaver"),
    ]
    assert len(faults_of_subjects(tmp_path, *of_sense)) == 5


def test_the_subject_of_every_question_can_state_what_decides_its_criterion(trial: Trial):
    for criterion in trial.criteria:
        subject = vocabulary.subjects()[criterion.subject]
        stated = {name for facts in subject.classes.values() for name in facts}
        assert subject.named or stated & criterion.facts(), criterion.id
        assert subject.when is None or subject.when in criterion.facts(), criterion.id


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (FACTS, "", 1),
        (FACTS, "- cold_ever\n", 1),
        (FACTS, "cold_ever\n", 1),
        ("cold_ever: {type: truth}", "cold_ever: truth", 1),
        ("cold_ever: {type: truth}", "cold_ever:", 1),
        ("cold_ever: {type: truth}", "cold_ever: [type]", 1),
        ("cold_ever: {type: truth}", "cold_ever: {type: [truth]}", 1),
        ("cold_ever: {type: truth}", "cold_ever: {type: {truth: yes}}", 1),
        ("days, implies: cold_ever", "days, implies: [cold_ever]", 2),
        ("date: date_last_cold", "date: {a: b}", 2),
        ("values: [found, none]", "values: {found: none}", 3),
        ("values: [found, none]", "values: [[found]]", 3),
        ("legs: {type: number}", "legs: number", 9),
        ("fields:\n    kind: {type: choice, values: [cat]}\n    legs: {type: number}", "fields: kind", 7),
    ],
)
def test_a_fact_that_is_no_mapping_is_told_with_its_line(tmp_path, old, new, line):
    assert faults_of_facts(tmp_path, (old, new))[0].startswith(f"{line}: ")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (SUBJECTS, "", 1),
        (SUBJECTS, "- disease\n", 1),
        (SUBJECTS, "disease\n", 1),
        (
            "fitness:\n  classes:\n    affirmed: {performance_status: [0, 2]}",
            "fitness: performance_status",
            5,
        ),
        ("classes: {}", "classes: [affirmed]", 25),
        ("other: {diagnosis: other}", "other: diagnosis", 4),
        ("other: {diagnosis: other}", "other:", 4),
        ("other: {diagnosis: other}", "other: {diagnosis: [other]}", 4),
        ("other: {diagnosis: other}", "other: {diagnosis: {other: true}}", 4),
        ("[blood_clot, fever]", "blood_clot", 9),
        ("[a clot]", "[[a clot]]", 11),
    ],
)
def test_a_subject_that_is_no_mapping_is_told_with_its_line(tmp_path, old, new, line):
    assert faults_of_subjects(tmp_path, (old, new))[0].startswith(f"{line}: ")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("ever: {type: truth}", "ever: {type: truth, date: cold_day}", "1: “date” of “cold_ever”"),
        ("ever: {type: truth}", "ever: {type: truth, values: [a]}", "1: “values” of “cold_ever”"),
        ("ever: {type: truth}", "ever: {type: truth, unclear: [maybe]}", "1: “unclear” of “cold_ever”"),
        (
            "ever: {type: truth}",
            "ever: {type: truth, fields: {a: {type: truth}}}",
            "1: “fields” of “cold_ever”",
        ),
        ("ever: {type: truth}", "ever: {type: names, implies: bad_cold}", "1: “implies” of “cold_ever”"),
        ("unclear: [cured, old]", "unclear: cured", "3: virus.unclear"),  # six letters
        ("unclear: [cured, old]", "unclear: [Cured]", "3: “Cured”"),
        ("unclear: [cured, old]", "unclear: [found]", "3: “found”"),
        ("[found, none]", "[found, NONE]", "3: “NONE”"),
        ("[found, none]", "[found, unknown]", "3: “unknown”"),
        ("[found, none]", "[found, '']", "3: “”"),
        ("values: [found, none], ", "", "3: “virus”, needs values"),
        ("date: date_last_cold", "date: virus", "2: “virus”"),
        ("date: date_last_cold", "date: today", "2: “today”"),
        ("date: date_last_cold}", "date: d}\nsince: {type: days, date: d}", "3: “d”"),
        ("legs: {type: number}", "legs: {type: number, implies: cold_ever}", "9: “implies” of “legs”"),
        ("legs: {type: number}", "legs: {type: days, date: leg_day}", "9: “date” of “legs”"),
        ("legs: {type: number}", "legs: {type: choice}", "9: “legs”, needs values"),
        ("legs: {type: number}", "legs: {type: records}", "9: “legs”, needs fields"),
        ("bad_cold:", "not:", "4: “not”"),
        ("bad_cold:", "known:", "4: “known”"),
        ("bad_cold:", "today:", "4: “today”"),
        ("legs:", "any:", "9: “any”"),
    ],
)
def test_a_key_that_its_fact_cannot_use_is_told_with_its_line(tmp_path, old, new, fault):
    assert faults_of_facts(tmp_path, (old, new))[0].startswith(fault)


def test_a_class_of_the_practice_alone_may_need_words(tmp_path):
    edit = ("denied: [no]", "unsure: [perhaps]")
    subjects = vocabulary.subjects(written(tmp_path, "subjects.yml", SUBJECTS, edit))
    assert subjects["blood_clot"].needs == {"unsure": ("perhaps",)}


def test_what_is_left_out_of_a_subject_is_empty(tmp_path):
    subjects = vocabulary.subjects(written(tmp_path, "subjects.yml", SUBJECTS))
    age, clot = subjects["age"], subjects["blood_clot"]
    assert (age.concepts, age.words, age.says, age.needs, age.aside) == ((), (), {}, {}, True)
    assert (clot.concepts, clot.says["affirmed"], clot.needs) == (
        ("blood_clot", "fever"),
        ("a clot",),
        {"denied": ("no",)},
    )


def test_every_cancer_that_is_read_by_its_name_is_declared():
    kind = vocabulary.facts()["other_cancers"].fields["type"]
    read = YamlFile(names.PATH).data["cancers"]
    assert set(read) - {*kind.values, *kind.unclear} == set()

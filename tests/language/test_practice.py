"""Practice statements are read with their subject, their class, and whether they can stand alone."""

from pathlib import Path

import pytest

from bot.language.examples import Example
from bot.language.practice import ELSE, ORDINARY, Practice, harmless, ordinary, read

TOES = """\
# Teaches to read of toes.
affirmed:
  statements: |
    - my toes are green
    - green toes - both: "really"
  answers: |
    - yes, since Monday
denied:
  answers: |
    - no # never
nothing:
  statements: |

    - my sister has green toes
"""
EARS = """\
"yes":
  answers: |
    - yes
    - 'tis so
"no":
  answers: |
    - no
"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two files, not in the order of their names."""
    paths = [tmp_path / "toes.yml", tmp_path / "ears.yml"]
    for path, text in zip(paths, (TOES, EARS), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_every_line_is_one_statement_of_its_file_and_class(files):
    assert read(files[:1]) == [
        Practice("my toes are green", "toes", "affirmed", True),
        Practice('green toes - both: "really"', "toes", "affirmed", True),
        Practice("yes, since Monday", "toes", "affirmed", False),
        Practice("no # never", "toes", "denied", False),
        Practice("my sister has green toes", "toes", "nothing", True),
    ]


def test_only_statements_can_be_understood_alone(files):
    assert {p.text for p in read(files) if p.alone} == {
        "my toes are green",
        'green toes - both: "really"',
        "my sister has green toes",
    }


def test_files_are_read_in_the_order_of_their_names(files):
    assert [p.subject for p in read(files)] == ["ears"] * 3 + ["toes"] * 5
    assert read(files) == read(reversed(files))


def test_yes_and_no_are_words(files):
    assert [p.label for p in read(files) if p.subject == "ears"] == ["yes", "yes", "no"]


def test_without_files_there_is_no_practice():
    assert read([]) == []


def test_a_line_that_is_no_item_is_passed_over(tmp_path: Path):
    path = tmp_path / "toes.yml"
    path.write_text("affirmed:\n  statements: |\n    a heading\n    - green\n    -bare\n", encoding="utf-8")
    assert [p.text for p in read([path])] == ["green"]


def test_ordinary_questions_are_about_no_subject():
    found = ordinary([Example("how many visits", "ask/visits"), Example("hello", "smalltalk/greet")])
    assert sorted(found) == [
        Practice("hello", ELSE, ELSE, True),
        Practice("how many visits", ELSE, ELSE, True),
    ]


def test_all_talk_about_the_interview_is_taken():
    many = [Example(f"question {n}", "ask/visits") for n in range(ORDINARY + 100)]
    assert Practice("why ask", ELSE, ELSE, True) in ordinary([*many, Example("why ask", "interview/why")])


def test_of_many_questions_a_sample_is_enough_and_it_is_always_the_same():
    many = [Example(f"question {n}", "ask/visits") for n in range(ORDINARY + 100)]
    found = ordinary(many)
    assert len(found) == len({p.text for p in found}) == ORDINARY
    assert found == ordinary(many)


def test_without_questions_there_are_none():
    assert ordinary([]) == []


@pytest.mark.parametrize("label", ["denied", "never", "negative", "no"])
def test_an_answer_that_denies_reports_no_danger(label):
    assert harmless([Practice("not once", "toes", label, False)]) == [Example("not once", "answer")]


def test_an_answer_to_a_question_on_nothing_perilous_reports_no_danger():
    assert harmless([Practice("yes, both", "toes", "affirmed", False)]) == [Example("yes, both", "answer")]


def test_statements_of_a_calm_class_report_no_danger():
    relapsed = Practice("it has come back", "disease", "back", True)
    assert harmless([relapsed]) == [Example("it has come back", "answer")]


@pytest.mark.parametrize(
    "practised",
    [
        Practice("yes, both", "blood_clot", "affirmed", False),
        Practice("green toes, both", "toes", "affirmed", True),
        Practice("no green toes", "toes", "denied", True),
        Practice("not sure", "infection", "unsure", False),
    ],
)
def test_what_may_report_danger_is_not_called_harmless(practised):
    assert harmless([practised]) == []

"""A lexicon says which words name which thing, and each word names one thing only."""

from pathlib import Path

import pytest

from bot.core.errors import ContentError, Fault
from bot.language import lexicon


def written(folder: Path, text: str) -> Path:
    (folder / "things.yml").write_text(text, encoding="utf-8")
    return folder


def faults_in(folder: Path) -> list[Fault]:
    with pytest.raises(ContentError) as error:
        lexicon.read("things", folder)
    return error.value.faults


def test_a_lexicon_gives_the_concepts_by_their_id(tmp_path):
    folder = written(tmp_path, "rash:\n  name: a rash\n  words: [rash, red skin]\n")
    assert lexicon.read("things", folder) == {"rash": lexicon.Concept("rash", "a rash", ("rash", "red skin"))}


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("rash: red skin", "exactly the keys"),
        ("rash: {name: a rash}", "exactly the keys"),
        ("rash: {name: a rash, words: [rash], kind: skin}", "exactly the keys"),
        ("rash: {name: a rash, words: []}", "lower-case"),
        ("rash: {name: a rash, words: [Rash]}", "lower-case"),
        ("rash: {name: a rash, words: [[rash]]}", "lower-case"),
        ("rash: {name: a rash, words: rash}", "lower-case"),
    ],
)
def test_an_entry_of_the_wrong_shape_is_a_fault_at_its_line(tmp_path, entry, reason):
    (fault,) = faults_in(written(tmp_path, f"# things\n{entry}\n"))
    assert (fault.line, fault.what) == (2, "rash")
    assert reason in fault.why


def test_a_word_of_two_concepts_is_a_fault_that_names_the_other(tmp_path):
    text = (
        "rash:\n  name: a rash\n  words: [spots]\nacne:\n  name: acne\n  words:\n    - pimples\n    - spots\n"
    )
    (fault,) = faults_in(written(tmp_path, text))
    assert (fault.line, fault.what, fault.why) == (8, "“spots”", "stands in rash already")


def test_all_faults_are_listed_at_once(tmp_path):
    assert [f.line for f in faults_in(written(tmp_path, "rash: red\nacne: {name: acne, words: []}\n"))] == [
        1,
        2,
    ]


def test_a_lexicon_that_is_missing_is_a_fault(tmp_path):
    (fault,) = faults_in(tmp_path)
    assert fault.file == str(tmp_path / "things.yml")


@pytest.mark.parametrize("name", ["symptoms", "conditions", "drugs"])
def test_every_concept_has_a_name_that_fits_into_a_sentence(name):
    concepts = lexicon.read(name).values()
    assert len(concepts) > 1
    assert [c.id for c in concepts if not c.name or c.name.endswith(".") or "\n" in c.name] == []

"""Every fact is told in words; a file in which one is missing, or says nothing, is refused."""

import pytest

from bot import fact_words
from bot.core.errors import ContentError
from bot.core.facts import FactKind


def faults_of(tmp_path, edit):
    path = tmp_path / "fact_words.yml"
    path.write_text(edit(fact_words.PATH.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        fact_words.load(path)
    return [(fault.what, fault.why) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("age_years:", "age:", ("“age_years”", "is a fact without words")),
        ("age_years:", "age:", ("“age”", "is no fact")),
        ("  yes: has an infection now\n", "", ("“infection_now”", "needs yes")),
        ('phrase: "age {amount}"', 'phrase: "age"', ("“age”", "needs {amount}")),
        ('phrase: "age {amount}"', 'yes: "x"', ("“age_years”", "needs phrase")),
        (
            'alemtuzumab {amount} ago", unit: days',
            'alemtuzumab {amount} ago"',
            ("“days_since_alemtuzumab”", "needs unit"),
        ),
        ("b_cell_cll: B cell CLL", "t_cell_cll: T cell CLL", ("“t_cell_cll”", "is no value of “diagnosis”")),
        (
            "    stage: {name: the stage",
            "    stadium: {name: the stage",
            ("“stage”", "is a fact without words"),
        ),
    ],
)
def test_each_fault_is_told(tmp_path, old, new, fault):
    assert fault in faults_of(tmp_path, lambda text: text.replace(old, new, 1))


def test_a_fault_of_shape_is_told_with_its_place(tmp_path):
    faults = faults_of(tmp_path, lambda text: text + "\nhiv_again: {nam: x}\n")
    assert ("hiv_again.nam", "extra fields not permitted") in faults


def test_every_kind_of_fact_is_thought_of():
    assert set(fact_words._NEEDED) | {FactKind.CHOICE, FactKind.NAMES} == set(FactKind)

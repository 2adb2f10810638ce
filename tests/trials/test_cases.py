"""Each trial has a table of cases that a clinician can read, and decides every case as the table says."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import content, vocabulary
from bot.core.criteria import decide
from bot.core.facts import typed

TABLES = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in Path(__file__).parent.glob("*.yml")}
TRIALS = {name: content.load(content.TRIALS / name) for name in TABLES}


def cases() -> Iterator[Any]:
    for trial, table in TABLES.items():
        for case in table["cases"]:
            yield pytest.param(trial, case, id=f"{trial}: {case['about']}")


def decided(trial: str, facts: dict) -> dict:
    table = TABLES[trial]
    known = typed({**table["fits"], **facts}, vocabulary.facts(), date.fromisoformat(table["today"]))
    return decide(TRIALS[trial].criteria, known).to_dict()


def ids(trial: str) -> list[str]:
    return [criterion.id for criterion in TRIALS[trial].criteria]


@pytest.mark.parametrize(("trial", "case"), cases())
def test_what_follows_from_a_case_is_what_its_table_says(trial, case):
    expected = {"not_met": [], "unknown": [], **case["expect"]}
    others = {*expected["not_met"], *expected["unknown"]}
    expected["met"] = [criterion for criterion in ids(trial) if criterion not in others]
    assert decided(trial, case["facts"]) == expected


@pytest.mark.parametrize(("trial", "case"), cases())
def test_a_case_says_what_it_is_about_what_is_different_and_what_follows(trial, case):
    assert set(case) == {"about", "facts", "expect"}
    assert {"outcome"} <= set(case["expect"]) <= {"outcome", "not_met", "unknown"}
    fits = TABLES[trial]["fits"].items()
    assert [fact for fact in case["facts"].items() if fact in fits] == []


@pytest.mark.parametrize("trial", TABLES)
def test_no_two_cases_are_the_same(trial):
    told = [str(case["facts"]) for case in TABLES[trial]["cases"]]
    about = [case["about"] for case in TABLES[trial]["cases"]]
    assert len(set(told)) == len(told)
    assert len(set(about)) == len(about)


@pytest.mark.parametrize("trial", TABLES)
@pytest.mark.parametrize("answer", ["not_met", "unknown"])
def test_every_criterion_alone_stands_in_the_way_or_is_open_in_some_case(trial, answer):
    alone = [case["expect"].get(answer) for case in TABLES[trial]["cases"] if len(case["expect"]) == 2]
    assert [criterion for criterion in ids(trial) if [criterion] not in alone] == []


@pytest.mark.parametrize("trial", TABLES)
def test_every_outcome_is_in_some_case(trial):
    outcomes = {case["expect"]["outcome"] for case in TABLES[trial]["cases"]}
    assert outcomes == {"may_fit", "not_now", "does_not_fit", "cannot_tell"}


def test_every_trial_has_a_table():
    assert set(TABLES) == {path.parent.name for path in content.TRIALS.glob("*/trial.yml")}

"""``decide`` says of each line of facts what follows for the trial, or which line cannot be read."""

import io
import json
import subprocess
import sys
from datetime import date

import pytest

from bot import __main__ as command_line
from bot.__main__ import WRONG_INPUT, main
from bot.core.trial import Trial
from bot.settings import ROOT, Settings

NOTHING_KNOWN = '{"facts": {}}'
WRONG_LINES = [
    ("facts", "is not JSON"),
    ('{"facts": {}', "is not JSON"),
    ("{'facts': {}}", "is not JSON"),
    (f"{NOTHING_KNOWN} {NOTHING_KNOWN}", "is not JSON"),
    ("[]", "is not a JSON object"),
    ("null", "is not a JSON object"),
    ("{}", "has no facts"),
    ('{"Facts": {}}', "has no facts"),
    ('{"fact": {"age_years": 18}}', "has no facts"),
    ('{"facts": null}', "facts is no object"),
    ('{"facts": []}', "facts is no object"),
    ('{"facts": "none"}', "facts is no object"),
    ('{"facts": {"age": 18}}', "“age” is no fact"),
    ('{"facts": {"Age_years": 18}}', "“Age_years” is no fact"),
    ('{"facts": {"E10": true}}', "“E10” is no fact"),
    ('{"facts": {"status": "active"}}', "“status” is no fact"),
    ('{"facts": {"age_years": "18"}}', "“age_years” is no number"),
    ('{"facts": {"age_years": true}}', "“age_years” is no number"),
    ('{"facts": {"age_years": NaN}}', "“age_years” is no number"),
    ('{"facts": {"age_years": Infinity}}', "“age_years” is no number"),
    ('{"facts": {"age_years": 1e999}}', "“age_years” is no number"),
    ('{"facts": {"days_since_blood_clot": -1}}', "“days_since_blood_clot” is no number that it can be"),
    ('{"facts": {"date_last_blood_clot": "2026-11-23"}}', "“date_last_blood_clot” lies in the future"),
    (
        '{"facts": {"date_last_blood_clot": "2026-11-20", "days_since_blood_clot": 3}}',
        "“date_last_blood_clot” and “days_since_blood_clot” say different things",
    ),
    ('{"facts": {"today": ""}}', "“today” is no date such as 2026-01-31"),
    ('{"facts": {"age_years": -1}}', "“age_years” is no number that it can be"),
    ('{"facts": {"age_years": [50, 40]}}', "“age_years” is no number that it can be"),
    ('{"facts": {"nerve_damage": "no"}}', "“nerve_damage” is neither true nor false"),
    ('{"facts": {"nerve_damage": 0}}', "“nerve_damage” is neither true nor false"),
    ('{"facts": {"hiv": false}}', "“hiv” is not text"),
    ('{"facts": {"cll_drugs_received": "fludarabine"}}', "“cll_drugs_received” is no list of names"),
    ('{"facts": {"cll_drugs_received": [1]}}', "“cll_drugs_received” is no list of names"),
    ('{"facts": {"other_cancers": {"type": "lung"}}}', "“other_cancers” is no list of objects"),
    ('{"facts": {"other_cancers": ["lung"]}}', "“other_cancers” is no list of objects"),
    (
        '{"facts": {"other_cancers": [{"kind": "lung"}]}}',
        "“other_cancers” has “kind”, which is no field of it",
    ),
    ('{"facts": {"other_cancers": [{"stage": "one"}]}}', "“stage” is no number"),
    ('{"facts": {"date_last_blood_clot": "March"}}', "“date_last_blood_clot” is no date such as 2026-01-31"),
    (
        '{"facts": {"date_last_blood_clot": "2026-02-30"}}',
        "“date_last_blood_clot” is no date such as 2026-01-31",
    ),
    ('{"facts": {"today": "now"}}', "“today” is no date such as 2026-01-31"),
]


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs the command on this input: exit status, output and errors. Today is 22 November 2026."""

    def command(source: str) -> tuple[int, str, str]:
        monkeypatch.setattr(command_line, "settings", lambda: Settings(today=date(2026, 11, 22)))
        monkeypatch.setattr(sys, "stdin", io.StringIO(source))
        status = main(["decide", "--jsonl"])
        return status, *capsys.readouterr()

    return command


@pytest.fixture
def decided(run):
    """What the command says of each of these facts."""

    def command(*facts: dict) -> list[dict]:
        status, out, err = run("".join(json.dumps({"facts": one}) + "\n" for one in facts))
        assert (status, err) == (0, "")
        return [json.loads(line) for line in out.splitlines()]

    return command


def test_no_facts_leave_every_criterion_open(decided, trial: Trial):
    assert decided({}) == [
        {"outcome": "cannot_tell", "met": [], "not_met": [], "unknown": [c.id for c in trial.criteria]}
    ]


def test_facts_that_are_null_are_not_known(decided):
    assert decided({"age_years": None, "hiv": None, "today": None}) == decided({})


def test_every_line_gets_its_answer_in_its_order(decided):
    answers = decided(
        {"age_years": 17}, {"age_years": 18}, {"antibiotics_for_infection": True, "infection_now": True}
    )
    assert [answer["outcome"] for answer in answers] == ["does_not_fit", "cannot_tell", "not_now"]
    assert [answer["not_met"] for answer in answers] == [["I6"], [], ["E4"]]


def test_an_answer_is_one_object_a_line_with_the_same_keys(run):
    _, out, _ = run(f'{NOTHING_KNOWN}\n\n{{"facts": {{"age_years": 3}}}}')
    assert [list(json.loads(line)) for line in out.splitlines()] == [
        ["outcome", "met", "not_met", "unknown"]
    ] * 2


def test_what_stands_beside_the_facts_is_passed_over(run):
    assert run('{"id": "x1", "facts": {}, "expect": "nothing"}') == run(NOTHING_KNOWN)


def test_the_command_can_be_given_nothing(run):
    assert run("") == (0, "", "")


@pytest.mark.parametrize(
    ("name", "criterion", "inside", "outside"),
    [
        ("date_last_cll_treatment", "E7", "2026-10-26", "2026-10-25"),
        ("date_last_trial_drug", "E8", "2026-10-26", "2026-10-25"),
        ("date_last_alemtuzumab", "E6", "2026-09-28", "2026-09-27"),
        ("date_last_blood_clot", "E14", "2025-11-23", "2025-11-22"),
    ],
)
def test_dates_count_back_from_the_day_that_settings_call_today(decided, name, criterion, inside, outside):
    recent, long_ago = decided({name: inside}, {name: outside})
    assert recent["not_met"] == [criterion]
    assert long_ago["met"] == [criterion]


def test_a_line_may_say_itself_which_day_today_is(decided):
    clot = {"date_last_blood_clot": "2024-01-10"}
    recent, long_ago = decided({**clot, "today": "2024-12-31"}, clot)
    assert (recent["not_met"], long_ago["met"]) == (["E14"], ["E14"])


def test_ranges_and_lists_of_objects_are_read(decided):
    cancers = [{"type": "prostate", "stage": 1}, {"status": "remission", "remission_years": [2, 5]}]
    (answer,) = decided({"performance_status": [0, 2], "age_years": [17, 18], "other_cancers": cancers})
    assert answer["met"] == ["I4", "E10"]
    assert "I6" in answer["unknown"]


def test_letters_may_be_large_or_small(decided):
    small = {"diagnosis": "b_cell_cll", "disease_status": "relapsed", "cll_drugs_received": ["fcr"]}
    large = {"diagnosis": "B_Cell_CLL", "disease_status": "Relapsed", "cll_drugs_received": ["FCR"]}
    assert decided(large) == decided(small)
    assert decided(large)[0]["met"] == ["I1", "I2"]


def test_a_value_that_nobody_has_declared_is_read_as_another(decided):
    (answer,) = decided({"disease_status": "smouldering", "hiv": "not tested"})
    assert answer["not_met"] == ["I1"]


@pytest.mark.parametrize(("line", "why"), WRONG_LINES)
def test_a_wrong_line_is_named_in_one_line_and_nothing_is_written(run, line, why):
    source = f"{NOTHING_KNOWN}\n{line}\n{NOTHING_KNOWN}\n"
    assert run(source) == (WRONG_INPUT, "", f"decide: line 2: {why}\n")


@pytest.mark.parametrize("facts", [{"a\nb": 1}, {"other_cancers": [{"a\nb": 1}]}])
def test_a_name_with_a_line_break_is_named_in_one_line_too(run, facts):
    status, out, err = run(json.dumps({"facts": facts}))
    assert (status, out, len(err.splitlines())) == (WRONG_INPUT, "", 1)


def test_wrong_facts_give_exit_status_2_and_one_line():
    done = subprocess.run(
        [sys.executable, "-m", "bot", "decide", "--jsonl"],
        cwd=ROOT,
        input='{"facts": {"shoe_size": 44}}\n',
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "decide: line 1: “shoe_size” is no fact\n"

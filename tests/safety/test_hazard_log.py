"""The hazard log is complete and honest, and every hazard's evidence is a test that exists."""

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

from bot.settings import ROOT
from bot.yaml_file import YamlFile
from tests import evidence

LOG = YamlFile(evidence.LOG).data
HAZARDS = LOG["hazards"]
EVIDENCE = sorted({name for hazard in HAZARDS for name in hazard.get("evidence", [])})
KEYS = {
    "id",
    "hazard",
    "cause",
    "harm",
    "severity",
    "control",
    "evidence",
    "residual",
    "likelihood",
    "state",
}
SEVERITIES = {"catastrophic", "major", "considerable", "significant", "minor"}
LIKELIHOODS = {"very high", "high", "medium", "low", "very low"}
"""The words of DCB0129 for both."""
NOT_REVIEWED, NOBODY = "not reviewed", "nobody"
TO_LOG = {
    "missed emergency": "emergency is not recognised",
    "card delayed by a pre-screen": "pre-screen",
    "the nurse line taken for an emergency line": "nurse line",
    "false comfort from “common side effect”": "false comfort",
    "missed pregnancy exposure": "pregnancy exposure",
    "missed suicide risk": "suicide",
    "“you qualify” impression": "qualify",
    "a closed trial shown as open": "closed trial",
    "personal data kept": "personal data",
    "card unreadable with assistive technology": "assistive technology",
    "alarm fatigue": "alarm fatigue",
    "outage": "assistant is down",
}
"""The hazards that the specification names, and the words by which the log has them."""
MADE_UP = """\
hazards:
  - id: A1
    evidence:
      - tests/a/test_b.py::test_c
  - id: A2
    evidence:
      - tests/a/test_b.py::test_c
      - tests/a/test_b.py::test_d
"""
C, D = "test_c", "test_d"


def case(name: str, outcome: str = "", classname: str = "tests.a.test_b") -> str:
    inside = f'<{outcome} message="made up"/>' if outcome else ""
    return f'<testcase classname="{classname}" name={quoteattr(name)} time="0.1">{inside}</testcase>'


def written(folder: Path, *cases: str) -> Path:
    """A report as pytest writes it."""
    path = folder / "tests.xml"
    cases_of = "".join(cases)
    path.write_text(
        f'<?xml version="1.0"?><testsuites><testsuite name="pytest">{cases_of}</testsuite></testsuites>'
    )
    return path


@pytest.fixture(autouse=True)
def ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in CI, where nothing may be left out."""
    monkeypatch.setenv("CI", "true")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A made-up log of two hazards, of which the second has two tests."""
    path = tmp_path / "log.yml"
    path.write_text(MADE_UP)
    return path


def functions(path: Path) -> set[str]:
    """The functions that pytest would collect from a file."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return {node.name for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def named(hazard: dict[str, Any]) -> str:
    return hazard["id"]


@pytest.mark.parametrize("hazard", HAZARDS, ids=named)
def test_a_hazard_says_all_that_it_must(hazard: dict[str, Any]):
    assert set(hazard) == KEYS
    assert [key for key in KEYS - {"evidence"} if not hazard[key].strip()] == []
    assert hazard["evidence"]
    assert len(set(hazard["evidence"])) == len(hazard["evidence"])


@pytest.mark.parametrize("hazard", HAZARDS, ids=named)
def test_severity_and_likelihood_are_words_of_the_standard(hazard: dict[str, Any]):
    assert hazard["severity"] in SEVERITIES
    assert hazard["likelihood"] in LIKELIHOODS


def test_no_two_hazards_have_the_same_id():
    ids = [hazard["id"] for hazard in HAZARDS]
    assert [i for i in ids if ids.count(i) > 1] == []


def test_nothing_is_said_to_be_reviewed_while_no_reviewer_is_named():
    states = {LOG["review"]["state"], *(hazard["state"] for hazard in HAZARDS)}
    assert LOG["review"]["by"].strip()
    assert LOG["review"]["by"] != NOBODY or states == {NOT_REVIEWED}


@pytest.mark.parametrize("words", TO_LOG.values(), ids=TO_LOG)
def test_the_log_has_every_hazard_of_the_specification(words: str):
    assert len([hazard["id"] for hazard in HAZARDS if words in hazard["hazard"].lower()]) == 1


@pytest.mark.parametrize("name", EVIDENCE)
def test_every_evidence_is_a_test_that_exists(name: str):
    file, function = name.split("::")
    assert file.startswith("tests/")
    assert Path(file).match("test_*.py")
    assert (ROOT / file).is_file()
    assert function.startswith("test_")
    assert function in functions(ROOT / file)


def test_a_function_within_another_one_or_in_a_comment_is_no_test_of_a_file(tmp_path):
    path = tmp_path / "test_made_up.py"
    path.write_text(
        "def test_a():\n    def test_b(): ...\n\n# def test_c():\nasync def test_d(): ...\ntest_e = 1\n"
    )
    assert functions(path) == {"test_a", "test_d"}


@pytest.mark.parametrize(
    "cases",
    [
        [case(C), case(D)],
        [case("test_c[one]"), case("test_c[two [2] :: ü]"), case("test_d@live")],
        [case("test_c[one]@danger"), case("test_d[a@b.c]@danger"), case("test_e", "failure")],
        [case(C), case(D), case(D, "failure", "tests.a.test_other"), case("test_dd", "error")],
    ],
)
def test_a_hazard_whose_tests_all_passed_is_shown_to_be_controlled(tmp_path, log, capsys, cases):
    assert evidence.main([str(written(tmp_path, *cases))], log) == 0
    assert capsys.readouterr().out == "2 hazards, the evidence of all passed\n"


@pytest.mark.parametrize(
    ("cases", "told"),
    [
        ([case(C), case(D, "failure")], "failed"),
        ([case(C), case(D, "error")], "failed"),
        ([case(C), case(D, "skipped")], "skipped"),
        ([case(C)], "did not run"),
        ([case(C), case("test_dd"), case(D, classname="tests.a.test_other")], "did not run"),
        ([case(C), case("test_d[one]"), case("test_d[two]@live", "failure")], "failed"),
        ([case(C), case("test_d[one]", "skipped"), case("test_d[two]")], "skipped"),
        ([case(C), case(D), case(D, "error")], "failed"),
    ],
)
def test_a_hazard_with_a_test_that_did_not_pass_is_told_in_one_line(tmp_path, log, capsys, cases, told):
    assert evidence.main([str(written(tmp_path, *cases))], log) == evidence.NOT_SHOWN
    (line,) = capsys.readouterr().out.splitlines()
    assert line == f"{log}:5: A2, tests/a/test_b.py::test_d {told}"


def test_outside_of_ci_what_was_skipped_is_told_and_no_failure(
    tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.delenv("CI")
    assert evidence.main([str(written(tmp_path, case(C), case(D, "skipped")))], log) == 0
    assert "test_d skipped" in capsys.readouterr().out
    assert (
        evidence.main([str(written(tmp_path, case(C, "failure"), case(D, "skipped")))], log)
        == evidence.NOT_SHOWN
    )
    assert evidence.main([str(written(tmp_path, case(C)))], log) == evidence.NOT_SHOWN


def test_every_hazard_has_a_line_of_its_own(tmp_path, log, capsys):
    assert evidence.main([str(written(tmp_path))], log) == evidence.NOT_SHOWN
    assert capsys.readouterr().out.splitlines() == [
        f"{log}:2: A1, tests/a/test_b.py::test_c did not run",
        f"{log}:5: A2, tests/a/test_b.py::test_c did not run; tests/a/test_b.py::test_d did not run",
    ]


@pytest.mark.parametrize("nothing", ["", "    evidence: []\n"])
def test_a_hazard_without_evidence_is_told(tmp_path, log, capsys, nothing: str):
    log.write_text(f"hazards:\n  - id: A3\n{nothing}")
    assert evidence.main([str(written(tmp_path, case(C)))], log) == evidence.NOT_SHOWN
    assert capsys.readouterr().out == f"{log}:2: A3, no evidence\n"


@pytest.mark.parametrize(("content", "told"), [(None, "cannot be read"), ("<testsuites>", "no JUnit report")])
def test_a_report_that_cannot_be_read_is_told_in_one_line(tmp_path, log, capsys, content, told: str):
    report = tmp_path / "tests.xml"
    if content:
        report.write_text(content)
    assert evidence.main([str(report)], log) == evidence.WRONG_INPUT
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert line.startswith(f"{report}: {told}")


@pytest.mark.parametrize("content", [None, "", "hazards: []", "hazard: A1", "hazards: [", "- A1"])
def test_a_log_without_hazards_is_told(tmp_path, capsys, content):
    log = tmp_path / "log.yml"
    if content is not None:
        log.write_text(content)
    assert evidence.main([str(written(tmp_path, case(C)))], log) == evidence.WRONG_INPUT
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{log}:")


def run(report: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.evidence", str(report)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command_reads_the_real_log(tmp_path):
    cases = [case(f"{n.split('::')[1]}[a]", "", n.split(".py")[0].replace("/", ".")) for n in EVIDENCE]
    assert run(written(tmp_path, *cases)).returncode == 0
    failed = run(written(tmp_path))
    assert failed.returncode == evidence.NOT_SHOWN
    assert len(failed.stdout.splitlines()) == len(HAZARDS)


@pytest.mark.slow
def test_the_command_understands_what_pytest_writes(tmp_path):
    """Also when it runs in several processes, which puts the group into a test's name."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n")
    (tmp_path / "tests" / "test_b.py").write_text(
        "import pytest\n\n@pytest.mark.xdist_group('live')\n@pytest.mark.parametrize('n', [1, 2])\n"
        "def test_c(n): assert n\n\n@pytest.mark.skip\ndef test_d(): ...\n\ndef test_e(): assert 0\n"
    )
    report = tmp_path / "tests.xml"
    options = ["-q", "-p", "no:cacheprovider", "-n", "1", "--dist", "loadgroup", f"--junitxml={report}"]
    subprocess.run([sys.executable, "-m", "pytest", *options], cwd=tmp_path, capture_output=True, check=False)
    assert evidence.outcomes([report]) == {
        "tests/test_b.py::test_c": evidence.PASSED,
        "tests/test_b.py::test_d": evidence.SKIPPED,
        "tests/test_b.py::test_e": evidence.FAILED,
    }

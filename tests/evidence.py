"""Whether every hazard's evidence passed: ``python -m tests.evidence REPORT …``, with pytest's JUnit reports.

Prints one line a hazard whose controls are not shown to work. A test that failed, was skipped or did not
run shows nothing, and neither does a hazard without a test. Outside CI a skipped test is told and no failure:
not every machine has a browser.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

from bot.core.errors import ContentError, Fault
from bot.settings import ROOT
from bot.yaml_file import YamlFile

LOG = ROOT / "docs" / "safety" / "hazard-log.yml"
NOT_SHOWN, WRONG_INPUT = 1, 2
PASSED, FAILED, SKIPPED, NOT_RUN = "passed", "failed", "skipped", "did not run"
_OUTCOMES = {"failure": FAILED, "error": FAILED, "skipped": SKIPPED}
_WORST_FIRST = (FAILED, SKIPPED, PASSED)


def outcomes(reports: Iterable[Path]) -> Mapping[str, str]:
    """The worst outcome of each test function of these reports, by ``tests/file.py::function``.

    Raises OSError and ElementTree.ParseError.
    """
    runs = defaultdict(set)
    for case in chain.from_iterable(ElementTree.parse(one).getroot().iter("testcase") for one in reports):
        told = [_OUTCOMES[element.tag] for element in case if element.tag in _OUTCOMES]
        runs[_function(case)] |= set(told or [PASSED])
    return {name: next(o for o in _WORST_FIRST if o in seen) for name, seen in runs.items()}


def faults(log: YamlFile, outcome_of: Mapping[str, str]) -> Iterator[Fault]:
    """One fault for each hazard whose evidence did not all pass."""
    for number, hazard in enumerate(log.data["hazards"]):
        evidence = hazard.get("evidence") or []
        lacking = [(name, outcome_of.get(name, NOT_RUN)) for name in evidence]
        whys = [f"{name} {outcome}" for name, outcome in lacking if outcome != PASSED]
        if not evidence:
            whys = ["no evidence"]
        if whys:
            yield log.fault(["hazards", number, "id"], hazard["id"], "; ".join(whys))


def main(arguments: Sequence[str] | None = None, log: Path = LOG) -> int:
    """Prints every hazard that lacks its evidence; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.evidence", description=__doc__)
    parser.add_argument("reports", type=Path, nargs="+", help="the files that pytest --junitxml wrote")
    reports = parser.parse_args(arguments).reports
    try:
        hazards = _hazard_log(log)
        outcome_of = outcomes(reports)
    except ContentError as error:
        return _wrong_input(str(error))
    except OSError as error:
        return _wrong_input(f"{error.filename}: cannot be read, {error.strerror}")
    except ElementTree.ParseError as error:
        return _wrong_input(f"{' '.join(map(str, reports))}: no JUnit report, {error}")
    found = list(faults(hazards, outcome_of))
    for fault in found:
        print(fault)
    if not found:
        print(f"{len(hazards.data['hazards'])} hazards, the evidence of all passed")
    lacking = [fault for fault in found if os.environ.get("CI") or not _is_only_skipped(fault)]
    return NOT_SHOWN if lacking else 0


def _is_only_skipped(fault: Fault) -> bool:
    return all(why.endswith(f" {SKIPPED}") for why in fault.why.split("; "))


def _hazard_log(path: Path) -> YamlFile:
    """Raises ContentError, also when the log has no hazards: then nothing would be shown."""
    log = YamlFile(path)
    if not isinstance(log.data, dict) or not log.data.get("hazards"):
        raise ContentError([log.fault([], "no hazards", "a log without any shows nothing")])
    return log


def _function(case: ElementTree.Element) -> str:
    """pytest writes ``tests.a.test_b`` and ``test_c[parameter]@xdist-group``."""
    function = re.match(r"\w*", case.get("name", ""))
    return f"{case.get('classname', '').replace('.', '/')}.py::{function.group() if function else ''}"


def _wrong_input(what: str) -> int:
    print(what, file=sys.stderr)
    return WRONG_INPUT


if __name__ == "__main__":
    sys.exit(main())

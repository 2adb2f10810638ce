"""Commands that take a JSON object a line answer every line, or say which one cannot be read."""

import io
import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import bootstrap
from bot.__main__ import WRONG_INPUT, main
from bot.core.danger import Danger
from bot.core.errors import InputError
from bot.jsonl import answer_lines, text_of
from bot.settings import ROOT

GOOD = '{"text": "hello"}'
WRONG_LINES = [
    ("hello", "is not JSON"),
    ('{"text": "hello"', "is not JSON"),
    ("{'text': 'hello'}", "is not JSON"),
    (f"{GOOD} {GOOD}", "is not JSON"),
    ("[]", "is not a JSON object"),
    ('["text"]', "is not a JSON object"),
    ('"text"', "is not a JSON object"),
    ("42", "is not a JSON object"),
    ("null", "is not a JSON object"),
    ("{}", "has no text"),
    ('{"Text": "hello"}', "has no text"),
    ('{"text": null}', "text is not text"),
    ('{"text": 42}', "text is not text"),
    ('{"text": ["hello"]}', "text is not text"),
]


def loudly(request: dict) -> dict:
    return {"said": text_of(request).upper()}


def answers(source: str) -> str:
    target = io.StringIO()
    answer_lines(loudly, io.StringIO(source), target)
    return target.getvalue()


def danger_by_keyword(text: str) -> Danger | None:
    """Stands in for the real reader of danger, which takes a while to load."""
    if "toes" in text:
        return Danger("urgent", "toes", "green toes")
    return Danger("crisis", "ears", text, likeness=True) if "ears" in text else None


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs the command on this input: exit status, output and errors."""

    def command(source: str) -> tuple[int, str, str]:
        monkeypatch.setattr(bootstrap, "danger_in", danger_by_keyword)
        monkeypatch.setattr(sys, "stdin", io.StringIO(source))
        status = main(["danger", "--jsonl"])
        return status, *capsys.readouterr()

    return command


def test_every_line_gets_one_answer_in_its_order():
    assert answers('{"text": "one"}\n{"text": "two"}\n') == '{"said": "ONE"}\n{"said": "TWO"}\n'


def test_the_last_line_need_not_end():
    assert answers(GOOD) == '{"said": "HELLO"}\n'


@pytest.mark.parametrize("source", ["", "\n", "\n  \n\t\n"])
def test_no_request_gets_no_answer(source):
    assert answers(source) == ""


def test_empty_lines_are_passed_over_but_counted():
    assert answers(f"\n{GOOD}\n\n{GOOD}\n") == '{"said": "HELLO"}\n' * 2
    with pytest.raises(InputError, match=r"^line 3: "):
        answers(f"\n{GOOD}\nhello\n")


def test_letters_of_every_language_stay_as_they_are():
    assert answers('{"text": "żółć 🙂 \\u00e9"}') == '{"said": "ŻÓŁĆ 🙂 É"}\n'


@pytest.mark.parametrize(("line", "why"), WRONG_LINES)
def test_a_line_that_cannot_be_read_is_named_and_nothing_is_written(line, why):
    target = io.StringIO()
    with pytest.raises(InputError) as error:
        answer_lines(loudly, io.StringIO(f"{GOOD}\n{GOOD}\n{line}\n{GOOD}\n"), target)
    assert str(error.value) == f"line 3: {why}"
    assert target.getvalue() == ""


def test_the_first_wrong_line_is_the_one_that_is_named():
    with pytest.raises(InputError, match=r"^line 2: has no text$"):
        answers(f"{GOOD}\n{{}}\nhello\n")


def test_a_line_that_is_nested_too_deeply_is_named():
    with pytest.raises(InputError, match=r"^line 1: "):
        answers("[" * 200_000)


@given(st.lists(st.text(st.characters(blacklist_categories=["Cs"]))))
def test_any_text_gets_its_answer_on_one_line(texts):
    written = answers("".join(json.dumps({"text": text}) + "\n" for text in texts))
    assert [json.loads(line)["said"] for line in written.split("\n")[:-1]] == [t.upper() for t in texts]


def test_the_command_says_of_each_line_which_danger_it_reports(run):
    texts = ["my green toes", "hello", "my ears"]
    status, out, err = run("".join(json.dumps({"text": text}) + "\n" for text in texts))
    assert (status, err) == (0, "")
    assert [json.loads(line) for line in out.splitlines()] == [
        {"kind": "urgent", "name": "toes", "words": "green toes", "by": "sign"},
        {"kind": None},
        {"kind": "crisis", "name": "ears", "words": "my ears", "by": "likeness"},
    ]


@pytest.mark.parametrize(("line", "why"), WRONG_LINES)
def test_the_command_names_a_wrong_line_in_one_line_and_writes_nothing_else(run, line, why):
    status, out, err = run(f"{GOOD}\n{line}\n")
    assert (status, out, err) == (WRONG_INPUT, "", f"danger: line 2: {why}\n")


def test_the_command_can_be_given_nothing(run):
    assert run("") == (0, "", "")


def test_the_command_says_that_it_takes_an_object_a_line(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["danger"])
    assert stopped.value.code == WRONG_INPUT
    assert "--jsonl" in capsys.readouterr().err


def test_wrong_input_gives_exit_status_2_and_one_line():
    done = subprocess.run(
        [sys.executable, "-m", "bot", "danger", "--jsonl"],
        cwd=ROOT,
        input="[]\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "danger: line 1: is not a JSON object\n"

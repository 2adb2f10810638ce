"""Marks leave as files that Rasa reads: examples to learn from, and stories to test with."""

from datetime import datetime, timezone

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.corrections import as_nlu, as_tests
from bot.store.corrections import Correction, Marked

DAY = datetime(2026, 3, 1, tzinfo=timezone.utc)


def marked(*corrections):
    return [Marked(n, DAY, Correction(*c)) for n, c in enumerate(corrections, 1)]


SOME = marked(
    ("is there a swimming pool", "out_of_scope", "ask/locations"),
    ("how many of us", "clarify", "ask/size"),
    ("where is it", "ask/size", "ask/locations"),
    ("how many of us", "out_of_scope", "ask/size"),
    ("should I swim", "ask/locations", "advice"),
)


def test_examples_stand_under_their_labels_in_the_project_s_own_form():
    assert as_nlu(SOME) == (
        'version: "3.1"\n'.replace('"', "'") + "nlu:\n"
        "- intent: advice\n"
        "  examples: |\n"
        "    - should I swim\n"
        "- intent: ask/locations\n"
        "  examples: |\n"
        "    - is there a swimming pool\n"
        "    - where is it\n"
        "- intent: ask/size\n"
        "  examples: |\n"
        "    - how many of us\n"
    )


def test_test_cases_say_what_was_wrong_and_what_is_right():
    first, *_, last = yaml.safe_load(as_tests(SOME))["stories"]
    assert first == {
        "story": "Mark 1 of 2026-03-01: ask/locations, was taken for out_of_scope",
        "steps": [{"user": "is there a swimming pool\n", "intent": "ask"}, {"action": "utter_answer"}],
    }
    assert last["steps"] == [{"user": "should I swim\n", "intent": "advice"}, {"action": "utter_advice"}]


def test_nothing_marked_is_an_empty_file_of_each_kind():
    assert yaml.safe_load(as_nlu([])) == {"version": "3.1", "nlu": []}
    assert yaml.safe_load(as_tests([])) == {"version": "3.1", "stories": []}


@pytest.mark.parametrize(
    "text",
    [
        "a [pool](place)",
        'a [pool]{"entity": "x"}',
        "- a pool",
        "/ask",
        "a\n- pool",
        "a: pool # x",
        "“pool” é 🙂",
    ],
)
def test_no_wording_breaks_out_of_its_line(text):
    (example,) = yaml.safe_load(as_nlu(marked((text, "clarify", "ask/size"))))["nlu"]
    (line,) = example["examples"].splitlines()
    assert line.startswith("- ")
    assert not line.startswith(("- -", "- /"))
    assert not set("[]{}") & set(line)


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), min_size=1))
def test_any_wording_gives_files_that_can_be_read(text):
    ours = marked((text, "clarify", "ask/size"))
    assert len(yaml.safe_load(as_nlu(ours))["nlu"]) == 1
    assert len(yaml.safe_load(as_tests(ours))["stories"]) == 1

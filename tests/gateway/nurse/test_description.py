"""A description is read against the criteria, shown, and gone."""

import logging
from datetime import date

import pytest

from bot import bootstrap
from bot.core.danger import Danger
from bot.core.statements import Said, Statement
from tests.gateway.nurse.desk import MARKUP, Shown

TRIAL = bootstrap.trial()


@pytest.fixture
def said():
    """What the next description states."""
    return {"statements": (), "danger": None, "read": []}


@pytest.fixture(autouse=True)
def _read_as_told(monkeypatch, said):
    def statements_in(text, today):
        said["read"].append((text, today))
        return Said(tuple(said["statements"]), words=text)

    monkeypatch.setattr(bootstrap, "statements_in", statements_in)
    monkeypatch.setattr(bootstrap, "danger_in", lambda text: said["danger"])


def read(browser, text="he is 70"):
    return browser.send("/description", text=text)


def row_of(response, criterion):
    return next(row for row in Shown(response).texts("tr") if row.startswith(f"{criterion} "))


def test_each_criterion_is_shown_once_with_what_was_said_to_it(nurse, said):
    said["statements"] = [
        Statement("dialysis", "affirmed", {"dialysis_ever": True}, "on dialysis since May"),
        Statement("thyroid", "denied", {"thyroid_problem": False}, "thyroid is fine"),
        Statement("nerve_damage", "unsure", {}, "not sure about the nerves"),
    ]
    response = read(nurse)
    assert row_of(response, "E11").startswith("E11 Not met ")
    assert row_of(response, "E11").endswith("“on dialysis since May”")
    assert row_of(response, "E12").startswith("E12 Met ")
    assert row_of(response, "E13").startswith("E13 Unclear ")
    assert row_of(response, "I1").startswith("I1 Not mentioned ")
    rows = [e for e in Shown(response).all("th") if e["attrs"].get("scope") == "row"]
    assert [e["text"] for e in rows] == [c.id for c in TRIAL.criteria]
    assert "Not met: 1 · Unclear: 1 · Met: 1 · Not mentioned: 19" in Shown(response).text


def test_the_day_of_the_settings_counts(nurse, said, gateway):
    read(nurse)
    assert said["read"] == [("he is 70", date.today())]


def test_what_would_be_taken_for_danger_is_pointed_out(nurse, said):
    said["danger"] = Danger("urgent", "heart", "crushing chest pain")
    assert "crushing chest pain" in Shown(read(nurse)).text
    said["danger"] = None
    assert "report of danger" not in Shown(read(nurse)).text


@pytest.mark.parametrize("text", ["", " \n", "x" * 5001])
def test_what_cannot_be_read_is_refused_with_a_reason(nurse, said, text):
    assert read(nurse, text).status_code == 400
    assert said["read"] == []


def test_a_long_description_is_read_whole(nurse, said):
    text = "he is well. " * 400
    assert read(nurse, text).status_code == 200
    assert said["read"][0][0] == text.strip()


def test_markup_is_shown_and_never_runs(nurse, said):
    said["statements"] = [Statement("dialysis", "affirmed", {"dialysis_ever": True}, MARKUP)]
    html = read(nurse, f"</textarea>{MARKUP}").text
    assert "<script>doc" not in html
    assert "<img" not in html
    assert html.count("</textarea>") == 1


def test_nothing_of_it_is_kept_or_logged(nurse, said, tmp_path, capfd, caplog):
    said["statements"] = [Statement("dialysis", "affirmed", {"dialysis_ever": True}, "marmalade on toast")]
    with caplog.at_level(logging.DEBUG):
        read(nurse, "marmalade on toast")
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"marmalade" not in kept
    assert "marmalade" not in "".join(capfd.readouterr()) + caplog.text + nurse.open("/description").text

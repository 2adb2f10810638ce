"""A card can be relied on by somebody who is frightened, and every fault in one is told with its line."""

from pathlib import Path

import pytest
import textstat

from bot import cards, content
from bot.core.danger import KINDS
from bot.core.errors import ContentError, Fault
from bot.core.trial import Trial

FIRST_TRIAL = ("lenalidomide", "revlimid", "thalidomide", "capsule", "cll", "leuk", "0808")
CARDS = """\
services:
  "999": emergency
  "111": NHS 111
  "116 123": Samaritans

cards:
  urgent:
    heading: Call 999 now.
    lines:
      - Do not wait.
      - The nurse line {nurse_line} is not for emergencies.
  crisis:
    heading: You can talk to someone now.
    lines:
      - Call Samaritans on 116 123.
      - Or call 111.
  pregnancy:
    heading: Call your trial team before the next {dose}.
    lines:
      - Tell them today. {warning}
      - Ask {nurse_line} later. It is not for emergencies.
"""
LINES = {"urgent": 7, "crisis": 12, "pregnancy": 17}


def easy(text: str) -> float:
    """The school grade of any text: low enough."""
    assert text
    return 1.0


def written(folder: Path, *edits: tuple[str, str]) -> Path:
    """A file of made-up cards, with edits."""
    text = CARDS
    for old, new in edits:
        assert text.count(old) == 1, f"nothing to edit, or too much: {old}"
        text = text.replace(old, new)
    path = folder / "cards.yml"
    path.write_text(text, encoding="utf-8")
    return path


def faults_in(path: Path, trial: Trial, grade=easy) -> list[Fault]:
    with pytest.raises(ContentError) as error:
        cards.verify(trial, grade, path)
    assert {fault.file for fault in error.value.faults} == {str(path)}
    return error.value.faults


@pytest.fixture
def other_trial(tiny_trial_folder) -> Trial:
    """The made-up second trial."""
    return content.load(tiny_trial_folder())


def test_the_real_cards_have_no_fault(trial: Trial):
    cards.verify(trial, textstat.flesch_kincaid_grade)


def test_the_real_cards_of_the_made_up_trial_have_no_fault(other_trial: Trial):
    cards.verify(other_trial, textstat.flesch_kincaid_grade)


def test_there_is_one_card_for_each_kind_of_danger(trial: Trial):
    loaded = cards.load(trial)
    assert set(loaded) == set(KINDS)
    assert {kind: card.kind for kind, card in loaded.items()} == {kind: kind for kind in KINDS}


def test_a_real_card_says_first_whom_to_call(trial: Trial):
    first = {kind: card.text.splitlines()[0] for kind, card in cards.load(trial).items()}
    assert "999" in first["urgent"]
    assert "999" in first["crisis"]
    assert "team" in first["pregnancy"]


def test_the_real_crisis_card_names_somebody_to_talk_to(trial: Trial):
    text = cards.load(trial)["crisis"].text
    assert [number for number in ("999", "111", "116 123", "85258") if number not in text] == []


def test_the_real_cards_are_shorter_than_a_minute_s_reading_and_plain_text(trial: Trial):
    texts = [card.text for card in cards.load(trial).values()]
    assert [text for text in texts if len(text.split()) > cards.MOST_WORDS] == []
    assert [text for text in texts if "{" in text or "*" in text or "<" in text] == []


def test_a_card_has_nothing_but_its_text(trial: Trial):
    extras = [card.extras() for card in cards.load(trial).values()]
    assert extras == [{"kind": kind} for kind in cards.load(trial)]


def test_the_cards_are_the_same_every_time(trial: Trial):
    assert cards.load(trial) == cards.load(trial)


def test_the_trial_fills_in_its_dose_its_warning_and_its_nurse_line(trial: Trial):
    loaded = cards.load(trial)
    assert f"before the next {trial.dose}" in loaded["pregnancy"].text
    assert trial.pregnancy_warning in loaded["pregnancy"].text
    assert trial.nurse_line in loaded["urgent"].text


def test_the_made_up_trial_gets_cards_without_a_word_of_the_first(other_trial: Trial):
    texts = [card.text for card in cards.load(other_trial).values()]
    assert [text for text in texts if any(word in text.lower() for word in FIRST_TRIAL)] == []
    assert any("before the next dose" in text for text in texts)
    assert any(other_trial.nurse_line in text for text in texts)


def test_a_trial_may_name_its_own_dose_and_warning(tiny_trial_folder):
    edits = [
        ("  also: [fictalim]", "  also: [fictalim]\n  dose: glassful"),
        ("status:", "pregnancy_warning: Fictamab glimmers.\nstatus:"),
    ]
    text = cards.load(content.load(tiny_trial_folder(file=edits)))["pregnancy"].text
    assert "before the next glassful" in text
    assert "Fictamab glimmers." in text


def test_without_a_warning_a_line_ends_with_its_last_word(other_trial: Trial, tmp_path):
    text = cards.load(other_trial, written(tmp_path))["pregnancy"].text
    assert text.splitlines() == [
        "Call your trial team before the next dose.",
        "Tell them today.",
        "Ask 0111 222 333 later. It is not for emergencies.",
    ]


def test_the_made_up_cards_have_no_fault(trial: Trial, other_trial: Trial, tmp_path):
    cards.verify(trial, easy, written(tmp_path))
    cards.verify(other_trial, easy, written(tmp_path))


@pytest.mark.parametrize(
    "edit",
    [
        ("heading: Call 999 now.", "heading: Call 999 now, or the nurse line {nurse_line}."),
        ("- Do not wait.", "- Ring {nurse_line}, which is not for emergencies."),
        ("      - Do not wait.\n", ""),
    ],
)
def test_a_nurse_line_that_comes_first_is_a_fault(other_trial: Trial, tmp_path, edit):
    (fault,) = faults_in(written(tmp_path, edit), other_trial)
    assert (fault.line, fault.what) == (LINES["urgent"], "card “urgent”")
    assert fault.why == "puts the nurse line first"


def test_a_nurse_line_that_is_not_said_to_be_no_emergency_line_is_a_fault(other_trial: Trial, tmp_path):
    edit = ("{nurse_line} is not for emergencies", "{nurse_line} is there for you")
    (fault,) = faults_in(written(tmp_path, edit), other_trial)
    assert (fault.line, fault.what) == (LINES["urgent"], "card “urgent”")
    assert "not for emergencies" in fault.why


def test_a_card_need_not_give_the_nurse_line(other_trial: Trial, tmp_path):
    edit = ("The nurse line {nurse_line} is not for emergencies.", "Do not drive.")
    cards.verify(other_trial, easy, written(tmp_path, edit))


@pytest.mark.parametrize(
    "number", ["116 124", "116123", "112", "0800 123", "0111222333", "0111 222 334", "101"]
)
def test_a_number_that_is_no_service_is_a_fault(other_trial: Trial, tmp_path, number):
    edit = ("Samaritans on 116 123.", f"Samaritans on {number}.")
    (fault,) = faults_in(written(tmp_path, edit), other_trial)
    assert (fault.line, fault.what) == (LINES["crisis"], "card “crisis”")
    assert fault.why.startswith(f"gives the number {number},")


def test_the_nurse_line_of_another_trial_is_no_service(trial: Trial, other_trial: Trial, tmp_path):
    edit = ("Or call 111.", f"Or, and this is not for emergencies, {trial.nurse_line}.")
    (fault,) = faults_in(written(tmp_path, edit), other_trial)
    assert fault.why.startswith(f"gives the number {trial.nurse_line},")


def test_hours_are_no_telephone_number(other_trial: Trial, tmp_path):
    cards.verify(other_trial, easy, written(tmp_path, ("Or call 111.", "Or call 111. It is a 24-hour line.")))


def with_words(many: int) -> tuple[str, str]:
    """The edit that makes the crisis card so many words long, in short sentences."""
    heading_and_first_line = 11
    return ("- Or call 111.", f"- {' '.join(['Yes.'] * (many - heading_and_first_line))}")


def test_too_many_words_are_a_fault(other_trial: Trial, tmp_path):
    cards.verify(other_trial, easy, written(tmp_path, with_words(cards.MOST_WORDS)))
    (fault,) = faults_in(written(tmp_path, with_words(cards.MOST_WORDS + 1)), other_trial)
    assert (fault.line, fault.what) == (LINES["crisis"], "card “crisis”")
    assert fault.why.startswith(f"has {cards.MOST_WORDS + 1} words")


@pytest.mark.parametrize("mark", [".", "!", "?"])
def test_a_sentence_that_is_too_long_is_a_fault(other_trial: Trial, tmp_path, mark):
    most = cards.MOST_WORDS_IN_A_SENTENCE
    at_most, too_long = (f"{' '.join(['word'] * many)}{mark}" for many in (most, most + 1))
    cards.verify(other_trial, easy, written(tmp_path, ("Do not wait.", f"{at_most} {at_most}")))
    (fault,) = faults_in(written(tmp_path, ("Do not wait.", too_long)), other_trial)
    assert (fault.line, fault.what) == (LINES["urgent"], "card “urgent”")
    assert f"more than {most} words" in fault.why
    assert too_long.removesuffix(mark) in fault.why


def test_a_text_that_is_too_hard_to_read_is_a_fault(other_trial: Trial, tmp_path):
    hard = (
        "Notwithstanding considerable uncertainty, immediate hospitalisation constitutes indispensable care."
    )
    path = written(tmp_path, ("Do not wait.", hard))
    (fault,) = faults_in(path, other_trial, textstat.flesch_kincaid_grade)
    assert (fault.line, fault.what) == (LINES["urgent"], "card “urgent”")
    assert fault.why.startswith("needs school grade ")


def test_the_grade_decides_what_is_too_hard(other_trial: Trial, tmp_path):
    cards.verify(other_trial, lambda _: cards.HIGHEST_GRADE, written(tmp_path))
    faults = faults_in(written(tmp_path), other_trial, lambda _: cards.HIGHEST_GRADE + 0.1)
    assert [fault.line for fault in faults] == list(LINES.values())


def test_a_drug_s_name_and_numbers_do_not_count_as_hard(trial: Trial, tmp_path):
    graded = []

    def grade(text: str) -> float:
        graded.append(text)
        return 1.0

    path = written(tmp_path, ("Do not wait.", f"Stop {trial.treatment.upper()} and call 999."))
    cards.verify(trial, grade, path)
    shown = " ".join(graded).lower()
    assert "stop it and call" in shown
    assert not any(name in shown for name in trial.treatment_names)
    assert not any(character.isdigit() for character in shown)


@pytest.mark.parametrize(
    "heading",
    ["Call 999, 111 or go to A&E.", "Call 999, Samaritans or your treatment team.", "999 or 111 or A&E."],
)
def test_more_than_two_services_in_the_heading_are_a_fault(other_trial: Trial, tmp_path, heading):
    (fault,) = faults_in(written(tmp_path, ("Call 999 now.", heading)), other_trial)
    assert (fault.line, fault.what) == (LINES["urgent"], "card “urgent”")
    assert fault.why == f"has more than {cards.MOST_SERVICES_IN_HEADING} services in its heading"


def test_two_services_in_the_heading_are_not_too_many(other_trial: Trial, tmp_path):
    cards.verify(other_trial, easy, written(tmp_path, ("Call 999 now.", "Call 999 or go to A&E now.")))


@pytest.mark.parametrize("where", ["heading: Call 999 now.", "- Do not wait."])
def test_a_link_is_a_fault(other_trial: Trial, tmp_path, where):
    path = written(tmp_path, (where, f"{where} See https://example.com"))
    assert "has a link" in [fault.why for fault in faults_in(path, other_trial)]


@pytest.mark.parametrize("how", [cards.load, lambda trial, path: cards.verify(trial, easy, path)])
@pytest.mark.parametrize(
    ("edit", "line", "what", "why"),
    [
        (("  crisis:\n", "  despair:\n"), 12, "card “despair”", "is of no kind"),
        (("  crisis:\n", "  despair:\n"), 6, "card “crisis”", "is missing"),
        (("heading: Call 999 now.", "headline: Call 999 now."), 7, "card “urgent”", "exactly the keys"),
        (
            ("heading: Call 999 now.", "heading: Call 999 now.\n    link: x"),
            7,
            "card “urgent”",
            "exactly the keys",
        ),
        (("    heading: Call 999 now.\n", ""), 7, "card “urgent”", "exactly the keys"),
        (("  urgent:\n", "  urgent: Call 999\n  crisis_too:\n"), 7, "card “urgent”", "exactly the keys"),
        (("- Do not wait.", "- Now: do not wait."), 10, "card “urgent”", "one with a colon needs quotes"),
        (("- Do not wait.", "- [Do not wait.]"), 10, "card “urgent”", "must be texts"),
        (("- Do not wait.", "-"), 10, "card “urgent”", "must be texts"),
        (("heading: Call 999 now.", "heading: [Call 999 now.]"), 8, "card “urgent”", "must be texts"),
        (
            ("before the next {dose}.", "before the next {capsule}."),
            18,
            "card “pregnancy”",
            "is none of {dose}",
        ),
        (
            ("- Ask {nurse_line} later.", "- Ask {nurse_line later."),
            21,
            "card “pregnancy”",
            "is none of {dose}",
        ),
        (("- Ask {nurse_line} later.", "- Ask {} later."), 21, "card “pregnancy”", "is none of {dose}"),
        (
            ("- Ask {nurse_line} later.", "- Ask {dose.size} later."),
            21,
            "card “pregnancy”",
            "is none of {dose}",
        ),
        (("cards:\n", "card:\n"), 1, "cards", "must be one card for each kind"),
    ],
)
def test_a_card_of_the_wrong_shape_is_a_fault(other_trial: Trial, tmp_path, how, edit, line, what, why):
    path = written(tmp_path, edit)
    with pytest.raises(ContentError) as error:
        how(other_trial, path)
    found = [(fault.file, fault.line, fault.what) for fault in error.value.faults if why in fault.why]
    assert (str(path), line, what) in found
    assert f"{path}:{line}: {what}" in str(error.value)


def test_lines_that_are_no_list_are_a_fault(other_trial: Trial, tmp_path):
    path = written(tmp_path, ("    lines:\n      - Do not wait.\n      - The nurse", "    lines: The nurse"))
    (fault,) = faults_in(path, other_trial)
    assert (fault.line, fault.what) == (LINES["urgent"], "card “urgent”")


def test_all_faults_of_all_cards_are_listed_at_once(other_trial: Trial, tmp_path):
    path = written(
        tmp_path,
        ("Call 999 now.", "Call 999, 111 or go to A&E."),
        ("Do not wait.", "See https://example.com."),
        ("Samaritans on 116 123.", "Samaritans on 116 125."),
        ("Ask {nurse_line} later. It is not for emergencies.", "Ask {nurse_line} later."),
    )
    faults = faults_in(path, other_trial)
    assert sorted(fault.line for fault in faults) == sorted([*LINES.values(), LINES["urgent"]])


@pytest.mark.parametrize("key", ["service:\n", "services: 999\nother:\n", "services:\n  - 999\nother:\n"])
def test_without_services_no_number_can_be_checked(other_trial: Trial, tmp_path, key):
    (fault,) = faults_in(written(tmp_path, ("services:\n", key)), other_trial)
    assert (fault.what, fault.why) == ("services", "must be numbers, each with what it is")
    assert fault.line == 1


@pytest.mark.parametrize("text", ["", "- Call 999", "cards: Call 999", "cards:"])
def test_a_file_without_cards_is_a_fault(other_trial: Trial, tmp_path, text):
    path = tmp_path / "cards.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        cards.load(other_trial, path)
    assert str(error.value) == f"{path}:1: cards, must be one card for each kind of danger"


@pytest.mark.parametrize("text", ["cards: {urgent: [}", "cards: {}\ncards: {}\n"])
def test_cards_that_are_no_yaml_are_a_fault(other_trial: Trial, tmp_path, text):
    path = tmp_path / "cards.yml"
    path.write_text(text, encoding="utf-8")
    assert faults_in(path, other_trial)


def test_missing_cards_are_a_fault(other_trial: Trial, tmp_path):
    with pytest.raises(ContentError) as error:
        cards.load(other_trial, tmp_path / "cards.yml")
    assert str(tmp_path / "cards.yml") in str(error.value)

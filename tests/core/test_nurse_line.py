"""What is said of the nurse line and of codes: complete in itself, plain, and true about the hours."""

from datetime import date, datetime

import pytest

from bot import bootstrap
from bot.core.codes import shown, spelled
from bot.core.hours import parse
from bot.core.nurse_line import HANDOFF, NurseLine

TRIAL, VOICE = bootstrap.trial(), bootstrap.voice()
CODE = "CDFG3479"
SILENT = NurseLine(TRIAL, VOICE)


def line(now, hours="mon-fri 9-17", closed=()):
    """The nurse line at this time."""
    return NurseLine(TRIAL, VOICE, parse(hours, closed), lambda: datetime.fromisoformat(now), 14)


def test_the_number_is_free_and_not_for_emergencies_and_a_code_is_offered():
    message = SILENT.handoff()
    assert message.kind == HANDOFF
    for words in (TRIAL.nurse_line, "free", "not for emergencies", "call 999"):
        assert words in message.text
    assert message.buttons == (SILENT.offer,)


def test_where_no_hours_are_stated_none_are_implied():
    text = SILENT.handoff().text
    assert "does not say when" in text
    assert "open now" not in text
    assert "closed now" not in text
    assert SILENT.opening() == ""


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-03-02 10:00", "The nurse line is open now, until 5pm."),
        ("2026-03-02 08:00", "The nurse line is closed now. It opens today at 9am."),
        ("2026-03-02 18:00", "The nurse line is closed now. It opens tomorrow at 9am."),
        ("2026-03-06 18:00", "The nurse line is closed now. It opens on Monday at 9am."),
    ],
)
def test_where_hours_are_stated_it_says_how_it_is_now(now, words):
    assert line(now).opening() == words
    assert words in line(now).handoff().text
    assert "does not say when" not in line(now).handoff().text


def test_a_day_that_is_a_week_or_more_ahead_is_given_with_its_date():
    closed = [date(2026, 12, day) for day in range(21, 32)]
    opening = line("2026-12-18 18:00", closed=closed).opening()
    assert opening == "The nurse line is closed now. It opens on Friday 1 January at 9am."


def test_where_it_does_not_open_for_long_no_day_is_promised():
    closed = [date.fromordinal(date(2026, 3, 1).toordinal() + n) for n in range(90)]
    assert line("2026-03-02 10:00", closed=closed).opening() == "The nurse line is closed at present."


def test_before_a_code_is_made_it_says_what_a_nurse_will_see_and_asks():
    message = SILENT.consent()
    for words in ("topics", "in your own words", "changed", "relative", "14 days", "withdraw my code"):
        assert words in message.text
    assert message.text.endswith("Shall I make a code?")
    assert [(b.title, b.text) for b in message.buttons] == [
        ("Yes, make a code", "Yes"),
        ("No, no code", "No"),
    ]
    assert "code" not in message.more


def test_a_code_is_shown_and_spelled_and_says_until_when():
    message = SILENT.made(CODE, date(2026, 2, 20))
    assert message.more == {"code": shown(CODE), "spelled": spelled(CODE), "until": "2026-03-06"}
    for words in (shown(CODE), spelled(CODE), "6 March 2026", TRIAL.nurse_line, "withdraw my code"):
        assert words in message.text
    assert CODE not in message.text.replace(shown(CODE), "")


def test_with_a_code_it_says_whether_to_ring_now():
    assert "open now" in line("2026-03-02 10:00").made(CODE, date(2026, 3, 2)).text


def test_taking_back_says_whether_there_was_one():
    assert "gone" in SILENT.withdrawn(1).text
    assert SILENT.withdrawn(1).text != SILENT.withdrawn(0).text


@pytest.mark.parametrize(
    "message", [SILENT.not_made(), SILENT.not_withdrawn(), SILENT.declined(), SILENT.nothing_yet()]
)
def test_where_there_is_no_code_there_still_is_the_number(message):
    assert message.kind == HANDOFF
    assert TRIAL.nurse_line in message.text
    assert "code" not in message.more

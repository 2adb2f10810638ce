"""Whether the nurse line is open: around weekends, bank holidays and midnight."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.hours import LONGEST_CLOSED, Opening, clock, parse

# In 2026 the 2nd of March is a Monday, Christmas Day is a Friday, and the 28th is kept for Boxing Day.
OFFICE = parse("mon-fri 9-17")
CHRISTMAS = {date(2026, 12, 25), date(2026, 12, 28)}


def at(hours, text):
    return hours.at(datetime.fromisoformat(text))


def is_open(until):
    return Opening(True, datetime.fromisoformat(until))


def opens(when):
    return Opening(False, datetime.fromisoformat(when))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-02 00:00", opens("2026-03-02 09:00")),
        ("2026-03-02 08:59:59", opens("2026-03-02 09:00")),
        ("2026-03-02 09:00", is_open("2026-03-02 17:00")),
        ("2026-03-02 16:59:59", is_open("2026-03-02 17:00")),
        ("2026-03-02 17:00", opens("2026-03-03 09:00")),
        ("2026-03-06 17:00", opens("2026-03-09 09:00")),
        ("2026-03-07 12:00", opens("2026-03-09 09:00")),
        ("2026-03-08 23:59", opens("2026-03-09 09:00")),
    ],
)
def test_in_an_ordinary_week_it_opens_at_the_next_hour_stated(now, expected):
    assert at(OFFICE, now) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-12-24 16:00", is_open("2026-12-24 17:00")),
        ("2026-12-24 17:30", opens("2026-12-29 09:00")),
        ("2026-12-25 10:00", opens("2026-12-29 09:00")),
        ("2026-12-28 10:00", opens("2026-12-29 09:00")),
        ("2026-12-29 10:00", is_open("2026-12-29 17:00")),
    ],
)
def test_on_a_bank_holiday_it_is_closed_and_after_it_opens_again(now, expected):
    assert at(parse("mon-fri 9-17", CHRISTMAS), now) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-02 23:59", is_open("2026-03-03 00:00")),
        ("2026-03-03 00:00", opens("2026-03-03 18:00")),
        ("2026-03-03 18:00", is_open("2026-03-04 00:00")),
    ],
)
def test_it_may_be_open_until_midnight(now, expected):
    assert at(parse("mon-sun 18-24"), now) == expected


def test_it_may_be_closed_at_noon():
    hours = parse("mon 9-12, mon 13:30-17")
    assert at(hours, "2026-03-02 12:00") == opens("2026-03-02 13:30")
    assert at(hours, "2026-03-02 13:30") == is_open("2026-03-02 17:00")


def test_days_may_go_past_the_end_of_the_week():
    weekdays = {span.weekday for span in parse("sat-mon 10-12").spans}
    assert weekdays == {5, 6, 0}


def test_where_it_stays_closed_for_long_nothing_is_promised():
    days = {date(2026, 3, 1) + timedelta(days=n) for n in range(LONGEST_CLOSED + 30)}
    assert at(parse("mon-fri 9-17", days), "2026-03-02 10:00") is None


@pytest.mark.parametrize("text", ["MON-FRI 9-17", " mon-fri  9:00-17:00 ", "mon-thu 9-17, fri 9-17"])
def test_hours_are_read_however_they_are_written(text):
    assert set(parse(text).spans) == set(OFFICE.spans)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "9-17",
        "mon-fri",
        "mon-fri 17-9",
        "mon-fri 9-9",
        "monday 9-17",
        "xyz 9-17",
        "mon 9-25",
        "mon 9:60-17",
        "mon 9-17,",
        "mon 9-12, mon 11-17",
        "mon 18-24, mon 20-22",
        "mon 9-17; tue 9-17",
    ],
)
def test_what_cannot_be_hours_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        parse(text)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),
    st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=9),
)
def test_what_is_said_to_change_next_is_ahead_and_true(now, closed):
    opening = parse("mon-fri 9-17, sat 10-12:30", closed).at(now)
    assert opening.changes > now
    assert opening.changes.date() not in closed
    assert opening.changes.time() in {time(9), time(17), time(10), time(12, 30)}
    assert (opening.changes.time() in {time(9), time(10)}) is not opening.is_open


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (time(9), "9am"),
        (time(17, 30), "5:30pm"),
        (time(12), "noon"),
        (time(0), "midnight"),
        (time(0, 5), "12:05am"),
        (time(12, 15), "12:15pm"),
        (time(23, 59), "11:59pm"),
    ],
)
def test_times_are_said_as_people_say_them(moment, words):
    assert clock(moment) == words

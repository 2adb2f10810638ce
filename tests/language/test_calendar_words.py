"""Dates, months, seasons and holidays in words are spans of days, never later than today.

Tables: phrases with “ | ” between them, an arrow, and the first and the last day that they may mean.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.calendar_words import Days, dates, month_of

TODAY = date(2026, 11, 22)  # a Sunday
AFTER_LEAP_DAY = date(2024, 3, 1)  # a Friday
NEW_YEAR = date(2026, 1, 1)  # a Thursday
DATES = """\
3/10/2026 | 03/10/2026 | 3/10/26 | 03/10/26 | 3.10.2026 | 3.10.26 | 03.10.2026 | 3-10-2026 | 03-10-26 | \
2026-10-03 | 3 October 2026 | 3rd October 2026 | 3rd of October 2026 | the 3rd of October 2026 | \
3 October, 2026 | 03 October 2026 | 3 Oct 2026 | 3 oct '26 | 3rd Oct ’26 | 3-Oct-2026 | OCTOBER 3 2026 | \
October 3rd, 2026 | October the 3rd 2026 | Oct 3rd 2026 | 3 October | 3rd October | 3rd of October | \
on the 3rd of Oct | October 3 | october 3rd | Oct. 3rd | 3rd October this year | last 3rd October → 2026-10-03
10/3/2026 | 10 March → 2026-03-10
12/11/2026 | 12 Nov → 2026-11-12
1/2/2026 | 1st of Feb | 1 february → 2026-02-01
11/12/25 | 11 December | 11 December last year → 2025-12-11
31.1.26 → 2026-01-31
3 October last year → 2025-10-03
3rd of October 2019 → 2019-10-03
22 November → 2026-11-22
23 November → 2025-11-23
29 February | 29/2/2024 → 2024-02-29
1st May → 2026-05-01
"""
MONTHS = """\
August | in August | in aug | back in August | since August | during august | this August | last August | \
in August this year → 2026-08-01 2026-08-31
in Sept | since september → 2026-09-01 2026-09-30
in febuary | in February → 2026-02-01 2026-02-28
in may | last May | since May → 2026-05-01 2026-05-31
since march | March → 2026-03-01 2026-03-31
in January → 2026-01-01 2026-01-31
in November | this November → 2026-11-01 2026-11-22
last November | November last year → 2025-11-01 2025-11-30
in December | last December | December last year → 2025-12-01 2025-12-31
August last year | August of last year | August before last → 2025-08-01 2025-08-31
the December before last → 2024-12-01 2024-12-31
March the year before last → 2024-03-01 2024-03-31
August 2024 | Aug 2024 | Aug '24 | August, 2024 | August of 2024 | 08/2024 | 8/2024 → 2024-08-01 2024-08-31
February 2024 → 2024-02-01 2024-02-29
Feb 2023 → 2023-02-01 2023-02-28
"""
LONGER = """\
in the summer | last summer | this summer | over the summer | in summertime → 2026-06-01 2026-08-31
the summer before last | summer last year → 2025-06-01 2025-08-31
summer 2024 | the summer of 2024 → 2024-06-01 2024-08-31
in the spring | last spring → 2026-03-01 2026-05-31
this autumn | in the autumn → 2026-09-01 2026-11-22
last autumn → 2025-09-01 2025-11-30
last winter | in the winter → 2025-12-01 2026-02-28
winter 2023 → 2023-12-01 2024-02-29
in 2019 | back in 2019 | DVT '19 | since 2019 → 2019-01-01 2019-12-31
in ’09 → 2009-01-01 2009-12-31
in 1988 → 1988-01-01 1988-12-31
in 2026 → 2026-01-01 2026-11-22
in the 90s | the 90's | in the nineties | the 1990s | the 1990’s → 1990-01-01 1999-12-31
in the 1980s | the eighties | the '80s → 1980-01-01 1989-12-31
back in the seventies → 1970-01-01 1979-12-31
the noughties → 2000-01-01 2009-12-31
the 2010s → 2010-01-01 2019-12-31
the last weekend of August → 2026-08-29 2026-08-30
the first week of August → 2026-08-01 2026-08-07
the last week of August → 2026-08-25 2026-08-31
"""
HOLIDAYS = """\
at Christmas | last Christmas | Christmas Day | xmas | christmas time → 2025-12-25
Christmas 2023 → 2023-12-25
the Christmas before last → 2024-12-25
Boxing Day → 2025-12-26
New Year's Day | New Year’s Day | at new year → 2026-01-01
Easter | last Easter | Easter Sunday → 2026-04-05
Easter 2024 → 2024-03-31
Easter last year | the Easter before last → 2025-04-20
Good Friday → 2026-04-03
Whitsun → 2026-05-24
Halloween → 2026-10-31
bonfire night | Guy Fawkes night → 2026-11-05
Valentine's Day | valentines → 2026-02-14
Armistice Day → 2026-11-11
the August bank holiday → 2026-08-31
the early May bank holiday → 2026-05-04
the spring bank holiday → 2026-05-25
Mother's Day | Mothering Sunday → 2026-03-15
when the clocks went back → 2026-10-25
when the clocks went forward → 2026-03-29
"""
NARROWED = """\
early August | early in August | the beginning of August | the start of August → 08-01 08-03 in 08-01 08-15
mid August | mid-august | the middle of August → 08-14 08-17 in 08-08 08-23
late August | late in August | the end of August | the very end of August → 08-29 08-31 in 08-16 08-31
the first half of August → 08-01 08-15 in 08-01 08-17
the second half of August → 08-17 08-31 in 08-15 08-31
early spring → 03-01 03-15 in 03-01 04-15
late summer → 08-15 08-31 in 07-15 08-31
early 2026 → 01-01 02-28 in 01-01 06-30
"""
NO_DATES = (
    "hello | I may have had it | may I ask | they march past | phase 2 | stage 1 | 25 mg | 1/2 a tablet"
    " | 120/80 | 24/7 | I sat in the sun | 31/13/2026 | 3/12/2026 | 5 December 2031 | in 2035 | in 1066"
)


def rows(table: str) -> Iterator[list[str]]:
    """Each phrase with the words behind its arrow."""
    for line in table.splitlines():
        phrases, behind = line.split(" → ")
        for phrase in phrases.split(" | "):
            yield [phrase, *behind.replace(" in ", " ").split()]


def fault(why: str, *values):
    """A row that the code does not get right yet."""
    return pytest.param(*values, marks=pytest.mark.xfail(strict=True, reason=why))


def span(text: str, today: date = TODAY) -> Days | None:
    """The days of the longest expression of a text."""
    found = list(dates(text, today))
    return max(found, key=lambda one: one[2] - one[1])[0] if found else None


def days(first: str, last: str | None = None) -> Days:
    return date.fromisoformat(first), date.fromisoformat(last or first)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *rows(DATES),
        fault("a year of two digits without an apostrophe is taken for a day", "3 Oct 26", "2026-10-03"),
        fault("a day and a month are taken for a month and a year", "on 3/10", "2026-10-03"),
        fault("ordinal numbers in words are not read", "the third of October", "2026-10-03"),
    ],
)
def test_a_date_is_day_then_month_in_every_british_notation(text, day):
    assert span(text) == days(day)


@pytest.mark.parametrize(("text", "first", "last"), rows(MONTHS))
def test_a_month_is_all_its_days_and_without_a_year_the_latest_that_has_begun(text, first, last):
    assert span(text) == days(first, last)


@pytest.mark.parametrize(("text", "first", "last"), rows(LONGER))
def test_a_season_a_year_and_a_decade_are_all_their_days(text, first, last):
    assert span(text) == days(first, last)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *rows(HOLIDAYS),
        fault("the eve is taken for the day itself", "Christmas Eve", "2025-12-24"),
        fault("the eve is taken for the day itself", "New Year’s Eve", "2025-12-31"),
        fault("the Monday is taken for the Sunday", "Easter Monday", "2026-04-06"),
        fault("taken for Armistice Day", "Remembrance Sunday", "2026-11-08"),
        fault("not known", "Father's Day", "2026-06-21"),
        fault("taken for any Tuesday", "Shrove Tuesday", "2026-02-17"),
    ],
)
def test_a_holiday_is_the_latest_one_of_its_name(text, day):
    assert span(text) == days(day)


@pytest.mark.parametrize(("text", "first", "last", "earliest", "latest"), rows(NARROWED))
def test_early_mid_and_late_narrow_a_span(text, first, last, earliest, latest):
    begin, end = (day.isoformat().removeprefix("2026-") for day in span(text))
    assert earliest <= begin <= first
    assert last <= end <= latest


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("the early eighties", 1980, 1985),
        ("the mid 1970s", 1973, 1977),
        ("the late 90s", 1995, 1999),
        ("late 2019", 2019, 2019),
    ],
)
def test_parts_of_a_decade_stay_within_it(text, first, last):
    begin, end = span(text)
    assert first <= begin.year <= end.year <= last
    assert begin < end


@pytest.mark.parametrize(
    ("text", "ago"),
    [
        ("on Monday", 6),
        ("since tuesday", 5),
        ("on Wednesday", 4),
        ("Thursday", 3),
        ("last Friday", 2),
        ("on Saturday", 1),
        ("last Sunday", 7),
        ("on Mon", 6),
        ("since tues", 5),
        ("weds", 4),
        ("on Thurs", 3),
        ("since Fri", 2),
        ("the Monday before last", 13),
    ],
)
def test_a_weekday_is_the_latest_before_today(text, ago):
    assert span(text) == (TODAY - timedelta(ago),) * 2


@pytest.mark.parametrize(
    ("today", "text", "first", "last"),
    [
        (NEW_YEAR, "at Christmas", "2025-12-25", None),
        (NEW_YEAR, "New Year's Day", "2026-01-01", None),
        (NEW_YEAR, "in December", "2025-12-01", "2025-12-31"),
        (NEW_YEAR, "in January", "2026-01-01", "2026-01-01"),
        (NEW_YEAR, "last January", "2025-01-01", "2025-01-31"),
        (NEW_YEAR, "this winter", "2025-12-01", "2026-01-01"),
        (NEW_YEAR, "last winter", "2024-12-01", "2025-02-28"),
        (NEW_YEAR, "last summer", "2025-06-01", "2025-08-31"),
        (NEW_YEAR, "3 October", "2025-10-03", None),
        (NEW_YEAR, "on Thursday", "2025-12-25", None),
        (AFTER_LEAP_DAY, "29 February", "2024-02-29", None),
        (AFTER_LEAP_DAY, "29.2.24", "2024-02-29", None),
        (AFTER_LEAP_DAY, "in February", "2024-02-01", "2024-02-29"),
        (AFTER_LEAP_DAY, "last winter", "2023-12-01", "2024-02-29"),
        (AFTER_LEAP_DAY, "on Thursday", "2024-02-29", None),
    ],
)
def test_what_is_latest_depends_on_today(today, text, first, last):
    assert span(text, today) == days(first, last)


@pytest.mark.parametrize(
    "text",
    [
        *NO_DATES.split(" | "),
        fault("the year counts although the day lies ahead", "on 3 December 2026"),
        fault("the year counts although the month lies ahead", "in December 2026"),
        *(
            fault("“next” is passed over", f"next {one}")
            for one in ["Monday", "March", "summer", "Christmas", "3 December"]
        ),
        fault("a score is taken for a month and a year", "tiredness 7/10"),
        *(
            fault("an amount is taken for a year", one)
            for one in ["2000 mg a day", "1950 units", "2000 people"]
        ),
    ],
)
def test_what_is_no_past_date_is_none(text):
    assert list(dates(text, TODAY)) == []


WORDS = [
    "3",
    "31/2/26",
    "2019",
    "August",
    "last",
    "early",
    "the",
    "of",
    "Easter",
    "90s",
    "Mon",
    "winter",
    "may",
]


@given(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join) | st.text(), st.dates(date(2020, 1, 1)))
def test_any_text_can_be_read_on_any_day_and_no_date_lies_ahead(text, today):
    for (first, last), start, end in dates(text, today):
        assert first <= last <= today
        assert 0 <= start < end <= len(text)


@given(st.integers(1930, 2100), st.integers(1, 12))
def test_a_month_begins_on_its_first_day_and_ends_before_the_next(year, month):
    first, last = month_of(year, month)
    assert first == date(year, month, 1)
    assert (last + timedelta(1)).day == 1

"""A time in words becomes days before today, exact where the words are exact, and open where they are not.

Tables: phrases with “ | ” between them, an arrow, and the fewest and the most days before today; of what
is open, the bounds of the fewest and the bounds of the most.
"""

import itertools
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.facts import NO_LIMIT, Range
from bot.language.when import Manner, read

TODAY = date(2026, 11, 22)  # a Sunday
AGO = """\
today | this morning | tonight | an hour ago | 3 hours ago | twenty minutes ago → 0 0
yesterday | last night | a day ago | one day ago → 1 1
the day before yesterday | two days ago → 2 2
a week ago | one week ago | 7 days ago | 1 wk ago → 7 7
a fortnight ago | two weeks ago | 2 wks ago | two weeks back | 2 weeks since | 14 days ago → 14 14
27 days ago | four weeks ago tomorrow → 27 27
four weeks ago | 4 weeks back | four weeks since | 4wks ago → 28 28
28 days ago | FOUR WEEKS AGO | 4 weeks ago today → 28 28
four weeks ago yesterday | 29 days ago → 29 29
six weeks ago | 6 weeks ago | 6wks ago | 6 wks back | six weeks since | half a dozen weeks ago → 42 42
six weeks and 3 days ago → 45 45
55 days ago | fifty-five days since my last → 55 55
8 weeks ago | eight weeks back | 56 days ago → 56 56
a dozen weeks ago | 12 weeks ago → 84 84
a month ago | one month ago | a month back → 31 31
two months ago | 2 mths ago → 61 61
three months ago | 3 months since → 92 92
six months ago | half a year ago | 6 mths back → 184 184
a year ago | one year ago | 12 months ago | 365 days ago → 365 365
eighteen months ago | 18 mths back | a year and a half ago | one and a half years ago → 549 549
two years ago | 2 yrs ago | 24 months ago | two years back → 730 730
two and a half years ago | 2½ years ago | 2.5 years ago → 914 914
2 and a half yrs ago | 2 years and a half ago → 914 914
three years ago → 1096 1096
ten years ago | a decade ago | 10yrs ago → 3652 3652
4-6 weeks ago | 4 to 6 weeks ago | four to six weeks ago | between four and six weeks ago → 28 42
four or five weeks ago | 4 or 5 wks back → 28 35
two or three months ago → 61 92
a wk ago → 7 7
a week or two ago → 7 14
a month or two ago → 31 61
2 years and 3 months ago → 822 822
a year and three months ago → 457 457
on Saturday 3rd October → 50 50
a week last Tuesday → 12 12
6 to 4 weeks ago → 28 42
6/52 ago → 42 42
3/12 ago → 92 92
10/7 ago → 10 10
it's been six weeks | it’s been 6 weeks | its been 6 weeks now → 42 42
it has been six weeks | that's six weeks now → 42 42
"""
CALENDAR = """\
this week → 0 6
this month → 0 21
last month → 22 52
the month before last → 53 82
this year → 0 325
last year → 326 690
the year before last → 691 1056
in August | last August → 83 113
"""
WINDOWS = """\
in the last four weeks | in the past 4 weeks | within the last four weeks | the last 4 weeks → 28 28
over the past 4 weeks | these past four weeks | in the previous 4 weeks | during the last 4 weeks → 28 28
in the last week | in the past week | within the last 7 days → 7 7
in the last fortnight | within the past two weeks → 14 14
in the past 8 weeks | for the last eight weeks → 56 56
in the last month | within the past month → 31 31
in the last 3 months → 92 92
in the last six months | over the last six months | in the last half a year → 184 184
in the last year | within the last year | in the past year | in the last 12 months → 365 365
in the past two years → 730 730
"""
LENGTHS = """\
for six weeks | lasted 6 weeks | took six wks | a 6-week course → 42 42
for three days → 3 3
for a fortnight → 14 14
for a month → 31 31
for six months → 184 184
for a year → 365 365
for 18 months | for a year and a half → 549 549
for two years | 2 years in remission → 730 730
"""
ON_NEW_YEARS_DAY = """\
yesterday → 1 1
a month ago → 31 31
last month → 1 31
this month | this year → 0 0
last year → 1 365
at Christmas → 7 7
a year ago → 365 365
"""
AFTER_A_LEAP_DAY = """\
yesterday | on 29 February → 1 1
a month ago → 29 29
last month → 1 29
a year ago → 366 366
two years ago → 731 731
six months ago → 182 182
"""
OPEN = """\
about six weeks ago | around six weeks ago | roughly 6 weeks ago | some six weeks ago → 28 42 42 56
approximately 6 weeks ago | maybe six weeks ago | 6 weeks ago give or take | 6 weeks or so ago → 28 42 42 56
about a year ago | around a year ago | a year or so ago → 274 365 365 500
about two years ago | a couple of years ago → 550 730 730 1000
a couple of weeks ago | a couple of weeks back | couple weeks ago → 10 14 14 21
a couple of months ago → 45 61 61 92
a few days ago → 1 3 3 8
a few weeks ago → 10 21 21 60
several weeks ago → 15 35 35 90
a few months ago → 45 92 92 270
the other day → 0 3 3 15
last week → 1 7 7 13
the week before last → 8 14 14 20
recently | lately | not long ago → 0 21 21 100
early 2024 → 900 1000 1000 1056
earlier this year → 0 90 90 325
early last year → 509 650 650 690
at the end of last year → 326 340 340 508
over four weeks ago | more than four weeks ago | just over four weeks ago → 29 29 35 …
over 8 weeks ago | more than eight weeks ago | well over 8 weeks ago → 57 57 70 …
at least eight weeks ago | a good eight weeks ago → 56 56 60 …
over a year ago | more than a year ago | just over a year ago | it's been over a year → 366 366 400 …
over two years ago | more than 2 years ago → 731 731 800 …
under four weeks ago | less than four weeks ago → 0 24 27 27
just under four weeks ago | nearly four weeks ago | almost 4 weeks ago → 14 25 27 27
not quite four weeks ago | getting on for 4 weeks ago → 14 25 27 27
just under 8 weeks ago | nearly eight weeks ago | just short of eight weeks ago → 28 52 55 55
nearly a year ago | almost a year ago | not quite a year ago | just under a year ago → 200 340 364 364
coming up to a year ago | getting on for a year ago | just shy of a year ago → 200 340 364 364
less than a year ago → 0 330 364 364
nearly two years ago → 400 700 729 729
nearly two days ago → 1 1 1 1
almost a day ago | less than a day ago | under an hour ago → 0 0 0 0
years ago | years and years ago | many years ago | ages ago | donkey's years ago → 700 1500 3650 …
yonks ago | a long time ago | a few years ago | several years ago | some years back → 700 1500 3650 …
two decades ago | decades ago → 3650 7300 7310 …
when I was a child | as a child | in my twenties | in his youth | when he was a boy → 3650 9000 15000 …
a while ago | a while back → 20 100 180 …
months ago → 45 100 180 …
"""
OPEN_WINDOWS = """\
in the last few weeks → 7 21 21 60
over the past few months → 31 92 92 270
in the last couple of weeks → 10 14 14 21
"""
OPEN_LENGTHS = """\
for about six weeks → 28 42 42 56
for over a year → 366 400 400 …
for at least four weeks → 28 30 30 …
for nearly two years → 500 700 700 729
for under four weeks → 0 25 25 27
"""
NO_TIMES = (
    "hello | I had two lots of chemo | six cycles of FCR | 3 tablets | 25 mg | phase 2 | stage 1 | PS 1"
    " | once | never | four people | at 10:30 | at 3 pm | half the day | weekly | tomorrow | next week"
    " | 25 mg a day | twice a week | he is in his seventies | a scan next Friday"
)
NOT_YET = {
    "a wk ago": "a short form is no unit after “a”",
    "a week or two ago | a month or two ago": "only the unit before “or two” is read",
    "2 years and 3 months ago | a year and three months ago": "years and months are read apart",
    "a week last Tuesday": "the week before the weekday is passed over",
    "6/52 ago | 3/12 ago | 10/7 ago": "doctors' short forms are not read",
    "as a child": "a child's time is not read",
    "at the end of last year | early last year": "a part of last year is all of it",
    "earlier this year": "it is said to be up to a year ago",
    "in the last few weeks | over the past few months": "“few” counts nowhere in a window",
    "25 mg a day | twice a week": "a rate is taken for a length",
    "he is in his seventies": "an age is taken for a decade",
    "a scan next Friday": "“next” is passed over",
}
"""What the code does not get right yet, and why."""


def row(phrase: str, *values):
    """A row, which is known to fail if its phrase is among ``NOT_YET``."""
    why = next((why for phrases, why in NOT_YET.items() if phrase in phrases.split(" | ")), None)
    marks = [pytest.mark.xfail(strict=True, reason=why)] if why else []
    return pytest.param(*values, phrase, marks=marks)


def rows(table: str, *first) -> Iterator:
    """Each phrase of a table, behind the numbers that follow its arrow."""
    for line in table.splitlines():
        phrases, behind = line.split(" → ")
        for phrase in phrases.split(" | "):
            yield row(phrase, *first, *(NO_LIMIT if n == "…" else int(n) for n in behind.split()))


def told(text: str, manner: Manner = Manner.POINT, today: date = TODAY) -> Range:
    """The only time of a text, which is told in this manner."""
    (when,) = read(text, today)
    assert when.manner is manner
    return when.days


@pytest.mark.parametrize(
    ("manner", "low", "high", "text"),
    [
        *rows(AGO, Manner.POINT),
        *rows(CALENDAR, Manner.POINT),
        *rows(WINDOWS, Manner.WINDOW),
        *rows(LENGTHS, Manner.LENGTH),
    ],
)
def test_an_exact_time_is_an_exact_number_of_days(manner, low, high, text):
    assert told(text, manner) == Range(low, high)


@pytest.mark.parametrize(
    ("today", "low", "high", "text"),
    [*rows(ON_NEW_YEARS_DAY, date(2026, 1, 1)), *rows(AFTER_A_LEAP_DAY, date(2024, 3, 1))],
)
def test_months_and_years_are_counted_by_the_calendar_of_the_day(today, low, high, text):
    assert told(text, today=today) == Range(low, high)


@pytest.mark.parametrize(
    ("manner", "least", "at_most", "at_least", "most", "text"),
    [*rows(OPEN, Manner.POINT), *rows(OPEN_WINDOWS, Manner.WINDOW), *rows(OPEN_LENGTHS, Manner.LENGTH)],
)
def test_a_vague_time_is_as_open_as_its_words(manner, least, at_most, at_least, most, text):
    days = told(text, manner)
    assert least <= days.low <= at_most
    assert at_least <= days.high <= most


@pytest.mark.parametrize("text", map(row, NO_TIMES.split(" | ")))
def test_what_tells_no_past_time_tells_none(text):
    assert read(text, TODAY) == []


@pytest.mark.parametrize("text", ["in 3 weeks' time", "in two weeks’ time", "in a month's time"])
def test_what_lies_ahead_is_not_ago(text):
    assert [when for when in read(text, TODAY) if when.manner is not Manner.LENGTH] == []


def test_several_times_are_told_in_their_order():
    text = "FCR in 2019 for six months, DVT in August, Campath 55 days ago, none in the last week"
    assert [(when.manner, when.days.low) for when in read(text, TODAY)] == [
        (Manner.POINT, (TODAY - date(2019, 12, 31)).days),
        (Manner.LENGTH, 184),
        (Manner.POINT, 83),
        (Manner.POINT, 55),
        (Manner.WINDOW, 7),
    ]


@pytest.mark.parametrize("typed", ["6 weeks ago", "in the last 4 weeks", "3rd October", "yesterday"])
def test_a_time_tells_where_it_stands(typed):
    text = f"I think it was {typed} when I had it"
    (when,) = read(text, TODAY)
    assert text[when.start : when.end] == typed


def test_a_number_beyond_all_numbers_can_be_read():
    read(f"{'9' * 400} weeks ago", TODAY)


WORDS = (
    "6 two a week weeks ago for since about last month year yesterday 2019 August 3/10/26 Monday and , . "
    "early Easter been it's in the fortnight half nearly over day couple of"
)


@given(
    st.sampled_from(["", "about ", "over ", "just under ", "nearly ", "at least ", "a good ", "not quite "]),
    st.integers(0, 2000),
    st.sampled_from(["days", "weeks", "months", "years", "wks", "yrs", "hours"]),
    st.sampled_from([" ago", " back", "", " or so ago"]),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
)
def test_every_amount_is_a_span_of_days_that_are_past(how, number, unit, behind, today):
    (when,) = read(f"it was {how}{number} {unit}{behind}", today)
    assert 0 <= when.days.low <= when.days.high


@given(st.text() | st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join))
def test_any_text_can_be_read_and_no_two_times_share_words(text):
    found = read(text, TODAY)
    assert isinstance(found, list)
    assert all(0 <= when.days.low <= when.days.high for when in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))

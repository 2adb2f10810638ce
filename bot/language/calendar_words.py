"""Dates and seasons in words as spans of days: “back in August”, “last Christmas”, “spring 2024”."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

Days = tuple[date, date]
"""First and last day that words may mean."""
OLDEST_YEAR = 1930
YEARS_BACK = 8
"""A month or season without a year is one of the last so many years."""

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9, "febuary": 2}
MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_WEEKDAYS |= {"mon": 0, "tues": 1, "tue": 1, "weds": 2, "wed": 2, "thurs": 3, "thur": 3, "fri": 4}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "summertime": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
_DECADES = ("fifties", "sixties", "seventies", "eighties", "nineties", "noughties")
_YEAR = r"(?:19|20)\d\d\b|['’]\d\d\b"
_BEHIND = re.compile(
    rf"[\s,-]+(?:(?:of|in)\s+)?(?:(?P<year>{_YEAR})|(?P<words>last\s+year|this\s+year|(?:the\s+)?year\s+before"
    r"(?:\s+last)?)|(?P<beforelast>before\s+last|last\s+but\s+one))",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:\b(?P<which>last|this|this\s+past|past|in|since|until|till|til|by|back\s+in|during|over|from|around|about|"
    r"early\s+in|late\s+in)\s+)?(?:\b(?:the\s+)?(?P<part>very\s+end|end|late|back\s+end|latter\s+part|beginning|"
    r"early|start|mid|middle|first\s+half|second\s+half|(?:first|1st|last)\s+week(?:end)?)(?:\s+of|\s+in)?(?:\s+the)?"
    r"[\s-]+)?(?:the\s+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Setting:
    """What stands around a word: the year, which of several, and which part of it."""

    today: date
    year: int | None
    before_last: bool
    which: str
    part: str

    def of_years(self, make: Callable[[int], Days | None], back: int = 0) -> Days | None:
        """The span of the year that is said, or else the latest that has begun."""
        if self.year is not None:
            days = make(self.year)
            return self.cut(days) if days else None
        back += self.before_last
        for year in range(self.today.year, self.today.year - YEARS_BACK, -1):
            days = make(year)
            if days and days[0] <= self.today:
                if not back:
                    return self.cut(days)
                back -= 1
        return None

    def cut(self, days: Days) -> Days:
        """The beginning, middle or end of a span, if only that is meant."""
        first, last = days
        if self.part == "last weekend":
            sunday = last - timedelta((last.weekday() + 1) % 7)
            return sunday - timedelta(1), sunday
        share = timedelta(6) if "week" in self.part else (last - first) / (2 if "half" in self.part else 3)
        if not self.part:
            return days
        if re.match(r"first|1st|begin|early|start", self.part):
            return first, first + share
        return (first + share, last - share) if self.part.startswith("mid") else (last - share, last)


def month_of(year: int, month: int) -> Days:
    """The first and the last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def dates(text: str, today: date) -> Iterator[tuple[Days, int, int]]:
    """Every date, month, season, holiday and year in a text, with its place there."""
    for pattern, read in _EXPRESSIONS:
        for match in pattern.finditer(text):
            setting, end = _setting(text, match, today)
            days = read(match, setting)
            if days and days[0] <= today:
                yield (days[0], min(days[1], today)), match.start(), end


def _setting(text: str, match: re.Match[str], today: date) -> tuple[_Setting, int]:
    before = _BEFORE.search(text[: match.start()])
    behind = _BEHIND.match(text, match.end())
    year, before_last, end = None, False, match.end()
    if behind and "year" not in match.groupdict():
        end, before_last = behind.end(), bool(behind["beforelast"])
        year = _year(behind["year"]) if behind["year"] else _said_year(behind["words"], today)
    groups = before.groupdict() if before else {}
    which, part = ((groups.get(name) or "").lower() for name in ("which", "part"))
    if which in ("early in", "late in"):
        part = which.removesuffix(" in")
    return _Setting(today, year, before_last, which, part), end


def _year(text: str) -> int:
    return int(text) if text.isdigit() else 2000 + int(text[1:])


def _said_year(words: str | None, today: date) -> int | None:
    if not words:
        return None
    words = words.lower()
    return today.year - (1 if words.startswith("last") else 0 if words.startswith("this") else 2)


def _day(year: int, month: int, day: int) -> Days | None:
    try:
        return (date(year, month, day),) * 2
    except ValueError:
        return None


def _full_year(digits: str) -> int:
    return int(digits) if len(digits) > 2 else 2000 + int(digits)


def _numeric(match: re.Match[str], _: _Setting) -> Days | None:
    return _day(_full_year(match["year"]), int(match["month"]), int(match["day"]))


def _numeric_month(match: re.Match[str], _: _Setting) -> Days | None:
    month = int(match["month"])
    return month_of(_full_year(match["year"]), month) if 1 <= month <= 12 else None


def _day_of_month(match: re.Match[str], setting: _Setting) -> Days | None:
    return setting.of_years(lambda year: _day(year, _MONTHS[match["month"].lower()], int(match["day"])))


def _named_month(match: re.Match[str], setting: _Setting) -> Days | None:
    month = _MONTHS[match["month"].lower()]
    is_verb = match["month"].lower() in ("may", "march", "mar", "sun", "dec")
    if is_verb and not (setting.year or setting.which or setting.part or match["month"][0].isupper()):
        return None
    if match["month"].lower() == "may" and not (setting.year or setting.which or setting.part):
        return None
    this_one = setting.which == "last" and month == setting.today.month
    return setting.of_years(lambda year: month_of(year, month), int(this_one))


def _whole_year(match: re.Match[str], setting: _Setting) -> Days | None:
    year = _year(match["year"])
    if not OLDEST_YEAR <= year <= setting.today.year:
        return None
    return setting.cut((date(year, 1, 1), date(year, 12, 31)))


def _decade(match: re.Match[str], setting: _Setting) -> Days | None:
    words = match["decade"].lower().strip("'’").removesuffix("s").rstrip("'’")
    if f"{words}s" in _DECADES or words.removesuffix("ie") + "ies" in _DECADES:
        start = 1950 + 10 * _DECADES.index(match["decade"].lower())
    else:
        start = int(words) if len(words) > 2 else (1900 if int(words) >= 30 else 2000) + int(words)
    return setting.cut((date(start, 1, 1), date(start + 9, 12, 31)))


def _season(match: re.Match[str], setting: _Setting) -> Days | None:
    first, last = _SEASONS[match["season"].lower()]

    def one(year: int) -> Days:
        return date(year, first, 1), month_of(year + (last < first), last)[1]

    newest = setting.of_years(one)
    this_one = setting.which == "last" and newest is not None and newest[1] >= setting.today
    return setting.of_years(one, int(this_one))


def _weekday(match: re.Match[str], setting: _Setting) -> Days:
    back = (setting.today.weekday() - _WEEKDAYS[match["weekday"].lower()] - 1) % 7 + 1
    found = setting.today - timedelta(back + 7 * setting.before_last)
    return found, found


def _lockdown(match: re.Match[str], setting: _Setting) -> Days:
    return date(2020, 3, 23), date(2021, 7, 18)


def _last_monday(year: int, month: int) -> date:
    last = month_of(year, month)[1]
    return last - timedelta(last.weekday())


def _last_sunday(year: int, month: int) -> date:
    last = month_of(year, month)[1]
    return last - timedelta((last.weekday() + 1) % 7)


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(-first.weekday() % 7)


_HOLIDAYS: dict[str, Callable[[int], date]] = {
    r"christmas(?:\s+(?:day|eve|time))?|xmas|chrismas": lambda y: date(y, 12, 25),
    r"boxing\s+day": lambda y: date(y, 12, 26),
    r"new\s+year(?:['’]?s)?(?:\s+(?:day|eve))?\b(?!\s+before)": lambda y: date(y, 1, 1),
    r"easter(?:\s+(?:sunday|monday|time))?": easter,
    r"good\s+friday": lambda y: easter(y) - timedelta(2),
    r"whitsun|pentecost": lambda y: easter(y) + timedelta(49),
    r"hallowe['’]?en": lambda y: date(y, 10, 31),
    r"(?:bonfire|guy\s+fawkes)\s+(?:night|day)": lambda y: date(y, 11, 5),
    r"valentine(?:['’]?s)?(?:\s+day)?": lambda y: date(y, 2, 14),
    r"(?:remembrance|armistice)\s+(?:sunday|day)": lambda y: date(y, 11, 11),
    r"(?:august|summer)\s+bank\s+holiday": lambda y: _last_monday(y, 8),
    r"(?:(?:late|end\s+of)\s+may|spring|whit)\s+bank\s+holiday": lambda y: _last_monday(y, 5),
    r"(?:(?:early\s+)?may|may\s+day)\s+bank\s+holiday|may\s+day": lambda y: _first_monday(y, 5),
    r"(?:day\s+|night\s+)?(?:the\s+)?clocks\s+(?:went|go)\s+back": lambda y: _last_sunday(y, 10),
    r"(?:day\s+|night\s+)?(?:the\s+)?clocks\s+(?:went|go)\s+forward": lambda y: _last_sunday(y, 3),
    r"mother(?:['’]?s|ing)\s+(?:day|sunday)": lambda y: easter(y) - timedelta(21),
}


def _holiday(day_of: Callable[[int], date]) -> Callable[[re.Match[str], _Setting], Days | None]:
    return lambda match, setting: setting.of_years(lambda year: (day_of(year),) * 2)


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_EXPRESSIONS: list[tuple[re.Pattern[str], Callable[[re.Match[str], _Setting], Days | None]]] = [
    (_words(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b"), _numeric),
    (
        _words(r"(?<![\d/.])(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>(?:19|20)?\d\d)(?![\d/])"),
        _numeric,
    ),
    (_words(r"(?<![\d/.])(?P<month>\d{1,2})/(?P<year>(?:19|20)?\d\d)(?![\d/])"), _numeric_month),
    (_words(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:o(?:f|['’])?\s+)?{MONTH}"), _day_of_month),
    (
        _words(
            rf"\b{MONTH}\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"
            r"(?!\s*(?:days?|weeks?|wks?|months?|years?|yrs?|times|/))"
        ),
        _day_of_month,
    ),
    *((_words(rf"\b(?:{name})\b"), _holiday(day_of)) for name, day_of in _HOLIDAYS.items()),
    (_words(rf"\b{MONTH}"), _named_month),
    (_words(rf"\b(?P<season>{'|'.join(_SEASONS)})\b"), _season),
    (
        _words(r"(?<![\w.])(?P<decade>(?:(?:19|20)\d0|['’]?[3-9]0)['’]?s|" + "|".join(_DECADES) + r")\b"),
        _decade,
    ),
    (
        _words(
            rf"\b(?P<weekday>{'|'.join(sorted(_WEEKDAYS, key=len, reverse=True))})\b"
            r"(?!,?\s+(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?\b(?!\s*(?:days?|weeks?|months?|years?|times)))"
        ),
        _weekday,
    ),
    (_words(r"\b(?:lockdown|covid\s+times|the\s+pandemic)\b"), _lockdown),
    (_words(rf"(?<![\w/.-])(?P<year>{_YEAR})(?![/.-]\d)"), _whole_year),
]

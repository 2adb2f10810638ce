"""When something was: times in a text as days before today, as exact as the words are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from dateutil.relativedelta import relativedelta

from bot.core.facts import NO_LIMIT, Range
from bot.language import calendar_words
from bot.language.numbers import in_digits

DAYS_IN_A_MONTH = 30.4
"""For parts of a month only; whole months are those of the calendar."""
VAGUE = 0.15
"""“About” leaves so large a share open on either side."""


class Manner(Enum):
    """How a time is told."""

    POINT = "point"
    """“in August”, “six weeks ago”: when it was."""
    WINDOW = "window"
    """“in the last four weeks”: within or, denied, not within it."""
    LENGTH = "length"
    """“for six weeks”: how long something went on."""


@dataclass(frozen=True)
class When:
    """A time: ``days`` before today, and its place in the text that ``in_digits`` gives."""

    manner: Manner
    days: Range
    start: int
    end: int


_UNIT = r"(?P<unit>days?|weeks?|wks?|months?|mnths?|mths?|years?|yrs?|hours?|hrs?|minutes?|mins?)\b['’]?"
_ABOUT = r"about|around|roughly|approx(?:imately)?\.?|some|circa|maybe|perhaps|probably"
_MORE = (
    r"(?:just\s+|a\s+(?:bit|little)\s+)?over|more\s+than|at\s+least|longer\s+than|a\s+good|upwards\s+of|"
    r"well\s+over|past"
)
_LESS = (
    r"(?:just\s+|a\s+(?:bit|little)\s+)?(?:under|short\s+of|shy\s+of)|less\s+than|not\s+(?:quite|yet)|nearly|"
    r"almost|getting\s+on\s+for|coming\s+up\s+(?:to|for|on)|up\s+to"
)
_AMOUNT = (
    rf"(?P<how>(?:{_ABOUT}|{_MORE}|{_LESS})\s+)?(?P<n>\d+(?:\.\d+)?)(?P<plus>\+)?"
    r"(?:\s*(?:-|–|to|or|and)\s*(?P<m>\d+(?:\.\d+)?))?[\s-]*"
    rf"(?P<ish>odd\s+|ish\s+|good\s+|whole\s+|full\s+|bare\s+)?{_UNIT}"
    r"(?:\s+and\s+(?:a\s+)?(?P<k>half|\d+\s+days?))?(?P<orso>\s+or\s+so|\s+give\s+or\s+take)?"
)
_AGO = r"\s*(?:ago|back|since|earlier|previously|now\s+since|gone|past|after\s+(?:the\s+)?last)\b"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_AGO_PATTERN = _compiled(rf"\b{_AMOUNT}{_AGO}(?:\s+(?P<day>today|tomorrow|yesterday|to\s+the\s+day))?")
_BEEN = _compiled(
    rf"\b(?:it['’]?s|it\s+has|its|it['’]?ll\s+be|that['’]?s|is|must\s+be|has\s+been)\s+(?:been\s+|now\s+)*{_AMOUNT}"
)
_WINDOW = _compiled(
    rf"\b(?:(?:in|within|over|during|for|these)\s+)?(?:the\s+|these\s+)?(?:last|past|previous)\s+{_AMOUNT}"
)
_LENGTH = _compiled(rf"\b{_AMOUNT}")
_ONE_WINDOW = _compiled(
    r"\b(?:in|within|over|during|for)\s+(?:the\s+)?(?:last|past)\s+(?P<unit>week|month|year|fortnight)\b"
)
_IN_AGES = _compiled(rf"\b(?:in|for)\s+(?P<n>\d+)(?:\s*(?:-|–|to|or)\s*(?P<m>\d+))?\s+{_UNIT}")

_FIXED = [
    (_compiled(pattern), low, high)
    for pattern, low, high in (
        (r"\bday\s+before\s+yesterday\b", 2, 2),
        (r"\b(?:yesterday|last\s+night|last\s+evening)\b", 1, 1),
        (
            r"\b(?:today|tonight|this\s+(?:morning|afternoon|evening)|just\s+now|(?:an?|1)\s+hour\s+ago)\b",
            0,
            0,
        ),
        (r"\b(?:the\s+)?week\s+before\s+last\b", 8, 20),
        (r"\blast\s+week\b", 1, 13),
        (r"\bthis\s+week\b", 0, 6),
        (r"\bthe\s+other\s+(?:day|week)\b", 1, 14),
        (r"\bearlier\s+this\s+year\b", 30, 365),
        (r"\b(?:a\s+)?few\s+days\s+(?:ago|back|since)\b", 2, 7),
        (r"\b(?:a\s+)?few\s+(?:weeks|wks)\s+(?:ago|back|since)\b", 14, 42),
        (r"\bseveral\s+weeks\s+(?:ago|back|since)\b", 21, 70),
        (r"\b(?:a\s+)?few\s+months\s+(?:ago|back|since)\b", 61, 240),
        (r"\bseveral\s+months\s+(?:ago|back|since)\b", 91, 330),
        (
            r"\b(?:a\s+)?(?:few|good\s+few|many|several|some|number\s+of)\s+years\s+(?:ago|back|since|now)\b",
            731,
            NO_LIMIT,
        ),
        (
            r"\b(?:donkey['’]?s?|yonks|ages|a\s+(?:very\s+|real\s+)?long\s+(?:time|while)|long|way|donkeys)\s+(?:years\s+)?(?:ago|back|since)\b",
            731,
            NO_LIMIT,
        ),
        (r"\b(?<!\d\s)years\s+(?:and\s+years\s+)?(?:ago|back|since)\b", 731, NO_LIMIT),
        (r"\b(?<!\d\s)months\s+(?:and\s+months\s+)?(?:ago|back|since)\b", 61, 720),
        (r"\b(?<!\d\s)weeks\s+(?:ago|back)\b", 14, 90),
        (r"\bdecades?\s+(?:ago|back)\b", 3650, NO_LIMIT),
        (r"\b(?:a\s+)?(?:good|long|fair|big)\s+(?:while|time)\s+(?:ago|back|since)\b", 240, NO_LIMIT),
        (r"\b(?:a\s+)?while\s+(?:ago|back|since)\b", 45, NO_LIMIT),
        (r"\b(?:recently|lately|not\s+long\s+ago|just\s+recently|a\s+short\s+while\s+(?:ago|back))\b", 0, 90),
        (
            r"\b(?:as\s+a|when\s+(?:i|he|she|they)\s+(?:was|were)\s+(?:a|only\s+a|just\s+a)?\s*(?:little\s+|young\s+|small\s+)?)(?:child|kid|boy|girl|lad|lass|teenager|baby|young|little|small|student|nipper)\b",
            7300,
            NO_LIMIT,
        ),
        (r"\bin\s+(?:my|his|her|their)\s+(?:childhood|youth|teens|twenties|20s)\b", 7300, NO_LIMIT),
        (r"\bin\s+(?:my|his|her|their)\s+(?:thirties|forties|30s|40s)\b", 3650, NO_LIMIT),
        (r"\bin\s+(?:my|his|her|their)\s+(?:fifties|sixties|50s|60s)\b", 366, 9000),
        (
            r"\b(?:back\s+in\s+the\s+day|before\s+(?:i|he|she)\s+retired|in\s+another\s+life|last\s+century)\b",
            731,
            NO_LIMIT,
        ),
    )
]
_RELATIVE = [
    (_compiled(r"\b(?:the\s+)?month\s+before\s+last\b"), "month", 2),
    (_compiled(r"\blast\s+month\b"), "month", 1),
    (_compiled(r"\bthis\s+month\b"), "month", 0),
    (_compiled(r"\b(?:the\s+)?year\s+before\s+last\b"), "year", 2),
    (_compiled(r"\b(?<!in the )last\s+year\b"), "year", 1),
    (_compiled(r"\bthis\s+year\b"), "year", 0),
]


def times(text: str, today: date) -> list[When]:
    """The times that a text tells, in its order. ``text`` must have its numbers in digits."""
    found = [
        *_windows(text, today),
        *_points(text, today),
        *(
            When(Manner.POINT, Range(low, high), *m.span())
            for p, low, high in _FIXED
            for m in p.finditer(text)
        ),
        *_calendar(text, today),
        *(When(Manner.LENGTH, _amount(m, today), *m.span()) for m in _LENGTH.finditer(text)),
    ]
    return sorted(_without_overlaps(found), key=lambda when: when.start)


def read(text: str, today: date) -> list[When]:
    """The times that a text tells, whatever way it writes numbers."""
    return times(in_digits(text), today)


def _without_overlaps(found: list[When]) -> list[When]:
    """Of two readings of the same words the longer, or else the first."""
    kept: list[When] = []
    for when in sorted(found, key=lambda w: -(w.end - w.start)):
        if not any(when.start < other.end and other.start < when.end for other in kept):
            kept.append(when)
    return kept


def _windows(text: str, today: date) -> list[When]:
    windows = [When(Manner.WINDOW, _amount(m, today), *m.span()) for m in _WINDOW.finditer(text)]
    lengths = {"week": 7, "fortnight": 14, "month": 31, "year": 365}
    windows += [
        When(Manner.WINDOW, Range(lengths[m["unit"].lower()], lengths[m["unit"].lower()]), *m.span())
        for m in _ONE_WINDOW.finditer(text)
    ]
    return windows


def _points(text: str, today: date) -> list[When]:
    return [
        When(Manner.POINT, _shifted(_amount(match, today), match.groupdict().get("day")), *match.span())
        for pattern in (_AGO_PATTERN, _BEEN)
        for match in pattern.finditer(text)
    ]


def _shifted(days: Range, day: str | None) -> Range:
    """“Four weeks ago tomorrow” is a day less."""
    shift = {"tomorrow": -1, "yesterday": 1}.get((day or "").lower(), 0)
    return Range(max(0, days.low + shift), max(0, days.high + shift))


def _calendar(text: str, today: date) -> list[When]:
    points = [
        When(Manner.POINT, Range((today - last).days, (today - first).days), start, end)
        for (first, last), start, end in calendar_words.dates(text, today)
    ]
    points += [
        When(Manner.POINT, _relative(unit, back, today), *match.span())
        for pattern, unit, back in _RELATIVE
        for match in pattern.finditer(text)
    ]
    return points


def _relative(unit: str, back: int, today: date) -> Range:
    """A calendar month or year, so many back."""
    if unit == "year":
        first, last = date(today.year - back, 1, 1), date(today.year - back, 12, 31)
    else:
        then = today - relativedelta(months=back)
        first, last = calendar_words.month_of(then.year, then.month)
    return Range((today - min(last, today)).days, (today - first).days)


def _amount(match: re.Match[str], today: date) -> Range:
    """A number of units as days, with what “about”, “over” and “nearly” leave open."""
    unit = match["unit"].lower()
    low, high = sorted(_days(float(n), unit, today) for n in (match["n"], match["m"] or match["n"]))
    if match["k"]:
        extra = _days(0.5, unit, today) if match["k"] == "half" else int(match["k"].split()[0])
        low, high = low + extra, high + extra
    how = (match["how"] or "").strip().lower()
    if match["plus"] or re.fullmatch(_MORE, how, re.IGNORECASE):
        return Range(
            low + (0 if re.match(r"at\s+least|a\s+good", how) or match["plus"] else 1),
            max(high * 1.5, high + 2),
        )
    if re.fullmatch(_LESS, how, re.IGNORECASE):
        share = 0.75 if "under" in how or "less" in how else 0.85
        return Range(min(round(low * share), max(0, high - 1)), max(0, high - 1))
    if how or match["orso"] or match["ish"]:
        return Range(round(low * (1 - VAGUE)), round(high * (1 + VAGUE)))
    return Range(low, high)


def _days(number: float, unit: str, today: date) -> int:
    number = min(number, NO_LIMIT)
    if unit[0] == "d":
        return round(number)
    if unit[0] == "w":
        return round(number * 7)
    if unit[0] == "h" or unit.startswith("mi"):
        return 0
    months = number * (12 if unit[0] == "y" else 1)
    whole = min(int(months), 12 * 110)
    then: date = today - relativedelta(months=whole)
    return (today - then).days + round((months - whole) * DAYS_IN_A_MONTH)

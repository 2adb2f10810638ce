"""When the nurse line is open, as far as settings say so."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Final

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_CLOSED: Final = 60
"""So many days ahead an opening is looked for."""
_SPAN = re.compile(r"([a-z]{3})(?:-([a-z]{3}))? (\d{1,2})(?::(\d\d))?-(\d{1,2})(?::(\d\d))?")
_MIDNIGHT = time(0)


@dataclass(frozen=True)
class Span:
    """From when to when it is open on one day of the week, 0 for Monday. An end at midnight is 00:00."""

    weekday: int
    opens: time
    closes: time

    def on(self, day: date) -> tuple[datetime, datetime]:
        """The same on a date."""
        after = day + timedelta(days=1) if self.closes == _MIDNIGHT else day
        return datetime.combine(day, self.opens), datetime.combine(after, self.closes)


@dataclass(frozen=True)
class Opening:
    """Whether it is open, and when that changes."""

    is_open: bool
    changes: datetime


@dataclass(frozen=True)
class Hours:
    """The hours of a week, and the dates on which it is closed all the same."""

    spans: tuple[Span, ...]
    closed: frozenset[date] = frozenset()

    def at(self, now: datetime) -> Opening | None:
        """How it is at this local time; None if it does not open in the next weeks."""
        for ahead in range(LONGEST_CLOSED):
            day = now.date() + timedelta(days=ahead)
            for opens, closes in self._on(day):
                if now < opens:
                    return Opening(False, opens)
                if now < closes:
                    return Opening(True, closes)
        return None

    def _on(self, day: date) -> list[tuple[datetime, datetime]]:
        if day in self.closed:
            return []
        return sorted(span.on(day) for span in self.spans if span.weekday == day.weekday())


def parse(text: str, closed: Collection[date] = ()) -> Hours:
    """The hours in a text such as “mon-fri 9-17, sat 9:30-12”. Raises ValueError."""
    spans = [span for piece in text.lower().split(",") for span in _spans(" ".join(piece.split()))]
    for first, second in _neighbours(spans):
        if second.opens < first.closes or first.closes == _MIDNIGHT:
            raise ValueError(f"“{DAYS[first.weekday]}” has hours that overlap")
    return Hours(tuple(spans), frozenset(closed))


def _spans(text: str) -> list[Span]:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f"“{text}” is not like “mon-fri 9-17”")
    first, last, opens, opens_at, closes, closes_at = match.groups()
    if unknown := {first, last or first} - set(DAYS):
        raise ValueError(f"“{sorted(unknown)[0]}” is no day; days are {', '.join(DAYS)}")
    begin, end = _time(opens, opens_at), _time(closes, closes_at)
    if end != _MIDNIGHT and end <= begin:
        raise ValueError(f"“{text}” ends before it begins")
    count = (DAYS.index(last or first) - DAYS.index(first)) % len(DAYS) + 1
    return [Span((DAYS.index(first) + n) % len(DAYS), begin, end) for n in range(count)]


def _time(hour: str, minute: str | None) -> time:
    """Raises ValueError. Twenty-four is midnight."""
    if int(hour) == 24 and int(minute or 0) == 0:
        return _MIDNIGHT
    return time(int(hour), int(minute or 0))


def _neighbours(spans: list[Span]) -> list[tuple[Span, Span]]:
    ordered = sorted(spans, key=lambda span: (span.weekday, span.opens))
    return [(a, b) for a, b in pairwise(ordered) if a.weekday == b.weekday]


def clock(moment: time | datetime) -> str:
    """A time of the day as people say it: “9am”, “5:30pm”, “midnight”."""
    if (moment.hour, moment.minute) in ((0, 0), (12, 0)):
        return "midnight" if moment.hour == 0 else "noon"
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{(moment.hour - 1) % 12 + 1}{minutes}{'am' if moment.hour < 12 else 'pm'}"

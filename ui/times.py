"""Days and moments as a person reads them: 12.03.2026, today 14:02, 9 days ago."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from fieldapp.domain.clock import Moment
from fieldapp.words import say, say_number, sentence


def day(iso: str) -> str:
    """2026-03-12 as 12.03.2026, 2026-03 as 03.2026; "" for none."""
    return ".".join(reversed(iso[:10].split("-")))


def moment(when: Moment) -> str:
    """The day and the minute where it was written."""
    return f"{when.local:%d.%m.%Y %H:%M}"


def lately(when: Moment, today: date) -> str:
    """today 14:02, yesterday 09:15, 08.03. 16:20."""
    clock, days = f"{when.local:%H:%M}", (today - when.day).days
    if days == 0:
        return say("today {time}", time=clock)
    if days == 1:
        return say("yesterday {time}", time=clock)
    return f"{when.local:%d.%m.} {clock}"


def time_of(iso: str) -> str:
    """The clock of 2026-03-12T16:00, "" where only a day is known."""
    try:
        return f"{datetime.fromisoformat(iso):%H:%M}" if "T" in iso else ""
    except ValueError:
        return ""


def days_ago(days: int) -> str:
    """In words."""
    if days <= 0:
        return say("today")
    return say_number("{number} day ago", "{number} days ago", days)


def month(first: date) -> str:
    """March 2026."""
    return say(_MONTHS[first.month - 1], year=first.year)


_MONTHS: Final = (
    sentence("January {year}"),
    sentence("February {year}"),
    sentence("March {year}"),
    sentence("April {year}"),
    sentence("May {year}"),
    sentence("June {year}"),
    sentence("July {year}"),
    sentence("August {year}"),
    sentence("September {year}"),
    sentence("October {year}"),
    sentence("November {year}"),
    sentence("December {year}"),
)

"""Dates and times inside expressions: read from text, counted in days, written by a pattern.

A date with a time is kept without a zone, as the wall clock of the session's zone shows it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import Final

from fieldapp.forms.expressions.errors import Mismatch
from fieldapp.forms.expressions.values import EPOCH, Value, day_of, part_of_day, to_text
from fieldapp.words import Language, say, sentence

_DATE: Final = re.compile(r"([0-9]{1,4})-([0-9]{1,2})-([0-9]{1,2})")
_TIME: Final = re.compile(
    r"([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:\.([0-9]{0,9}))?)?(Z|[+-][0-9]{1,2}(?::?[0-9]{2})?)?"
)
_DAY_LIMIT: Final = 3_000_000


def read_datetime(text: str, zone: tzinfo) -> date:
    """A date from ISO 8601; with a time it is a datetime. Raises Mismatch."""
    day, divider, clock = text.partition("T")
    found = _DATE.fullmatch(day)
    if found is None:
        raise _no_date(text)
    try:
        when = date(int(found[1]), int(found[2]), int(found[3]))
        return _at_time(when, clock, zone) if divider else when
    except (ValueError, OverflowError) as wrong:
        raise _no_date(text) from wrong


def read_time(text: str, zone: tzinfo) -> time:
    """A time of day from ISO 8601, moved into the zone if it names its own. Raises Mismatch."""
    try:
        return _at_time(EPOCH + timedelta(1), text, zone).time()
    except (ValueError, OverflowError) as wrong:
        raise Mismatch(sentence("“{typed}” is no time of day."), typed=text[:40]) from wrong


def to_date(value: Value, zone: tzinfo, *, keep_time: bool) -> Value:
    """A date from text, from days since 1970 or from a date; no answer stays no answer. Raises Mismatch."""
    match value:
        case bool() | time():
            raise _no_date(to_text(value))
        case float():
            return _from_days(value, zone, keep_time=keep_time)
        case str():
            return read_datetime(value, zone) if value else value
        case date():
            return value if keep_time else day_of(value)


def days(value: Value, zone: tzinfo) -> Value:
    """Days since 1970 with their fraction, counted in UTC. Raises Mismatch."""
    match value:
        case bool() | time():
            raise _no_date(to_text(value))
        case float():
            return value
        case str():
            return days(read_datetime(value, zone), zone) if value else value
        case date():
            return _instant(value, zone).timestamp() / 86_400


def time_part(value: Value, zone: tzinfo) -> Value:
    """The part of the day that has passed at this time: 0.5 at noon. Raises Mismatch."""
    match value:
        case bool():
            raise _no_date(to_text(value))
        case float():
            return value - math.floor(value) if math.isfinite(value) else value
        case str():
            if not value:
                return value
            return part_of_day(read_time(value, zone)) if "T" not in value and ":" in value else _part(value, zone)
        case time():
            return part_of_day(value)
        case date():
            return part_of_day(value.time()) if isinstance(value, datetime) else 0.0


def _part(text: str, zone: tzinfo) -> Value:
    return time_part(read_datetime(text, zone), zone)


def _at_time(day: date, text: str, zone: tzinfo) -> datetime:
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(text)
    fraction = (found[4] or "").ljust(6, "0")[:6]
    when = datetime.combine(day, time(int(found[1]), int(found[2]), int(found[3] or 0), int(fraction)))
    if found[5] is None:
        return when
    return when.replace(tzinfo=_offset(found[5])).astimezone(zone).replace(tzinfo=None)


def _offset(text: str) -> tzinfo:
    if text == "Z":
        return timezone(timedelta())
    digits = text[1:].replace(":", "").rjust(4, "0") if len(text) > 3 else text[1:].rjust(2, "0") + "00"
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _instant(value: date, zone: tzinfo) -> datetime:
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return value.replace(tzinfo=zone)


def _from_days(number: float, zone: tzinfo, *, keep_time: bool) -> Value:
    if math.isnan(number):
        return number
    if abs(number) > _DAY_LIMIT:
        raise _no_date(to_text(number))
    try:
        if not keep_time:
            return EPOCH + timedelta(math.trunc(number))
        utc = datetime.combine(EPOCH, time(), timezone(timedelta())) + timedelta(number)
        return utc.astimezone(zone).replace(tzinfo=None)
    except OverflowError as wrong:
        raise _no_date(to_text(number)) from wrong


def _no_date(text: str) -> Mismatch:
    return Mismatch(sentence("“{typed}” is no date."), typed=text[:40])


_MONTHS: Final = (
    sentence("Jan"),
    sentence("Feb"),
    sentence("Mar"),
    sentence("Apr"),
    sentence("May"),
    sentence("Jun"),
    sentence("Jul"),
    sentence("Aug"),
    sentence("Sep"),
    sentence("Oct"),
    sentence("Nov"),
    sentence("Dec"),
)
_WEEKDAYS: Final = (
    sentence("Mon"),
    sentence("Tue"),
    sentence("Wed"),
    sentence("Thu"),
    sentence("Fri"),
    sentence("Sat"),
    sentence("Sun"),
)
_PARTS: Final[Mapping[str, Callable[[datetime], str]]] = {
    "Y": lambda when: f"{when.year:04}",
    "y": lambda when: f"{when.year % 100:02}",
    "m": lambda when: f"{when.month:02}",
    "n": lambda when: f"{when.month}",
    "d": lambda when: f"{when.day:02}",
    "e": lambda when: f"{when.day}",
    "H": lambda when: f"{when.hour:02}",
    "h": lambda when: f"{when.hour}",
    "M": lambda when: f"{when.minute:02}",
    "S": lambda when: f"{when.second:02}",
    "3": lambda when: f"{when.microsecond // 1000:03}",
    "W": lambda when: f"{when.isocalendar().week}",
}


def _written(letter: str, when: datetime, language: Language) -> str:
    match letter:
        case "%":
            return "%"
        case "b":
            return say(_MONTHS[when.month - 1], language=language)
        case "a":
            return say(_WEEKDAYS[when.weekday()], language=language)
        case _:
            return _PARTS[letter](when)


def check_pattern(pattern: str) -> None:
    """Raises Mismatch for a letter after % that means nothing."""
    for letter in re.findall(r"%(.?)", pattern.replace("%%", ""), re.DOTALL):
        if letter not in _PARTS and letter not in {"a", "b"}:
            raise Mismatch(sentence("“%{letter}” is no part of a date."), letter=letter)


def write_date(value: Value, pattern: str, zone: tzinfo, language: Language) -> str:
    """The date by a pattern such as "%d.%m.%Y"; "" for no answer. Raises Mismatch."""
    check_pattern(pattern)
    if isinstance(value, time):
        value = datetime.combine(EPOCH, value)
    when = to_date(value, zone, keep_time=True)
    if not isinstance(when, date):
        return ""
    full = when if isinstance(when, datetime) else datetime.combine(when, time())
    return re.sub(r"%(.)", lambda found: _written(found[1], full, language), pattern, flags=re.DOTALL)

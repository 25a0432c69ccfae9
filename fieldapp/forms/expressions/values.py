"""What an expression works with, and how one sort of value becomes another: as JavaRosa does it.

A value is a number, a text, true or false, a date (with or without the time) or a time of day. No answer is "".
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Final

from fieldapp.forms.expressions.errors import Mismatch
from fieldapp.words import sentence

Value = float | str | bool | date | time

NAN: Final = math.nan
#: Two numbers nearer than this are equal.
NEAR: Final = 1e-12
EPOCH: Final = date(1970, 1, 1)
_NUMBER: Final = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DAY_SECONDS: Final = 86_400


def to_number(value: Value) -> float:
    """True is 1, a date its days since 1970 (without the time), a time of day its part of the day, no number NaN."""
    match value:
        case bool():
            return 1.0 if value else 0.0
        case float():
            return value
        case str():
            plain = value.replace(",", ".").strip()
            return float(plain) if _NUMBER.fullmatch(plain) else NAN
        case date():
            return float(day_of(value).toordinal() - EPOCH.toordinal())
        case time():
            return part_of_day(value)


def to_text(value: Value) -> str:
    """A number without needless digits, a date as 2026-03-12 (without the time), true or false as a word."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            return number_text(value)
        case date():
            return day_of(value).isoformat()
        case time():
            return value.isoformat(timespec="minutes" if not (value.second or value.microsecond) else "auto")


def to_bool(value: Value) -> bool:
    """No answer, nought and what is no number are false; any other text ("false" too), any date is true."""
    match value:
        case bool():
            return value
        case float():
            return abs(value) > NEAR
        case str():
            return bool(value)
        case _:
            return True


def number_text(number: float) -> str:
    """All digits, never an exponent: 5, 0.5, 12345678901."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if abs(number) < NEAR:
        return "0"
    if number.is_integer():
        return str(int(number))
    nearest = round(number)
    if abs(number - nearest) < NEAR:
        return str(nearest)
    text = repr(number)
    return text if "e" not in text else f"{number:.20f}".rstrip("0")


def to_whole(value: Value) -> float:
    """The number without its fraction, towards nought."""
    number = to_number(value)
    return math.copysign(math.trunc(number), number) if math.isfinite(number) else number


def to_index(value: Value) -> int:
    """The number as a count; no number is 0."""
    number = to_number(value)
    if math.isnan(number):
        return 0
    return int(max(-2e9, min(2e9, number)))


def equal(one: Value, other: Value) -> bool:
    """As booleans if one is a boolean, else as numbers if one is a number, else as texts."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    if isinstance(one, bool) or isinstance(other, bool):
        return to_bool(one) == to_bool(other)
    if isinstance(one, float) or isinstance(other, float):
        return abs(to_number(one) - to_number(other)) < NEAR
    return to_text(one) == to_text(other)


def same(one: Value | None, other: Value | None) -> bool:
    """Whether nothing that reads this value could notice the difference."""
    return type(one) is type(other) and (one == other or (one != one and other != other))  # noqa: PLR0124 - NaN


def is_empty(value: Value) -> bool:
    """No answer, or a number that is none."""
    return value == "" if isinstance(value, str) else isinstance(value, float) and math.isnan(value)


def day_of(value: date) -> date:
    """The day of a date with or without a time."""
    return value.date() if isinstance(value, datetime) else value


def part_of_day(value: time) -> float:
    """0.5 is noon."""
    seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    return seconds / _DAY_SECONDS


def the_one(values: Sequence[Value]) -> Value:
    """The value of a reference that should meet one answer. Raises Mismatch if it meets several."""
    if len(values) > 1:
        raise Mismatch(sentence("This question is asked in several rows: say which, with indexed-repeat()."))
    return values[0] if values else ""

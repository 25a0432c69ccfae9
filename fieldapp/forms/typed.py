"""Answers as they are kept, each in one way ("27", "12.5", "2026-04-03"), and what expressions see of them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Final

from fieldapp.domain.answers import Answer, Foreign, Special
from fieldapp.domain.attachments import attachment_in, name_in
from fieldapp.errors import Mistake
from fieldapp.forms.expressions.dates import read_datetime, read_time
from fieldapp.forms.expressions.errors import ExpressionWrong
from fieldapp.forms.expressions.values import EPOCH, Value, is_empty, to_text, to_whole
from fieldapp.forms.model import ATTACHED, Kind, Question
from fieldapp.forms.ranges import MalformedRange, range_of
from fieldapp.words import Sentence, sentence

#: The longest answer, in characters: a narrative of 20 pages.
LENGTH_LIMIT: Final = 50_000
#: The one answer to a question that asks only to be acknowledged, as ODK keeps it.
ACKNOWLEDGED: Final = "OK"


class NotAnAnswer(Mistake):
    """The question cannot take this as an answer; her text stays in the field."""


_INTEGER: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,12})?")
_TIME: Final = re.compile(
    r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)
_COORDINATE: Final = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,20})?")
_PARTIAL: Final = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")
#: What to say when an answer is not of its question's kind.
WANTED: Final[Mapping[Kind, str]] = {
    Kind.INTEGER: sentence("Type a whole number, such as 27."),
    Kind.DECIMAL: sentence("Type a number, such as 12 or 12.5."),
    Kind.DATE: sentence("Type a date as day, month, year: 03.04.2026."),
    Kind.TIME: sentence("Type a time as hours and minutes: 09:30."),
    Kind.DATETIME: sentence("Type a date and a time: 03.04.2026 09:30."),
    Kind.ACKNOWLEDGE: sentence("Type “yes”, or leave it empty."),
    Kind.GEOPOINT: sentence("Type latitude and longitude: 42.8746 74.5698."),
    Kind.RANK: sentence("Put all choices in order, each once."),
}


def wanted(question: Question) -> Sentence:
    """What to say when an answer is not of its question's kind."""
    if question.kind is Kind.DATE and "year" in question.looks:
        return Sentence(sentence("Type a year: 2026."))
    if question.kind is Kind.DATE and "month-year" in question.looks:
        return Sentence(sentence("Type a month and a year: 04.2026."))
    if question.kind is Kind.RANGE:
        numbers = range_of(question.parameters)
        text = sentence("Type a number from {low} to {high}, in steps of {step}.")
        return Sentence(text, {"low": numbers.low, "high": numbers.high, "step": numbers.step})
    other = WANTED.get(question.kind, sentence("This cannot be the answer to this question."))
    return Sentence(other)


def check_answer(question: Question, answer: Answer) -> None:
    """Raises NotAnAnswer for what this question can never be answered with, whatever the rules of the form."""
    if isinstance(answer, Foreign):
        raise NotAnAnswer(sentence("This answer was written by a newer program. It is kept, but cannot be given here."))
    if isinstance(answer, Special):
        if answer not in question.specials:
            raise NotAnAnswer(sentence("This question needs an answer of its own."))
    elif len(answer) > LENGTH_LIMIT:
        raise NotAnAnswer(sentence("This text is too long for one answer. Divide it."))
    elif not well_formed(question, answer):
        raise NotAnAnswer(wanted(question))


def well_formed(question: Question, answer: str) -> bool:
    """Whether the text is of the question's kind, in the one way in which it is kept."""
    if question.partial and _PARTIAL.fullmatch(answer):
        return True
    if question.kind is Kind.RANGE:
        return _is_in_range(question.parameters, answer)
    return answer != "" and _FORMS.get(question.kind, bool)(answer)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_instant(text: str) -> bool:
    day, _, clock = text.partition("T")
    return _is_day(day) and _TIME.fullmatch(clock) is not None


def _is_in_range(parameters: Mapping[str, str], text: str) -> bool:
    try:
        return _DECIMAL.fullmatch(text) is not None and range_of(parameters).has(Decimal(text))
    except MalformedRange:
        return False


def _is_place(text: str) -> bool:
    """Latitude, longitude, and perhaps height and how exact, in metres."""
    numbers = text.split(" ")
    if not 2 <= len(numbers) <= 4 or not all(map(_COORDINATE.fullmatch, numbers)):
        return False
    latitude, longitude, *rest = map(float, numbers)
    return abs(latitude) <= 90 and abs(longitude) <= 180 and (len(rest) < 2 or rest[1] >= 0)


_FORMS: Final[Mapping[Kind, Callable[[str], bool]]] = {
    Kind.INTEGER: lambda text: _INTEGER.fullmatch(text) is not None,
    Kind.DECIMAL: lambda text: _DECIMAL.fullmatch(text) is not None,
    Kind.DATE: _is_day,
    Kind.TODAY: _is_day,
    Kind.TIME: lambda text: _TIME.fullmatch(text) is not None,
    Kind.DATETIME: _is_instant,
    Kind.START: _is_instant,
    Kind.END: _is_instant,
    Kind.IMAGE: lambda text: attachment_in(text) is not None,
    Kind.FILE: lambda text: attachment_in(text) is not None,
    Kind.SELECT_ONE: lambda text: text.strip() == text,
    Kind.SELECT_MULTIPLE: lambda text: " ".join(dict.fromkeys(text.split())) == text,
    Kind.RANK: lambda text: " ".join(dict.fromkeys(text.split())) == text,
    Kind.ACKNOWLEDGE: lambda text: text == ACKNOWLEDGED,
    Kind.GEOPOINT: _is_place,
}


def value_of(question: Question, answer: Answer | None, zone: tzinfo) -> Value:
    """The answer as expressions see it. A special answer is no answer; a date without a day is its first day."""
    if not isinstance(answer, str):
        return ""
    read = _VALUES.get(question.kind)
    if read is None:
        return answer
    try:
        return read(answer, zone)
    except ExpressionWrong:
        return answer


def _number(answer: str, _: tzinfo) -> Value:
    return float(answer) if _DECIMAL.fullmatch(answer) else answer


def _name(answer: str, _: tzinfo) -> Value:
    """A file is its name to an expression; its key is nothing to count with."""
    return name_in(answer)


def _first_day(answer: str, zone: tzinfo) -> Value:
    return read_datetime(answer + "-01-01"[len(answer) - 10 :] if _PARTIAL.fullmatch(answer) else answer, zone)


_VALUES: Final[Mapping[Kind, Callable[[str, tzinfo], Value]]] = {
    Kind.INTEGER: _number,
    Kind.DECIMAL: _number,
    Kind.RANGE: _number,
    Kind.DATE: _first_day,
    Kind.TODAY: _first_day,
    Kind.DATETIME: read_datetime,
    Kind.START: read_datetime,
    Kind.END: read_datetime,
    Kind.TIME: read_time,
    Kind.IMAGE: _name,
    Kind.FILE: _name,
}


def fitted(question: Question, value: Value) -> Value:
    """What an expression gave, as a value of this question's kind; days since 1970 make a date."""
    if is_empty(value):
        return ""
    match question.kind, value:
        case Kind.INTEGER, float():
            return to_whole(value)
        case Kind.DATE, float() | datetime():
            return _day(value)
        case Kind.TIME, datetime():
            return value.time()
        case ((Kind.SELECT_ONE | Kind.SELECT_MULTIPLE | Kind.RANK), _):
            return to_text(value)
        case _:
            return value


def _day(value: float | datetime) -> Value:
    if isinstance(value, datetime):
        return value.date()
    try:
        return EPOCH + timedelta(math.trunc(value))
    except OverflowError:
        return value


def answer_from(question: Question, value: Value) -> str | None:
    """What an expression gave, as an answer of this question's kind; None for nothing."""
    fit = fitted(question, value)
    if is_empty(fit) or (question.kind in ATTACHED and attachment_in(to_text(fit)) is None):
        return None  # a name makes no file
    if isinstance(fit, datetime):
        return fit.isoformat(timespec="seconds" if fit.second or fit.microsecond else "minutes")
    return to_text(fit)

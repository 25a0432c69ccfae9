"""An answer as a cell of a table: a number as a number, a day as a day, everything else as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from fieldapp.domain.answers import Answer, Foreign, Special
from fieldapp.domain.attachments import name_in
from fieldapp.exports.wishes import Wishes
from fieldapp.forms.model import CHOOSING, Form, Kind, Question
from fieldapp.forms.showing import shown

Cell = str | int | Decimal | date | datetime | time | None
#: Makes a cell of an answer.
Read = Callable[[Answer | None], Cell]

#: Spreadsheets keep 15 digits of a number: what has more (a number on a card) stays text, or digits would be lost.
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_DIGITS: Final = 15
#: So begins an answer that names a file, and holds its key.
_ATTACHED: Final = "attachment"


def reader_for(form: Form, question: Question, wishes: Wishes) -> Read:
    """What makes cells of the answers to this question."""
    read = _reader_of_text(form, question, wishes)

    def cell(answer: Answer | None) -> Cell:
        if isinstance(answer, str):
            return read(keyless(answer))
        return None if answer is None else _unusual(form, question, wishes, answer)

    return cell


def chosen_reader(name: str) -> Read:
    """1 where this choice is among those chosen, 0 where others are, nothing where nothing was chosen."""

    def cell(answer: Answer | None) -> Cell:
        return int(name in answer.split()) if isinstance(answer, str) else None

    return cell


def place_reader(part: int) -> Read:
    """One of the four numbers of a place: latitude, longitude, altitude, accuracy."""

    def cell(answer: Answer | None) -> Cell:
        parts = keyless(answer).split() if isinstance(answer, str) else ()
        return number(parts[part]) if part < len(parts) else None

    return cell


def keyless(answer: str) -> str:
    """Of an attached file its name. Whatever the question is for by now: it may have been one for files before."""
    return name_in(answer) if answer.startswith(_ATTACHED) else answer


def number(text: str) -> Cell:
    """As a number where none of its digits would be lost."""
    if not _NUMBER.fullmatch(text) or (len(text) > _DIGITS and sum(map(str.isdigit, text)) > _DIGITS):
        return text
    return Decimal(text) if "." in text else int(text)


def _reader_of_text(form: Form, question: Question, wishes: Wishes) -> Callable[[str], Cell]:
    if question.kind in CHOOSING and wishes.answers:
        return _reader_of_choices(form, question, wishes)
    return _READERS.get(question.kind, _text)


def _reader_of_choices(form: Form, question: Question, wishes: Wishes) -> Callable[[str], Cell]:
    words: Mapping[str, str] = {
        choice.name: choice.label.said(wishes.language, form.default_language) or choice.name
        for choice in form.lists.get(question.choices, ())
    }

    def one(answer: str) -> Cell:
        return words.get(answer, answer)

    def several(answer: str) -> Cell:
        return "; ".join(words.get(name, name) for name in answer.split())

    return one if question.kind is Kind.SELECT_ONE else several


def _unusual(form: Form, question: Question, wishes: Wishes, answer: Special | Foreign) -> Cell:
    """What a newer program wrote is told of and not copied: nobody knows what it holds, a key perhaps."""
    if isinstance(answer, Special) and not wishes.answers:
        return answer.value
    return shown(form, question, answer, wishes.language)


def _text(answer: str) -> Cell:
    return answer


def _day(answer: str) -> Cell:
    """A day of which only the year or month is known stays text."""
    try:
        return date.fromisoformat(answer)
    except ValueError:
        return answer


def _instant(answer: str) -> Cell:
    """By the clock on the wall where it was written down: spreadsheets know no zones."""
    try:
        return datetime.fromisoformat(answer).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return answer


def _clock(answer: str) -> Cell:
    try:
        return time.fromisoformat(answer).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return answer


_READERS: Final[Mapping[Kind, Callable[[str], Cell]]] = {
    Kind.INTEGER: number,
    Kind.DECIMAL: number,
    Kind.RANGE: number,
    Kind.CALCULATE: number,
    Kind.DATE: _day,
    Kind.TODAY: _day,
    Kind.DATETIME: _instant,
    Kind.START: _instant,
    Kind.END: _instant,
    Kind.TIME: _clock,
}

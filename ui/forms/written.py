"""Questions answered by typing: text, numbers, days and times, places on the earth, what a scanner reads."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.answers import Answer, Foreign
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Kind, Question
from fieldapp.forms.places import Place
from fieldapp.forms.ranges import range_of
from fieldapp.forms.showing import shown_text
from fieldapp.words import Sentence
from ui.forms.control import Control
from ui.forms.reading import Reads, Today, Writes
from ui.widgets.calendar import DayLine
from ui.widgets.lines import ReadLine, TextArea, TextLine

#: Widths of narrow controls, beside which their error stands.
_WIDTHS: Final = {
    Kind.INTEGER: 110,
    Kind.DECIMAL: 130,
    Kind.RANGE: 110,
    Kind.DATE: 250,
    Kind.TIME: 110,
    Kind.DATETIME: 290,
}
_LINES: Final = frozenset({Kind.TEXT, Kind.BARCODE})


def is_multiline(question: Question) -> bool:
    """Whether Enter belongs to the text."""
    return question.kind is Kind.TEXT and "multiline" in question.looks


class TextControl(Control):
    """Takes what is typed as it is. A scanner types, too, and ends with Enter."""

    def __init__(self, session: FormSession, question: Question, place: Place) -> None:
        super().__init__(session, question, place)
        name = str(place.field)
        self._line: TextLine | TextArea = TextArea(name) if is_multiline(question) else TextLine(name)
        self._line.changed.connect(self.answered)
        self._line.refused.connect(self.refused)
        if self.looks("numbers"):
            self.width = 240

    @property
    def widget(self) -> QWidget:
        return self._line

    def show(self, answer: Answer | None) -> None:
        self._line.show_value(answer if isinstance(answer, str) else None)
        if isinstance(answer, Foreign) and isinstance(self._line, TextLine):
            self._line.setText(answer.json)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  # a state, as in Qt
        """Text can still be selected and copied."""
        self._line.setReadOnly(read_only)


class ReadControl(Control):
    """Reads what is typed; what cannot be read is said when the question is left."""

    def __init__(self, session: FormSession, question: Question, place: Place, today: Today) -> None:
        super().__init__(session, question, place)
        self.width = 240 if question.phone else _WIDTHS.get(question.kind, 0)
        if self.looks("year"):
            self.width = 110
        self._line = ReadLine(Reads(question, today), Writes(question), name=str(place.field))
        self._line.changed.connect(self.answered)
        self._line.misread.connect(self.misread)
        self._line.refused.connect(self.refused)

    @property
    def widget(self) -> QWidget:
        return self._line

    @property
    def wrong(self) -> Sentence | None:
        return self._line.wrong

    def settle(self) -> None:
        self._line.settle()

    def show(self, answer: Answer | None) -> None:
        self._line.show_value(answer if isinstance(answer, str) else None)
        if isinstance(answer, Foreign):
            self._line.setText(answer.json)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  # a state, as in Qt
        """Text can still be selected and copied."""
        self._line.setReadOnly(read_only)


class RangeControl(ReadControl):
    """A number between two ends, which stand beside it."""

    def __init__(self, session: FormSession, question: Question, place: Place, today: Today) -> None:
        super().__init__(session, question, place, today)
        numbers = range_of(question.parameters)
        values = {"low": numbers.low, "high": numbers.high, "step": numbers.step}
        plain = Sentence("from {low} to {high}", values)
        self.unit = plain if numbers.step == 1 else Sentence("from {low} to {high}, in steps of {step}", values)


class DayControl(ReadControl):
    """A day, typed or pointed at in a calendar; of a date with a time the time is typed after it."""

    def __init__(self, session: FormSession, question: Question, place: Place, today: Today) -> None:
        super().__init__(session, question, place, today)
        self._whole = DayLine(self._line, today)
        self._whole.picked.connect(self._on_picked)

    @property
    def widget(self) -> QWidget:
        return self._whole

    def show(self, answer: Answer | None) -> None:
        super().show(answer)
        self._whole.day = None
        if isinstance(answer, str):
            with suppress(ValueError):
                self._whole.day = date.fromisoformat(answer[:10])

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  # a state, as in Qt
        super().set_read_only(read_only)
        self._whole.button.setVisible(not read_only)

    @Slot(object)
    def _on_picked(self, day: date) -> None:
        words = shown_text(Kind.DATE, day.isoformat())
        if self.question.kind is Kind.DATETIME:
            _, _, clock = self._line.text().strip().partition(" ")
            self._line.type_in(f"{words} {clock}")
        else:
            self._line.type_in(words)
            self._line.settle()
        self._whole.day = day
        self._line.setFocus()


def written(session: FormSession, question: Question, place: Place, today: Today) -> Control:
    """The control of a question that is answered by typing."""
    if question.kind in _LINES and not question.phone:
        return TextControl(session, question, place)
    if question.kind is Kind.RANGE:
        return RangeControl(session, question, place, today)
    if question.kind in {Kind.DATE, Kind.DATETIME} and "year" not in question.looks:
        return DayControl(session, question, place, today)
    return ReadControl(session, question, place, today)

"""Which control a question gets, and how an answer gets into it and out of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.answers import Answer, Foreign
from fieldapp.domain.names import fold_name
from fieldapp.forms.model import SELECTS, Choice, Kind, Question
from fieldapp.forms.places import Place
from fieldapp.forms.session import FormSession
from fieldapp.words import Sentence
from ui.forms.reading import Reads, Today, Writes
from ui.widgets.choices import ChoiceList, Option
from ui.widgets.lines import ReadLine, TextArea, TextLine
from ui.widgets.search_choice import SearchChoice

#: So many choices stand under one another; more are searched.
MOST_LISTED: Final = 7
#: Widths of narrow controls, beside which their error stands.
_WIDTHS: Final = {
    Kind.INTEGER: 110,
    Kind.DECIMAL: 130,
    Kind.DATE: 150,
    Kind.TIME: 110,
    Kind.DATETIME: 200,
}

Typed = TextLine | TextArea | ReadLine
Picked = ChoiceList | SearchChoice


def width_of(question: Question) -> int:
    """The width of its control in pixels, 0 for the whole column."""
    return 240 if question.phone else _WIDTHS.get(question.kind, 0)


class _Names:
    """Says a choice's name when it is asked for."""

    def __init__(self, session: FormSession, place: Place, choices: Mapping[str, Choice]) -> None:
        self._session, self._place, self._choices = session, place, choices

    def __call__(self, value: str) -> str:
        choice = self._choices.get(value)
        return value if choice is None else self._session.text(self._place, choice.label) or value


class Control(QObject):
    """One control and its question. `answered` tells a text, or None when the answer was taken back."""

    answered = Signal(object)
    #: A Sentence about what cannot be read, or None.
    misread = Signal(object)

    def __init__(self, session: FormSession, question: Question, place: Place, today: Today) -> None:
        super().__init__()
        self._session = session
        self._question = question
        self._place = place
        self._typed: Typed | None = None
        self._picked: Picked | None = None
        self._today = today
        self._offered: tuple[tuple[Choice, ...], str] = ((), "")
        if question.kind in SELECTS:
            self._picked = self._picker()
            self._picked.chosen.connect(self._on_chosen)
        else:
            self._typed = self._line()
            self._typed.changed.connect(self.answered)

    @property
    def widget(self) -> QWidget:
        """What is shown."""
        found: QWidget | None = self._typed if self._typed is not None else self._picked
        assert found is not None
        return found

    @property
    def wrong(self) -> Sentence | None:
        """What is wrong with text that cannot be read."""
        return self._typed.wrong if isinstance(self._typed, ReadLine) else None

    def settle(self) -> None:
        """Read what stands there as final."""
        if isinstance(self._typed, ReadLine):
            self._typed.settle()

    def offer(self) -> None:
        """Show the choices that the question has now."""
        if self._picked is None:
            return
        found = self._session.choices(self._place)
        if isinstance(self._picked, ChoiceList):
            self._picked.offer([Option(choice.name, self._words(choice)) for choice in found])
        elif (found, self._session.language) != self._offered:
            self._offered = found, self._session.language
            named = {choice.name: choice for choice in found}
            self._picked.offer_named(list(named), _Names(self._session, self._place, named))

    def _words(self, choice: Choice) -> str:
        return self._session.text(self._place, choice.label) or choice.name

    def show(self, answer: Answer | None) -> None:
        """Show this answer, without telling it."""
        text = answer if isinstance(answer, str) else None
        if self._picked is not None:
            many = self._question.kind is Kind.SELECT_MULTIPLE
            self._picked.show_values(text.split() if many and text else [text] if text else [])
        elif self._typed is not None:
            self._typed.show_value(text)
            if isinstance(answer, Foreign) and not isinstance(self._typed, TextArea):
                self._typed.setText(answer.json)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  # a state, as in Qt
        """Whether it can be changed; text can still be selected and copied."""
        if self._typed is not None:
            self._typed.setReadOnly(read_only)
        else:
            self.widget.setEnabled(not read_only)

    def _picker(self) -> Picked:
        question, name = self._question, str(self._place.field)
        many = question.kind is Kind.SELECT_MULTIPLE
        searched = {"minimal", "autocomplete", "search"} & set(question.appearance.split())
        listed = self._session.form.lists.get(question.choices, ())
        if searched or len(listed) > MOST_LISTED:
            return SearchChoice(many=many, fold=fold_name, name=name)
        return ChoiceList(many=many, name=name)

    def _line(self) -> Typed:
        question, name = self._question, str(self._place.field)
        if question.kind is Kind.TEXT and not question.phone:
            return TextArea(name) if "multiline" in question.appearance.split() else TextLine(name)
        line = ReadLine(Reads(question, self._today), Writes(question), name=name)
        line.misread.connect(self.misread)
        return line

    @Slot(tuple)
    def _on_chosen(self, values: tuple[str, ...]) -> None:
        self.answered.emit(" ".join(values) or None)

"""A number of a short range as a scale of buttons, where the form asks for a rating or a picker."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.answers import Answer
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Question
from fieldapp.forms.places import Place
from fieldapp.forms.ranges import range_of
from ui.forms.control import Control
from ui.widgets.choices import ChoiceList, Lie, Option

#: So many buttons stand in a line.
_MOST: Final = 11


class ScaleControl(Control):
    """Picked like choices; a digit picks itself, where the scale begins at 1."""

    def __init__(self, session: FormSession, question: Question, place: Place) -> None:
        super().__init__(session, question, place)
        steps = [Option(step, step) for step in _steps(question)]
        self._scale = ChoiceList(steps, name=str(place.field), lie=Lie.SCALE)
        self._scale.chosen.connect(self._on_chosen)

    @property
    def widget(self) -> QWidget:
        return self._scale

    def show(self, answer: Answer | None) -> None:
        self._scale.show_values([answer] if isinstance(answer, str) else [])

    @Slot(tuple)
    def _on_chosen(self, values: tuple[str, ...]) -> None:
        self.answered.emit(values[0] if values else None)


def is_scale(question: Question) -> bool:
    """Whether the form asks for buttons, and they are few enough."""
    return not question.looks.isdisjoint({"rating", "picker"}) and len(_steps(question)) <= _MOST


def _steps(question: Question) -> list[str]:
    """The numbers of the range as they are kept, from the first on; one more than a scale can have at most."""
    numbers = range_of(question.parameters)
    step = numbers.step if numbers.start <= numbers.end else -numbers.step
    every = (numbers.start + step * count for count in range(_MOST + 1))
    return [f"{number.normalize():f}" for number in every if numbers.has(number)]

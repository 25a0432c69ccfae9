"""A question that is answered with a tick: she confirms what stands above it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.answers import Answer
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Question
from fieldapp.forms.places import Place
from fieldapp.forms.typed import ACKNOWLEDGED
from fieldapp.words import Sentence
from ui.forms.control import Control
from ui.widgets.choices import ChoiceList, Option


class ConfirmControl(Control):
    """One check box."""

    def __init__(self, session: FormSession, question: Question, place: Place) -> None:
        super().__init__(session, question, place)
        self._tick = ChoiceList([Option(ACKNOWLEDGED, Sentence("I confirm this"))], many=True, name=str(place.field))
        self._tick.chosen.connect(self._on_chosen)

    @property
    def widget(self) -> QWidget:
        return self._tick

    def show(self, answer: Answer | None) -> None:
        self._tick.show_values([ACKNOWLEDGED] if isinstance(answer, str) else [])

    @Slot(tuple)
    def _on_chosen(self, values: tuple[str, ...]) -> None:
        self.answered.emit(ACKNOWLEDGED if values else None)

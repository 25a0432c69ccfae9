"""What every control of a question is to its frame: something shown, that tells an answer and takes one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.domain.answers import Answer
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Choice, Question
from fieldapp.forms.places import Place
from fieldapp.words import Sentence
from ui.forms.wording import plainly
from ui.widgets.said import Words


class Control(QObject):
    """One control and its question. Each kind of control says below how it differs from one that offers nothing.

    `widget`: what is shown. `width`: of a narrow one in pixels, 0 for one as wide as the column. `unit`: what stands
    beside it. `answered` tells a text, or None when the answer was taken back.
    """

    answered = Signal(object)
    #: A Sentence about what cannot be read, or None.
    misread = Signal(object)
    #: A Sentence about what was put in and not taken.
    refused = Signal(object)
    #: She has answered and goes on by herself.
    passed = Signal()

    def __init__(self, session: FormSession, question: Question, place: Place) -> None:
        super().__init__()
        self.session = session
        self.question = question
        self.place = place
        self.width = 0
        self.unit: Words = ""

    @property
    def widget(self) -> QWidget:
        """What is shown."""
        raise NotImplementedError

    @property
    def wrong(self) -> Sentence | None:
        """What is wrong with text that cannot be read."""
        return None

    def settle(self) -> None:
        """Read what stands there as final."""

    def offer(self) -> None:
        """Show the choices, or other words, that the question has now."""

    def show(self, answer: Answer | None) -> None:
        """Show this answer, without telling it."""
        raise NotImplementedError

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  # a state, as in Qt
        """Whether it can be changed."""
        self.widget.setEnabled(not read_only)

    def words_of(self, choice: Choice) -> str:
        """How a choice reads here."""
        return plainly(self.session.text(self.place, choice.label)) or choice.name

    def looks(self, *names: str) -> bool:
        """Whether the form asks for one of these appearances."""
        return not self.question.looks.isdisjoint(names)

"""One question on the page: its frame, its control, and what the session says of it now."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.answers import Foreign, Special
from fieldapp.errors import Mistake
from fieldapp.forms.model import SELECTS, Kind, Question
from fieldapp.forms.places import Place, State, Touched
from fieldapp.forms.session import FormSession
from fieldapp.words import Sentence
from ui.forms.controls import Control, width_of
from ui.forms.reading import Today
from ui.widgets.field import Field
from ui.widgets.said import Label, show_if


class Note(Label):
    """Words of the form between questions."""

    def __init__(self, session: FormSession, place: Place) -> None:
        super().__init__()
        self._session = session
        self.place = place
        self.refresh()

    def refresh(self) -> None:
        """Look again at what the session says."""
        show_if(self, self._session.state(self.place).relevant)
        hint = self._session.hint(self.place)
        self.say("\n".join(part for part in (self._session.label(self.place), hint) if part))


class QuestionField(Field):
    """Tells each answer to the session at once; says what is wrong once the question was left."""

    #: What the session says may look different now.
    touched = Signal(object)

    def __init__(
        self, session: FormSession, question: Question, place: Place, *, today: Today, read_only: bool = False
    ) -> None:
        self.place = place
        self.question = question
        self._session = session
        self._read_only = read_only
        self._was_left = False
        self._refused: Sentence | None = None
        self.control_of = Control(session, question, place, today)
        super().__init__(
            session.label(place),
            self.control_of.widget,
            hint=session.hint(place),
            width=width_of(question),
            specials=question.specials,
        )
        self.setObjectName(f"question={place.field}")
        self.control_of.answered.connect(self._on_answered)
        self.control_of.misread.connect(self._on_misread)
        self.special_picked.connect(self._on_special_picked)
        self.refresh()

    def refresh(self) -> None:
        """Look again at what the session says: words, choices, answer, what is wrong."""
        state = self._session.state(self.place)
        show_if(self, state.relevant)
        if not state.relevant:
            return
        self.say_label(self._session.label(self.place), self._session.hint(self.place))
        self.control_of.offer()
        special = state.answer if isinstance(state.answer, Special) else None
        self.show_special(special)
        if special is None:
            self.control_of.show(state.answer)
        locked = self._read_only or state.read_only or isinstance(state.answer, Foreign) or self.question.calculated
        self.control_of.set_read_only(locked)
        self.set_read_only(locked)
        self._show_wrong(state)

    def leave(self) -> None:
        """She went on: from now on what is wrong is said."""
        self.control_of.settle()
        self._was_left = True
        self._show_wrong(self._session.state(self.place))

    @property
    def standing_wrong(self) -> str:
        """What keeps the record from being saved, "" if nothing does."""
        if self.control_of.wrong is not None:
            return self.control_of.wrong.said()
        if self._refused is not None:
            return self._refused.said()
        state = self._session.state(self.place)
        return state.error if state.relevant else ""

    def _show_wrong(self, state: State) -> None:
        unread = self.control_of.wrong or self._refused
        shown = self._was_left or self.question.kind in SELECTS
        self.say_wrong(unread if unread is not None else state.error if shown else "")
        self.say_unlikely(state.unlikely if shown and not state.error and unread is None else "")

    def _set(self, answer: str | Special | None) -> None:
        try:
            touched = self._session.set(self.place, answer)
        except Mistake as mistake:
            self._refused = mistake.sentence
            self._was_left = True
            touched = Touched(frozenset({self.place}))
        else:
            self._refused = None
        self._show_wrong(self._session.state(self.place))
        self.touched.emit(touched)

    @Slot(object)
    def _on_answered(self, answer: str | None) -> None:
        self._set(answer)

    @Slot(object)
    def _on_misread(self, wrong: Sentence | None) -> None:
        if wrong is not None:
            self._was_left = True
        self._show_wrong(self._session.state(self.place))

    @Slot(object)
    def _on_special_picked(self, special: Special | None) -> None:
        self._set(special)


def is_multiline(question: Question) -> bool:
    """Whether Enter belongs to the text."""
    return question.kind is Kind.TEXT and "multiline" in question.appearance.split()


def question_of(widget: QWidget | None) -> QuestionField | None:
    """The question that this is a part of."""
    while widget is not None and not isinstance(widget, QuestionField):
        widget = widget.parentWidget()
    return widget

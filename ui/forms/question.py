"""One question on the page: its frame, its control, and what the session says of it now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.answers import Foreign, Special
from fieldapp.domain.ids import RecordId
from fieldapp.errors import Mistake
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import CHOOSING, Question
from fieldapp.forms.places import Place, State, Touched
from fieldapp.words import Sentence
from ui.forms.controls import control_for
from ui.forms.reading import Today
from ui.forms.wording import plainly
from ui.widgets.choices import ChoiceList
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
        parts = (self._session.label(self.place), self._session.hint(self.place))
        self.say("\n".join(plainly(part) for part in parts if part))


class QuestionField(Field):
    """Tells each answer to the session at once; says what is wrong once the question was left."""

    #: What the session says may look different now.
    touched = Signal(object)
    #: She answered and goes on by herself.
    passed = Signal()

    def __init__(  # all but the first three by name
        self,
        session: FormSession,
        question: Question,
        place: Place,
        *,
        today: Today,
        read_only: bool = False,
        aside: int = 0,
    ) -> None:
        """`aside`: it is a line of a grid, and its label has this width."""
        self.place = place
        self.question = question
        self._session = session
        self._read_only = read_only
        self._was_left = False
        self._refused: Sentence | None = None
        self.control_of = control_for(session, question, place, today, grid=bool(aside))
        super().__init__(
            "",
            self.control_of.widget,
            unit=self.control_of.unit,
            width=self.control_of.width,
            specials=question.specials,
            aside=aside,
        )
        self.setObjectName(f"question={place.field}")
        self.control_of.answered.connect(self._on_answered)
        self.control_of.misread.connect(self._on_misread)
        self.control_of.refused.connect(self._on_refused)
        self.control_of.passed.connect(self.passed)
        self.special_picked.connect(self._on_special_picked)
        self.refresh()

    def take_row(self, row: RecordId | None) -> None:
        """Ask the same in another row, as if for the first time."""
        self.place = self.control_of.place = Place(row, self.place.field)
        self._was_left = False
        self._refused = None

    def refresh(self) -> None:
        """Look again at what the session says: words, choices, answer, what is wrong."""
        state = self._session.state(self.place)
        show_if(self, state.relevant)
        if not state.relevant:
            return
        self._say_words(state)
        self.control_of.offer()
        special = state.answer if isinstance(state.answer, Special) else None
        self.show_special(special)
        if special is None:
            self.control_of.show(state.answer)
        locked = self._read_only or state.read_only or isinstance(state.answer, Foreign) or self.question.calculated
        self.control_of.set_read_only(locked)
        self.set_read_only(locked)
        self._show_wrong(state)

    def _say_words(self, state: State) -> None:
        session, place = self._session, self.place
        hint = plainly(session.hint(place))
        label = plainly(session.label(place))
        if not label:
            label, hint = hint or self.question.name, ""
        meant = plainly(session.text(place, self.question.guidance)) if self.question.guidance else ""
        required = state.required and self.question.asked and not self._read_only
        self.say_label(label, hint, meant=meant, required=required)

    def leave(self) -> None:
        """She went on: from now on what is wrong is said."""
        self.control_of.settle()
        self._was_left = True
        self._show_wrong(self._session.state(self.place))

    def focus_like(self, other: QuestionField) -> None:
        """In a grid: put the keyboard below or above where it is in another line."""
        mine, hers = self.control, other.control
        if isinstance(mine, ChoiceList) and isinstance(hers, ChoiceList):
            at = next((number for number, row in enumerate(hers.rows()) if row.hasFocus()), 0)
            mine.rows()[at].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.focus()

    @property
    def unread(self) -> bool:
        """Whether text stands here that no answer was made of."""
        return self.control_of.wrong is not None or self._refused is not None

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
        shown = self._was_left or self.question.kind in CHOOSING
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
    def _on_refused(self, refused: Sentence) -> None:
        """Said until she types or goes on: the answer that stands there is right all the same."""
        self.say_wrong(refused)

    @Slot(object)
    def _on_special_picked(self, special: Special | None) -> None:
        self._set(special)


def question_of(widget: QWidget | None) -> QuestionField | None:
    """The question that this is a part of."""
    while widget is not None and not isinstance(widget, QuestionField):
        widget = widget.parentWidget()
    return widget

"""A few questions of a form in one column, for screens that ask them in a place of their own. Enter goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import shiboken6
from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from fieldapp.domain.ids import FieldId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Group, Item, Question
from fieldapp.forms.places import Place, Touched
from fieldapp.words import spoken
from ui.forms.question import QuestionField, question_of
from ui.forms.reading import Today
from ui.forms.sheet_view import SheetView
from ui.forms.sheets import Sheet
from ui.widgets.choice_rows import ENTER


class FormPart(QWidget):
    """Tells each answer to the session at once, and `touched` to whoever shows what follows from it."""

    #: A Touched of the session.
    touched = Signal(object)
    #: Enter after the last question.
    passed = Signal()

    def __init__(self, session: FormSession, names: Sequence[str], *, today: Today) -> None:
        super().__init__()
        self.session = session
        self._question: QuestionField | None = None
        known = {question.name: question for question in _questions(session.form.children)}
        children: tuple[Item, ...] = tuple(known[name] for name in names)
        self.view = SheetView(session, Sheet(None, children), today=today, read_only=False)
        self.view.touched.connect(self._on_touched)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._on_focus)

    def field(self, name: str) -> QuestionField | None:
        """The frame of one of the questions."""
        return self.view.field(Place(None, FieldId(name)))

    def first_target(self) -> QWidget:
        """Where the keyboard goes first."""
        return self.view.first_target() or self

    def wrongs(self) -> dict[Place, str]:
        """What keeps the record from being saved, as far as these questions know; from now on it is said."""
        self.view.leave()
        return self.view.standing_wrong()

    def look_again(self, touched: Touched | None = None) -> None:
        """The session was told something elsewhere."""
        self.view.refresh(touched)

    @Slot(object)
    def _on_touched(self, touched: Touched) -> None:
        self.view.refresh(touched)
        self.touched.emit(touched)

    @Slot(QWidget, QWidget)
    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """A question that loses the keyboard was left: now it may say what is wrong."""
        now, before = question_of(new), self._question
        if now is not None and self.isAncestorOf(now):
            self._question = now
        if before is not None and before is not now and shiboken6.isValid(before) and self.isAncestorOf(before):
            before.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self._step():
            return
        super().keyPressEvent(event)

    def _step(self) -> bool:
        at, fields = question_of(QApplication.focusWidget()), self.view.fields()
        if at is None or at not in fields:
            return False
        at.leave()
        after = fields[fields.index(at) + 1 :]
        if after:
            after[0].focus()
        else:
            self.passed.emit()
        return True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.session.speak(spoken())
            self.view.refresh(None)


def _questions(items: Sequence[Item]) -> list[Question]:
    """All of the record itself, groups opened."""
    found: list[Question] = []
    for item in items:
        if isinstance(item, Question):
            found.append(item)
        elif isinstance(item, Group):
            found += _questions(item.children)
    return found

"""A form being filled in: pages beside a list of them, everything by keyboard, wrong answers named and jumped to.

It has no store: it says when something should be saved or kept as a draft.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final, cast

import shiboken6
from PySide6.QtCore import QEvent, QTimer, Signal, SignalInstance, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.places import Place, Touched
from fieldapp.forms.session import FormSession
from fieldapp.words import Sentence, say_number, spoken
from ui.forms.kept_view import Beside, nothing
from ui.forms.question import QuestionField, question_of
from ui.forms.reading import Today
from ui.forms.sheet_view import find_repeat, places
from ui.forms.side import Entry, SideList
from ui.forms.stack import SheetStack
from ui.theme.sizes import FAR, NEAR, px
from ui.widgets.ask import Ask
from ui.widgets.buttons import PLAIN, PRIMARY, Button, plain, primary
from ui.widgets.choice_rows import ENTER
from ui.widgets.pages import Foot
from ui.widgets.said import section
from ui.widgets.summary import ErrorSummary, Wrong

#: Milliseconds from the first change to the draft, and to the marks in the side list.
DRAFT_AFTER: Final = 3000
MARKS_AFTER: Final = 100


class FormPage(QWidget):
    """Whatever she types is in the session at once; `draft_due` comes a few seconds after the first change."""

    save_asked = Signal()
    draft_due = Signal()

    def __init__(
        self, session: FormSession, *, today: Today, read_only: bool = False, beside: Beside = nothing
    ) -> None:
        super().__init__()
        self.session = session
        self._read_only = read_only
        self._unkept = False
        self._question: QuestionField | None = None
        self._removing = RecordId("")
        self._shown: list[int] = []
        self.stack = SheetStack(session, today=today, read_only=read_only, beside=beside)
        self.side = SideList()
        self.title = section()
        self.summary = ErrorSummary()
        self.foot = Foot()
        self.save_button = plain(Sentence("Save"), key="Ctrl+S")
        self.save_button.setObjectName("save")
        self.next_button = primary(Sentence("Next"))
        self.next_button.setObjectName("next")
        self.foot.add(self.save_button, self.next_button)
        self._draft = _once(self, DRAFT_AFTER, self.draft_due)
        self._marks = _once(self, MARKS_AFTER, self.mark_pages)
        self._lay_out()
        self._connect()
        self.stack.open(self.stack.first())

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(px(NEAR))
        for part in (self.title, self.summary):
            middle.addWidget(part)
        middle.addWidget(self.stack, 1)
        middle.addWidget(self.foot)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(px(FAR))
        across.addWidget(self.side)
        across.addLayout(middle, 1)

    def _connect(self) -> None:
        self.side.chosen.connect(self._on_page_chosen)
        self.summary.jumped.connect(self._on_jumped)
        self.stack.touched.connect(self._on_touched)
        self.stack.turned.connect(self._on_turned)
        self.stack.row_removed.connect(self._on_remove_row)
        self.stack.built.connect(self._chain)
        self.save_button.clicked.connect(self.ask_to_save)
        self.next_button.clicked.connect(self._on_next)
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._on_focus)

    def main_button(self) -> Button:
        """What Ctrl+Enter presses: on to the next page, or save."""
        return self.save_button if self.next_button.isHidden() else self.next_button

    def first_target(self) -> QWidget:
        """Where the keyboard goes when the form opens: to the question she came back to, else the first one."""
        return self.stack.sought() or self.stack.view.first_target() or self.main_button()

    @property
    def where(self) -> str:
        """Where she is, for coming back to the same question."""
        at = question_of(QApplication.focusWidget()) or self._question
        here = at is not None and shiboken6.isValid(at) and self.isAncestorOf(at)
        return self.stack.where(at.place if at is not None and here else None)

    @Slot()
    def ask_to_save(self) -> None:
        """Save, unless something impossible stands somewhere: then list it and jump to the first."""
        for view in self.stack.views():
            view.leave()
        wrongs = self.wrongs()
        self.summary.show_wrongs(wrongs)
        self.mark_pages()
        if wrongs:
            self.summary.entries()[0].setFocus()
        else:
            self.save_asked.emit()

    def wrongs(self) -> list[Wrong]:
        """Everything that keeps the record from being saved."""
        found = {place: self.session.state(place).error for place in self.session.problems()}
        for view in self.stack.views():
            found |= view.standing_wrong()
        return [Wrong(_key(place), f"{self.session.label(place)} – {words}") for place, words in found.items()]

    @property
    def unkept(self) -> bool:
        """Whether something was typed since the last draft."""
        return self._unkept

    def kept(self) -> None:
        """A draft of all this is on its way."""
        self._unkept = False
        self._draft.stop()

    @Slot()
    def mark_pages(self) -> None:
        """Bring the side list and the words at the foot up to date."""
        missing, problems = set(self.session.missing()), set(self.session.problems())
        self._shown = [number for number in range(len(self.stack.sheets)) if self.stack.relevant(number)]
        entries = [self._entry(number, missing, problems) for number in self._shown]
        self.side.show_entries(entries, self._shown.index(self.stack.at) if self.stack.at in self._shown else -1)
        self.side.setVisible(len(entries) > 1)
        incomplete = say_number("incomplete: {number} answer", "incomplete: {number} answers", len(missing))
        self.foot.note.say(incomplete if missing and not self._read_only else "")

    def _entry(self, number: int, missing: set[Place], problems: set[Place]) -> Entry:
        here = set(places(self.session, self.stack.sheets[number].children, None))
        return Entry(
            self.stack.words(number),
            missing=0 if self._read_only else len(here & missing),
            wrong=len(here & problems),
            visited=number in self.stack.visited and not self._read_only,
        )

    def _name(self) -> None:
        """Say title and buttons as they fit what is seen."""
        self.title.say(self.stack.title())
        self.stack.view.setAccessibleName(self.stack.title())
        following = self.stack.following()
        if self.stack.rows:
            self.next_button.say(Sentence("Done with this row"))
        elif following is not None:
            self.next_button.say(Sentence("Next: {page}", {"page": self.stack.words(following)}))
        goes_on = bool(self.stack.rows) or following is not None
        self.next_button.setVisible(goes_on)
        self.save_button.setVisible(not self._read_only)
        self.save_button.dress(PLAIN if goes_on else PRIMARY)

    @Slot()
    def _on_turned(self) -> None:
        self._name()
        self.mark_pages()
        self._chain()

    @Slot()
    def _chain(self) -> None:
        """Tab goes from the last question to the buttons."""
        self.setTabOrder(_last_in(self.stack.view), self.save_button)
        self.setTabOrder(self.save_button, self.next_button)

    @Slot(object)
    def _on_touched(self, touched: Touched) -> None:
        self.stack.refresh(touched)
        if not self._read_only:
            self._unkept = True
            if not self._draft.isActive():
                self._draft.start()
        self._name()
        self._marks.start()

    @Slot(int)
    def _on_page_chosen(self, number: int) -> None:
        self.stack.open(self._shown[number])

    @Slot()
    def _on_next(self) -> None:
        self.stack.view.leave()
        following = self.stack.following()
        if self.stack.rows:
            row = self.stack.close_row()
            self.stack.view.focus_row(row)
        elif following is not None:
            self.stack.open(following)
            self.first_target().setFocus()

    @Slot(str)
    def _on_jumped(self, key: str) -> None:
        row, field = json.loads(key)
        self.stack.show_place(Place(RecordId(row) if row else None, FieldId(field)))

    @Slot(str)
    def _on_remove_row(self, row: str) -> None:
        """A row with answers is removed only after a question."""
        self._removing = RecordId(row)
        around = find_repeat(self.session, self.session.form.children, None, self._removing)
        inside = places(self.session, around[-1].children if around else (), self._removing)
        if not any(self.session.state(place).answer for place in inside):
            self._on_remove_agreed()
            return
        more = Sentence("Its answers will be gone once you save.")
        ask = Ask(self, Sentence("Remove this row?"), more, Sentence("Remove the row"))
        ask.agreed.connect(self._on_remove_agreed)
        ask.open()

    @Slot()
    def _on_remove_agreed(self) -> None:
        touched = self.session.remove_row(self._removing)
        self.stack.forget_row(self._removing)
        self._on_touched(touched)
        self.first_target().setFocus()

    @Slot(QWidget, QWidget)
    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """A question that loses the keyboard was left: now it may say what is wrong."""
        now, before = question_of(new), self._question
        if now is not None and self.isAncestorOf(now):
            self._question = now
            if not self._read_only:
                self.session.stand_at(now.place)
        if before is not None and before is not now and shiboken6.isValid(before) and self.isAncestorOf(before):
            before.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self._step():
            return
        super().keyPressEvent(event)

    def _step(self) -> bool:
        """Enter: from the text to the first question, on to the next; after the last, to the button that goes on."""
        at, fields = question_of(QApplication.focusWidget()), self.stack.view.fields()
        if self.stack.view.hasFocus():
            self.stack.view.focus_first()
            return True
        if at is None or at not in fields:
            return False
        at.leave()
        after = fields[fields.index(at) + 1 :]
        if after:
            after[0].focus()
        else:
            self.main_button().setFocus()
        return True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.session.speak(spoken())
            self.stack.refresh(None)
            self._name()
            self.mark_pages()


def _last_in(view: QWidget) -> QWidget:
    """The last part of a page that Tab comes to."""
    last: QWidget = view
    while (following := last.nextInFocusChain()) is not None and view.isAncestorOf(following):
        last = following
    return last


def _once(parent: QWidget, after: int, what: Callable[[], object] | SignalInstance) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(after)
    timer.timeout.connect(what)
    return timer


def _key(place: Place) -> str:
    return json.dumps([place.row, place.field])

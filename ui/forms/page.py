"""A form being filled in: pages beside a list of them, everything by keyboard, wrong answers named and jumped to.

It has no store: it says when something should be saved or kept as a draft.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

import shiboken6
from PySide6.QtCore import QEvent, Qt, QTimer, Signal, SignalInstance, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.domain.ids import RecordId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.places import Place, Touched
from fieldapp.words import Language, Sentence, say_number, spoken
from ui.forms.kept_view import Beside, nothing
from ui.forms.page_head import PageHead
from ui.forms.question import QuestionField, question_of
from ui.forms.reading import Today
from ui.forms.removing import Removing
from ui.forms.rows_box import box_of
from ui.forms.sheet_view import stop_of
from ui.forms.side import Entry, SideList
from ui.forms.stack import SheetStack
from ui.forms.standing import Standing
from ui.forms.wording import briefly
from ui.forms.wrongs import all_wrong, place_named
from ui.theme.sizes import FAR, NEAR, px
from ui.widgets.buttons import PLAIN, PRIMARY, Button, plain, primary
from ui.widgets.choice_rows import ENTER
from ui.widgets.pages import Foot
from ui.widgets.summary import ErrorSummary, Wrong

#: Milliseconds from the first change to the draft, and to the marks in the side list.
DRAFT_AFTER: Final = 3000
MARKS_AFTER: Final = 100
#: The longest name of the next page on its button.
NEXT_MOST: Final = 30


class FormPage(QWidget):
    """Whatever she types is in the session at once; `draft_due` comes a few seconds after the first change."""

    save_asked = Signal()
    draft_due = Signal()
    #: The language she chose for this form.
    language_chosen = Signal(str)

    def __init__(
        self, session: FormSession, *, today: Today, read_only: bool = False, beside: Beside = nothing
    ) -> None:
        super().__init__()
        self.session = session
        self._read_only = read_only
        self._unkept = False
        self._question: QuestionField | None = None
        self._is_whole = False
        self._shown: list[int] = []
        self.stack = SheetStack(session, today=today, read_only=read_only, beside=beside)
        self.standing = Standing(session, self.stack.sheets)
        self.removing = Removing(session, self)
        self.side = SideList()
        self.head = PageHead(session.form, several=len(self.stack.sheets) > 1)
        self._own_language = session.language != spoken()
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
        middle.addWidget(self.head)
        middle.addWidget(self.summary)
        middle.addWidget(self.stack, 1)
        middle.addWidget(self.foot)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(px(FAR))
        across.addWidget(self.side)
        across.addLayout(middle, 1)

    def _connect(self) -> None:
        self.side.chosen.connect(self._on_page_chosen)
        self.head.language.switched.connect(self._on_language)
        self.head.whole.clicked.connect(self._on_whole)
        self.summary.jumped.connect(self._on_jumped)
        self.stack.touched.connect(self._on_touched)
        self.stack.turned.connect(self._on_turned)
        self.stack.row_removed.connect(self.removing.ask)
        self.removing.removed.connect(self._on_row_removed)
        self.stack.passed.connect(self._step)
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
        box = box_of(QApplication.focusWidget())
        if box is not None and box.at is not None and self.isAncestorOf(box):
            return self.stack.where(box.at)
        at = question_of(QApplication.focusWidget()) or self._question
        here = at is not None and shiboken6.isValid(at) and self.isAncestorOf(at)
        place = at.place if at is not None and here else None
        return self.stack.where(place if place is not None and place.row == self.stack.sheet.row else None)

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
        return all_wrong(self.session, self.stack.views())

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
        self._shown = [number for number in range(len(self.stack.sheets)) if self.stack.relevant(number)]
        missing, wrong = self.standing.missing_by_page(), self.standing.wrong_by_page()
        entries = [
            Entry(
                self.stack.words(number),
                missing=0 if self._read_only else missing[number],
                wrong=wrong[number],
                visited=number in self.stack.visited and not self._read_only,
            )
            for number in self._shown
        ]
        self.side.show_entries(entries, self._shown.index(self.stack.at) if self.stack.at in self._shown else -1)
        self.side.setVisible(len(entries) > 1)
        left = 0 if self._read_only else missing.total()
        incomplete = say_number("incomplete: {number} answer", "incomplete: {number} answers", left)
        self.foot.note.say(incomplete if left else "")

    def _name(self) -> None:
        """Say title and buttons as they fit what is seen."""
        asks = not self._read_only and self.stack.view.asks_for_answers
        self.head.say(self.stack.title(), self.session.language, asks=asks)
        self.stack.view.setAccessibleName(self.stack.title())
        following = self.stack.following()
        if self.stack.rows:
            self.next_button.say(Sentence("Done with this row"))
        elif following is not None:
            self.next_button.say(Sentence("Next: {page}", {"page": briefly(self.stack.words(following), NEXT_MOST)}))
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
    def _on_language(self, language: str) -> None:
        """The form's words follow, the program's stay; what is half typed stays as it is."""
        self._own_language = True
        self._speak(Language(language))
        self.language_chosen.emit(language)

    @Slot()
    def _on_whole(self) -> None:
        """All groups on one page, or each on its own. What cannot be read would be lost: first it is to be mended."""
        if any(view.unread for view in self.stack.views()):
            self.summary.show_wrongs(self.wrongs())
            self.summary.entries()[0].setFocus()
            return
        at = self._question if self._question is not None and shiboken6.isValid(self._question) else None
        self._is_whole = not self._is_whole
        self.stack.lay_out(whole=self._is_whole, place=at.place if at is not None else None)
        self.head.offer_pages(whole=self._is_whole)
        self.standing.lay_out(self.stack.sheets)
        self.mark_pages()
        if at is None:
            self.first_target().setFocus()

    def _speak(self, language: Language) -> None:
        self.session.speak(language)
        self.stack.refresh(None)
        self._name()
        self.mark_pages()

    @Slot(str)
    def _on_jumped(self, where: str) -> None:
        self.stack.show_place(place_named(where))

    @Slot(object, object, object)
    def _on_row_removed(self, row: RecordId, repeat: Place, touched: Touched) -> None:
        """The row above or below has the keyboard."""
        self.stack.forget_row(row)
        self._on_touched(touched)
        box = self.stack.view.box(repeat)
        if box is not None:
            box.focus()

    @Slot(QWidget, QWidget)
    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """A question that loses the keyboard was left: now it may say what is wrong."""
        now, before = question_of(new), self._question
        if now is not None and self.isAncestorOf(now):
            self._question = now
            if not self._read_only:
                self.session.stand_at(now.place)
        here = before is not None and shiboken6.isValid(before) and self.stack.view.isAncestorOf(before)
        if before is not None and before is not now and here:
            before.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self._step():
            return
        if event.key() == Qt.Key.Key_F9:
            self.head.language.turn(self.session.language)
            return
        super().keyPressEvent(event)

    @Slot()
    def _step(self) -> bool:
        """Enter: from the text to the first question, on to the next; after the last, to the button that goes on."""
        at, stops = stop_of(QApplication.focusWidget()), self.stack.view.stops()
        if self.stack.view.hasFocus():
            self.stack.view.focus_first()
            return True
        if at is None or at not in stops:
            return False
        at.leave()
        after = stops[stops.index(at) + 1 :]
        if after:
            after[0].focus()
        else:
            self.main_button().setFocus()
        return True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._speak(self.session.language if self._own_language else spoken())


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

"""A form being filled in: pages beside a list of them, everything by keyboard, wrong answers named and jumped to.

It has no store: it says when something should be saved or kept as a draft.
"""

from __future__ import annotations

import json
from typing import cast

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldapp.domain.ids import FieldId, RecordId
from fieldapp.forms.model import Form
from fieldapp.forms.places import Place, Touched
from fieldapp.forms.session import FormSession
from fieldapp.words import Sentence, say, say_number, spoken
from ui.forms.question import QuestionField, question_of
from ui.forms.sheet_view import SheetView, find_repeat, places
from ui.forms.sheets import Sheet, row_sheet, sheets
from ui.forms.side import Entry, SideList
from ui.theme.sizes import FAR, NEAR, px
from ui.widgets.ask import Ask
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.choice_rows import ENTER
from ui.widgets.pages import Foot
from ui.widgets.said import section
from ui.widgets.summary import ErrorSummary, Wrong

#: Milliseconds from the first change to the draft, and to the marks in the side list.
DRAFT_AFTER = 3000
MARKS_AFTER = 100


class FormPage(QWidget):
    """Whatever she types is in the session at once; `draft_due` comes a few seconds after the first change."""

    save_asked = Signal()
    draft_due = Signal()

    def __init__(self, form: Form, session: FormSession, *, read_only: bool = False) -> None:
        super().__init__()
        self._form = form
        self.session = session
        self._read_only = read_only
        self._sheets = sheets(form)
        self._visited: set[int] = set()
        self._at = 0
        self._rows: list[Sheet] = []
        self._views: dict[tuple[RecordId | None, int], SheetView] = {}
        self._question: QuestionField | None = None
        self._removing = RecordId("")
        self.side = SideList()
        self.side.chosen.connect(self.open_sheet)
        self.title = section()
        self.summary = ErrorSummary()
        self.summary.jumped.connect(self._on_jumped)
        self._stack = QStackedWidget()
        self.foot = Foot()
        self.save_button = plain(Sentence("Save"), key="Ctrl+S")
        self.save_button.setObjectName("save")
        self.save_button.clicked.connect(self.ask_to_save)
        self.next_button = primary(Sentence("Next"))
        self.next_button.setObjectName("next")
        self.next_button.clicked.connect(self._on_next)
        self.foot.add(self.save_button, self.next_button)
        self._draft = _once(self, DRAFT_AFTER, self.draft_due)
        self._marks = _once(self, MARKS_AFTER, self.mark_pages)
        self._lay_out()
        cast("QApplication", QApplication.instance()).focusChanged.connect(self._on_focus)
        self.open_sheet(self._first())

    def _lay_out(self) -> None:
        middle = QVBoxLayout()
        middle.setSpacing(px(NEAR))
        for part in (self.title, self.summary):
            middle.addWidget(part)
        middle.addWidget(self._stack, 1)
        middle.addWidget(self.foot)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(px(FAR))
        across.addWidget(self.side)
        across.addLayout(middle, 1)

    def main_button(self) -> Button:
        """What Ctrl+Enter presses: on to the next page, or save."""
        return self.next_button if self.next_button.isVisible() else self.save_button

    def first_field(self) -> QWidget:
        """Where the keyboard goes when the form opens."""
        fields = self._view.fields()
        return fields[0].control_of.widget if fields else self.next_button

    @property
    def where(self) -> str:
        """Where she is, for coming back to the same question."""
        at = question_of(QApplication.focusWidget()) or self._question
        place = at.place if at is not None and self.isAncestorOf(at) else None
        row = self._rows[-1].row if self._rows else None
        return json.dumps([self._at, row, place.field if place is not None and place.row == row else None])

    def come_back(self, where: str) -> None:
        """Go to where `where` was taken; nonsense leads to the beginning."""
        try:
            at, row, field = json.loads(where)
            self.open_sheet(at if 0 <= int(at) < len(self._sheets) else self._first())
            place = Place(RecordId(row) if row else None, FieldId(field or ""))
        except (ValueError, TypeError):
            return
        self.show_place(place)

    @Slot(int)
    def open_sheet(self, number: int) -> None:
        """Go to this page; the one that is left says what is wrong on it."""
        if self._views:
            self._view.leave()
        self._rows = []
        self._at = number
        self._visited.add(number)
        self._show()

    @Slot(str)
    def open_row(self, row: str) -> None:
        """Fill in this row of a repeat."""
        around = find_repeat(self.session, self._form.children, None, RecordId(row))
        if around:
            self._rows.append(row_sheet(around[-1], RecordId(row)))
            self._show()
            self.focus_first()

    def show_place(self, place: Place) -> None:
        """Go to this question, wherever it is, and put the keyboard there."""
        for number, sheet in enumerate(self._sheets):
            if place in set(places(self.session, sheet.children, None)) or (
                place.row and find_repeat(self.session, sheet.children, None, place.row)
            ):
                self._at = number
                self._visited.add(number)
        around = find_repeat(self.session, self._form.children, None, place.row) if place.row else ()
        self._rows = [row_sheet(around[-1], place.row)] if around and place.row else []
        self._show()
        field = self._view.field(place)
        if field is not None:
            field.focus()

    def focus_first(self) -> None:
        """Put the keyboard on the first question of the page."""
        self.first_field().setFocus()

    @Slot()
    def ask_to_save(self) -> None:
        """Save, unless something impossible stands somewhere: then list it and jump to the first."""
        for view in self._views.values():
            view.leave()
        wrongs = self.wrongs()
        self.summary.show_wrongs(wrongs)
        self.mark_pages()
        if wrongs:
            entries = self.summary.entries()
            entries[0].setFocus()
        else:
            self._draft.stop()
            self.save_asked.emit()

    def wrongs(self) -> list[Wrong]:
        """Everything that keeps the record from being saved."""
        found = {place: self.session.state(place).error for place in self.session.problems()}
        for view in self._views.values():
            found |= {field.place: field.standing_wrong for field in view.fields() if field.standing_wrong}
        return [Wrong(_key(place), f"{self.session.label(place)} – {words}") for place, words in found.items()]

    @property
    def unkept(self) -> bool:
        """Whether something was typed since the last draft."""
        return self._draft.isActive()

    def kept(self) -> None:
        """The draft is written."""
        self._draft.stop()

    @property
    def _view(self) -> SheetView:
        sheet = self._rows[-1] if self._rows else self._sheets[self._at]
        key = (sheet.row, self._at if sheet.row is None else -1)
        view = self._views.get(key)
        if view is None:
            view = SheetView(self._form, self.session, sheet, read_only=self._read_only)
            view.touched.connect(self._on_touched)
            view.row_opened.connect(self.open_row)
            view.row_removed.connect(self._on_remove_row)
            self._views[key] = view
            self._stack.addWidget(view)
        return view

    def _show(self) -> None:
        view = self._view
        view.refresh()
        self._stack.setCurrentWidget(view)
        self._name()
        self.mark_pages()
        self.setTabOrder(view, self.save_button)
        self.setTabOrder(self.save_button, self.next_button)

    def _name(self) -> None:
        sheet = self._rows[-1] if self._rows else self._sheets[self._at]
        words = self._words(sheet)
        if self._rows and sheet.item is not None and sheet.row is not None:
            words = say("{what}: row {number}", what=words, number=self._row_number(sheet))
        self.title.say(words)
        following = self._following()
        if self._rows:
            self.next_button.say(Sentence("Done with this row"))
        elif following is not None:
            self.next_button.say(Sentence("Next: {page}", {"page": self._words(self._sheets[following])}))
        self.next_button.setVisible(bool(self._rows) or following is not None)
        self.save_button.setVisible(not self._read_only)
        loud = not self.next_button.isVisibleTo(self)
        self.save_button.dress("primary" if loud else "plain")

    def _words(self, sheet: Sheet) -> str:
        if sheet.place is None:
            return self._form.title if sheet is self._sheets[0] else say("More")
        return self.session.label(sheet.place)

    def _row_number(self, sheet: Sheet) -> int:
        above = self._rows[-2].row if len(self._rows) > 1 else None
        assert sheet.item is not None
        assert sheet.row is not None
        return self.session.rows(Place(above, sheet.item.id)).index(sheet.row) + 1

    def _relevant(self, number: int) -> bool:
        place = self._sheets[number].place
        return place is None or self.session.state(place).relevant

    def _first(self) -> int:
        return next((number for number in range(len(self._sheets)) if self._relevant(number)), 0)

    def _following(self) -> int | None:
        return next((n for n in range(self._at + 1, len(self._sheets)) if self._relevant(n)), None)

    @Slot()
    def mark_pages(self) -> None:
        """Bring the side list and the words at the foot up to date."""
        missing, problems = set(self.session.missing()), set(self.session.problems())
        self._shown = [number for number in range(len(self._sheets)) if self._relevant(number)]
        entries = [self._entry(number, missing, problems) for number in self._shown]
        self.side.show_entries(entries, self._shown.index(self._at) if self._at in self._shown else -1)
        self.side.setVisible(len(entries) > 1)
        incomplete = say_number("incomplete: {number} answer", "incomplete: {number} answers", len(missing))
        self.foot.note.say(incomplete if missing else "")

    def _entry(self, number: int, missing: set[Place], problems: set[Place]) -> Entry:
        sheet = self._sheets[number]
        here = set(places(self.session, sheet.children, None))
        return Entry(
            self._words(sheet),
            missing=len(here & missing),
            wrong=len(here & problems),
            visited=number in self._visited,
        )

    @Slot(object)
    def _on_touched(self, touched: Touched) -> None:
        for view in self._views.values():
            view.refresh(touched)
        if not self._draft.isActive():
            self._draft.start()
        self._marks.start()

    @Slot()
    def _on_next(self) -> None:
        self._view.leave()
        if self._rows:
            done = self._rows.pop()
            self._show()
            link = self.findChild(QWidget, f"row={done.row}")
            (link or self).setFocus()
            return
        following = self._following()
        if following is not None:
            self.open_sheet(following)
            self.focus_first()

    @Slot(str)
    def _on_jumped(self, key: str) -> None:
        row, field = json.loads(key)
        self.show_place(Place(RecordId(row) if row else None, FieldId(field)))

    @Slot(str)
    def _on_remove_row(self, row: str) -> None:
        self._removing = RecordId(row)
        around = find_repeat(self.session, self._form.children, None, self._removing)
        if around and not any(
            self.session.state(place).answer for place in places(self.session, around[-1].children, self._removing)
        ):
            self._on_remove_agreed()
            return
        ask = Ask(
            self,
            Sentence("Remove this row?"),
            Sentence("Its answers will be gone once you save."),
            Sentence("Remove the row"),
        )
        ask.agreed.connect(self._on_remove_agreed)
        ask.open()

    @Slot()
    def _on_remove_agreed(self) -> None:
        touched = self.session.remove_row(self._removing)
        view = self._views.pop((self._removing, -1), None)
        if view is not None:
            self._stack.removeWidget(view)
            view.deleteLater()
        self._on_touched(touched)
        self._show()
        self.focus_first()

    @Slot(QWidget, QWidget)
    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """A question that loses the keyboard was left: now it may say what is wrong."""
        now = question_of(new)
        before = self._question
        if now is not None and self.isAncestorOf(now):
            self._question = now
        if before is not None and before is not now and self.isAncestorOf(before):
            before.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self._step():
            return
        super().keyPressEvent(event)

    def _step(self) -> bool:
        """Enter: on to the next question; after the last, to the button that goes on."""
        at = question_of(QApplication.focusWidget())
        fields = self._view.fields()
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
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "_marks"):
            self._on_touched(self.session.speak(spoken()))
            self._name()
            self.mark_pages()


def _once(parent: QWidget, after: int, what: object) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(after)
    timer.timeout.connect(what)  # type: ignore[arg-type]
    return timer


def _key(place: Place) -> str:
    return json.dumps([place.row, place.field])

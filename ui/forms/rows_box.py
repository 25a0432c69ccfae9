"""A repeat on the page: its rows as a table, what is wrong in the cell one is in, and what can be done with rows."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.domain.ids import RecordId
from fieldapp.forms.filling.session import FormSession
from fieldapp.forms.model import Repeat
from fieldapp.forms.places import Place, Touched
from fieldapp.words import Sentence
from ui.forms.reading import Today
from ui.forms.rows_model import RowsModel
from ui.forms.rows_table import RowsTable
from ui.forms.wording import plainly
from ui.theme.sizes import CLOSE, TIGHT, px
from ui.widgets.buttons import plain
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.field_parts import Remark
from ui.widgets.said import quiet as quiet_label
from ui.widgets.said import section, show_if


class RowsBox(QWidget):
    """Rows are added, opened, moved and removed here; a repeat that counts its rows itself lets none come or go."""

    #: The row to fill in, and the question to begin with, "" for the first.
    opened = Signal(str, str)
    #: A Touched of the session.
    touched = Signal(object)
    #: Remove this row: the page asks first.
    remove_asked = Signal(str)

    def __init__(
        self, session: FormSession, repeat: Repeat, place: Place, *, today: Today, read_only: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName(f"rows={place.field}")
        self.place = place
        self._session = session
        self._read_only = read_only
        self._may_add = not read_only and session.may_add(place)
        self.label = section()
        self.hint = quiet_label()
        self.none = quiet_label(Sentence("Nothing here yet."))
        self.model = RowsModel(session, repeat, place, today, read_only=read_only)
        self.table = RowsTable(self.model, f"table={place.field}")
        self.wrong = Remark("danger")
        self.unlikely = Remark("warning")
        self.add = plain(Sentence("Add a row"), key="Ctrl+Return", name=f"add={place.field}")
        self.open = quiet_button(Sentence("Open the row"), key="Alt+Return", name=f"open={place.field}")
        self.up = quiet_button(Sentence("Up"), key="Alt+Up", name=f"up={place.field}")
        self.down = quiet_button(Sentence("Down"), key="Alt+Down", name=f"down={place.field}")
        self.remove = quiet_button(Sentence("Remove"), key="Ctrl+Delete", name=f"remove={place.field}")
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        deeds = QHBoxLayout()
        deeds.setSpacing(px(CLOSE))
        for button in (self.add, self.open, self.up, self.down, self.remove):
            deeds.addWidget(button)
        deeds.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(TIGHT))
        for part in (self.label, self.hint, self.none, self.table, self.wrong, self.unlikely):
            column.addWidget(part)
        column.addLayout(deeds)

    def _connect(self) -> None:
        self.model.touched.connect(self.touched)
        self.table.moved.connect(self._on_moved)
        self.table.refused.connect(self.wrong.say)
        self.table.opened.connect(self._on_open)
        self.table.add_asked.connect(self._on_add_here)
        self.table.remove_asked.connect(self._on_remove)
        self.table.move_asked.connect(self._on_move)
        self.add.clicked.connect(self._on_add)
        self.open.clicked.connect(self._on_open)
        self.up.clicked.connect(self._on_up)
        self.down.clicked.connect(self._on_down)
        self.remove.clicked.connect(self._on_remove)

    def refresh(self, touched: Touched | None = None) -> None:
        """Look again at what the session says."""
        show_if(self, self._session.state(self.place).relevant)
        label, hint = plainly(self._session.label(self.place)), plainly(self._session.hint(self.place))
        self.label.say(label)
        self.table.setAccessibleName(label)
        self.hint.say(hint)
        self.hint.setVisible(bool(hint))
        self.model.look_again(touched)
        rows = bool(self.model.rows)
        self.none.setVisible(not rows)
        self.table.setVisible(rows)
        self.add.setVisible(self._may_add)
        for button in (self.up, self.down, self.remove):
            button.setVisible(self._may_add and rows)
        self.open.setVisible(rows and not self.model.whole)
        self._on_moved()

    @property
    def required(self) -> bool:
        """Whether a cell of it must be answered."""
        return bool(self.model.rows) and any(question.required == "true()" for question in self.model.questions)

    @property
    def row(self) -> RecordId | None:
        """The row that has the keyboard."""
        index = self.table.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    @property
    def at(self) -> Place | None:
        """The cell that has the keyboard."""
        index = self.table.currentIndex()
        return self.model.place_of(index) if self.model.question(index) is not None else None

    def target(self) -> QWidget:
        """Where one answers."""
        return self.table if self.model.rows else self.add

    def focus(self) -> None:
        """Put the keyboard on the table, or where a row is added."""
        if self.model.rows:
            at = self.table.currentIndex()
            self.table.go_to(max(at.row(), 0), at.column() if at.isValid() else 1)
        else:
            self.add.setFocus()

    def focus_row(self, row: RecordId | None) -> bool:
        """Put the keyboard on this row, if it is here."""
        if row in self.model.rows:
            at = self.table.currentIndex()
            self.table.go_to(self.model.rows.index(row), at.column() if at.isValid() else 1)
        return row in self.model.rows

    def focus_place(self, place: Place) -> bool:
        """Put the keyboard on the cell of this question, if it has one."""
        index = self.model.index_of(place)
        if index.isValid():
            self.table.go_to(index.row(), index.column())
        return index.isValid()

    def leave(self) -> None:
        """What is wrong stands in the cells already."""

    def _number(self, number: object) -> int:
        """A signal of the table tells a row; a button means the one that has the keyboard."""
        if isinstance(number, int) and not isinstance(number, bool):
            return number
        return max(self.table.currentIndex().row(), 0)

    @Slot()
    def _on_moved(self) -> None:
        index = self.table.currentIndex()
        if self.table.hasFocus() and not self._read_only and self.at is not None:
            self._session.stand_at(self.at)
        rows_wrong = self._session.state(self.place).error
        self.wrong.say(rows_wrong or (self.model.wrong(index) if index.isValid() else ""))
        self.unlikely.say(self.model.unlikely(index) if index.isValid() else "")

    @Slot()
    def _on_add(self) -> None:
        """A row of few questions is filled in in the table, a longer one on a page of its own, with all its words."""
        row = self._added()
        if not self.model.whole:
            self.opened.emit(row, "")

    @Slot()
    def _on_add_here(self) -> None:
        """Whoever asks for it in the table goes on in the table."""
        if self._may_add:
            self._added()

    def _added(self) -> RecordId:
        row, touched = self._session.add_row(self.place)
        self.touched.emit(touched)
        self.table.go_to(len(self.model.rows) - 1)
        return row

    @Slot(int)
    @Slot(bool)
    def _on_open(self, number: object = None) -> None:
        if self.model.rows:
            at = self.table.currentIndex()
            beside = at.isValid() and at.column() > len(self.model.questions)
            field = self.model.first_beside if beside else self.at.field if self.at is not None else ""
            self.opened.emit(self.model.rows[self._number(number)], field)

    @Slot(int)
    @Slot(bool)
    def _on_remove(self, number: object = None) -> None:
        if self.model.rows and self._may_add:
            self.remove_asked.emit(self.model.rows[self._number(number)])

    @Slot()
    def _on_up(self) -> None:
        self._on_move(self._number(None), -1)

    @Slot()
    def _on_down(self) -> None:
        self._on_move(self._number(None), 1)

    @Slot(int, int)
    def _on_move(self, number: int, step: int) -> None:
        to = number + step
        if self._may_add and self.model.rows and 0 <= to < len(self.model.rows):
            column = max(self.table.currentIndex().column(), 0)
            self.touched.emit(self._session.move_row(self.model.rows[number], to))
            self.table.go_to(to, column)


def box_of(widget: QWidget | None) -> RowsBox | None:
    """The rows that this is a part of."""
    while widget is not None and not isinstance(widget, RowsBox):
        widget = widget.parentWidget()
    return widget

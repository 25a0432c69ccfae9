"""A repeat on the page: its rows as lines one can open, move and remove, and a button that adds one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.domain.ids import RecordId
from fieldapp.forms.model import Group, Item, Kind, Question, Repeat
from fieldapp.forms.places import Place
from fieldapp.forms.session import FormSession
from fieldapp.forms.showing import shown
from fieldapp.words import Sentence, say
from ui.forms.sheets import visible
from ui.theme.sizes import CLOSE, TIGHT, px
from ui.widgets.buttons import plain
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.links import LinkRow
from ui.widgets.said import quiet as quiet_label
from ui.widgets.said import section, show_if

#: So many answers tell one row from another.
_TOLD: Final = 3


class RowsBox(QWidget):
    """Shows rows in order. Enter opens one, Delete removes it, Alt+Up and Alt+Down move it."""

    #: The row to fill in.
    opened = Signal(str)
    #: A Touched of the session.
    touched = Signal(object)
    #: Remove this row: the page asks first.
    remove_asked = Signal(str)

    def __init__(self, session: FormSession, repeat: Repeat, place: Place, *, read_only: bool = False) -> None:
        super().__init__()
        self.setObjectName(f"rows={place.field}")
        self.place = place
        self._session = session
        self._repeat = repeat
        self._read_only = read_only
        self._lines: list[_Line] = []
        self.label = section()
        self.hint = quiet_label()
        self.none = quiet_label()
        self.add = plain(Sentence("Add"))
        self.add.setObjectName(f"add={place.field}")
        self.add.clicked.connect(self._on_add)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(TIGHT))
        for part in (self.label, self.hint, self.none):
            column.addWidget(part)
        column.addLayout(self._list)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.refresh()

    def refresh(self) -> None:
        """Look again at what the session says."""
        show_if(self, self._session.state(self.place).relevant)
        self.label.say(self._session.label(self.place))
        hint = self._session.hint(self.place)
        self.hint.say(hint)
        self.hint.setVisible(bool(hint))
        rows = self._session.rows(self.place)
        self.none.say(say("Nothing here yet."))
        self.none.setVisible(not rows)
        self.add.setVisible(not self._read_only)
        if [line.row for line in self._lines] != list(rows):
            self._show_rows(rows)
        for number, line in enumerate(self._lines, 1):
            line.say(number, row_in_words(self._session, self._repeat, line.row))

    def _show_rows(self, rows: tuple[RecordId, ...]) -> None:
        for line in self._lines:
            self._list.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        for row in rows:
            line = _Line(row, read_only=self._read_only)
            line.opened.connect(self.opened)
            line.removed.connect(self.remove_asked)
            line.moved.connect(self._on_moved)
            self._lines.append(line)
            self._list.addWidget(line)

    @Slot()
    def _on_add(self) -> None:
        row, touched = self._session.add_row(self.place)
        self.touched.emit(touched)
        self.refresh()
        self.opened.emit(row)

    @Slot(str, int)
    def _on_moved(self, row: str, step: int) -> None:
        rows = self._session.rows(self.place)
        to = rows.index(RecordId(row)) + step
        if 0 <= to < len(rows):
            self.touched.emit(self._session.move_row(RecordId(row), to))
            self.refresh()
            self._lines[to].link.setFocus()


class _Line(QWidget):
    opened = Signal(str)
    removed = Signal(str)
    moved = Signal(str, int)

    def __init__(self, row: RecordId, *, read_only: bool) -> None:
        super().__init__()
        self.row = row
        self._read_only = read_only
        self.link = LinkRow("")
        self.link.setObjectName(f"row={row}")
        self.link.clicked.connect(self._on_open)
        self.remove = quiet_button(Sentence("Remove"))
        show_if(self.remove, not read_only)
        self.remove.clicked.connect(self._on_remove)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(px(CLOSE))
        across.addWidget(self.link, 1)
        across.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)

    def say(self, number: int, words: str) -> None:
        """Show the row's number and its first answers."""
        self.link.say(f"{number}.  {words or say('no answers yet')}")
        self.remove.setAccessibleName(say("Remove row {number}", number=number))

    @Slot()
    def _on_open(self) -> None:
        self.opened.emit(self.row)

    @Slot()
    def _on_remove(self) -> None:
        self.removed.emit(self.row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._read_only:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.moved.emit(self.row, step)
                return
            if event.key() == Qt.Key.Key_Delete:
                self.removed.emit(self.row)
                return
        super().keyPressEvent(event)


def row_in_words(session: FormSession, repeat: Repeat, row: RecordId) -> str:
    """The first answers of a row, by which one knows it."""
    found: list[str] = []
    for question in _questions(repeat.children):
        place = Place(row, question.id)
        state = session.state(place)
        if state.relevant and state.answer is not None:
            found.append(shown(session.form, question, state.answer, session.language))
        if len(found) == _TOLD:
            break
    return " · ".join(found)


def _questions(items: Iterable[Item]) -> Iterator[Question]:
    for item in items:
        if isinstance(item, Question):
            if visible(item) and item.kind is not Kind.NOTE:
                yield item
        elif isinstance(item, Group):
            yield from _questions(item.children)

"""The table of a repeat on the screen: cells filled in where they are, by keyboard or mouse."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from fieldapp.domain.answers import Special
from fieldapp.forms.model import SELECTS, Kind, Question
from fieldapp.forms.showing import SPECIALS
from fieldapp.forms.typed import ACKNOWLEDGED
from fieldapp.words import Sentence
from ui.forms.picked import MOST_LISTED
from ui.forms.rows_cells import Cells
from ui.forms.rows_model import RowsModel
from ui.forms.wording import plainly
from ui.theme.sizes import ROW, px
from ui.widgets.choice_rows import ENTER
from ui.widgets.drop import Line, Panel

_Index = QModelIndex | QPersistentModelIndex
_ALT: Final = Qt.KeyboardModifier.AltModifier
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
#: Rows that are seen without scrolling.
_SEEN: Final = 9
_NO_ANSWER: Final = "\x00"


class RowsTable(QTableView):
    """Enter goes on to the next cell, typing fills it in, Space drops its choices. Alt+Enter opens the whole row,
    Ctrl+Enter adds one, Ctrl+Delete removes it, Alt+Up and Alt+Down move it."""

    #: The number of a row.
    opened = Signal(int)
    remove_asked = Signal(int)
    #: The number of a row and how far it is to go.
    move_asked = Signal(int, int)
    add_asked = Signal()
    #: A Sentence about text that was too much for a cell.
    refused = Signal(object)
    #: Another cell has the keyboard.
    moved = Signal()

    def __init__(self, model: RowsModel, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._model = model
        model.setParent(self)
        self.setModel(model)
        cells = Cells(self)
        cells.refused.connect(self.refused)
        self.setItemDelegate(cells)
        self._panel_for = QPersistentModelIndex()
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.AnyKeyPressed | triggers.EditKeyPressed)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setProperty("mayShorten", True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(self._on_double_click)
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)
        self._fitting.timeout.connect(self.fit)
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(self._fitting.start)
        self.fit()

    @Slot()
    def fit(self) -> None:
        """Be as high as there are rows, up to a page; give each column its width and what is left to the widest."""
        seen = min(max(self._model.rowCount(), 1), _SEEN)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + seen * px(ROW) + 2 * self.frameWidth() + 2)
        for column, width in enumerate(self._widths()):
            self.setColumnWidth(column, width)
            self._model.has_width(column, width)

    def _widths(self) -> list[int]:
        """What is left goes to the widest columns; where the text is large and nothing is, all give way."""
        widths = [px(self._model.width(column)) for column in range(self._model.columnCount())]
        left = self.viewport().width() - sum(widths)
        if left < 0 and self.isVisible():
            return [width * self.viewport().width() // sum(widths) for width in widths]
        widest = [column for column, width in enumerate(widths) if width >= px(150)] or [len(widths) - 1]
        return [width + (max(left, 0) // len(widest) if at in widest else 0) for at, width in enumerate(widths)]

    def go_to(self, row: int, column: int = 1) -> None:
        """Put the keyboard on this cell."""
        if self._model.rowCount():
            row = min(max(row, 0), self._model.rowCount() - 1)
            index = self._model.index(row, min(column, self._model.columnCount() - 1))
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self.setFocus()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.moved.emit()

    def _go_on(self) -> bool:
        """To the next cell, at the end of a row to the next row; not past the last cell."""
        index = self.currentIndex()
        last = self._model.columnCount() - 1
        if index.column() < last:
            self.go_to(index.row(), index.column() + 1)
        elif index.row() + 1 < self._model.rowCount():
            self.go_to(index.row() + 1)
        else:
            return False
        return True

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Enter in an open cell closes it and goes on."""
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.moved.emit()
        if hint in (QAbstractItemDelegate.EndEditHint.SubmitModelCache, QAbstractItemDelegate.EndEditHint.EditNextItem):
            self._go_on()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, key = self.currentIndex(), Qt.Key(event.key())
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not index.isValid():
            super().keyPressEvent(event)
        elif modifiers == _CTRL and key in ENTER:
            self.add_asked.emit()
        elif modifiers == _CTRL and key == Qt.Key.Key_Delete:
            self.remove_asked.emit(index.row())
        elif modifiers == _ALT and key in ENTER:
            self.opened.emit(index.row())
        elif modifiers == _ALT and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_asked.emit(index.row(), -1 if key == Qt.Key.Key_Up else 1)
        elif modifiers or not self._plain_key(index, key, event):
            super().keyPressEvent(event)

    def _plain_key(self, index: QModelIndex, key: Qt.Key, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        question = self._model.question(index)
        if key in ENTER:
            if question is None:
                self.opened.emit(index.row())
            elif not self._go_on():
                event.ignore()
            return True
        if question is None:
            if key == Qt.Key.Key_Delete:
                self.remove_asked.emit(index.row())
            return bool(event.text().strip()) or key == Qt.Key.Key_Delete
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            if self._may_answer(index):
                self._model.answer(index, None)
            return True
        if key == Qt.Key.Key_F4:
            self._drop_specials(index, question)
            return True
        return self._pick(index, question, key, event.text())

    def _pick(self, index: QModelIndex, question: Question, key: Qt.Key, text: str) -> bool:
        """A key in a cell that is picked, not typed."""
        if question.kind not in SELECTS | {Kind.ACKNOWLEDGE} or not text.strip() + (" " if text == " " else ""):
            return False
        if not self._model.open(index):
            return True
        if question.kind is Kind.ACKNOWLEDGE:
            self._model.answer(index, None if self._model.state(index).answer else ACKNOWLEDGED)
            return True
        offered = self._model.session.choices(self._model.place_of(index))
        number = key - Qt.Key.Key_1
        if question.kind is Kind.SELECT_ONE and 0 <= number < min(len(offered), 9):
            self._model.answer(index, offered[number].name)
        else:
            self._drop_choices(index, question)
        return True

    def _may_answer(self, index: QModelIndex) -> bool:
        """Whether an answer, or a special one, can be taken back here."""
        return self._model.open(index) or isinstance(self._model.state(index).answer, Special)

    def _drop_choices(self, index: QModelIndex, question: Question) -> None:
        place, session = self._model.place_of(index), self._model.session
        offered = session.choices(place)
        if question.kind is not Kind.SELECT_ONE or len(offered) > MOST_LISTED:
            self.opened.emit(index.row())
        elif offered:
            lines = [
                Line(choice.name, plainly(session.text(place, choice.label), 80) or choice.name) for choice in offered
            ]
            held = [choice.name for choice in offered].index
            answer = self._model.state(index).answer
            at = held(answer) if answer in {choice.name for choice in offered} else 0
            self._drop(index, lines, int(at))

    def _drop_specials(self, index: QModelIndex, question: Question) -> None:
        if question.specials and self._may_answer(index):
            self._drop(index, [Line(special.value, Sentence(SPECIALS[special])) for special in question.specials], 0)

    def _drop(self, index: QModelIndex, lines: list[Line], first: int) -> None:
        self._panel_for = QPersistentModelIndex(index)
        panel = Panel(self, lines)
        panel.picked.connect(self._on_dropped)
        panel.open_at(self.viewport(), self._cell(index), first)

    def _cell(self, index: QModelIndex) -> QRect:
        return self.visualRect(index)

    @Slot(str)
    def _on_dropped(self, value: str) -> None:
        if self._panel_for.isValid():
            specials = {special.value: special for special in Special}
            index = self._model.index(self._panel_for.row(), self._panel_for.column())
            self._model.answer(index, specials.get(value, value))
            self.setFocus()

    @Slot(QModelIndex)
    def _on_double_click(self, index: QModelIndex) -> None:
        question = self._model.question(index)
        if question is None:
            self.opened.emit(index.row())
        elif question.kind in SELECTS | {Kind.ACKNOWLEDGE}:
            self._pick(index, question, Qt.Key.Key_Space, " ")

    def event(self, event: QEvent) -> bool:
        """Ctrl+Enter is the main button's elsewhere; here it adds a row."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if pressed and isinstance(event, QKeyEvent) and event.key() in ENTER and event.modifiers() & _CTRL:
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """One begins at the first answer, not at the number of the row."""
        if not self.currentIndex().isValid() and self._model.rowCount():
            self.setCurrentIndex(self._model.index(0, min(1, self._model.columnCount() - 1)))
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fitting.start()

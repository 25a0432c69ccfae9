"""A list on the screen: dense rows, everything by keyboard, letters typed in it go to the search."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui.models.listed import ListModel
from ui.theme.sizes import ROW, px
from ui.widgets.choice_rows import ENTER
from ui.widgets.said import Words, said

_Index = QModelIndex | QPersistentModelIndex


class _Rows(QStyledItemDelegate):
    """The row that is chosen is loud only while its list has the keyboard."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        table = self.parent()
        if isinstance(table, QTableView) and not table.hasFocus():
            option.state &= ~QStyle.StateFlag.State_Active


class ListTable(QTableView):
    """Shows a list. Enter or a double click opens the row; the row stays chosen when the list is renewed."""

    #: The key of the row to open.
    opened = Signal(str)
    #: A letter typed while the list has the keyboard.
    typed = Signal(str)
    #: The key of the row chosen now, "" for none.
    moved = Signal(str)

    def __init__(self, model: ListModel[Any], name: Words) -> None:
        super().__init__()
        self._model = model
        self._name = name
        self._kept = ""
        model.setParent(self)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setProperty("mayShorten", True)
        self.setItemDelegate(_Rows(self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(self._on_double_click)
        model.loaded.connect(self._on_loaded)
        self.setAccessibleName(said(name))
        self._fit()

    def key(self) -> str:
        """The key of the row that is chosen, "" for none."""
        return self._model.key_of(self.currentIndex().row()) if self.currentIndex().isValid() else ""

    def choose(self, key: str) -> None:
        """Choose this row, now or as soon as it is here."""
        self._kept = key
        self._on_loaded()

    def show_column(self, number: int, wanted: bool) -> None:  # noqa: FBT001  # reads as a sentence
        """Show a column or leave it out; what it took is given to the others."""
        if self.isColumnHidden(number) == wanted:
            self.setColumnHidden(number, not wanted)
            self._fit()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        key = self._model.key_of(current.row()) if current.isValid() else ""
        if key:
            self._kept = key
        self.moved.emit(key)

    @Slot()
    def _on_loaded(self) -> None:
        """Stay on the same row, wherever it is now; begin at the first."""
        number = self._model.find(self._kept) if self._kept else None
        if number is None and self._model.rowCount() and not self.currentIndex().isValid():
            number = 0
        if number is not None and number != self.currentIndex().row():
            index = self._model.index(number, 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)

    @Slot(QModelIndex)
    def _on_double_click(self, index: QModelIndex) -> None:
        self._open(index)

    def _open(self, index: QModelIndex) -> None:
        key = self._model.key_of(index.row()) if index.isValid() else ""
        if key:
            self.opened.emit(key)

    def _fit(self) -> None:
        """Give each column its width, and what is left to those that ask for none."""
        columns = [each for each in enumerate(self._model.columns) if not self.isColumnHidden(each[0])]
        fixed = sum(px(column.width) for _, column in columns)
        open_ended = [number for number, column in columns if not column.width]
        left = max(self.viewport().width() - fixed, px(120) * len(open_ended))
        for number, column in columns:
            self.setColumnWidth(number, px(column.width) if column.width else left // len(open_ended))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._open(self.currentIndex())
            return
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if plain and text.isprintable() and text.strip():
            self.typed.emit(text)
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(said(self._name))
            self._model.retranslate()

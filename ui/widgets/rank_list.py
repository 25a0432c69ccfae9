"""A few lines that are put into an order: by Alt and the arrows, by their number, or by dragging with the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from ui.theme.sizes import ROW, TIGHT, px
from ui.widgets.choices import Option
from ui.widgets.said import said

_VALUE: Final = Qt.ItemDataRole.UserRole
_WORDS: Final = Qt.ItemDataRole.UserRole + 1


class RankList(QListWidget):
    """Until she has put anything in order no number stands before a line. Space takes the order as it stands, Delete
    takes it back."""

    #: All values in her order, () when it was taken back.
    ranked = Signal(tuple)

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._ranked = False
        self._read_only = False
        self.setProperty("mayShorten", True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.model().rowsMoved.connect(self._on_dragged)

    def offer(self, options: Sequence[Option]) -> None:
        """Put these in order; those that are there already stay in theirs."""
        words = {option.value: said(option.words) for option in options}
        if words == {item.data(_VALUE): item.data(_WORDS) for item in self._items()}:
            return
        order = [value for value in self.values() if value in words]
        self._fill([*order, *(value for value in words if value not in order)], words)

    def values(self) -> tuple[str, ...]:
        """All values, from the first to the last."""
        return tuple(item.data(_VALUE) for item in self._items())

    def show_order(self, values: Sequence[str]) -> None:
        """Show this order, without saying so; () that there is none yet."""
        self._ranked = bool(values)
        if values and tuple(values) != self.values():
            words = {item.data(_VALUE): item.data(_WORDS) for item in self._items()}
            known = [value for value in values if value in words]
            self._fill([*known, *(value for value in words if value not in known)], words)
        self._number()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001  # a state, as in Qt
        """Whether the order can be changed."""
        self._read_only = read_only
        mode = QAbstractItemView.DragDropMode
        self.setDragDropMode(mode.NoDragDrop if read_only else mode.InternalMove)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(number) for number in range(self.count())]

    def _fill(self, values: Sequence[str], words: dict[str, str]) -> None:
        chosen = self.currentItem().data(_VALUE) if self.currentItem() is not None else None
        self.clear()
        for value in values:
            item = QListWidgetItem()
            item.setData(_VALUE, value)
            item.setData(_WORDS, words[value])
            item.setSizeHint(QSize(0, px(ROW)))
            self.addItem(item)
        self.setCurrentRow(values.index(chosen) if chosen in values else 0)
        self.setFixedHeight(px(ROW) * min(len(values), 9) + 2 * self.frameWidth() + px(TIGHT))
        self._number()

    def _number(self) -> None:
        for number, item in enumerate(self._items(), 1):
            item.setText(f"{number if self._ranked else '–'}   {item.data(_WORDS)}")

    def _tell(self) -> None:
        self._ranked = True
        self._number()
        self.ranked.emit(self.values())

    def _move(self, to: int) -> None:
        at = self.currentRow()
        if at >= 0 and 0 <= to < self.count():
            if at != to:
                item = self.takeItem(at)
                self.insertItem(to, item)
            self.setCurrentRow(to)
            self._tell()

    @Slot(QModelIndex, int, int, QModelIndex, int)
    def _on_dragged(self) -> None:
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._read_only:
            super().keyPressEvent(event)
            return
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key, 0)
        number = event.key() - Qt.Key.Key_1
        if step and modifiers == Qt.KeyboardModifier.AltModifier:
            self._move(self.currentRow() + step)
        elif 0 <= number < min(self.count(), 9) and not modifiers:
            self._move(number)
        elif key == Qt.Key.Key_Space:
            self._tell()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._ranked = False
            self._number()
            self.ranked.emit(())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

"""A line above a list: what is typed there narrows the list, and the keys of the list work from it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.widgets.choice_rows import ENTER
from ui.widgets.said import Words, said
from ui.widgets.table import ListTable

#: Milliseconds without a key before the list is asked.
_PAUSE: Final = 120


class SearchLine(QLineEdit):
    """Letters typed in the list land here; arrows and Enter typed here work in the list; Esc empties the line."""

    #: What is sought now, "" for everything.
    sought = Signal(str)

    def __init__(self, table: ListTable, words: Words, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._table = table
        self._words = words
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._on_pause)
        self.textChanged.connect(self._pause.start)
        table.typed.connect(self._on_typed)
        self.retranslate()

    def retranslate(self) -> None:
        """Say what to type in the language spoken now."""
        self.setPlaceholderText(said(self._words))
        self.setAccessibleName(said(self._words))

    @Slot()
    def _on_pause(self) -> None:
        self.sought.emit(self.text().strip())

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setText(self.text() + text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._table.isVisible():
            self._table.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._pause.stop()
            self._on_pause()
            if self._table.isVisible() and self._table.key():
                self._table.opened.emit(self._table.key())
            return
        super().keyPressEvent(event)

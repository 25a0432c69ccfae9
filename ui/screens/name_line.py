"""The line above a roll: the beginning of a name finds somebody, Enter goes on with that person, or adds a new one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from fieldapp.words import Sentence, say
from ui.widgets.choice_rows import ENTER
from ui.widgets.said import said


class NameLine(QLineEdit):
    """Says each letter at once; Down leads into the roll, Esc empties the line."""

    #: What is sought now, "" for nobody.
    sought = Signal(str)
    #: Enter: on with whoever was found, or a new person of this name.
    entered = Signal()
    #: Down: into the roll.
    left_below = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("findParticipant")
        self.textChanged.connect(self.sought)
        self.retranslate()

    def retranslate(self) -> None:
        """Say what to type in the language spoken now."""
        words = Sentence("Type a name to find or add somebody")
        self.setPlaceholderText(said(words))
        self.setAccessibleName(say("Name to find or add"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left_below.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

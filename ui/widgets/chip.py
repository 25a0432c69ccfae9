"""One of several values that were picked from a long list."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldapp.words import Sentence, say
from ui.theme.sizes import CLOSE, px
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.said import Label


class Chip(QWidget):
    """One value that was picked, and a button that takes it back."""

    removed = Signal(str)

    def __init__(self, value: str, words: str) -> None:
        super().__init__()
        self._value = value
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(CLOSE))
        row.addWidget(Label(words), 1)
        away = quiet_button(Sentence("Take away"))
        away.setAccessibleName(say("Take away {name}", name=words))
        away.clicked.connect(self._on_away)
        row.addWidget(away)

    @Slot()
    def _on_away(self) -> None:
        self.removed.emit(self._value)

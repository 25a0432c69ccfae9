"""What stands around a control when it is needed: a remark, an explanation, words in place of an answer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.words import Sentence
from ui.theme.sizes import CLOSE, SMALL, TIGHT, px
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.marks import Mark
from ui.widgets.said import Label, Words, announce, said
from ui.widgets.said import quiet as quiet_label


class Remark(QWidget):
    """What is wrong, or unlikely, in words beside a sign; takes no room while there is nothing to say."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.label = Label(size=SMALL, tone=kind, strong=kind == "danger")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, px(TIGHT), 0, 0)
        row.setSpacing(px(CLOSE))
        row.addWidget(Mark(kind), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        self.hide()

    def say(self, words: Words) -> bool:
        """Show these words, or nothing; True when something new is said."""
        new = bool(words) and said(words) != self.label.text()
        self.label.say(words)
        self.setVisible(bool(words))
        return new


class Meant(QWidget):
    """An explanation that stays folded until it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.opener = quiet_button(Sentence("What is meant ▾"), key="F3")
        self.opener.setProperty("flush", True)
        self.opener.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.opener.clicked.connect(self.toggle)
        self.label = quiet_label()
        self.label.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.opener)
        column.addWidget(self.label)

    def say(self, words: Words) -> None:
        """Explain with these words; "" explains nothing."""
        self.label.say(words)
        self.setVisible(bool(words))

    @Slot()
    def toggle(self) -> None:
        """Unfold it, or fold it again."""
        self.label.setVisible(self.label.isHidden())
        self.opener.say(Sentence("What is meant ▾") if self.label.isHidden() else Sentence("What is meant ▴"))
        if not self.label.isHidden():
            announce(self, self.label.text())


class Instead(QWidget):
    """Stands where the control stood while a special answer holds."""

    taken_back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.label = Label(wraps=False)
        self.back = quiet_button(Sentence("Answer instead"))
        self.back.clicked.connect(self.taken_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(CLOSE))
        row.addWidget(self.label)
        row.addWidget(self.back)
        row.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.taken_back.emit()
            return
        super().keyPressEvent(event)

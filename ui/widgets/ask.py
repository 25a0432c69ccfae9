"""A question before something that cannot be undone: says what will be gone, names the button by its verb."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.words import Sentence, say
from ui.theme.sizes import APART, FAR, NEAR, px
from ui.widgets.buttons import danger, plain, primary
from ui.widgets.said import Label, Words, section


class Ask(QDialog):
    """Opens over one window without stopping the program; `agreed` comes if she says so, nothing else otherwise."""

    agreed = Signal()

    def __init__(self, parent: QWidget, question: Words, more: Words, verb: Words, *, destroys: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("ask")
        self.setWindowTitle(say("Question"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(px(440))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(FAR), px(FAR), px(FAR), px(APART))
        column.setSpacing(px(NEAR))
        column.addWidget(section(question))
        column.addWidget(Label(more))
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(px(NEAR))
        row.addStretch(1)
        self.no = plain(Sentence("Go back"))
        self.no.clicked.connect(self.reject)
        self.yes = danger(verb) if destroys else primary(verb)
        self.yes.clicked.connect(self._on_yes)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        column.addLayout(row)
        self.no.setFocus()

    @Slot()
    def _on_yes(self) -> None:
        self.accept()
        self.agreed.emit()

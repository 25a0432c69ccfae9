"""Asks for a passphrase for one file, or lets her leave it open after she was told what that means."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.words import Sentence
from ui.widgets.ask import Ask, Question
from ui.widgets.buttons import plain, primary
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.field import Field
from ui.widgets.secret import SecretLine


class AskPassphrase(Question):
    """`chosen` tells the passphrase, "" for none; nothing comes when she goes back."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, question: Sentence, more: Sentence) -> None:
        super().__init__(parent, question, more)
        self.secret = SecretLine("filePassphrase")
        self.field = Field(Sentence("Passphrase for this file"), self.secret)
        self.body.addWidget(self.field)
        self.open_file = quiet_button(Sentence("Without a passphrase"))
        self.open_file.setObjectName("withoutPassphrase")
        self.open_file.clicked.connect(self._on_open_file)
        self.no = plain(Sentence("Go back"))
        self.no.clicked.connect(self.reject)
        self.yes = primary(Sentence("Lock the file"))
        self.yes.setObjectName("lockFile")
        self.yes.clicked.connect(self._on_yes)
        self.secret.entered.connect(self._on_yes)
        for button in (self.open_file, self.no, self.yes):
            self.row.addWidget(button)
        self.secret.edit.setFocus()

    @Slot()
    def _on_yes(self) -> None:
        if self.secret.text().strip():
            self._choose(self.secret.text())
        else:
            self.field.say_wrong(Sentence("Type a passphrase. Without one the file would lie open."))
            self.resize(self.width(), self.heightForWidth(self.width()))

    @Slot()
    def _on_open_file(self) -> None:
        ask = Ask(
            self,
            Sentence("Leave the file open?"),
            Sentence("Whoever finds it can read all that stands on the sheet."),
            Sentence("Leave it open"),
        )
        ask.yes.setObjectName("leaveOpen")
        ask.agreed.connect(self._on_agreed)
        ask.open()

    @Slot()
    def _on_agreed(self) -> None:
        self._choose("")

    def _choose(self, passphrase: str) -> None:
        self.accept()
        self.chosen.emit(passphrase)

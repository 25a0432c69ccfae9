"""What opens a desk: her passphrase, or the recovery code from the paper. One of the two is asked for at a time."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.words import Sentence
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.field import Field
from ui.widgets.lines import TextLine
from ui.widgets.secret import SecretLine


class Opener(QWidget):
    """Never keeps what was typed. `other_way` is a button for whoever lays out the page."""

    #: She goes over to the other of the two.
    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.by_code = False
        self.secret = SecretLine("passphrase")
        self.field = Field(Sentence("Passphrase"), self.secret)
        self.code = TextLine("recovery-code")
        self.code_field = Field(
            Sentence("Recovery code"),
            self.code,
            hint=Sentence("Eight groups of four signs, from the paper. Capitals and dashes do not matter."),
        )
        self.code_field.hide()
        self.other_way = quiet_button(Sentence("I have a recovery code"))
        self.other_way.setObjectName("other-way")
        self.other_way.clicked.connect(self._on_other_way)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        column.addWidget(self.code_field)

    def typed(self) -> str:
        """What was typed; without it, says beside the field what to type."""
        typed = (self.code.value() or "") if self.by_code else self.secret.text()
        if not typed:
            self.say_wrong(Sentence("Type the recovery code.") if self.by_code else Sentence("Type your passphrase."))
        return typed

    def clear(self) -> None:
        """Forget what was typed."""
        self.secret.clear()
        self.code.clear()

    def say_wrong(self, words: Sentence | None) -> None:
        """Say beside the field what is wrong, or that nothing is."""
        (self.code_field if self.by_code else self.field).say_wrong(words)

    def take_keyboard(self) -> None:
        """Type here, over what stands there."""
        line = self.code if self.by_code else self.secret.edit
        line.setFocus()
        line.selectAll()

    @Slot()
    def _on_other_way(self) -> None:
        self.say_wrong(None)
        self.by_code = not self.by_code
        self.field.setVisible(not self.by_code)
        self.code_field.setVisible(self.by_code)
        self.other_way.say(Sentence("I have my passphrase") if self.by_code else Sentence("I have a recovery code"))
        self.say_wrong(None)
        self.turned.emit()
        self.take_keyboard()

"""Choosing a passphrase: five words are proposed, and a sentence says what is typed is worth."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.vault.passphrases import Weight, propose_passphrase, weigh_passphrase
from fieldapp.words import Sentence, spoken
from ui.theme.sizes import CLOSE, px
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.field import Field
from ui.widgets.said import Label
from ui.widgets.secret import SecretLine


class NewPassphrase(QWidget):
    """Holds a proposal from the start, shown. `another` is a button for whoever lays out the page."""

    def __init__(self) -> None:
        super().__init__()
        self._nickname = ""
        self.secret = SecretLine("new-passphrase", shown=True)
        self.secret.put(propose_passphrase(spoken()))
        self.secret.changed.connect(self._on_typed)
        self.field = Field(
            Sentence("Passphrase"),
            self.secret,
            hint=Sentence(
                "Five words drawn by chance. Learn them, or take others that you choose yourself. "
                "Nobody can tell you the passphrase later, also not the coordinator."
            ),
        )
        self.strength = Label(tone="quiet")
        self.another = quiet_button(Sentence("Propose other words"))
        self.another.setObjectName("propose")
        self.another.clicked.connect(self._on_propose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(CLOSE))
        column.addWidget(self.field)
        column.addWidget(self.strength)
        self._on_typed()

    def know(self, nickname: str) -> None:
        """A passphrase is not made of the nickname."""
        self._nickname = nickname
        self._on_typed()

    def is_fine(self) -> bool:
        """Whether it may be taken; if not, says why beside the field."""
        weighed = weigh_passphrase(self.secret.text(), self._nickname)
        if weighed.weight is Weight.FINE:
            return True
        self.field.say_wrong(weighed.advice)
        self.strength.say("")
        self.secret.setFocus()
        return False

    @Slot()
    def _on_propose(self) -> None:
        self.secret.put(propose_passphrase(spoken()))

    @Slot()
    def _on_typed(self) -> None:
        text = self.secret.text()
        self.field.say_wrong(None)
        self.strength.say(weigh_passphrase(text, self._nickname).advice if text else "")

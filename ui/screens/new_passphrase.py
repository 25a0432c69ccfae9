"""After the recovery code or a recovery officer opened the desk: a new passphrase, before anything else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError
from fieldapp.words import Sentence
from ui.jobs import Jobs, Where
from ui.screen import Address
from ui.screens.entry import EntryScreen
from ui.widgets.buttons import Button, primary
from ui.widgets.passphrase import NewPassphrase
from ui.widgets.said import Label, Words
from ui.widgets.said import quiet as quiet_label

#: She came by the recovery code.
CODE_STAYS: Final = Sentence("The old one no longer opens this desk. The recovery code on your paper stays as it is.")
#: She came by what an officer sent.
CODE_FOLLOWS: Final = Sentence(
    "The old one no longer opens this desk, and neither does the old recovery code: a new one comes next."
)


class NewPassphraseScreen(EntryScreen):
    """`changed` comes when the new passphrase opens the desk; it tells what `change` gave."""

    changed = Signal(object)
    name = "new_passphrase"

    def __init__(
        self, address: Address, nickname: str, change: Callable[[str], object], jobs: Jobs, *, words: Words = CODE_STAYS
    ) -> None:
        """`change` runs in the background and raises Mistake or Trouble. `words`: what becomes of the old ones."""
        super().__init__(address, Sentence("Your desk is open. Choose a new passphrase"))
        self._change = change
        self._jobs = jobs
        self.passphrase = NewPassphrase()
        self.passphrase.know(nickname)
        self.take = primary(Sentence("Take this passphrase"))
        self.take.setObjectName("take")
        self.take.clicked.connect(self._on_take)
        self.state = quiet_label()
        self.add(Label(words), self.passphrase)
        self.add_row(self.take, self.passphrase.another)
        self.add(self.state)
        self.finish()

    def panes(self) -> tuple[QWidget, ...]:
        return (self.passphrase.secret.edit,)

    def main_button(self) -> Button:
        return self.take

    @Slot()
    def _on_take(self) -> None:
        if self.passphrase.is_fine():
            self._set_busy(busy=True)
            work = partial(self._change, self.passphrase.secret.text())
            self._jobs.run(work, done=self._on_changed, failed=self._on_failed, where=Where.BESIDE)

    def _on_changed(self, given: object) -> None:
        self.passphrase.secret.clear()
        self.changed.emit(given)

    def _on_failed(self, error: FieldappError) -> None:
        self._set_busy(busy=False)
        self.take.setFocus()
        self.told.emit(error.sentence, "danger")

    def _set_busy(self, *, busy: bool) -> None:
        self.passphrase.setEnabled(not busy)
        self.take.setEnabled(not busy)
        self.state.say(Sentence("Making your keys. This takes some seconds.") if busy else "")

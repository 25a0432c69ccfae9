"""After the recovery code opened the desk: a new passphrase, before anything else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError
from fieldapp.words import Sentence
from ui.jobs import Jobs, Where
from ui.screen import Address
from ui.screens.entry import EntryScreen
from ui.widgets.buttons import Button, primary
from ui.widgets.passphrase import NewPassphrase
from ui.widgets.said import Label
from ui.widgets.said import quiet as quiet_label


class NewPassphraseScreen(EntryScreen):
    """`changed` comes when the new passphrase opens the desk; the recovery code stays as it is."""

    changed = Signal()
    name = "new_passphrase"

    def __init__(self, address: Address, nickname: str, change: Callable[[str], None], jobs: Jobs) -> None:
        """`change` runs in the background and raises Mistake or Trouble."""
        super().__init__(address, Sentence("Your desk is open. Choose a new passphrase"))
        self._change = change
        self._jobs = jobs
        self.passphrase = NewPassphrase()
        self.passphrase.know(nickname)
        self.take = primary(Sentence("Take this passphrase"))
        self.take.setObjectName("take")
        self.take.clicked.connect(self._on_take)
        self.state = quiet_label()
        why = Sentence("The old one no longer opens this desk. The recovery code on your paper stays as it is.")
        self.add(Label(why), self.passphrase)
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

    def _on_changed(self, _nothing: None) -> None:
        self.passphrase.secret.clear()
        self.changed.emit()

    def _on_failed(self, error: FieldappError) -> None:
        self._set_busy(busy=False)
        self.take.setFocus()
        self.told.emit(error.sentence, "danger")

    def _set_busy(self, *, busy: bool) -> None:
        self.passphrase.setEnabled(not busy)
        self.take.setEnabled(not busy)
        self.state.say(Sentence("Making your keys. This takes some seconds.") if busy else "")

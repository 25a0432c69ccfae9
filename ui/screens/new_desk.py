"""A new desk on this laptop: a nickname and a passphrase of five words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError, Mistake
from fieldapp.vault.nicknames import ADVICE
from fieldapp.words import Sentence
from ui.jobs import Jobs, Where
from ui.screen import Address
from ui.screens.entry import EntryScreen
from ui.widgets.buttons import Button, primary
from ui.widgets.field import Field
from ui.widgets.lines import TextLine
from ui.widgets.passphrase import NewPassphrase
from ui.widgets.said import quiet as quiet_label


@dataclass(frozen=True, slots=True)
class Made:
    """A desk that was made: whatever opens it, and its recovery code in groups.

    `confirm` raises a Mistake that says which groups are not as on the paper.
    """

    opened: object
    groups: tuple[str, ...]
    confirm: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Maker:
    """How a desk is made. `check` refuses a nickname at once, `make` takes seconds and runs in the background."""

    check: Callable[[str], str]
    make: Callable[[str, str], Made]


class NewDeskScreen(EntryScreen):
    """The proposal stands there to be taken, read or replaced."""

    #: A Made.
    made = Signal(object)
    name = "new_desk"

    def __init__(self, address: Address, maker: Maker, jobs: Jobs) -> None:
        super().__init__(address, Sentence("Your desk on this laptop"))
        self._maker = maker
        self._jobs = jobs
        self.nickname = TextLine("nickname")
        self.nickname.setMaxLength(40)
        self.nickname.changed.connect(self._on_nickname)
        self.field = Field(Sentence("Nickname"), self.nickname, hint=Sentence(ADVICE), width=280)
        self.passphrase = NewPassphrase()
        self.make = primary(Sentence("Make my desk"))
        self.make.setObjectName("make")
        self.make.clicked.connect(self._on_make)
        self.state = quiet_label()
        self.back_button.show()
        self.add(self.field, self.passphrase)
        self.add_row(self.make, self.passphrase.another)
        self.add(self.state)
        self.finish()

    def panes(self) -> tuple[QWidget, ...]:
        return (self.nickname,)

    def main_button(self) -> Button:
        return self.make

    @Slot()
    def _on_nickname(self) -> None:
        self.field.say_wrong(None)
        self.passphrase.know(self.nickname.text())

    @Slot()
    def _on_make(self) -> None:
        try:
            nickname = self._maker.check(self.nickname.text())
        except Mistake as refused:
            self.field.say_wrong(refused.sentence)
            self.nickname.setFocus()
            return
        if self.passphrase.is_fine():
            self._set_busy(busy=True)
            work = partial(self._maker.make, nickname, self.passphrase.secret.text())
            self._jobs.run(work, done=self._on_made, failed=self._on_failed, where=Where.BESIDE)

    def _on_made(self, made: Made) -> None:
        self.passphrase.secret.clear()
        self.made.emit(made)

    def _on_failed(self, error: FieldappError) -> None:
        self._set_busy(busy=False)
        self.make.setFocus()
        self.told.emit(error.sentence, "danger")

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (self.nickname, self.passphrase, self.make, self.passphrase.another, self.back_button):
            widget.setEnabled(not busy)
        self.state.say(Sentence("Making your keys. This takes some seconds.") if busy else "")

"""A new desk on this laptop: a nickname, a passphrase of five words, and the recovery code typed back once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError, Mistake
from fieldapp.vault.nicknames import ADVICE, NicknameRefused
from fieldapp.vault.passphrases import Weight, propose_passphrase, weigh_passphrase
from fieldapp.words import Sentence, spoken
from ui.jobs import Jobs, Where
from ui.screen import Address
from ui.screens.entry import EntryScreen
from ui.widgets.buttons import Button, primary
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.field import Field
from ui.widgets.lines import TextLine
from ui.widgets.said import Label
from ui.widgets.said import quiet as quiet_label
from ui.widgets.secret import SecretLine

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Made(Generic[T]):
    """A desk that was made: whatever opens it, and its recovery code in groups."""

    opened: T
    groups: tuple[str, ...]
    #: Raises a Mistake that says which groups are not as on the paper.
    confirm: Callable[[str], None]


#: Makes the desk, in the background: nickname, passphrase. Raises Mistake or Trouble.
MakeDesk = Callable[[str, str], Made[object]]
#: Refuses a nickname at once (Mistake), before the long work.
CheckNickname = Callable[[str], str]


class NewDeskScreen(EntryScreen):
    """Nickname and passphrase. The proposal stands there to be taken, read or replaced."""

    #: A Made.
    made = Signal(object)
    name = "new_desk"

    def __init__(self, address: Address, check: CheckNickname, make: MakeDesk, jobs: Jobs) -> None:
        super().__init__(address, Sentence("Your desk on this laptop"))
        self._check = check
        self._make = make
        self._jobs = jobs
        self.nickname = TextLine("nickname")
        self.nickname.setMaxLength(40)
        self.nickname.changed.connect(self._on_nickname)
        self.nickname_field = Field(Sentence("Nickname"), self.nickname, hint=Sentence(ADVICE), width=280)
        self.secret = SecretLine("new-passphrase", shown=True)
        self.secret.put(propose_passphrase(spoken()))
        self.secret.changed.connect(self._on_typed)
        self.secret_field = Field(
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
        self.make = primary(Sentence("Make my desk"))
        self.make.setObjectName("make")
        self.make.clicked.connect(self._on_make)
        self.state = quiet_label()
        self.back_button.show()
        self.add(self.nickname_field, self.secret_field, self.strength)
        self.add_row(self.make, self.another)
        self.add(self.state)
        self.finish()
        self._on_typed()

    def panes(self) -> tuple[QWidget, ...]:
        return (self.nickname,)

    def main_button(self) -> Button:
        return self.make

    @Slot()
    def _on_propose(self) -> None:
        self.secret.put(propose_passphrase(spoken()))

    @Slot()
    def _on_typed(self) -> None:
        weighed = weigh_passphrase(self.secret.text(), self.nickname.text())
        self.secret_field.say_wrong(None)
        self.strength.say(weighed.advice if self.secret.text() else "")

    @Slot()
    def _on_nickname(self) -> None:
        self.nickname_field.say_wrong(None)
        self._on_typed()

    @Slot()
    def _on_make(self) -> None:
        weighed = weigh_passphrase(self.secret.text(), self.nickname.text())
        if weighed.weight is not Weight.FINE:
            self.secret_field.say_wrong(weighed.advice)
            self.secret.setFocus()
            return
        try:
            nickname = self._check(self.nickname.text())
        except NicknameRefused as refused:
            self.nickname_field.say_wrong(refused.sentence)
            self.nickname.setFocus()
            return
        self._set_busy(busy=True)
        work = partial(self._make, nickname, self.secret.text())
        self._jobs.run(work, done=self._on_made, failed=self._on_failed, where=Where.BESIDE)

    def _on_made(self, made: Made[object]) -> None:
        self.secret.clear()
        self.made.emit(made)

    def _on_failed(self, error: FieldappError) -> None:
        self._set_busy(busy=False)
        if isinstance(error, Mistake):
            self.nickname_field.say_wrong(error.sentence)
        else:
            self.told.emit(error.sentence, "danger")

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (self.nickname, self.secret, self.make, self.another, self.back_button):
            widget.setEnabled(not busy)
        self.state.say(Sentence("Making your keys. This takes some seconds.") if busy else "")

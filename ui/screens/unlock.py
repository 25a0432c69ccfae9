"""The unlock screen: who is working, and her passphrase. Shows nicknames alone, and never keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError, Mistake
from fieldapp.words import Sentence, say, say_number
from ui.jobs import Jobs, Where
from ui.screen import Address
from ui.screens.entry import EntryScreen
from ui.widgets.buttons import Button, primary
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.choices import ChoiceList, Option
from ui.widgets.field import Field
from ui.widgets.lines import TextLine
from ui.widgets.said import quiet as quiet_label
from ui.widgets.secret import SecretLine


@dataclass(frozen=True, slots=True)
class Locked:
    """A desk on this laptop."""

    folder: Path
    nickname: str


@dataclass(frozen=True, slots=True)
class Doors:
    """How desks are opened; all but `wait` take long and run in the background. They raise Mistake or Trouble."""

    #: With the passphrase: what `opened` then tells.
    by_passphrase: Callable[[Path, str], object]
    #: With the recovery code.
    by_recovery: Callable[[Path, str], object]
    #: Seconds to wait before the next try, after wrong ones.
    wait: Callable[[Path], int]


class UnlockScreen(EntryScreen):
    """Asks until one desk is open; `opened` tells what the doors gave, and whether she came by the recovery code."""

    opened = Signal(object)
    recovered = Signal(object)
    #: Make another desk on this laptop.
    another = Signal()
    name = "unlock"

    def __init__(self, address: Address, desks: Sequence[Locked], doors: Doors, jobs: Jobs) -> None:
        """The address's key names the folder of the desk that is chosen at first."""
        super().__init__(address, Sentence("Who is working?"))
        self._desks = {desk.folder.name: desk for desk in desks}
        self._doors = doors
        self._jobs = jobs
        self._by_code = False
        self._wait = QTimer(self)
        self._wait.setInterval(1000)
        self._wait.timeout.connect(self._on_second)
        self.who = ChoiceList([Option(name, desk.nickname) for name, desk in self._desks.items()], name="desk")
        self.who.show_values([address.key if address.key in self._desks else next(iter(self._desks), "")])
        self.who.chosen.connect(self._on_who)
        self.secret = SecretLine("passphrase")
        self.field = Field(Sentence("Passphrase"), self.secret)
        self.code = TextLine("recovery-code")
        self.code_field = Field(
            Sentence("Recovery code"),
            self.code,
            hint=Sentence("Eight groups of four signs, from the paper. Capitals and dashes do not matter."),
        )
        self.code_field.hide()
        self.unlock = primary(Sentence("Unlock"))
        self.unlock.setObjectName("unlock")
        self.unlock.clicked.connect(self._on_unlock)
        self.other_way = quiet_button(Sentence("I have a recovery code"))
        self.other_way.setObjectName("other-way")
        self.other_way.clicked.connect(self._on_other_way)
        self.more_desks = quiet_button(Sentence("Another person begins on this laptop"))
        self.more_desks.setObjectName("another-desk")
        self.more_desks.clicked.connect(self.another)
        self.state = quiet_label()
        self.add(self.who, self.field, self.code_field)
        self.add_row(self.unlock, self.other_way)
        self.add(self.state)
        self.add_row(self.more_desks)
        self.finish()
        self._on_second()

    def panes(self) -> tuple[QWidget, ...]:
        return (self.secret.edit, self.who.rows()[0]) if self.who.rows() else (self.secret.edit,)

    def main_button(self) -> Button:
        return self.unlock

    def retranslate(self) -> None:
        self._on_second()

    def _folder(self) -> Path | None:
        chosen = self.who.values()
        return self._desks[chosen[0]].folder if chosen else None

    @Slot()
    def _on_who(self) -> None:
        self._say_wrong(None)
        self._on_second()
        (self.code if self._by_code else self.secret).setFocus()

    @Slot()
    def _on_other_way(self) -> None:
        self._by_code = not self._by_code
        self.field.setVisible(not self._by_code)
        self.code_field.setVisible(self._by_code)
        way = Sentence("I have my passphrase") if self._by_code else Sentence("I have a recovery code")
        self.other_way.say(way)
        self._say_wrong(None)
        (self.code if self._by_code else self.secret).setFocus()

    @Slot()
    def _on_unlock(self) -> None:
        folder = self._folder()
        typed = (self.code.value() or "") if self._by_code else self.secret.text()
        if folder is None or not typed:
            self._say_wrong(Sentence("Type the recovery code.") if self._by_code else Sentence("Type your passphrase."))
            return
        self._say_wrong(None)
        self._set_busy(busy=True)
        door = self._doors.by_recovery if self._by_code else self._doors.by_passphrase
        self._jobs.run(
            partial(door, folder, typed),
            done=self._on_recovered if self._by_code else self._on_opened,
            failed=self._on_failed,
            where=Where.BESIDE,
        )

    def _on_opened(self, what: object) -> None:
        self.secret.clear()
        self.opened.emit(what)

    def _on_recovered(self, what: object) -> None:
        self.code.clear()
        self.recovered.emit(what)

    def _on_failed(self, error: FieldappError) -> None:
        self._set_busy(busy=False)
        if isinstance(error, Mistake):
            self._say_wrong(error.sentence)
            (self.code if self._by_code else self.secret.edit).setFocus()
            (self.code if self._by_code else self.secret.edit).selectAll()
        else:
            self.told.emit(error.sentence, "danger")
        self._on_second()

    def _say_wrong(self, words: Sentence | None) -> None:
        (self.code_field if self._by_code else self.field).say_wrong(words)

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (self.unlock, self.who, self.other_way, self.secret, self.code, self.more_desks):
            widget.setEnabled(not busy)
        self.state.say(Sentence("Opening…") if busy else "")

    @Slot()
    def _on_second(self) -> None:
        """While she must wait after wrong ones, say how long."""
        folder = self._folder()
        left = self._doors.wait(folder) if folder is not None else 0
        if left > 0:
            self.state.say(say_number("Try again in {number} second.", "Try again in {number} seconds.", left))
            self._wait.start()
        elif self._wait.isActive():
            self._wait.stop()
            self.state.say("")
        if self.who.isEnabled():
            self.unlock.setEnabled(left <= 0 and folder is not None)
        self.title.say(Sentence("Who is working?") if len(self._desks) != 1 else say("Welcome back"))

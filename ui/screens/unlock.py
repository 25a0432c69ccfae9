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
from fieldapp.work.practice import Practice
from ui.elsewhere import Elsewhere
from ui.jobs import Jobs, Where
from ui.screen import Address
from ui.screens.entry import EntryScreen
from ui.widgets.ask import Ask
from ui.widgets.buttons import Button, primary
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.choices import ChoiceList, Option
from ui.widgets.opener import Opener
from ui.widgets.said import Label, show_if
from ui.widgets.said import quiet as quiet_label


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
    #: Bring a desk back from a copy on a stick.
    copy_there = Signal()
    #: Her passphrase is forgotten: the name of the chosen desk's folder.
    forgotten = Signal(str)
    #: An Elsewhere, in practice: begin the example anew, or go to real work.
    elsewhere = Signal(object)
    name = "unlock"

    def __init__(
        self,
        address: Address,
        desks: Sequence[Locked],
        doors: Doors,
        jobs: Jobs,
        *,
        practice: Practice | None = None,
    ) -> None:
        """The address's key names the folder of the desk that is chosen at first. `practice`: who is who, if it is."""
        super().__init__(address, Sentence("Who is working?"))
        self._desks = {desk.folder.name: desk for desk in desks}
        self._doors = doors
        self._jobs = jobs
        self._wait = QTimer(self)
        self._wait.setInterval(1000)
        self._wait.timeout.connect(self._on_second)
        self.who = ChoiceList([Option(name, desk.nickname) for name, desk in self._desks.items()], name="desk")
        self.who.show_values([address.key if address.key in self._desks else next(iter(self._desks), "")])
        self.who.chosen.connect(self._on_who)
        self.opener = Opener()
        self.secret, self.field = self.opener.secret, self.opener.field
        self.other_way = self.opener.other_way
        self.unlock = primary(Sentence("Unlock"))
        self.unlock.setObjectName("unlock")
        self.unlock.clicked.connect(self._on_unlock)
        self.forgot = quiet_button(Sentence("I have forgotten my passphrase"), name="forgot")
        self.forgot.clicked.connect(self._on_forgot)
        self.more_desks = quiet_button(Sentence("Another person begins on this laptop"))
        self.more_desks.setObjectName("another-desk")
        self.more_desks.clicked.connect(self.another)
        self.bring_back = quiet_button(Sentence("I have a copy on a stick"))
        self.bring_back.setObjectName("bring-back")
        self.bring_back.clicked.connect(self.copy_there)
        self.state = quiet_label()
        if practice is not None:
            self.add(*_told(practice))
        self.add(self.who, self.opener)
        self.add_row(self.unlock, self.other_way)
        self.add(self.state)
        if practice is not None:
            self._offer_elsewhere()
        self.add_row(self.more_desks)
        self.add_row(self.bring_back, self.forgot)
        show_if(self.forgot, practice is None)
        self.finish()
        self._on_second()

    def _offer_elsewhere(self) -> None:
        self.afresh = quiet_button(Sentence("Begin the practice again"))
        self.afresh.setObjectName("practice-afresh")
        self.afresh.clicked.connect(self._on_afresh)
        self.real_work = quiet_button(Sentence("Leave practice"))
        self.real_work.setObjectName("leave-practice")
        self.real_work.clicked.connect(self._on_real_work)
        self.add_row(self.afresh, self.real_work)

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
        self.opener.say_wrong(None)
        self._on_second()
        self.opener.take_keyboard()

    @Slot()
    def _on_forgot(self) -> None:
        folder = self._folder()
        if folder is not None:
            self.forgotten.emit(folder.name)

    def ask_code(self) -> None:
        """She came back because she has the paper with the recovery code."""
        if not self.opener.by_code:
            self.opener.other_way.click()

    @Slot()
    def _on_afresh(self) -> None:
        ask = ask_afresh(self)
        ask.agreed.connect(self._on_afresh_agreed)
        ask.open()

    @Slot()
    def _on_afresh_agreed(self) -> None:
        self.elsewhere.emit(Elsewhere.PRACTICE_AFRESH)

    @Slot()
    def _on_real_work(self) -> None:
        self.elsewhere.emit(Elsewhere.REAL_WORK)

    @Slot()
    def _on_unlock(self) -> None:
        folder, typed = self._folder(), self.opener.typed()
        if folder is None or not typed:
            return
        self.opener.say_wrong(None)
        self._set_busy(busy=True)
        by_code = self.opener.by_code
        self._jobs.run(
            partial(self._doors.by_recovery if by_code else self._doors.by_passphrase, folder, typed),
            done=self._on_recovered if by_code else self._on_opened,
            failed=self._on_failed,
            where=Where.BESIDE,
        )

    def _on_opened(self, what: object) -> None:
        self.opener.clear()
        self.opened.emit(what)

    def _on_recovered(self, what: object) -> None:
        self.opener.clear()
        self.recovered.emit(what)

    def _on_failed(self, error: FieldappError) -> None:
        self._set_busy(busy=False)
        if isinstance(error, Mistake):
            self.opener.say_wrong(error.sentence)
        else:
            self.told.emit(error.sentence, "danger")
        self.opener.take_keyboard()
        self._on_second()

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (
            self.unlock,
            self.who,
            self.opener,
            self.other_way,
            self.forgot,
            self.more_desks,
            self.bring_back,
        ):
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


def ask_afresh(parent: QWidget) -> Ask:
    """Before what she did in practice is taken away."""
    return Ask(
        parent,
        Sentence("Begin the practice again?"),
        Sentence("Everything you did in practice will be gone, and the example stands there as at first."),
        Sentence("Begin again"),
    )


def _told(practice: Practice) -> tuple[Label, Label]:
    names = {"outreach": practice.outreach, "trainer": practice.trainer, "supervisor": practice.supervisor}
    who = Sentence("“{outreach}” works with cases, “{trainer}” holds workshops, “{supervisor}” sees both.", names)
    words = Sentence("To practise unlocking, type: {passphrase}", {"passphrase": practice.passphrase})
    return Label(who, tone="quiet"), Label(words, strong=True)

"""A copy on a USB stick: what it would save, where it goes, making one, and those that are there already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldapp.storage.backup import CopyOnStick
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from fieldapp.work.copying import CopyFound, CopyStanding, Stick, how_copies_stand, look_at_stick
from ui import times
from ui.files import choose_folder
from ui.jobs import Job, Where
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.room import Room
from ui.screen import Address
from ui.screens.live import LiveScreen
from ui.screens.start_lines import only_here
from ui.theme.sizes import NEAR, px
from ui.widgets.banner import NOTE
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.field_parts import Remark
from ui.widgets.list_box import ListBox
from ui.widgets.pages import Foot, Heading
from ui.widgets.said import Label, Words, show_if
from ui.widgets.under_way import UnderWay

_WHEN: Final = 180
_WHOSE: Final = 240


class CopyScreen(LiveScreen[CopyStanding]):
    """The copy goes on when she leaves the page, and is seen here when she comes back."""

    name = "copy"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self._folder: Path | None = None
        self._stick: Stick | None = None
        self._looking: Job | None = None
        self._copies = room.parts.copies
        self.heading = Heading(Sentence("A copy on a stick"), back_to=Sentence("Today"))
        self.standing = Label(strong=True)
        self.where = Label()
        self.where.setObjectName("copyFolder")
        self.choose = plain(Sentence("Choose the folder"))
        self.choose.setObjectName("chooseFolder")
        self.remark = Remark("warning")
        self.under_way = UnderWay()
        self.under_way.setObjectName("copyState")
        self.found: HeldModel[CopyFound] = HeldModel(columns_of_copies(), key_of_copy, self)
        self.found_box = ListBox(
            self.found,
            Sentence("Copies in this folder"),
            object_name="copies",
            empty=Sentence("No copy is there yet."),
            more=Sentence("Put a stick in and choose it."),
            headings=False,
        )
        self.foot = Foot()
        self.foot.note.say(Sentence("Whoever finds the stick can read nothing without your passphrase."))
        self.stop = plain(Sentence("Stop"))
        self.stop.setObjectName("stopCopy")
        self.make = primary(Sentence("Copy now"))
        self.make.setObjectName("makeCopy")
        self._lay_out()
        self._connect()
        self._show_under_way()
        self.refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(px(NEAR))
        row.addWidget(self.where, 1)
        row.addWidget(self.choose)
        self.foot.add(self.stop, self.make)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.standing)
        self.column.addLayout(row)
        self.column.addWidget(self.remark)
        self.column.addWidget(self.under_way)
        self.column.addWidget(self.found_box, 1)
        self.column.addWidget(self.foot)

    def _connect(self) -> None:
        self.heading.back.connect(self.left)
        self.choose.clicked.connect(self._on_choose)
        self.make.clicked.connect(self._on_make)
        self.stop.clicked.connect(self._on_stop)
        self._copies.changed.connect(self._show_under_way)
        self._copies.made.connect(self._on_made)
        self._copies.stopped.connect(self._on_stopped)

    def words(self) -> Words:
        return Sentence("A copy on a stick")

    def panes(self) -> Sequence[QWidget]:
        return (self.make, self.found_box.table) if not self.found_box.table.isHidden() else (self.make,)

    def main_button(self) -> Button:
        return self.make

    def question(self) -> Callable[[], CopyStanding]:
        return partial(how_copies_stand, self.room.desk)

    def concerns(self, happened: Happened) -> bool:
        return bool(happened.records or happened.sync)

    def show_found(self, found: CopyStanding) -> None:
        self.standing.say(only_here(found.standing, self.room.desk.clock.now()))
        show_if(self.standing, bool(self.standing.text()))
        if self._folder is None and found.folder is not None:
            self._look_at(found.folder)
        elif self._folder is None:
            self._show_stick(None)

    def _look_at(self, folder: Path) -> None:
        """Read what is on the stick, beside the store: a stick may take its time."""
        self._folder = folder
        if self._looking is not None:
            self._looking.cancel()
        work = partial(look_at_stick, self.room.desk, folder)
        self._looking = self.room.jobs.run(work, done=self._show_stick, where=Where.BESIDE)

    def _show_stick(self, stick: Stick | None) -> None:
        self._stick = stick
        if stick is None:
            self.where.say(Sentence("Nobody has said yet where copies go."))
            self.found.show(())
            return
        self._folder = stick.folder
        self.where.say(Sentence("Copies go to {folder}", {"folder": str(stick.folder)}))
        self.remark.say(_remark(stick))
        self.found.show(stick.copies)

    @Slot()
    def _show_under_way(self) -> None:
        going_on = self._copies.folder is not None
        if not going_on:
            self.under_way.end()
        elif self.make.isEnabled():
            self.under_way.begin(Sentence("Copying."))
        elif self._copies.stopping:
            self.under_way.go_on(Sentence("Stopping."))
        elif self._copies.reading_back:
            self.under_way.go_on(Sentence("Reading the copy back, to be sure that it is whole."))
        else:
            self.under_way.tell(self._copies.done, self._copies.whole)
        had_keyboard = self.window().focusWidget() in (self.make, self.stop)
        show_if(self.stop, going_on)
        self.make.setEnabled(not going_on)
        self.choose.setEnabled(not going_on)
        if had_keyboard:
            (self.stop if going_on else self.make).setFocus()

    @Slot()
    def _on_choose(self) -> None:
        choose_folder(self, Sentence("The folder for copies"), self._on_chosen)

    @Slot()
    def _on_make(self) -> None:
        if self._folder is None:
            choose_folder(self, Sentence("The folder for copies"), self._on_chosen_to_copy)
            return
        self.told.emit("", NOTE)
        parts = self.room.parts
        self._copies.begin(self.room.desk, self.room.vault.backup_key, self._folder, parts.jobs, parts.board)

    @Slot(object)
    def _on_chosen(self, folder: Path) -> None:
        self._look_at(folder)

    @Slot(object)
    def _on_chosen_to_copy(self, folder: Path) -> None:
        self._look_at(folder)
        self._on_make()

    @Slot()
    def _on_stop(self) -> None:
        self._copies.stop()

    @Slot(object)
    def _on_made(self, made: CopyOnStick) -> None:
        self._look_at(made.folder.parent)
        self.told.emit(
            Sentence("The copy is made, and was read back whole. Take the stick out and keep it away from the laptop."),
            NOTE,
        )

    @Slot(object)
    def _on_stopped(self, words: Sentence) -> None:
        self.told.emit(words, NOTE)


def columns_of_copies() -> list[Column[CopyFound]]:
    """When a copy was made, and whose desk it is of."""
    return [
        Column(Sentence("Made"), _when, _WHEN, strong=True),
        Column(Sentence("Desk"), _whose, _WHOSE),
        Column(Sentence("Folder"), _folder, quiet=True),
    ]


def key_of_copy(found: CopyFound) -> str:
    """Tells copies apart."""
    return str(found.copy.folder)


def _when(found: CopyFound) -> str:
    return times.moment(found.copy.made)


def _whose(found: CopyFound) -> str:
    return found.nickname


def _folder(found: CopyFound) -> str:
    return found.copy.folder.name


def _remark(stick: Stick) -> Words:
    if not stick.is_there:
        return Sentence("The stick is not in the laptop now. Put it in, or choose another folder.")
    if stick.beside:
        return Sentence("This folder is on the laptop's own disk: a copy there is lost with the laptop. Take a stick.")
    return ""

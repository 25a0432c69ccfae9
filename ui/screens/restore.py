"""Bring a desk back from a copy on a stick: which folder, which copy, and the passphrase that opened it then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError, Mistake
from fieldapp.words import Sentence
from ui import times
from ui.files import choose_folder
from ui.jobs import Job, Jobs, Where
from ui.screen import Address
from ui.screens.entry import EntryScreen
from ui.theme.sizes import CLOSE, px
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.choices import ChoiceList, Option
from ui.widgets.field import Field
from ui.widgets.opener import Opener
from ui.widgets.said import Label, Words, quiet, show_if
from ui.widgets.under_way import UnderWay

if TYPE_CHECKING:  # the first window does not wait for the store
    from fieldapp.work.bringing_back import BroughtBack
    from fieldapp.work.copying import CopyFound

#: Older copies are chosen by their own folder.
MOST: Final = 5


#: Is told how many parts of how many are done.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Rescue:
    """How a copy is found and brought back; it takes long and runs in the background. Raises Mistake or Trouble."""

    find: Callable[[Path], Sequence[CopyFound]]
    #: The copy, the passphrase, and who is told how far it is.
    by_passphrase: Callable[[CopyFound, str, Progress], BroughtBack]
    #: With the recovery code.
    by_recovery: Callable[[CopyFound, str, Progress], BroughtBack]


class RestoreScreen(EntryScreen):
    """First asks for the folder, then for one of its copies and what opens it. Nothing that is here is overwritten."""

    #: A BroughtBack, by passphrase; and by recovery code.
    opened = Signal(object)
    recovered = Signal(object)
    name = "restore"

    def __init__(self, address: Address, rescue: Rescue, jobs: Jobs) -> None:
        super().__init__(address, Sentence("Bring back a copy"))
        self._rescue = rescue
        self._jobs = jobs
        self._found: dict[str, CopyFound] = {}
        self._choose_now = Label(
            Sentence("Put the stick in and choose the folder with the copies. Desks that are here stay as they are."),
            tone="quiet",
        )
        self.choose = plain(Sentence("Choose the folder"))
        self.choose.setObjectName("chooseFolder")
        self.choose.clicked.connect(self._on_choose)
        self.where = quiet()
        self.where.setContentsMargins(0, px(CLOSE), 0, 0)
        self.copies = ChoiceList(name="copy")
        self.copies.chosen.connect(self._on_copy)
        self.field = Field(Sentence("Which copy?"), self.copies)
        self.opener = Opener()
        self.bring_back = primary(Sentence("Bring it back"))
        self.bring_back.setObjectName("bringBack")
        self.bring_back.clicked.connect(self._on_bring_back)
        self.under_way = UnderWay()
        self.back_button.show()
        self.add(self._choose_now)
        self.add_row(self.choose, self.where)
        self.add(self.field, self.opener)
        self.add_row(self.bring_back, self.opener.other_way)
        self.add(self.under_way)
        self.finish()
        self._show_parts()

    def panes(self) -> tuple[QWidget, ...]:
        return (self.opener.secret.edit, self.copies.rows()[0]) if self._found else (self.choose,)

    def main_button(self) -> Button:
        return self.bring_back if self._found else self.choose

    def retranslate(self) -> None:
        self._offer()

    def _show_parts(self) -> None:
        for part in (self.field, self.opener, self.opener.other_way, self.bring_back):
            show_if(part, bool(self._found))
        show_if(self._choose_now, not self._found)

    @Slot()
    def _on_choose(self) -> None:
        choose_folder(self, Sentence("The folder with the copies"), self._on_chosen)

    @Slot(object)
    def _on_chosen(self, folder: Path) -> None:
        self.told.emit("", NOTE)
        self.where.say(str(folder))
        self._jobs.run(
            partial(self._rescue.find, folder), done=self._on_found, failed=self._on_not_found, where=Where.BESIDE
        )

    def _on_found(self, found: Sequence[CopyFound]) -> None:
        self._found = {str(number): copy for number, copy in enumerate(found[:MOST])}
        self._offer()
        self.copies.show_values(["0"])
        self._show_parts()
        self.opener.take_keyboard()

    def _on_not_found(self, error: FieldappError) -> None:
        self._found = {}
        self._show_parts()
        self.told.emit(error.sentence, DANGER)
        self.choose.setFocus()

    def _offer(self) -> None:
        chosen = self.copies.values()
        self.copies.offer([Option(number, _words(copy)) for number, copy in self._found.items()])
        self.copies.show_values(chosen)

    @Slot()
    def _on_copy(self) -> None:
        self.opener.say_wrong(None)
        self.opener.take_keyboard()

    @Slot()
    def _on_bring_back(self) -> None:
        chosen, typed = self.copies.values(), self.opener.typed()
        if not chosen or not typed:
            return
        self.told.emit("", NOTE)
        self.opener.say_wrong(None)
        self._set_busy(busy=True)
        self.under_way.begin(Sentence("Bringing the copy back."))
        by_code = self.opener.by_code
        way = self._rescue.by_recovery if by_code else self._rescue.by_passphrase
        self._jobs.run_long(
            partial(_listening, partial(way, self._found[chosen[0]], typed)),
            done=self._on_recovered if by_code else self._on_back,
            failed=self._on_failed,
            progressed=self.under_way.tell,
        )

    def _on_back(self, back: BroughtBack) -> None:
        self.opener.clear()
        self.opened.emit(back)

    def _on_recovered(self, back: BroughtBack) -> None:
        self.opener.clear()
        self.recovered.emit(back)

    def _on_failed(self, error: FieldappError) -> None:
        self._set_busy(busy=False)
        self.under_way.end()
        if isinstance(error, Mistake):
            self.opener.say_wrong(error.sentence)
        else:
            self.told.emit(error.sentence, DANGER)
        self.opener.take_keyboard()

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (
            self.bring_back,
            self.choose,
            self.copies,
            self.opener,
            self.opener.other_way,
            self.back_button,
        ):
            widget.setEnabled(not busy)


def _listening(bring_back: Callable[[Progress], BroughtBack], job: Job) -> BroughtBack:
    return bring_back(job.progress)


def _words(found: CopyFound) -> Words:
    return Sentence("{when}, desk “{nickname}”", {"when": times.moment(found.copy.made), "nickname": found.nickname})

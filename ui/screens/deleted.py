"""What was deleted as a mistake in the last 30 days, and can be brought back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.ids import RecordId
from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, spoken
from fieldapp.work.undoing import Deleted, look_at_deleted, restore
from ui import times
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.room import Room
from ui.screen import Address
from ui.screens.live import LiveScreen
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import Button, primary, quiet
from ui.widgets.list_box import ListBox
from ui.widgets.pages import Foot, Heading
from ui.widgets.said import Words, said, show_if

_CODE: Final = 160
_WHEN: Final = 170


class DeletedScreen(LiveScreen[tuple[Deleted, ...]]):
    """Codes alone, no names. Enter brings the chosen one back."""

    name = "deleted"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self.model: HeldModel[Deleted] = HeldModel(_columns(), _key, self)
        self.box = ListBox(
            self.model,
            Sentence("Deleted lately"),
            object_name="deletedRecords",
            empty=Sentence("Nothing was deleted in the last 30 days."),
            more=Sentence("What is deleted as a mistake stands here for 30 days and can be brought back."),
            titled=False,
        )
        self.heading = Heading(self.words())
        self.heading.back.connect(self.left)
        self.erased = quiet(Sentence("Erased for good"), name="erasedForGood")
        self.erased.clicked.connect(self._on_erased)
        self.heading.add(self.erased)
        self.bring_back = primary(Sentence("Bring back"))
        self.bring_back.setObjectName("bringBack")
        self.foot = Foot()
        self.foot.add(self.bring_back)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.box, 1)
        self.column.addWidget(self.foot)
        self.bring_back.clicked.connect(self._on_bring_back)
        self.box.table.opened.connect(self._on_bring_back)
        self.refresh()

    def words(self) -> Words:
        return Sentence("Deleted lately")

    def lead_back(self, words: Words) -> None:
        self.heading.say(self.words(), back_to=words)

    def panes(self) -> Sequence[QWidget]:
        return (self.foot, self) if self.box.table.isHidden() else (self.box.table, self.foot)

    def main_button(self) -> Button:
        return self.bring_back

    def question(self) -> Callable[[], tuple[Deleted, ...]]:
        return partial(look_at_deleted, self.room.desk, self.room.packs, spoken())

    def concerns(self, happened: Happened) -> bool:
        return bool(happened.records)

    def show_found(self, found: tuple[Deleted, ...]) -> None:
        self.model.show(found)
        show_if(self.bring_back, bool(found))

    @Slot()
    def _on_erased(self) -> None:
        self.go.emit(Address("erased"))

    @Slot()
    def _on_bring_back(self) -> None:
        if key := self.box.table.key():
            self.bring_back.setEnabled(False)
            work = partial(restore, self.room.desk, RecordId(key))
            self.room.jobs.run(work, done=self._on_back, failed=self._on_failed)

    def _on_back(self, happened: Happened) -> None:
        self.bring_back.setEnabled(True)
        self.told.emit(Sentence("It is back where it was."), NOTE)
        self.room.board.tell(happened)

    def _on_failed(self, error: FieldappError) -> None:
        self.bring_back.setEnabled(True)
        self.told.emit(error.sentence, DANGER)


def _columns() -> list[Column[Deleted]]:
    return [
        Column(Sentence("Code"), _code, _CODE, strong=True),
        Column(Sentence("What"), _what),
        Column(Sentence("Deleted by"), _who),
        Column(Sentence("When"), _when, _WHEN, quiet=True),
    ]


def _key(row: Deleted) -> str:
    return row.record


def _code(row: Deleted) -> str:
    return row.code


def _what(row: Deleted) -> str:
    return row.label


def _who(row: Deleted) -> str:
    return said(row.who)


def _when(row: Deleted) -> str:
    return times.moment(row.when)

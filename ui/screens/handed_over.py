"""The cases that were handed over and have left this laptop: by code, to whose caseload, when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, say
from fieldapp.work.handing_over import HandedOver, handed_over
from ui import times
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.room import Room
from ui.screen import Address
from ui.screens.live import LiveScreen
from ui.widgets.list_box import ListBox
from ui.widgets.pages import Heading
from ui.widgets.said import Words, said

_TITLE: Final = Sentence("Cases handed over")
_CODE: Final = 160
_WHEN: Final = 170


class HandedOverScreen(LiveScreen[tuple[HandedOver, ...]]):
    """Codes alone: nothing else of these cases is here any more."""

    name = "handed_over"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self.model: HeldModel[HandedOver] = HeldModel(_columns(), _key, self)
        self.box = ListBox(
            self.model,
            _TITLE,
            object_name="handedOverCases",
            empty=Sentence("No case has left this laptop."),
            more=Sentence("A case that was handed over to a colleague stands here by its code once it has arrived."),
            titled=False,
        )
        self.heading = Heading(_TITLE)
        self.heading.back.connect(self.left)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.box, 1)
        self.refresh()

    def words(self) -> Words:
        return _TITLE

    def lead_back(self, words: Words) -> None:
        self.heading.say(_TITLE, back_to=words)

    def panes(self) -> Sequence[QWidget]:
        return (self.heading,) if self.box.table.isHidden() else (self.box.table, self.heading)

    def question(self) -> Callable[[], tuple[HandedOver, ...]]:
        return partial(handed_over, self.room.desk)

    def concerns(self, happened: Happened) -> bool:
        return happened.sync

    def show_found(self, found: tuple[HandedOver, ...]) -> None:
        self.model.show(found)


def _columns() -> list[Column[HandedOver]]:
    return [
        Column(Sentence("Code"), _code, _CODE, strong=True),
        Column(Sentence("To whose caseload"), _to),
        Column(Sentence("By whom"), _who),
        Column(Sentence("When"), _when, _WHEN, quiet=True),
        Column(Sentence("How it stands"), _state),
    ]


def _key(row: HandedOver) -> str:
    return row.case


def _code(row: HandedOver) -> str:
    return row.code


def _to(row: HandedOver) -> str:
    return row.to or say("another caseload")


def _who(row: HandedOver) -> str:
    return said(row.who)


def _when(row: HandedOver) -> str:
    return times.moment(row.when)


def _state(row: HandedOver) -> str:
    return say("arrived") if row.arrived else say("arrived; something written later is still to be sent")

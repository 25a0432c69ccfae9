"""What was erased for good, how far each erasure has come, and its certificate, as often as it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.ids import FieldId
from fieldapp.storage.values import Happened
from fieldapp.storage.write import Write
from fieldapp.words import Sentence, spoken
from fieldapp.work.desk import Desk
from fieldapp.work.printed import CameOut, a_paper
from sync.client.keeping.erased import ErasureSeen, certificate_of, erasures
from ui import times
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.printout import Printout
from ui.room import Room
from ui.screen import Address
from ui.screens import erased_words as words_of
from ui.screens.live import LiveScreen
from ui.widgets.buttons import Button, primary
from ui.widgets.list_box import ListBox
from ui.widgets.pages import Body, Foot, Heading, side_by_side
from ui.widgets.said import Label, Words, show_if

_TITLE: Final = Sentence("Erased for good")
_NUMBER: Final = 164
_WHEN: Final = 160
#: What the record of a printed paper calls it.
_KIND: Final = "other"


class ErasedScreen(LiveScreen[tuple[ErasureSeen, ...]]):
    """Numbers of certificates alone. `address.key`: the one that is marked; `more`: the code its first print bears."""

    name = "erased"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self._codes = {address.key: address.more} if address.more else {}
        self.printout = Printout(self, room)
        self.printout.free.connect(self._judge)
        self.heading = Heading(_TITLE)
        self.model: HeldModel[ErasureSeen] = HeldModel(_columns(), _key, self)
        self.box = ListBox(
            self.model,
            _TITLE,
            object_name="erased-list",
            empty=Sentence("Nothing was erased."),
            more=Sentence("A case is erased from its page, by a supervisor, when she whose it is asks for it."),
            titled=False,
        )
        self.details = Label()
        self.details.setObjectName("erased-details")
        self.body = Body()
        self.body.column.addWidget(self.details)
        self.body.column.addStretch(1)
        self.print_button = primary(Sentence("Print the certificate"), name="print")
        self.foot = Foot()
        self.foot.add(self.print_button)
        self.column.addWidget(self.heading)
        self.column.addLayout(side_by_side(self.box, self.body), 1)
        self.column.addWidget(self.foot)
        self.print_button.hide()
        self.heading.back.connect(self.left)
        self.box.table.moved.connect(self._on_moved)
        self.print_button.clicked.connect(self._on_print)
        if address.key:
            self.box.table.choose(address.key)
        self.refresh()

    def address(self) -> Address:
        key = self.box.table.key()
        return Address("erased", key, self._codes.get(key, ""))

    def words(self) -> Words:
        return _TITLE

    def lead_back(self, words: Words) -> None:
        self.heading.say(_TITLE, back_to=words)

    def panes(self) -> Sequence[QWidget]:
        return (self.heading,) if self.box.table.isHidden() else (self.box.table, self.foot, self.heading)

    def main_button(self) -> Button:
        return self.print_button

    def print_out(self) -> bool:
        self.print_button.click()
        return True

    def keep(self) -> None:
        self.printout.keep()

    def question(self) -> Callable[[], tuple[ErasureSeen, ...]]:
        return partial(erasures, self.room.station)

    def concerns(self, happened: Happened) -> bool:
        return happened.sync

    def show_found(self, found: tuple[ErasureSeen, ...]) -> None:
        self.model.show(found)
        show_if(self.print_button, bool(found))
        self._on_moved()

    @Slot()
    def _on_moved(self) -> None:
        chosen = next((one for one in self.model.rows if _key(one) == self.box.table.key()), None)
        self.details.say("" if chosen is None else words_of.details(chosen))

    @Slot()
    def _judge(self) -> None:
        self.print_button.setEnabled(not self.printout.busy)

    @Slot()
    def _on_print(self) -> None:
        key = self.box.table.key()
        if key and not self.printout.busy:
            make = partial(certificate_of, self.room.station, self.room.desk, key, self._codes.get(key, ""), spoken())
            self.printout.print_out(make, partial(_was_printed, self.room.desk))
            self._judge()


def _was_printed(desk: Desk, came_out: CameOut) -> Happened:
    paper = a_paper(desk, _KIND, None, came_out, {FieldId("paper_copies"): "1"})

    def write(writing: Write) -> Happened:
        return writing.save([paper], desk.worker, desk.clock.now())

    return desk.store.write_now(write)


def _columns() -> list[Column[ErasureSeen]]:
    return [
        Column(Sentence("Number"), words_of.number, _NUMBER, strong=True),
        Column(Sentence("Erased on"), _when, _WHEN, quiet=True),
        Column(Sentence("How it stands"), words_of.standing),
    ]


def _key(one: ErasureSeen) -> str:
    return one.number


def _when(one: ErasureSeen) -> str:
    return times.moment(one.when)

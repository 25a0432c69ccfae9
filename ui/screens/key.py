"""The organisation's key: brought back from two papers, used to name and retire, forgotten when the page is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError, Mistake
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from sync.client.people import STAFF
from sync.client.root import Lead, Seat, lead, name_administrator, name_officer, offer, retire, root_from
from sync.client.shares import Share
from sync.protocol.keys import SigningKey
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.room import Room
from ui.screen import Address
from ui.screens import key_words as words_of
from ui.screens.live import LiveScreen
from ui.screens.root_paper import PaperField
from ui.widgets.ask import Ask
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.list_box import ListBox
from ui.widgets.pages import Body, EmptyState, Foot, Heading
from ui.widgets.said import Words, section, show_if

_TITLE: Final = Sentence("Organisation's key")
_WIDTH: Final = 880
_ROLE: Final = 220
_POWER: Final = 420


class _Act(Enum):
    """What the key is used for."""

    NAME = "name"
    OFFICER = "officer"
    RETIRE = "retire"


_WORK: Final = {_Act.NAME: name_administrator, _Act.OFFICER: name_officer, _Act.RETIRE: retire}


class KeyScreen(LiveScreen[Lead]):
    """Holds the key and what was typed in memory alone, and forgets both as soon as it is left or locked."""

    name = "key"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self._first: Share | None = None
        self._root: SigningKey | None = None
        self._asked: tuple[_Act, Seat] | None = None
        self._lead: Lead | None = None
        self.heading = Heading(_TITLE)
        self.which = section()
        self.which.setObjectName("which-paper")
        self.paper = PaperField("paper")
        self.body = Body(width=_WIDTH)
        self.body.column.addWidget(self.which)
        self.body.column.addWidget(self.paper)
        self.body.column.addStretch(1)
        self.model: HeldModel[Seat] = HeldModel(
            [
                Column(Sentence("Name"), words_of.name, strong=True),
                Column(Sentence("Role"), words_of.role, _ROLE),
                Column(Sentence("What the key says"), words_of.power, _POWER),
            ],
            _key,
            self,
        )
        self.list = ListBox(self.model, _TITLE, object_name="seats", empty="", titled=False)
        self.refused = EmptyState("")
        self.foot = Foot()
        self.offer = quiet_button(Sentence("Offer to keep a recovery key"), name="offer")
        self.go_on = primary(Sentence("The paper is right"), name="go-on")
        self.retire = plain(Sentence("Take her power back"), name="retire")
        self.officer = plain(Sentence("Name as recovery officer"), name="name-officer")
        self.administrator = plain(Sentence("Name as coordinator"), name="name-coordinator")
        self.put_away = primary(Sentence("Put the key away"), name="put-away")
        self._lay_out()
        self._ask_for_papers()
        self._show_page()
        self.refresh()

    def _lay_out(self) -> None:
        self.foot.add(
            self.offer,
            self.paper.other,
            self.go_on,
            self.retire,
            self.officer,
            self.administrator,
            self.put_away,
        )
        for widget in (self.heading, self.body, self.list, self.refused, self.foot):
            self.column.addWidget(widget, 0 if widget in (self.heading, self.foot) else 1)
        self.refused.hide()
        self.offer.clicked.connect(self._on_offer)
        self.go_on.clicked.connect(self._on_go_on)
        self.put_away.clicked.connect(self.left)
        self.administrator.clicked.connect(self._on_administrator)
        self.officer.clicked.connect(self._on_officer)
        self.retire.clicked.connect(self._on_retire)
        self.list.table.moved.connect(self._on_moved)

    def words(self) -> Words:
        return _TITLE

    def panes(self) -> Sequence[QWidget]:
        if not self.refused.isHidden():
            return (self.refused,)
        return (self.paper, self.foot) if self._root is None else (self.list.table, self.foot)

    def main_button(self) -> Button:
        return self.go_on if self._root is None else self.put_away

    def question(self) -> Callable[[], Lead]:
        return partial(lead, self.room.station)

    def concerns(self, happened: Happened) -> bool:
        return happened.sync or STAFF in happened.forms

    def show_found(self, found: Lead) -> None:
        self._lead = found
        self.heading.say(_TITLE, found.organisation)
        self.model.show(found.seats)
        self._show_page()

    def could_not(self, error: FieldappError) -> None:
        self._lead = None
        self.refused.say(error.sentence)
        self._show_page()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._forget()

    def _show_page(self) -> None:
        """The papers, then what their key can do; nothing of it outside an organisation."""
        known, open_ = self._lead is not None, self._root is not None
        show_if(self.refused, not known and bool(self.refused.label.text()))
        show_if(self.body, known and not open_)
        show_if(self.list, known and open_)
        show_if(self.foot, known)
        for button in (self.go_on, self.paper.other):
            show_if(button, not open_)
        show_if(self.offer, not open_ and self._lead is not None and not (self._lead.offered or self._lead.officer))
        for button in (self.retire, self.officer, self.administrator, self.put_away):
            show_if(button, open_)
        self._show_seat()

    def _show_seat(self) -> None:
        """Only what can be done with this desk can be pressed."""
        seat = self._seat()
        can = seat is not None and not seat.retired
        self.administrator.setEnabled(can and seat is not None and not seat.administrator)
        self.officer.setEnabled(can and seat is not None and not seat.officer)
        self.retire.setEnabled(can and seat is not None and (seat.administrator or seat.officer))

    def _seat(self) -> Seat | None:
        key = self.list.table.key()
        return next((seat for seat in self.model.rows if _key(seat) == key), None)

    def _ask_for_papers(self) -> None:
        self.which.say(Sentence("Take two of the three papers. First one of them, whichever you like."))
        self.paper.ask(Sentence("The key that they bring back is kept only while this page is open."))

    @Slot()
    def _on_go_on(self) -> None:
        share = self.paper.take()
        if share is None:
            return
        if self._first is None:
            self._first = share
            self.which.say(Sentence("That is paper {number}. Now another one of the three.", {"number": share.number}))
            self.paper.ask(Sentence("The key that they bring back is kept only while this page is open."))
            return
        try:
            self._root = root_from(self.room.station, self._first, share)
        except Mistake as wrong:
            self._first = None
            self._ask_for_papers()
            self.paper.say_wrong(wrong.sentence)
            return
        self._first = None
        self.paper.clear()
        self._show_page()
        self.list.table.setFocus()

    @Slot()
    def _on_administrator(self) -> None:
        self._ask(_Act.NAME)

    @Slot()
    def _on_officer(self) -> None:
        self._ask(_Act.OFFICER)

    @Slot()
    def _on_retire(self) -> None:
        self._ask(_Act.RETIRE)

    def _ask(self, act: _Act) -> None:
        seat = self._seat()
        if seat is None:
            return
        self._asked = (act, seat)
        question, more, verb = words_of.asked(act.value, words_of.name(seat))
        ask = Ask(self.window(), question, more, verb, destroys=act is _Act.RETIRE)
        ask.agreed.connect(self._on_agreed)
        ask.open()

    @Slot()
    def _on_agreed(self) -> None:
        if self._asked is not None and self._root is not None:
            act, seat = self._asked
            work = partial(_WORK[act], self.room.station, self._root, seat.desk)
            self.room.jobs.run(work, done=self._on_done, failed=self._on_trouble)

    def _on_done(self, happened: Happened) -> None:
        self.room.board.tell(happened)
        self.told.emit(Sentence("It is signed, and reaches the other desks with the next connection."), NOTE)

    @Slot()
    def _on_offer(self) -> None:
        self.room.jobs.run(partial(offer, self.room.station), done=self._on_offered, failed=self._on_trouble)

    def _on_offered(self, happened: Happened) -> None:
        self.room.board.tell(happened)
        self.told.emit(
            Sentence("Your desk offers it. Whoever has two papers can name you once this was sent and has come."), NOTE
        )

    def _on_trouble(self, error: FieldappError) -> None:
        self.told.emit(error.sentence, DANGER)

    @Slot(str)
    def _on_moved(self, _key: str) -> None:
        self._show_seat()

    def _forget(self) -> None:
        self._root = self._first = self._asked = None
        self.paper.clear()
        self._show_page()


def _key(seat: Seat) -> str:
    return seat.desk

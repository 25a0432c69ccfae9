"""Hand a whole caseload over: which, to whom, and what happens then. A coordinator's page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.ids import SpaceId, WorkerId
from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from sync.client.organisation.caseloads import Successor, WholeCaseload, hand_over_caseload, whole_caseloads
from sync.client.organisation.people import STAFF
from ui.room import Room
from ui.screen import Address
from ui.screens import handing_words as words_of
from ui.screens.live import LiveScreen
from ui.theme.sizes import CLOSE, COLUMN, px
from ui.widgets.ask import Ask
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.choices import Option
from ui.widgets.pages import Body, EmptyState, Foot, Heading, side_by_side
from ui.widgets.pick_one import PickOne
from ui.widgets.said import Label, Words, section, show_if

_TITLE: Final = Sentence("Hand over a caseload")
_ASIDE: Final = 380

_Found = tuple[tuple[WholeCaseload, ...], tuple[Successor, ...]]


class HandOverCaseloadScreen(LiveScreen[_Found]):
    """Says what happens before it happens; nothing does before the coordinator has agreed once more."""

    name = "hand_over_caseload"

    def __init__(self, address: Address, room: Room) -> None:
        """The address's key names the caseload, if that is known."""
        super().__init__(address, room)
        self._wanted = address.key
        self._whole: tuple[WholeCaseload, ...] = ()
        self._successors: tuple[Successor, ...] = ()
        self.heading = Heading(_TITLE)
        self.refused = EmptyState("")
        self.caseload = PickOne(Sentence("Which caseload?"), name="caseload")
        self.whom = PickOne(Sentence("To whom?"), name="successor")
        self.happens = Label(Sentence("Choose a caseload and a colleague first."))
        self.happens.setObjectName("happens")
        self.not_now = plain(Sentence("Not now"), name="notNow")
        self.hand_over = primary(Sentence("Hand over"), name="handOver")
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        asked, told = Body(width=COLUMN), Body(width=_ASIDE)
        told.column.setSpacing(px(CLOSE))
        for body, parts in (
            (asked, (self.caseload, self.whom)),
            (told, (section(Sentence("What happens")), self.happens)),
        ):
            for part in parts:
                body.column.addWidget(part)
            body.column.addStretch(1)
        self.page = QWidget()
        across = side_by_side(asked, told)
        across.setContentsMargins(0, 0, 0, 0)
        self.page.setLayout(across)
        self.foot = Foot()
        self.foot.add(self.not_now, self.hand_over)
        self.column.addWidget(self.heading)
        for whole in (self.page, self.refused):
            self.column.addWidget(whole, 1)
            whole.hide()
        self.column.addWidget(self.foot)
        self.hand_over.setEnabled(False)

    def _connect(self) -> None:
        self.heading.back.connect(self.left)
        self.not_now.clicked.connect(self.left)
        self.caseload.picked.connect(self._on_caseload)
        self.whom.picked.connect(self._on_picked)
        self.hand_over.clicked.connect(self._on_hand_over)

    def words(self) -> Words:
        return _TITLE

    def lead_back(self, words: Words) -> None:
        self.heading.lead_back(words)

    def panes(self) -> Sequence[QWidget]:
        if self.page.isHidden():
            return (self.foot,)
        first = self.whom if self._wanted else self.caseload
        return (first.target(), self.foot, self.heading)

    def main_button(self) -> Button:
        return self.hand_over if self.hand_over.isEnabled() else self.not_now

    def question(self) -> Callable[[], _Found]:
        return partial(whole_caseloads, self.room.station)

    def concerns(self, happened: Happened) -> bool:
        return happened.sync or STAFF in happened.forms

    def show_found(self, found: _Found) -> None:
        self._whole, self._successors = found
        show_if(self.page, bool(self._whole))
        show_if(self.refused, not self._whole)
        self.refused.say(Sentence("There is no caseload yet."))
        self.caseload.offer([Option(each.caseload.space, words_of.caseload(each.caseload)) for each in self._whole])
        if self._wanted and not self.caseload.value():
            self.caseload.pick(self._wanted)
        self._on_caseload()

    def could_not(self, error: FieldappError) -> None:
        self.page.hide()
        self.refused.say(error.sentence)
        self.refused.show()

    @Slot()
    def _on_caseload(self) -> None:
        one = self._one()
        holders = () if one is None else one.holders
        self.whom.offer([Option(each.worker, each.name) for each in self._successors if each.worker not in holders])
        self._on_picked()

    @Slot()
    def _on_picked(self) -> None:
        one, whom = self._one(), self._successor()
        if one is not None and whom is not None:
            lines = words_of.happens_to_all(one, whom.name)
            self.happens.say("\n".join(f"• {line}" for line in lines))
        else:
            self.happens.say(Sentence("Choose a caseload and a colleague first."))
        self.hand_over.setEnabled(one is not None and whom is not None)

    def _one(self) -> WholeCaseload | None:
        return next((each for each in self._whole if each.caseload.space == self.caseload.value()), None)

    def _successor(self) -> Successor | None:
        return next((each for each in self._successors if each.worker == self.whom.value()), None)

    @Slot()
    def _on_hand_over(self) -> None:
        one, whom = self._one(), self._successor()
        if one is None or whom is None:
            return
        question = Sentence(
            "Hand “{caseload}” over to {name}?", {"caseload": words_of.called(one.caseload), "name": whom.name}
        )
        ask = Ask(self, question, words_of.loses(one), Sentence("Hand over"), destroys=False)
        ask.agreed.connect(self._on_agreed)
        ask.open()

    @Slot()
    def _on_agreed(self) -> None:
        one, whom = self._one(), self._successor()
        if one is not None and whom is not None:
            self.hand_over.setEnabled(False)
            work = partial(hand_over_caseload, self.room.station, SpaceId(one.caseload.space), WorkerId(whom.worker))
            self.room.jobs.run(work, done=self._on_done, failed=self._on_refused)

    def _on_done(self, happened: Happened) -> None:
        self.left.emit()
        self.room.board.tell(happened)
        self.told.emit(Sentence("The caseload is hers. The laptops hear of it with their next connection."), NOTE)

    def _on_refused(self, error: FieldappError) -> None:
        self.told.emit(error.sentence, DANGER)
        self._on_picked()

"""Hand a case over: to whose caseload, why, what she agreed to, and what happens then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.ids import RecordId, SpaceId
from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from fieldapp.work.desk import Desk
from fieldapp.work.handing_over import HandOver, hand_over, prepare
from sync.client.organisation.caseloads import Caseload, caseloads
from sync.client.station import Station
from ui.room import Room
from ui.screen import Address
from ui.screens import handing_words as words_of
from ui.screens.live import LiveScreen
from ui.theme.sizes import CLOSE, COLUMN, px
from ui.widgets.ask import Ask
from ui.widgets.banner import DANGER, NOTE, WARNING, Banner
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.choices import Option
from ui.widgets.field import Field
from ui.widgets.lines import TextLine
from ui.widgets.pages import Body, Foot, Heading, side_by_side
from ui.widgets.pick_one import PickOne
from ui.widgets.said import Label, Words, section, show_if

_TITLE: Final = Sentence("Hand over")
_ASIDE: Final = 380
#: As long a reason is a sentence or two.
_WHY: Final = 200

_Found = tuple[HandOver, tuple[Caseload, ...]]


class HandOverScreen(LiveScreen[_Found]):
    """Says what happens before it happens; nothing does before she has agreed once more."""

    name = "hand_over"

    def __init__(self, address: Address, room: Room) -> None:
        """The address's key names the case."""
        super().__init__(address, room)
        self._case = RecordId(address.key)
        self._found: HandOver | None = None
        self._caseloads: tuple[Caseload, ...] = ()
        self.heading = Heading(_TITLE)
        self.refused = Banner(lasting=True)
        self.refused.setObjectName("refused")
        self.to = PickOne(Sentence("To whose caseload?"), name="caseload")
        self.nowhere = Label(Sentence("There is no other caseload in your organisation."))
        self.why = TextLine("why")
        self.why.setMaxLength(_WHY)
        self.why_field = Field(
            Sentence("Why?"),
            self.why,
            hint=Sentence("Whoever gets the case reads it. You may leave it empty."),
        )
        self.consent = Label()
        self.consent.setObjectName("consent")
        self.happens = Label()
        self.happens.setObjectName("happens")
        self.not_now = plain(Sentence("Not now"), name="notNow")
        self.hand_over = primary(Sentence("Hand over"), name="handOver")
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        self.asked = Body(width=COLUMN)
        for widget in (self.to, self.nowhere, self.why_field):
            self.asked.column.addWidget(widget)
            widget.hide()
        self.asked.column.addStretch(1)
        self.told_before = Body(width=_ASIDE)
        self.told_before.column.setSpacing(px(CLOSE))
        for widget in (section(Sentence("What she said")), self.consent, section(Sentence("What happens"))):
            self.told_before.column.addWidget(widget)
        self.told_before.column.addWidget(self.happens)
        self.told_before.column.addStretch(1)
        self.foot = Foot()
        self.foot.add(self.not_now, self.hand_over)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.refused)
        self.column.addLayout(side_by_side(self.asked, self.told_before), 1)
        self.column.addWidget(self.foot)
        self.refused.hide()
        self.hand_over.setEnabled(False)

    def _connect(self) -> None:
        self.heading.back.connect(self.left)
        self.not_now.clicked.connect(self.left)
        self.to.picked.connect(self._on_picked)
        self.hand_over.clicked.connect(self._on_hand_over)

    def words(self) -> Words:
        return _TITLE

    def lead_back(self, words: Words) -> None:
        self.heading.lead_back(words)

    def panes(self) -> Sequence[QWidget]:
        return (self.foot,) if self._refused() else (self.to.target(), self.foot, self.heading)

    def main_button(self) -> Button:
        return self.hand_over if self.hand_over.isEnabled() else self.not_now

    def question(self) -> Callable[[], _Found]:
        return partial(_look, self.room.desk, self.room.station, self._case)

    def concerns(self, happened: Happened) -> bool:
        return happened.sync or self._case in happened.records

    def could_not(self, error: FieldappError) -> None:
        self.left.emit()
        super().could_not(error)

    def show_found(self, found: _Found) -> None:
        self._found, every = found
        self._caseloads = tuple(each for each in every if each.space not in self._found.here)
        self.heading.say(Sentence("Hand over {code}", {"code": self._found.code}))
        if self._found.refused is not None:
            self.refused.say(self._found.refused, WARNING)
        else:
            self.refused.hide()
        self.to.offer([Option(each.space, words_of.caseload(each)) for each in self._caseloads])
        for field in (self.to, self.why_field):
            show_if(field, not self._refused())
        show_if(self.nowhere, not self._caseloads and self._found.refused is None)
        self.consent.say(words_of.consent(self._found))
        self._on_picked()

    @Slot()
    def _on_picked(self) -> None:
        if self._found is not None:
            self.happens.say("\n".join(f"• {line}" for line in words_of.happens(self._found, self._to())))
        self.hand_over.setEnabled(not self._refused() and self._to() is not None)

    def _to(self) -> Caseload | None:
        return next((each for each in self._caseloads if each.space == self.to.value()), None)

    def _refused(self) -> bool:
        return self._found is None or self._found.refused is not None or not self._caseloads

    @Slot()
    def _on_hand_over(self) -> None:
        to = self._to()
        if self._found is None or to is None:
            return
        question = Sentence(
            "Hand {code} over to “{caseload}”?", {"code": self._found.code, "caseload": words_of.caseload(to)}
        )
        more = Sentence("It goes with the next connection. Only whoever has it then can hand it back.")
        ask = Ask(self, question, more, Sentence("Hand over"), destroys=False)
        ask.agreed.connect(self._on_agreed)
        ask.open()

    @Slot()
    def _on_agreed(self) -> None:
        to = self._to()
        if to is not None:
            self.hand_over.setEnabled(False)
            work = partial(hand_over, self.room.desk, self._case, SpaceId(to.space), self.why.text())
            self.room.jobs.run(work, done=self._on_done, failed=self._on_refused)

    def _on_done(self, happened: Happened) -> None:
        self.left.emit()
        self.room.board.tell(happened)
        self.told.emit(Sentence("The case goes to that caseload with the next connection."), NOTE)

    def _on_refused(self, error: FieldappError) -> None:
        self.told.emit(error.sentence, DANGER)
        self._on_picked()


def _look(desk: Desk, station: Station, case: RecordId) -> _Found:
    """The case, and where it can go; nowhere from a desk of no organisation."""
    found = prepare(desk, case)
    return found, caseloads(station) if desk.memberships() else ()

"""A case: how she can be reached safely, what was recorded, and what can come next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.ids import RecordId
from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, say_number, spoken
from fieldapp.work.cases import CLOSURE, reopen_case
from fieldapp.work.looking import CaseSeen, Entry, look
from fieldapp.work.today import REFERRAL
from fieldapp.work.undoing import RESTORABLE, delete_as_mistake
from ui import times
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.places import place_of, place_to_type
from ui.room import Room
from ui.screen import Address
from ui.screens import case_entries as entries
from ui.screens.case_head import CaseHead
from ui.screens.case_words import state_words
from ui.screens.handing_words import moving_words
from ui.screens.live import LiveScreen
from ui.widgets.ask import Ask
from ui.widgets.banner import NOTE, WARNING, Banner
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.drop import DropButton, Line
from ui.widgets.list_box import ListBox
from ui.widgets.pages import Foot, Heading
from ui.widgets.said import Words, said

_WHEN: Final = 148
_WHAT: Final = 216
_WHO: Final = 132
_STATE: Final = 272
#: So many questions are named in the banner.
_NAMED: Final = 2
_OWN_BUTTONS: Final = (REFERRAL, CLOSURE)


class CaseScreen(LiveScreen[CaseSeen]):
    """Never older than the last thing that happened to the case; a number is seen only when she asks for it."""

    name = "case"

    def __init__(self, address: Address, room: Room) -> None:
        """`address.more`: the record that is marked."""
        super().__init__(address, room)
        self._case = RecordId(address.key)
        self._seen: CaseSeen | None = None
        self._day: date = room.desk.today()
        self.heading = Heading()
        self.contested = Banner(lasting=True)
        self.contested.action.setObjectName("lookAtBoth")
        self.moving = Banner(lasting=True)
        self.moving.setObjectName("moving")
        self.head = CaseHead()
        self.model: HeldModel[Entry] = HeldModel(self._columns(), entries.key, self)
        self.box = ListBox(self.model, Sentence("What was recorded"), object_name="entries", empty="", titled=False)
        self.add = DropButton(Sentence("Add ▾"), name="addRecord", key="Ctrl+N")
        self.refer = plain(Sentence("Refer"))
        self.refer.setObjectName("refer")
        self.more = DropButton(Sentence("More ▾"), name="more")
        self.usual = primary("")
        self.usual.setObjectName("usual")
        self.foot = Foot()
        self._lay_out()
        self._connect()
        if address.more:
            self.box.table.choose(address.more)
        self.refresh()

    def _lay_out(self) -> None:
        self.heading.add(self.add, self.refer, self.more)
        self.foot.add(self.usual)
        for part in (self.heading, self.contested, self.moving, self.head):
            self.column.addWidget(part)
        self.column.addWidget(self.box, 1)
        self.column.addWidget(self.foot)
        self.contested.hide()
        self.moving.hide()
        self.head.hide()
        self.foot.hide()
        for button in (self.add, self.refer, self.more):
            button.setEnabled(False)

    def _connect(self) -> None:
        self.heading.back.connect(self.left)
        self.contested.pressed.connect(self._on_contested)
        self.head.change.clicked.connect(self._on_change)
        self.box.table.opened.connect(self._on_opened)
        self.add.chosen.connect(self._on_add)
        self.refer.clicked.connect(self._on_refer)
        self.more.chosen.connect(self._on_more)
        self.usual.clicked.connect(self._on_usual)

    def address(self) -> Address:
        return Address("case", self._case, self.box.table.key())

    def words(self) -> Words:
        return self._seen.code if self._seen is not None else Sentence("Case")

    def lead_back(self, words: Words) -> None:
        self.heading.lead_back(words)

    def panes(self) -> Sequence[QWidget]:
        if self._seen is None:
            return (self.heading,)
        parts: list[QWidget] = [self.box.table, self.foot, self.heading, self.contested, self.head]
        if self._seen.contact is None:
            parts.insert(0, parts.pop(1))  # nobody has met her yet: that comes next
        return [part for part in parts if not part.isHidden()]

    def main_button(self) -> Button:
        return self.usual

    def new(self) -> bool:
        self.add.drop()
        return True

    def question(self) -> Callable[[], CaseSeen]:
        return partial(look, self.room.desk, self.room.packs, self._case, spoken())

    def concerns(self, happened: Happened) -> bool:
        return bool(self._case in happened.roots or self._case in happened.records or happened.drafts or happened.sync)

    def show_found(self, found: CaseSeen) -> None:
        self._seen = found
        self._day = self.room.desk.today()
        self.heading.say(found.code, self._state(found))
        self._show_contested(found)
        self._show_moving(found)
        self.head.show_case(found, self._day)
        self.model.show(found.entries)
        self.add.offer([Line(rule.form, rule.called(spoken())) for rule in found.offered if _has_no_button(rule.form)])
        self.refer.setEnabled(found.is_open)
        self.more.offer(self._further(found))
        self.usual.say(found.usual.called(spoken()) if found.usual is not None else Sentence("Open again"))
        self.head.show()
        self.foot.show()

    def could_not(self, error: FieldappError) -> None:
        """It is gone, which colleagues may do at any time: back, and say so there."""
        self.left.emit()
        self.told.emit(error.sentence, WARNING)

    def _state(self, found: CaseSeen) -> Words:
        standing = state_words(found.status, found.risk, is_open=found.is_open)
        return Sentence("{standing} · since {day}", {"standing": standing, "day": times.day(found.opened)})

    def _show_contested(self, found: CaseSeen) -> None:
        if found.contested:
            what = "; ".join(question.rstrip("?:. ") for question in found.contested[:_NAMED])
            if (left := len(found.contested) - _NAMED) > 0:
                what = f"{what}; {say_number('and {number} more', 'and {number} more', left)}"
            words = Sentence(
                "Someone else changed this: {what}. Both answers are kept until you choose; where it is about her "
                "safety, the more careful one holds.",
                {"what": what},
            )
            self.contested.say(words, WARNING, action=Sentence("Look at both"))
        else:
            self.contested.hide()

    def _show_moving(self, found: CaseSeen) -> None:
        """Where it goes, and how far it is on its way."""
        if found.moving is None:
            self.moving.hide()
        else:
            self.moving.say(moving_words(found.moving), NOTE)

    def _further(self, found: CaseSeen) -> list[Line]:
        lines = [Line("history", Sentence("History"))]
        if found.can_go:
            lines.append(Line("handOver", Sentence("Hand over…")))
        if found.is_open:
            lines.append(Line("close", Sentence("Close the case")))
        else:
            lines.append(Line("reopen", Sentence("Open again")))
        return [
            *lines,
            Line("delete", Sentence("Delete as a mistake")),
            *([Line("erase", Sentence("Erase for good"))] if found.may_erase else []),
        ]

    def _columns(self) -> list[Column[Entry]]:
        return [
            Column(Sentence("When"), self._when, _WHEN, quiet=True),
            Column(Sentence("What"), entries.label, _WHAT, strong=True),
            Column(Sentence("About"), entries.about),
            Column(Sentence("By whom"), self._who, _WHO, quiet=True),
            Column(Sentence("How it stands"), entries.state, _STATE),
        ]

    def _when(self, entry: Entry) -> str:
        return entries.when(entry, self._day)

    def _who(self, entry: Entry) -> str:
        return said(self._seen.people.called(entry.who)) if self._seen is not None else ""

    @Slot(str)
    def _on_opened(self, record: str) -> None:
        entry = next((each for each in self.model.rows if each.record == record), None)
        if entry is not None:
            self.go.emit(place_of(entry.form, entry.record) if entry.saved else place_to_type(entry.form, entry.record))

    @Slot(str)
    def _on_add(self, form: str) -> None:
        self.go.emit(Address("add", self._case, form))

    @Slot()
    def _on_refer(self) -> None:
        self.go.emit(Address("refer", self._case))

    @Slot()
    def _on_change(self) -> None:
        self.go.emit(Address("record", self._case))

    @Slot()
    def _on_usual(self) -> None:
        if self._seen is None:
            return
        if self._seen.usual is not None:
            self.go.emit(Address("add", self._case, self._seen.usual.form))
        else:
            self._on_reopen()

    @Slot()
    def _on_contested(self) -> None:
        self.go.emit(Address("conflicts", self._case))

    @Slot(str)
    def _on_more(self, what: str) -> None:
        match what:
            case "history":
                self.go.emit(Address("history", self._case))
            case "handOver":
                self.go.emit(Address("handOver", self._case))
            case "close":
                self.go.emit(Address("add", self._case, CLOSURE))
            case "reopen":
                self._on_reopen()
            case "delete":
                self._on_delete()
            case "erase":
                self.go.emit(Address("eraseCase", self._case))

    def _on_reopen(self) -> None:
        self.room.jobs.run(partial(reopen_case, self.room.desk, self._case), done=self._on_done)

    def _on_delete(self) -> None:
        if self._seen is None:
            return
        records = sum(entry.saved for entry in self._seen.entries)
        until = (self.room.desk.clock.now().utc + RESTORABLE).date()
        more = say_number(
            "The case and its {number} record leave every list, at your colleagues too after the next connection. "
            "Until {day} they can be brought back from “Deleted lately”.",
            "The case and its {number} records leave every list, at your colleagues too after the next connection. "
            "Until {day} they can be brought back from “Deleted lately”.",
            records,
            day=f"{until:%d.%m.%Y}",
        )
        question = Sentence("Delete {code} as a mistake?", {"code": self._seen.code})
        ask = Ask(self, question, more, Sentence("Delete the case"))
        ask.agreed.connect(self._on_agreed)
        ask.open()

    @Slot()
    def _on_agreed(self) -> None:
        self.room.jobs.run(partial(delete_as_mistake, self.room.desk, self._case), done=self._on_deleted)

    def _on_deleted(self, happened: Happened) -> None:
        self.left.emit()
        self.room.board.tell(happened)
        self.told.emit(Sentence("The case was deleted. “Deleted lately” under Cases brings it back."), NOTE)

    def _on_done(self, happened: Happened) -> None:
        self.room.board.tell(happened)


def _has_no_button(form: str) -> bool:
    return form not in _OWN_BUTTONS

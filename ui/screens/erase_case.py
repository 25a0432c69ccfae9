"""Erase a case for good: what will be gone, what stays, why, and the case's code typed to confirm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.erasing import WhyErased
from fieldapp.domain.ids import RecordId
from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from fieldapp.work.erasing import Erased, ToErase, look_at_what_goes
from sync.client.keeping.erasing import erase
from ui.room import Room
from ui.screen import Address
from ui.screens.erased_words import what_goes, what_stays
from ui.screens.live import LiveScreen
from ui.theme.sizes import COLUMN, NEAR, px
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import Button, danger
from ui.widgets.choices import ChoiceList, Option
from ui.widgets.field import Field
from ui.widgets.lines import TextLine
from ui.widgets.pages import Body, Foot, Heading
from ui.widgets.said import Label, Words

_TITLE: Final = Sentence("Erase for good")
_WHY: Final = (
    Option(WhyErased.ASKED.value, Sentence("She asked for it")),
    Option(WhyErased.KEPT_TOO_LONG.value, Sentence("It was kept as long as it may be")),
    Option(WhyErased.WRONGLY_KEPT.value, Sentence("It should never have been written down")),
)


class EraseCaseScreen(LiveScreen[ToErase]):
    """Nothing is erased without a reason and the code of the case. `address.key` is the case."""

    name = "erase_case"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self._case = RecordId(address.key)
        self._seen: ToErase | None = None
        self._under_way = False
        self.heading = Heading(_TITLE)
        self.goes = Label(strong=True)
        self.goes.setObjectName("what-goes")
        self.stays = Label()
        self.stays.setObjectName("what-stays")
        self.why = ChoiceList(_WHY, name="why-erased")
        self.code = TextLine("erase-code")
        self.typed = Field(Sentence("Type the code of the case to confirm"), self.code, width=220)
        self.body = Body(width=COLUMN + 160)
        self.body.column.setSpacing(px(NEAR))
        for part in (self.goes, self.stays, Field(Sentence("Why?"), self.why), self.typed):
            self.body.column.addWidget(part)
        self.body.column.addStretch(1)
        self.erase = danger(Sentence("Erase for good"))
        self.erase.setObjectName("erase")
        self.erase.setEnabled(False)
        self.foot = Foot()
        self.foot.note.say(Sentence("A certificate says what was destroyed where. Print it right afterwards."))
        self.foot.add(self.erase)
        for widget in (self.heading, self.body, self.foot):
            self.column.addWidget(widget, 1 if widget is self.body else 0)
        self.body.hide()
        self.heading.back.connect(self.left)
        self.why.chosen.connect(self._judge)
        self.code.changed.connect(self._judge)
        self.erase.clicked.connect(self._on_erase)
        self.refresh()

    def words(self) -> Words:
        return _TITLE

    def lead_back(self, words: Words) -> None:
        self.heading.lead_back(words)

    def panes(self) -> Sequence[QWidget]:
        return (self.heading,) if self.body.isHidden() else (self.why.rows()[0], self.foot, self.heading)

    def main_button(self) -> Button:
        return self.erase

    def question(self) -> Callable[[], ToErase]:
        return partial(look_at_what_goes, self.room.desk, self._case)

    def concerns(self, happened: Happened) -> bool:
        return self._case in happened.roots and not self._under_way

    def show_found(self, found: ToErase) -> None:
        self._seen = found
        self.heading.say(_TITLE, found.code)
        self.goes.say(what_goes(found))
        self.stays.say(what_stays(found))
        self.body.show()
        self._judge()

    def could_not(self, error: FieldappError) -> None:
        """It is not for her, or gone: back, and say so there."""
        self.left.emit()
        super().could_not(error)

    @Slot()
    def _judge(self) -> None:
        self.typed.say_wrong(None)
        self.erase.setEnabled(self._seen is not None and bool(self.why.values()) and bool(self.code.value()))

    @Slot()
    def _on_erase(self) -> None:
        self.erase.setEnabled(False)
        self._under_way = True
        why, typed = WhyErased(self.why.values()[0]), self.code.value() or ""
        work = partial(erase, self.room.station, self.room.desk, self._case, why, typed)
        self.room.jobs.run(work, done=self._on_erased, failed=self._on_not_erased)

    def _on_erased(self, erased: Erased) -> None:
        self.left.emit()  # the page of the case, which is here no more, is no way back either
        self.turned.emit(Address("erased", erased.erasure.number, erased.code))
        self.room.board.tell(erased.happened)
        self.told.emit(Sentence("The case is erased on this laptop. Print the certificate now."), NOTE)
        if self.room.courier is not None:
            self.room.courier.nudge()

    def _on_not_erased(self, error: FieldappError) -> None:
        self._under_way = False
        self._judge()
        self.typed.say_wrong(error.sentence)
        self.typed.focus()
        self.told.emit(error.sentence, DANGER)

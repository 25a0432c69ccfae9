"""A form is opened: fetched in the background, then filled in. New ones, saved ones and half-typed ones alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QAbstractButton, QWidget

from fieldapp.domain.ids import FormId, RecordId
from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, spoken
from fieldapp.work.taking import Taken, cross, take_new, take_new_case, take_no_record, take_up
from ui.panes import focus_into
from ui.room import Room
from ui.screen import Address
from ui.screens.crossing_view import CrossingView
from ui.screens.desk_form import DeskForm
from ui.screens.live import LiveScreen
from ui.widgets.said import Words, quiet

#: Milliseconds until the page says that it is working.
PATIENCE: Final = 300


class RecordScreen(LiveScreen[Taken]):
    """Reads nothing where she waits for the keyboard. Its address: "record" and an id, or how a new one begins.

    One of another version of its form opens after a page that tells what has no place in it.
    """

    name = "filling"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self._back_to: Words = ""
        self.form: DeskForm | None = None
        self.crossing: CrossingView | None = None
        self._taken: Taken | None = None
        self.waiting = quiet(Sentence("Opening the form…"))
        self.column.addWidget(self.waiting)
        self.column.addStretch(1)
        self.waiting.hide()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self.waiting.show)
        self._patience.start()
        self.refresh()

    def question(self) -> Callable[[], Taken]:
        desk, packs, address = self.room.desk, self.room.packs, self._address
        match address.screen:
            case "newCase":
                return partial(take_new_case, desk, packs)
            case "noRecord":
                return partial(take_no_record, desk, packs)
            case "add":
                parent = RecordId(address.key) if address.key else None
                return partial(take_new, desk, packs, FormId(address.more), parent, spoken())
        return partial(take_up, desk, packs, RecordId(address.key), spoken())

    def show_found(self, found: Taken) -> None:
        self._patience.stop()
        self.waiting.hide()
        self.column.takeAt(1)
        told = found.filling.crossing() if found.crosses else None
        if told is None:
            self._open(found)
            return
        self._taken = found
        self.crossing = CrossingView(found.rule.called(spoken()), told)
        self.crossing.heading.lead_back(self._back_to)
        self.crossing.agreed.connect(self._on_agreed)
        self.crossing.back.connect(self.left)
        self.column.addWidget(self.crossing, 1)
        self.crossing.show()  # now, not with the next event: it is given the keyboard at once

    @Slot()
    def _on_agreed(self) -> None:
        if self.crossing is not None and self._taken is not None:
            self.crossing.hide()
            self.crossing.deleteLater()
            self.crossing = None
            self.room.jobs.run(partial(cross, self.room.desk, self._taken))
            self._open(self._taken).show()
            focus_into(self.panes()[0])

    def _open(self, found: Taken) -> DeskForm:
        address = self._address if self._address.screen == "record" else Address(self._address.screen)
        self.form = DeskForm(address, found, self.room)
        for signal, passed_on in (
            (self.form.go, self.go),
            (self.form.turned, self.turned),
            (self.form.left, self.left),
            (self.form.told, self.told),
        ):
            signal.connect(passed_on)
        self.column.addWidget(self.form, 1)
        self.form.lead_back(self._back_to)
        return self.form

    def could_not(self, error: FieldappError) -> None:
        """What she wanted to open is gone: back, and say so there."""
        self._patience.stop()
        self.left.emit()
        super().could_not(error)

    def concerns(self, _happened: Happened) -> bool:
        """The form itself hears of changes; what is being typed is never replaced."""
        return False

    def retranslate(self) -> None:
        """The form does it by itself."""
        if self.crossing is not None and self._taken is not None:
            self._taken.filling.session.speak(spoken())
            if (told := self._taken.filling.crossing()) is not None:
                self.crossing.show_crossing(told)

    def address(self) -> Address:
        if self.form is None:
            return self._address
        at = self.form.address()
        return at if at.screen == "record" else self._address

    def words(self) -> Words:
        if self._taken is not None and self.form is None:
            return self._taken.rule.called(spoken())
        return self.form.words() if self.form is not None else ""

    def lead_back(self, words: Words) -> None:
        self._back_to = words
        if self.form is not None:
            self.form.lead_back(words)
        if self.crossing is not None:
            self.crossing.heading.lead_back(words)

    def panes(self) -> Sequence[QWidget]:
        if self.crossing is not None:
            return self.crossing.panes()
        return self.form.panes() if self.form is not None else (self,)

    def main_button(self) -> QAbstractButton | None:
        if self.crossing is not None:
            return self.crossing.open_form
        return self.form.main_button() if self.form is not None else None

    def save(self) -> bool:
        return self.form is not None and self.form.save()

    def keep(self) -> None:
        if self.form is not None:
            self.form.keep()

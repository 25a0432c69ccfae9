"""A form, or a version of one, that a colleague sent: looked at, and brought in if she wants it now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.ids import RecordId
from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, spoken
from fieldapp.work.importing import BroughtIn
from fieldapp.work.sharing import Arrival, look_at_arrived, take_arrived
from ui.room import Room
from ui.screen import Address
from ui.screens.form_words import title, told, versions
from ui.screens.live import LiveScreen
from ui.screens.version_preview import VersionPreview
from ui.widgets.banner import DANGER
from ui.widgets.buttons import Button
from ui.widgets.pages import Heading
from ui.widgets.said import Words


class ArrivedFormScreen(LiveScreen[Arrival]):
    """Until she brings it in, everything opens as it did before. The address's key is the record that carries it."""

    name = "arrived_form"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self._record = RecordId(address.key)
        self._over = False
        self.heading = Heading(Sentence("A form has come"), back_to=Sentence("Imported forms"))
        self.heading.back.connect(self.left)
        self.preview = VersionPreview()
        self.preview.agreed.connect(self._on_agreed)
        self.preview.declined.connect(self.left)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.preview, 1)
        self.preview.hide()
        self.refresh()

    def words(self) -> Words:
        return Sentence("A form has come")

    def lead_back(self, words: Words) -> None:
        self.heading.lead_back(words)

    def panes(self) -> Sequence[QWidget]:
        return self.preview.panes() if not self.preview.isHidden() else (self.heading,)

    def main_button(self) -> Button:
        return self.preview.bring_in

    def question(self) -> Callable[[], Arrival]:
        return partial(look_at_arrived, self.room.desk, self._record, spoken())

    def concerns(self, happened: Happened) -> bool:
        return bool(happened.forms) and not self._over

    def show_found(self, found: Arrival) -> None:
        values = {"version": versions(found.preview), "who": found.form.who}
        self.heading.say(title(found.preview), Sentence("{version}, from {who}", values))
        self.preview.show_preview(found.preview)
        self.preview.show()

    def could_not(self, error: FieldappError) -> None:
        """It cannot be used: back, and say so there."""
        self.left.emit()
        super().could_not(error)

    @Slot()
    def _on_agreed(self) -> None:
        self._over = True
        self.preview.setEnabled(False)
        work = partial(take_arrived, self.room.desk, self._record)
        self.room.jobs.run(work, done=self._on_brought_in, failed=self._on_not)

    def _on_brought_in(self, brought: BroughtIn) -> None:
        self.room.board.tell(brought.happened)
        self.turned.emit(Address("formRecords", brought.form))
        self.told.emit(*told(brought))

    def _on_not(self, error: FieldappError) -> None:
        self._over = False
        self.preview.setEnabled(True)
        self.told.emit(error.sentence, DANGER)

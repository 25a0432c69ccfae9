"""The records of an imported form, and a new one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.ids import FormId, RecordId
from fieldapp.errors import FieldappError
from fieldapp.forms.library import NoSuchForm
from fieldapp.storage.list_values import Mark
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, say, say_number
from fieldapp.work.importing import FormRecord, RecordsOfForm
from fieldapp.work.sharing import Sent, can_be_shared, share
from ui import times
from ui.models.listed import Column
from ui.models.paged import PagedModel
from ui.places import place_of
from ui.room import Room
from ui.screen import Address, Screen
from ui.screens.form_words import given
from ui.widgets.banner import DANGER
from ui.widgets.buttons import Button, plain, primary, quiet
from ui.widgets.list_box import ListBox
from ui.widgets.pages import Foot, Heading
from ui.widgets.said import Words, said


class FormRecordsScreen(Screen):
    """Says when a record changed and who made it, never what it says: that may be a name."""

    name = "form_records"

    def __init__(self, address: Address, room: Room) -> None:
        """The address's key is the form."""
        super().__init__(address)
        self._room = room
        self._form = FormId(address.key)
        self.heading = Heading(self.words(), back_to=Sentence("Imported forms"))
        self.records: PagedModel[FormRecord, Mark] = PagedModel(_columns(), _key, room.jobs, self)
        self.box = ListBox(
            self.records,
            Sentence("Records"),
            object_name="recordsOfForm",
            empty=Sentence("No record of this form yet."),
            more=Sentence("What you record with it will stand here, what changed last first."),
            titled=False,
        )
        self.give = quiet(Sentence("Give it to colleagues"))
        self.give.setObjectName("giveForm")
        self.give.clicked.connect(self._on_give)
        self.heading.add(self.give)
        self.give.hide()
        self.foot = Foot()
        self.new_record = primary(Sentence("New record"))
        self.new_record.setObjectName("newRecord")
        self.export = plain(Sentence("Records as a file"), name="exportRecords")
        self.foot.add(self.export, self.new_record)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.box, 1)
        self.column.addWidget(self.foot)
        self.heading.back.connect(self._on_back)
        self.box.table.opened.connect(self._on_opened)
        self.export.clicked.connect(self._on_export)
        self.new_record.clicked.connect(self._on_new)
        self.records.loaded.connect(self._on_loaded)
        self.records.failed.connect(self._on_failed)
        room.board.happened.connect(self._on_happened)
        self.records.show(RecordsOfForm(room.desk, self._form))
        self._look()

    def words(self) -> Words:
        try:
            return self._room.desk.library.form(self._form).title
        except NoSuchForm:
            return self._form

    def panes(self) -> Sequence[QWidget]:
        return (self.new_record,) if self.box.table.isHidden() else (self.box.table, self.new_record)

    def main_button(self) -> Button:
        return self.new_record

    def new(self) -> bool:
        self._on_new()
        return True

    def retranslate(self) -> None:
        self._on_loaded(self.records.rowCount())

    @Slot(int)
    def _on_loaded(self, rows: int) -> None:
        self.heading.say(self.words(), say_number("{number} record", "{number} records", rows) if rows else "")

    @Slot(object)
    def _on_failed(self, error: FieldappError) -> None:
        self.give.setEnabled(True)
        self.told.emit(error.sentence, DANGER)

    @Slot(object)
    def _on_happened(self, happened: object) -> None:
        if isinstance(happened, Happened) and (self._form in happened.forms or happened.sync):
            self.records.renew()
        if isinstance(happened, Happened) and self._form in happened.forms:
            self._look()

    def _look(self) -> None:
        self._room.jobs.run(partial(can_be_shared, self._room.desk, self._form), done=self._on_looked)

    def _on_looked(self, can: object) -> None:
        self.give.setVisible(can is True)

    @Slot()
    def _on_give(self) -> None:
        self.give.setEnabled(False)
        self._room.jobs.run(partial(share, self._room.desk, self._form), done=self._on_given, failed=self._on_failed)

    def _on_given(self, came: tuple[Sent, Happened]) -> None:
        sent, happened = came
        self.give.hide()
        self._room.board.tell(happened)
        self.told.emit(*given(sent))

    @Slot()
    def _on_back(self) -> None:
        self.turned.emit(Address("forms"))

    @Slot(str)
    def _on_opened(self, record: str) -> None:
        self.go.emit(place_of(self._form, RecordId(record)))

    @Slot()
    def _on_export(self) -> None:
        self.go.emit(Address("export", self._form))

    @Slot()
    def _on_new(self) -> None:
        self.go.emit(Address("add", "", self._form))


def _columns() -> list[Column[FormRecord]]:
    return [
        Column(Sentence("Changed"), _when, 200, strong=True),
        Column(Sentence("Who"), _who, 260),
        Column(Sentence("State"), _state, quiet=True),
    ]


def _key(record: FormRecord) -> str:
    return record.record


def _when(record: FormRecord) -> str:
    return times.moment(record.changed)


def _who(record: FormRecord) -> str:
    return said(record.who)


def _state(record: FormRecord) -> str:
    parts = [say("not sent yet")] if record.not_sent else []
    if record.conflicts:
        parts.append(say("someone else changed this"))
    return ", ".join(parts)

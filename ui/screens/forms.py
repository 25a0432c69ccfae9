"""Forms that somebody else wrote: what has come from colleagues, which are here, and bringing in another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, say
from fieldapp.work.desk import Desk
from fieldapp.work.importing import ImportedForm, imported_forms
from fieldapp.work.sharing import ArrivedForm, arrived_forms
from ui import times
from ui.files import FileKind, choose_file
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.room import Room
from ui.screen import Address
from ui.screens.live import LiveScreen
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.list_box import ListBox
from ui.widgets.pages import Foot, Heading
from ui.widgets.said import Words

#: What a form is written in.
WORKBOOKS: Final = FileKind(Sentence("Forms (XLSForm)"), ("*.xlsx", "*.xls", "*.xlsm", "*.csv", "*.md"))
_VERSION: Final = 260
_RECORDS: Final = 120
_WHEN: Final = 200


#: A form that is here, or one that came and waits to be looked at.
FormLine = ImportedForm | ArrivedForm


class FormsScreen(LiveScreen[tuple[FormLine, ...]]):
    """What has come stands first. A form that is here opens at its records, one that has come at what it changes."""

    name = "forms"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self.heading = Heading(Sentence("Imported forms"))
        self.forms: HeldModel[FormLine] = HeldModel(_columns(), _key, self)
        self.box = ListBox(
            self.forms,
            Sentence("Imported forms"),
            object_name="importedForms",
            empty=Sentence("No form has been brought in yet."),
            more=Sentence("A form that was made for ODK or Kobo can be used here: choose its workbook."),
            titled=False,
        )
        self.foot = Foot()
        self.bring_in = primary(Sentence("Bring in a form"))
        self.bring_in.setObjectName("bringInForm")
        self.export = plain(Sentence("Records as a file"), name="exportRecords")
        self.foot.add(self.export, self.bring_in)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.box, 1)
        self.column.addWidget(self.foot)
        self.box.table.opened.connect(self._on_opened)
        self.export.clicked.connect(self._on_export)
        self.bring_in.clicked.connect(self._on_bring_in)
        self.refresh()

    def words(self) -> Words:
        return Sentence("Imported forms")

    def panes(self) -> Sequence[QWidget]:
        return (self.bring_in,) if self.box.table.isHidden() else (self.box.table, self.bring_in)

    def main_button(self) -> Button:
        return self.bring_in

    def new(self) -> bool:
        self._on_bring_in()
        return True

    def question(self) -> Callable[[], tuple[FormLine, ...]]:
        return partial(_all_forms, self.room.desk)

    def show_found(self, found: tuple[FormLine, ...]) -> None:
        self.forms.show(found)

    def concerns(self, happened: Happened) -> bool:
        return bool(happened.forms)

    @Slot(str)
    def _on_opened(self, key: str) -> None:
        line = next((each for each in self.forms.rows if _key(each) == key), None)
        if isinstance(line, ArrivedForm):
            self.go.emit(Address("arrivedForm", line.record))
        elif line is not None and line.readable:
            self.go.emit(Address("formRecords", line.form))

    @Slot()
    def _on_export(self) -> None:
        self.go.emit(Address("export"))

    @Slot()
    def _on_bring_in(self) -> None:
        choose_file(self, Sentence("The workbook of the form"), [WORKBOOKS], self._on_chosen)

    @Slot(object)
    def _on_chosen(self, file: Path) -> None:
        self.go.emit(Address("bringInForm", str(file)))


def _all_forms(desk: Desk) -> tuple[FormLine, ...]:
    return (*arrived_forms(desk), *imported_forms(desk))


def _columns() -> list[Column[FormLine]]:
    return [
        Column(Sentence("Form"), _title, strong=True),
        Column(Sentence("Version"), _version, _VERSION, quiet=True),
        Column(Sentence("Records"), _records, _RECORDS),
        Column(Sentence("Brought in"), _when, _WHEN, quiet=True),
    ]


def _key(form: FormLine) -> str:
    return form.record if isinstance(form, ArrivedForm) else form.form


def _title(form: FormLine) -> str:
    return form.title


def _version(form: FormLine) -> str:
    if isinstance(form, ArrivedForm):
        return say("{version}, not here yet", version=form.version) if form.version else say("not here yet")
    return form.version if form.readable else say("bring it in again")


def _records(form: FormLine) -> str:
    return "" if isinstance(form, ArrivedForm) else str(form.records)


def _when(form: FormLine) -> str:
    return say("has come") if isinstance(form, ArrivedForm) else times.moment(form.imported)

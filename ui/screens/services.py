"""The directory of services: find who helps with what and where, write a new entry, bring in a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, spoken
from fieldapp.work.answered import choices
from fieldapp.work.directory import SERVICE, Service, list_services
from fieldapp.work.directory_files import BroughtIn, bring_in_directory
from ui.files import FileKind, choose_file
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.room import Room
from ui.screen import Address
from ui.screens.brought_in import BroughtInView
from ui.screens.live import LiveScreen
from ui.screens.service_lines import ServiceWords, key
from ui.theme.sizes import CLOSE, px
from ui.widgets.banner import DANGER
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.drop import DropButton, Line
from ui.widgets.list_box import ListBox
from ui.widgets.pages import Foot, Heading
from ui.widgets.said import Words, show_if
from ui.widgets.search_line import SearchLine

_TABLES: Final = (FileKind(Sentence("Tables and JSON"), ("*.csv", "*.json", "*.txt")),)
_NAME, _KINDS, _LANGUAGES, _CHECKED = 250, 220, 150, 190
#: Stands for every kind of help.
EVERY: Final = "any"


class ServicesScreen(LiveScreen[tuple[Service, ...]]):
    """Everybody in the organisation sees and improves it; no case is named here."""

    name = "services"

    def __init__(self, address: Address, room: Room) -> None:
        """`address.key`: a kind of help, `address.more`: what is sought."""
        super().__init__(address, room)
        self._kind = address.key or EVERY
        self._words = ServiceWords(room.desk.library.form(SERVICE), room.desk.today())
        columns = [
            Column(Sentence("Name"), self._words.name, _NAME, strong=True),
            Column(Sentence("Helps with"), self._words.kinds, _KINDS),
            Column(Sentence("Where"), self._words.place),
            Column(Sentence("Languages"), self._words.languages, _LANGUAGES),
            Column(Sentence("Checked on"), self._words.checked, _CHECKED, spoken=self._words.checked_aloud),
        ]
        self.model: HeldModel[Service] = HeldModel(columns, key, self)
        self.box = ListBox(
            self.model,
            Sentence("Services"),
            object_name="services",
            empty=Sentence("No service is found."),
            more=Sentence("Write a new entry, or bring in the directory that your organisation made."),
            titled=False,
        )
        self.search = SearchLine(self.box.table, Sentence("Type a name, a place or a number to find"), name="find")
        self.search.setText(address.more)
        self.kind = DropButton("", name="kind")
        self.brought = BroughtInView()
        self.heading = Heading(Sentence("Directory of services"))
        self.foot = Foot()
        self.bring = plain(Sentence("Bring in a directory"))
        self.bring.setObjectName("importServices")
        self.new_entry = primary(Sentence("New entry"))
        self.new_entry.setObjectName("newService")
        self._lay_out()
        self._connect()
        self._say_kinds()
        self.refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(px(CLOSE))
        row.addWidget(self.search, 1)
        row.addWidget(self.kind)
        self.foot.add(self.bring, self.new_entry)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.brought)
        self.column.addLayout(row)
        self.column.addWidget(self.box, 1)
        self.column.addWidget(self.foot)

    def _connect(self) -> None:
        self.search.sought.connect(self._on_sought)
        self.kind.chosen.connect(self._on_kind)
        self.box.table.opened.connect(self._on_opened)
        self.bring.clicked.connect(self._on_bring)
        self.new_entry.clicked.connect(self._on_new)

    def address(self) -> Address:
        kind = "" if self._kind == EVERY else self._kind
        return Address("services", kind, self.search.text().strip())

    def words(self) -> Words:
        return Sentence("Services")

    def panes(self) -> Sequence[QWidget]:
        lists = () if self.box.table.isHidden() else (self.box.table,)
        return (*lists, self.search, self.foot)

    def main_button(self) -> Button:
        return self.new_entry

    def new(self) -> bool:
        self._on_new()
        return True

    def question(self) -> Callable[[], tuple[Service, ...]]:
        kind = "" if self._kind == EVERY else self._kind
        return partial(list_services, self.room.desk, self.search.text(), kind)

    def concerns(self, happened: Happened) -> bool:
        return SERVICE in happened.forms

    def show_found(self, found: tuple[Service, ...]) -> None:
        self.model.show(found)

    def retranslate(self) -> None:
        self._say_kinds()
        super().retranslate()

    def _say_kinds(self) -> None:
        kinds = choices(self.room.desk.library.form(SERVICE), "service_type", spoken())
        every = Line(EVERY, Sentence("Every kind of help"))
        self.kind.offer([every, *(Line(value, words) for value, words in kinds.items())])
        chosen = Sentence("Every kind of help") if self._kind == EVERY else kinds.get(self._kind, self._kind)
        self.kind.say(Sentence("{choice} ▾", {"choice": chosen}))

    @Slot(str)
    def _on_sought(self, _text: str) -> None:
        self.refresh()

    @Slot(str)
    def _on_kind(self, kind: str) -> None:
        self._kind = kind
        self._say_kinds()
        self.refresh()

    @Slot(str)
    def _on_opened(self, record: str) -> None:
        self.go.emit(Address("service", record))

    @Slot()
    def _on_new(self) -> None:
        self.go.emit(Address("serviceForm"))

    @Slot()
    def _on_bring(self) -> None:
        choose_file(self, Sentence("Bring in a directory"), _TABLES, self._on_file)

    def _on_file(self, path: Path) -> None:
        self.bring.setEnabled(False)
        work = partial(bring_in_directory, self.room.desk, path)
        self.room.jobs.run(work, done=self._on_brought, failed=self._on_not_brought)

    def _on_brought(self, brought: BroughtIn) -> None:
        self.bring.setEnabled(True)
        self.brought.show_result(brought)
        self.search.clear()
        self.room.board.tell(brought.happened)

    def _on_not_brought(self, error: FieldappError) -> None:
        self.bring.setEnabled(True)
        show_if(self.brought, False)
        self.told.emit(error.sentence, DANGER)

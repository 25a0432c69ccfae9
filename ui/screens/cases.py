"""The list of cases: the most urgent first; what is typed finds a case by code, name or telephone number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldapp.errors import FieldappError
from fieldapp.storage.list_values import Mark
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, say, say_number
from fieldapp.work.desk import Desk
from fieldapp.work.listing import SHORTEST, CaseLine, State, Wanted, count_cases, find_cases, list_cases
from ui import times
from ui.models.listed import Column
from ui.models.paged import PagedModel
from ui.room import Room
from ui.screen import Address, Screen
from ui.screens.case_filters import CaseFilters, read, written
from ui.screens.case_words import mark_words, next_step_words, state_words
from ui.screens.loading_line import LoadingLine
from ui.theme.sizes import CLOSE, px
from ui.widgets.banner import DANGER
from ui.widgets.buttons import Button, plain, primary, quiet
from ui.widgets.list_box import ListBox
from ui.widgets.pages import Foot, Heading
from ui.widgets.said import Words
from ui.widgets.search_line import SearchLine

_CODE: Final = 156
_FOUND: Final = 300
_STATE: Final = 176
_DUE: Final = 176
_CHANGED: Final = 156
_FOUND_COLUMN: Final = 1
_CHANGED_COLUMN: Final = 4


class CasesScreen(Screen):
    """Codes alone; a name is seen only in what an explicit search found."""

    name = "cases"

    def __init__(self, address: Address, room: Room) -> None:
        """`address.key`: the case that is marked; `address.more`: the filters."""
        super().__init__(address)
        self.room = room
        self._sought = ""
        self._finds: _Finds | None = None
        self._day = room.desk.today()
        self.model: PagedModel[CaseLine, Mark] = PagedModel(self._columns(), _key, room.jobs, self)
        self.box = ListBox(self.model, Sentence("Cases"), object_name="cases", empty="", titled=False)
        self.search = SearchLine(
            self.box.table, Sentence("Code, name or telephone number, in any spelling"), name="search"
        )
        self.filters = CaseFilters(read(address.more))
        self.heading = Heading(Sentence("Cases"))
        self.loading = LoadingLine(room)
        self.foot = Foot()
        self.deleted = quiet(Sentence("Deleted lately"))
        self.deleted.setObjectName("deletedLately")
        self.handed_over = quiet(Sentence("Cases handed over"))
        self.handed_over.setObjectName("handedOver")
        self.no_record = plain(Sentence("No record"))
        self.no_record.setObjectName("noRecord")
        self.new_case = primary(Sentence("New case"))
        self.new_case.setObjectName("newCase")
        self._lay_out()
        self._connect()
        self.search.setText(address.sought)
        self._ask(address.sought, address.key)

    def _lay_out(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(px(CLOSE))
        across.addWidget(self.search, 1)
        across.addWidget(self.filters)
        self.foot.add(self.deleted, self.handed_over, self.no_record, self.new_case)
        self.column.addWidget(self.heading)
        self.column.addLayout(across)
        self.column.addWidget(self.loading)
        self.column.addWidget(self.box, 1)
        self.column.addWidget(self.foot)

    def _connect(self) -> None:
        self.search.sought.connect(self._on_sought)
        self.filters.changed.connect(self._on_wanted)
        self.box.table.opened.connect(self._on_opened)
        self.model.loaded.connect(self._on_loaded)
        self.model.failed.connect(self._on_failed)
        self.deleted.clicked.connect(self._on_deleted)
        self.handed_over.clicked.connect(self._on_handed_over)
        self.no_record.clicked.connect(self._on_no_record)
        self.new_case.clicked.connect(self._on_new_case)
        self.room.board.happened.connect(self._on_happened)

    def address(self) -> Address:
        return Address("cases", self.box.table.key(), written(self.filters.wanted), self._sought)

    def words(self) -> Words:
        return Sentence("Cases")

    def panes(self) -> Sequence[QWidget]:
        return (self.search, *([self.box.table] if self.box.table.isVisible() else []), self.foot)

    def main_button(self) -> Button:
        return self.new_case

    def new(self) -> bool:
        self._on_new_case()
        return True

    def _columns(self) -> list[Column[CaseLine]]:
        return [
            Column(Sentence("Code"), _code, _CODE, strong=True),
            Column(Sentence("What was found"), _found, _FOUND),
            Column(Sentence("How it stands"), _state, _STATE),
            Column(Sentence("Next step"), self._next_step, _DUE),
            Column(Sentence("Last change"), self._changed, _CHANGED, quiet=True),
            Column("", mark_words, quiet=True),
        ]

    def _next_step(self, line: CaseLine) -> str:
        return next_step_words(line, self._day)

    def _changed(self, line: CaseLine) -> str:
        return times.lately(line.changed, self._day)

    def _ask(self, sought: str, marked: str = "") -> None:
        """Begin another list: what fits, or what the filters let through; the first line is marked, or this one."""
        self._sought = sought
        self._day = self.room.desk.today()
        self.filters.setEnabled(not sought)
        self.box.table.show_column(_FOUND_COLUMN, bool(sought))
        self.box.table.show_column(_CHANGED_COLUMN, not sought)
        self.box.table.choose(marked)
        self._finds = _Finds(self.room.desk, sought) if sought else None
        self.model.show(self._finds or _Lists(self.room.desk, self.filters.wanted))

    @Slot(int)
    def _on_loaded(self, number: int) -> None:
        self.heading.say(Sentence("Cases"), self._how_many(number))
        if self._sought:
            short = Sentence("Type one more letter, or another part of the name or code.")
            long = Sentence("Type fewer letters, or another part of the name or code.")
            self.box.empty.say(Sentence("Nothing found."), short if len(self._sought) < SHORTEST else long)
        elif self.filters.wanted == Wanted():
            self.box.empty.say(
                Sentence("There is no open case."),
                Sentence("Cases will stand here by their codes, the most urgent first. New case begins one."),
            )
        else:
            self.box.empty.say(
                Sentence("There is no such case."), Sentence("Let more through with the filters above the list.")
            )

    def _how_many(self, number: int) -> str:
        if self._finds is not None:
            if self._finds.more:
                return say("the first {number} of those that fit; type more letters", number=number)
            return say_number("{number} found, open or closed", "{number} found, open or closed", number)
        match self.filters.wanted.state:
            case State.OPEN:
                return say_number("{number} open", "{number} open", number)
            case State.OVER:
                return say_number("{number} closed", "{number} closed", number)
            case State.ANY:
                return say_number("{number} case", "{number} cases", number)

    @Slot(object)
    def _on_failed(self, error: FieldappError) -> None:
        self.told.emit(error.sentence, DANGER)

    @Slot(object)
    def _on_happened(self, happened: object) -> None:
        if isinstance(happened, Happened) and (happened.records or happened.sync):
            self.model.renew()

    @Slot(str)
    def _on_sought(self, text: str) -> None:
        """One letter fits nearly everything: the list stays as it is."""
        sought = text if len(text) > 1 else ""
        if sought != self._sought:
            self._ask(sought)

    @Slot(object)
    def _on_wanted(self, _wanted: object) -> None:
        self._ask("")

    @Slot(str)
    def _on_opened(self, case: str) -> None:
        self.go.emit(Address("case", case))

    @Slot()
    def _on_deleted(self) -> None:
        self.go.emit(Address("deleted"))

    @Slot()
    def _on_handed_over(self) -> None:
        self.go.emit(Address("handedOver"))

    @Slot()
    def _on_no_record(self) -> None:
        self.go.emit(Address("noRecord"))

    @Slot()
    def _on_new_case(self) -> None:
        self.go.emit(Address("newCase"))


class _Lists:
    """What the filters let through, page by page."""

    def __init__(self, desk: Desk, wanted: Wanted) -> None:
        self._desk = desk
        self._wanted = wanted

    def count(self) -> int:
        return count_cases(self._desk, self._wanted)

    def page(self, after: Mark | None, size: int) -> tuple[Sequence[CaseLine], Mark | None]:
        return list_cases(self._desk, self._wanted, after, size)


class _Finds:
    """What fits, all of it at once."""

    def __init__(self, desk: Desk, sought: str) -> None:
        self._desk = desk
        self._sought = sought
        self._found: Sequence[CaseLine] = ()
        #: Whether more would fit than are shown.
        self.more = False

    def count(self) -> int:
        self._found, self.more = find_cases(self._desk, self._sought)
        return len(self._found)

    def page(self, _after: Mark | None, _size: int) -> tuple[Sequence[CaseLine], Mark | None]:
        return self._found, None


def _key(line: CaseLine) -> str:
    return line.case


def _code(line: CaseLine) -> str:
    return line.code


def _found(line: CaseLine) -> str:
    return line.found


def _state(line: CaseLine) -> str:
    return state_words(line.status, line.risk, is_open=line.is_open)

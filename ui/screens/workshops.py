"""All workshops of her programmes, the next or latest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from fieldapp.work.workshop_list import WorkshopLine, list_workshops
from fieldapp.work.workshops import WORKSHOP
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.room import Room
from ui.screen import Address
from ui.screens import course_words as words
from ui.screens.live import LiveScreen
from ui.theme.sizes import px
from ui.widgets.buttons import Button, primary, quiet
from ui.widgets.list_box import ListBox
from ui.widgets.pages import Foot, Heading
from ui.widgets.said import Words
from ui.widgets.search_line import SearchLine

_STARTS, _PLACE, _SESSIONS, _PEOPLE, _STATE = 104, 260, 104, 84, 164


class WorkshopsScreen(LiveScreen[tuple[WorkshopLine, ...]]):
    """No case is linked with a workshop, and nothing here tells that a person has one."""

    name = "workshops"

    def __init__(self, address: Address, room: Room) -> None:
        """`address.key`: the workshop that is marked; `address.more`: what is sought."""
        super().__init__(address, room)
        columns: list[Column[WorkshopLine]] = [
            Column(Sentence("Title"), words.line_title, strong=True),
            Column(Sentence("Starts"), words.line_starts, _STARTS),
            Column(Sentence("Where"), words.line_place, _PLACE),
            Column(Sentence("Sessions"), words.line_sessions, _SESSIONS),
            Column(Sentence("People"), words.line_participants, _PEOPLE),
            Column(Sentence("How it stands"), words.line_state, _STATE, quiet=True),
        ]
        self.model: HeldModel[WorkshopLine] = HeldModel(columns, words.line_key, self)
        self.box = ListBox(self.model, Sentence("Workshops"), object_name="workshops", empty="", titled=False)
        self.search = SearchLine(self.box.table, Sentence("Type a title to find"), name="findWorkshop")
        self.search.setText(address.more)
        self.heading = Heading(Sentence("Workshops"))
        self.foot = Foot()
        self.deleted = quiet(Sentence("Deleted lately"))
        self.deleted.setObjectName("deletedLately")
        self.new_workshop = primary(Sentence("New workshop"))
        self.new_workshop.setObjectName("newWorkshop")
        self.foot.add(self.deleted, self.new_workshop)
        for part in (self.heading, self.search, self.box, self.foot):
            self.column.addWidget(part, 1 if part is self.box else 0)
        self.search.setMaximumWidth(px(520))
        self.search.sought.connect(self._on_sought)
        self.box.table.opened.connect(self._on_opened)
        self.deleted.clicked.connect(self._on_deleted)
        self.new_workshop.clicked.connect(self._on_new)
        if address.key:
            self.box.table.choose(address.key)
        self.refresh()

    def address(self) -> Address:
        return Address("workshops", self.box.table.key(), self.search.text().strip())

    def words(self) -> Words:
        return Sentence("Workshops")

    def panes(self) -> Sequence[QWidget]:
        lists = () if self.box.table.isHidden() else (self.box.table,)
        return (*lists, self.search, self.foot)

    def main_button(self) -> Button:
        return self.new_workshop

    def new(self) -> bool:
        self._on_new()
        return True

    def question(self) -> Callable[[], tuple[WorkshopLine, ...]]:
        return partial(list_workshops, self.room.desk, self.search.text())

    def concerns(self, happened: Happened) -> bool:
        return happened.sync or any(form.startswith("wks_") for form in happened.forms)

    def show_found(self, found: tuple[WorkshopLine, ...]) -> None:
        if self.search.text().strip():
            self.box.empty.say(
                Sentence("Nothing found."), Sentence("Type fewer letters, or another word of the title.")
            )
        else:
            self.box.empty.say(
                Sentence("There is no workshop yet."),
                Sentence("Courses and events will stand here. New workshop begins one; people and sessions follow."),
            )
        self.model.show(found)

    @Slot(str)
    def _on_sought(self, _text: str) -> None:
        self.refresh()

    @Slot(str)
    def _on_opened(self, workshop: str) -> None:
        self.go.emit(Address("workshop", workshop))

    @Slot()
    def _on_deleted(self) -> None:
        self.go.emit(Address("deleted"))

    @Slot()
    def _on_new(self) -> None:
        self.go.emit(Address("add", "", WORKSHOP))

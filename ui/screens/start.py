"""Today: what waits for her, what she did lately, what is half typed, and what exists only on this laptop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, spoken
from fieldapp.work.today import Lately, Today, ToDo, today
from ui import times
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.places import place_of
from ui.room import Room
from ui.screen import Address
from ui.screens.aside_notice import AsideNotice
from ui.screens.drafts import Drafts
from ui.screens.forms_notice import FormsNotice
from ui.screens.help_notice import HelpNotice
from ui.screens.house_notice import HouseNotice
from ui.screens.live import LiveScreen
from ui.screens.loading_line import LoadingLine
from ui.screens.start_lines import mark, mark_aloud, only_here, todo_code, todo_key, what_waits, where
from ui.theme.sizes import NEAR, px
from ui.widgets.buttons import PLAIN, PRIMARY, Button, plain, primary
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.list_box import ListBox
from ui.widgets.pages import Foot, Heading, side_by_side
from ui.widgets.said import Words, show_if

_MARK: Final = 28
_CODE: Final = 134
_WHEN: Final = 136
_WHAT: Final = 150


class StartScreen(LiveScreen[Today]):
    """The page she begins with. Codes alone, no names."""

    name = "start"

    def __init__(self, address: Address, room: Room, copy_to: Address | None = None) -> None:
        """`copy_to`: where copies to a stick are made, if that is possible here."""
        super().__init__(address, room)
        self._copy_to = copy_to
        self._day = room.desk.today()
        self.todo: HeldModel[ToDo] = HeldModel(self._todo_columns(), todo_key, self)
        self.lately: HeldModel[Lately] = HeldModel(self._lately_columns(), _lately_key, self)
        self.todo_box = ListBox(
            self.todo,
            Sentence("To do"),
            object_name="toDo",
            empty=Sentence("Nothing waits for you."),
            more=Sentence("High risk, next steps that are due and referrals without an answer will stand here."),
            headings=False,
        )
        self.lately_box = ListBox(
            self.lately,
            Sentence("Lately"),
            object_name="lately",
            empty=Sentence("Nothing in the last seven days."),
            more=Sentence("What you record will stand here, so that you find it again."),
            headings=False,
        )
        self.drafts = Drafts()
        self._hurried = False
        self.heading = Heading(Sentence("Today"))
        self.notice = HouseNotice(room)
        self.help = HelpNotice(room)
        self.forms = FormsNotice(room)
        self.aside = AsideNotice()
        self.loading = LoadingLine(room)
        self.foot = Foot()
        self.copy = quiet_button(Sentence("Copy now"))
        self.copy.setObjectName("copyNow")
        self.no_record = plain(Sentence("No record"))
        self.no_record.setObjectName("noRecord")
        self.new_case = primary(Sentence("New case"))
        self.new_case.setObjectName("newCase")
        self.new_session = plain(Sentence("New session"))
        self.new_session.setObjectName("newSession")
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.todo_box, 1)
        right.setSpacing(px(NEAR))
        right.addWidget(self.drafts)
        right.addWidget(self.lately_box, 1)
        self.foot.add(self.copy, self.no_record, self.new_session, self.new_case)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.help)
        self.column.addWidget(self.notice)
        self.column.addWidget(self.forms)
        self.column.addWidget(self.aside)
        self.column.addWidget(self.loading)
        self.column.addLayout(side_by_side(left, right, (1, 1)), 1)
        self.column.addWidget(self.foot)
        for button in (self.copy, self.no_record, self.new_session, self.new_case):
            button.hide()

    def _connect(self) -> None:
        self.todo_box.table.opened.connect(self._on_todo)
        self.lately_box.table.opened.connect(self._on_lately)
        self.drafts.chosen.connect(self.go)
        self.copy.clicked.connect(self._on_copy)
        self.notice.go.connect(self.go)
        self.help.go.connect(self.go)
        self.forms.go.connect(self.go)
        self.aside.go.connect(self.go)
        self.no_record.clicked.connect(self._on_no_record)
        self.new_case.clicked.connect(self._on_new_case)
        self.new_session.clicked.connect(self._on_new_session)

    def words(self) -> Words:
        return Sentence("Today")

    def panes(self) -> Sequence[QWidget]:
        parts = (self.todo_box.table, self.lately_box.table, self.drafts, self.foot)
        return [part for part in parts if not part.isHidden()]

    def main_button(self) -> Button | None:
        """What her work begins with: a case, else a session."""
        return next((button for button in (self.new_case, self.new_session) if not button.isHidden()), None)

    def new(self) -> bool:
        """Asked before it is known what she begins with, it is done as soon as that is known."""
        button = self.main_button()
        if button is not None:
            button.click()
        self._hurried = button is None and not self._came
        return button is not None or self._hurried

    def question(self) -> Callable[[], Today]:
        return partial(today, self.room.desk)

    def show_found(self, found: Today) -> None:
        self._day = found.day
        self.heading.say(Sentence("Today"), f"{found.day:%d.%m.%Y}")
        self.todo.show(found.todo)
        self.lately.show(found.lately)
        self.drafts.show_drafts(found.drafts, self.room.packs, self.room.desk.library)
        self.aside.show_standing(found.standing)
        self.foot.note.say(only_here(found.standing, self.room.desk.clock.now()))
        show_if(self.no_record, found.duties.cases)
        show_if(self.new_case, found.duties.cases)
        show_if(self.new_session, found.duties.trains)
        self.new_session.dress(PLAIN if found.duties.cases else PRIMARY)
        show_if(self.copy, self._copy_to is not None and found.standing.only_here > 0)
        if self._hurried:
            self.new()

    def concerns(self, happened: Happened) -> bool:
        return bool(happened)

    def _todo_columns(self) -> list[Column[ToDo]]:
        return [
            Column("", mark, _MARK, strong=True, spoken=mark_aloud),
            Column(Sentence("Code"), todo_code, _CODE, strong=True),
            Column(Sentence("What waits"), self._what_waits),
        ]

    def _lately_columns(self) -> list[Column[Lately]]:
        return [
            Column(Sentence("When"), self._when, _WHEN, quiet=True),
            Column(Sentence("What"), self._what, _WHAT),
            Column(Sentence("Where"), where),
        ]

    def _what_waits(self, todo: ToDo) -> str:
        return what_waits(todo, self._day)

    def _when(self, lately: Lately) -> str:
        return times.lately(lately.when, self._day)

    def _what(self, lately: Lately) -> str:
        return self.room.packs.rule(lately.form, self.room.desk.library).called(spoken())

    @Slot(str)
    def _on_todo(self, key: str) -> None:
        found = next((todo for todo in self.todo.rows if todo_key(todo) == key), None)
        if found is not None:
            self.go.emit(Address("case", found.case, "" if found.record == found.case else found.record))

    @Slot(str)
    def _on_lately(self, record: str) -> None:
        found = next((one for one in self.lately.rows if one.record == record), None)
        if found is not None:
            self.go.emit(place_of(found.form, found.record))

    @Slot()
    def _on_copy(self) -> None:
        if self._copy_to is not None:
            self.go.emit(self._copy_to)

    @Slot()
    def _on_no_record(self) -> None:
        self.go.emit(Address("noRecord"))

    @Slot()
    def _on_new_session(self) -> None:
        self.go.emit(Address("workshops"))

    @Slot()
    def _on_new_case(self) -> None:
        self.go.emit(Address("newCase"))


def _lately_key(lately: Lately) -> str:
    return lately.record

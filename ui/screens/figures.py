"""The figures of a month: how much was done, for how many people, with nothing in it that points at anybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from fieldapp.work.month_figures import (
    MonthFigures,
    age_bands,
    month_after,
    month_before,
    month_figures,
    month_of,
)
from fieldapp.work.workshops import PARTICIPANT
from ui import times
from ui.room import Room
from ui.screen import Address
from ui.screens import figure_lines as lines
from ui.screens.figure_table import by_sex_and_age, figures, show_table
from ui.screens.live import LiveScreen
from ui.theme.sizes import CLOSE, FAR, px
from ui.widgets.banner import NOTE
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.pages import Body, Foot, Heading
from ui.widgets.said import Words, show_if

_ASIDE: Final = 322


class FiguresScreen(LiveScreen[MonthFigures]):
    """What is hidden here is hidden in what is copied too."""

    name = "figures"

    def __init__(self, address: Address, room: Room) -> None:
        """`address.key`: the month, such as 2026-03; without it, this one."""
        super().__init__(address, room)
        self._month = _read(address.key) or month_of(room.desk.today())
        self._found: MonthFigures | None = None
        self._bands = age_bands(room.desk.library.form(PARTICIPANT))
        self.heading = Heading()
        self.before = plain("", key="PgUp")
        self.before.setObjectName("monthBefore")
        self.after = plain("", key="PgDown")
        self.after.setObjectName("monthAfter")
        self.cases = figures(Sentence("Cases"), "caseFigures")
        self.courses = figures(Sentence("Workshops"), "courseFigures")
        people, counted = lines.TABLES
        self.people = by_sex_and_age(people, "peopleFigures", self._bands)
        self.counted = by_sex_and_age(counted, "countedFigures", self._bands)
        self.body = Body()
        self.foot = Foot()
        self.export = plain(Sentence("Records as a file"), name="exportRecords")
        self.copy = primary(Sentence("Copy the figures"))
        self.copy.setObjectName("copyFigures")
        self._lay_out()
        self._connect()
        self._turn_to(self._month)

    def _lay_out(self) -> None:
        self.heading.add(self.before, self.after)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, parts in ((left, (self.cases, self.courses)), (right, (self.people, self.counted))):
            column.setSpacing(px(CLOSE))
            for part in parts:
                column.addWidget(part)
            column.addStretch(1)
        for part in (self.cases, self.courses):
            part.setFixedWidth(px(_ASIDE))
        across = QHBoxLayout()
        across.setSpacing(px(FAR))
        across.addLayout(left)
        across.addLayout(right, 1)
        self.body.column.addLayout(across)
        self.body.column.addStretch(1)
        self.foot.add(self.export, self.copy)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.body, 1)
        self.column.addWidget(self.foot)
        for part in (self.cases, self.courses, self.people, self.counted):
            part.hide()

    def _connect(self) -> None:
        self.before.clicked.connect(self._on_before)
        self.after.clicked.connect(self._on_after)
        self.export.clicked.connect(self._on_export)
        self.copy.clicked.connect(self._on_copy)
        for key, button in ((Qt.Key.Key_PageUp, self.before), (Qt.Key.Key_PageDown, self.after)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)

    def address(self) -> Address:
        return Address("figures", f"{self._month:%Y-%m}")

    def words(self) -> Words:
        return Sentence("Reports")

    def panes(self) -> Sequence[QWidget]:
        return (self.copy, self.body, self.heading)

    def main_button(self) -> Button:
        return self.copy

    def question(self) -> Callable[[], MonthFigures]:
        return partial(month_figures, self.room.desk, self._month)

    def concerns(self, happened: Happened) -> bool:
        return bool(happened.records)

    def show_found(self, found: MonthFigures) -> None:
        self._found = found
        show_if(self.cases, found.cases is not None)
        for part in (self.courses, self.people, self.counted):
            show_if(part, found.courses is not None)
        if found.cases is not None:
            self.cases.show_rows(lines.case_lines(found.cases))
        if found.courses is not None:
            self.courses.show_rows(lines.course_lines(found.courses))
            show_table(self.people, found.courses.people)
            show_table(self.counted, found.courses.counted)
        self.foot.note.say("\n".join(each.said() for each in lines.explained(found)))

    def retranslate(self) -> None:
        self._name()
        super().retranslate()

    def _turn_to(self, month: date) -> None:
        self._month = month
        self._name()
        self.refresh()

    def _name(self) -> None:
        self.heading.say(Sentence("Figures: {month}", {"month": times.month(self._month)}))
        self.before.say(Sentence("‹ {month}", {"month": times.month(month_before(self._month))}))
        self.after.say(Sentence("{month} ›", {"month": times.month(month_after(self._month))}))
        self.after.setEnabled(self._month < month_of(self.room.desk.today()))

    @Slot()
    def _on_before(self) -> None:
        self._turn_to(month_before(self._month))

    @Slot()
    def _on_after(self) -> None:
        self._turn_to(month_after(self._month))

    @Slot()
    def _on_export(self) -> None:
        self.go.emit(Address("export"))

    @Slot()
    def _on_copy(self) -> None:
        if self._found is not None:
            QGuiApplication.clipboard().setText(lines.as_text(self._found, self._bands))
            self.told.emit(Sentence("Copied. Paste the figures into your report."), NOTE)


def _read(month: str) -> date | None:
    try:
        return date.fromisoformat(f"{month}-01") if month else None
    except ValueError:
        return None

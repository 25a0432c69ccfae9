"""A session: the roll with one key for each mark, names to find or add, the sheet to print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from fieldapp.domain.ids import RecordId
from fieldapp.domain.workshops import Mark
from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, say, say_number, spoken
from fieldapp.work.attendance_sheets import session_sheet
from fieldapp.work.filling import GoneMeanwhile, begin, keep_draft
from fieldapp.work.printed import was_printed
from fieldapp.work.roll import Roll, RollLine, find_on_roll, join, look_at_roll
from fieldapp.work.workshops import HEAD_COUNT, PARTICIPANT
from ui.printout import Printout
from ui.room import Room
from ui.screen import Address
from ui.screens import course_words as words
from ui.screens.deleting import Deleting
from ui.screens.live import LiveScreen
from ui.screens.newcomer import Newcomer, name_of
from ui.screens.roll_marks import Marking
from ui.screens.session_page import SessionPage
from ui.widgets.banner import DANGER, NOTE, WARNING
from ui.widgets.buttons import Button
from ui.widgets.said import Words, announce


class SessionScreen(LiveScreen[tuple[int, Roll]]):
    """Every mark is on the disk as soon as the disk is done; what a colleague marked meanwhile is seen."""

    name = "session"

    def __init__(self, address: Address, room: Room) -> None:
        """`address.more`: the participant whose line is marked."""
        super().__init__(address, room)
        self._session = RecordId(address.key)
        self._roll: Roll | None = None
        self._disputed = 0
        self.marking = Marking(self, room, self._session)
        self.printout = Printout(self, room)
        self.deleting = Deleting(self, room, self._session)
        self.page = SessionPage(room.desk.library.form(PARTICIPANT))
        self.column.addWidget(self.page)
        self._newcomer: Newcomer | None = None
        self._connect()
        if address.more:
            self.page.table.choose(address.more)
        self.refresh()

    def _connect(self) -> None:
        page = self.page
        page.heading.back.connect(self.left)
        page.table.marked.connect(self._on_marked)
        page.table.others_present.connect(self._on_others)
        page.table.left_above.connect(self._on_find)
        page.table.doubleClicked.connect(self._on_double_click)
        page.names.sought.connect(self._show)
        page.names.entered.connect(self._on_entered)
        page.names.left_below.connect(self._on_below)
        page.sheet.clicked.connect(self._on_print)
        page.more.chosen.connect(self._on_more)
        page.head_count.chosen.connect(self._on_head_count)
        page.others.clicked.connect(self._on_others)
        self.marking.changed.connect(self._show)
        self.marking.failed.connect(self._on_not_marked)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._on_find)

    def address(self) -> Address:
        return Address("session", self._session, self.page.table.key())

    def words(self) -> Words:
        return words.session_title(self._roll.session, self._roll.workshop) if self._roll else Sentence("Session")

    def panes(self) -> Sequence[QWidget]:
        return self.page.panes()

    def main_button(self) -> Button:
        return self.page.others if self._newcomer is None else self._newcomer.yes

    def print_out(self) -> bool:
        self._on_print()
        return True

    def keep(self) -> None:
        self.printout.keep()
        if self._newcomer is not None:
            filling = self._newcomer.filling
            body = filling.session.draft_json()
            self.room.jobs.run(partial(keep_draft, self.room.desk, filling, "", body))

    def question(self) -> Callable[[], tuple[int, Roll]]:
        return partial(_look, self.room, self._session, self.marking.last)

    def concerns(self, happened: Happened) -> bool:
        return happened.sync or (self._roll is not None and self._roll.workshop.record in happened.roots)

    def could_not(self, error: FieldappError) -> None:
        if isinstance(error, GoneMeanwhile):
            self.left.emit()
        super().could_not(error)

    def show_found(self, found: tuple[int, Roll]) -> None:
        upto, self._roll = found
        self.marking.settle(upto)
        self.page.show_session(self._roll)
        self._show()
        self._tell_disputed()

    def _tell_disputed(self) -> None:
        """Once for each that comes."""
        disputed = sum(line.disputed for line in self.page.model.rows)
        if disputed > self._disputed:
            told = say_number(
                "{number} participant was marked otherwise by somebody else. Press the mark that is right.",
                "{number} participants were marked otherwise by somebody else. Press the mark that is right.",
                disputed,
            )
            self.told.emit(told, WARNING)
        elif self._disputed and not disputed:
            self.told.emit("", NOTE)
        self._disputed = disputed

    @Slot()
    def _show(self) -> None:
        if self._roll is not None:
            lines = self.marking.shown(self._roll.lines)
            self.page.show_lines(lines, find_on_roll(lines, self.page.names.text()))

    def _line(self, participant: str) -> RollLine | None:
        rows = self.page.model.rows
        return next((line for line in rows if line.participant.record == participant), None)

    @Slot(str, object)
    def _on_marked(self, participant: str, mark: Mark | None) -> None:
        line = self._line(participant)
        if line is not None:
            self.marking.mark(line, mark)
            told = words.mark_words(mark) or say("not marked")
            announce(self.page.table, f"{words.participant_name(line.participant)}: {told}")

    @Slot()
    def _on_others(self) -> None:
        if self._roll is not None:
            self.marking.mark_others_present(self.marking.shown(self._roll.lines))

    @Slot(object)
    def _on_not_marked(self, error: FieldappError) -> None:
        self.could_not(error)
        self.refresh()

    @Slot()
    def _on_find(self) -> None:
        self.page.names.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.page.names.selectAll()

    @Slot()
    def _on_below(self) -> None:
        if self.page.table.isVisible():
            self.page.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _on_entered(self) -> None:
        """On with the first who was found; a name that nobody has begins a new participant."""
        typed, rows = self.page.names.text().strip(), self.page.model.rows
        if rows:
            found = self.page.table.key() or rows[0].participant.record
            self.page.names.clear()
            self.page.table.choose(found)
            self._on_below()
        elif typed and self._roll is not None and self._newcomer is None:
            filling = begin(self.room.desk, PARTICIPANT, self._roll.workshop.record, name_of(typed))
            self._newcomer = Newcomer(filling, today=self.room.desk.today)
            self._newcomer.added.connect(self._on_added)
            self._newcomer.given_up.connect(self._on_given_up)
            self.page.names.clear()
            self.page.show_newcomer(self._newcomer)

    @Slot()
    def _on_added(self) -> None:
        if self._newcomer is not None:
            self._newcomer.setEnabled(False)
            work = partial(join, self.room.desk, self._session, self._newcomer.filling)
            self.room.jobs.run(work, done=self._on_joined, failed=self._on_not_joined)

    def _on_joined(self, happened: Happened) -> None:
        if self._newcomer is not None:
            self.page.table.choose(self._newcomer.filling.record)
        self._on_given_up()
        self.room.board.tell(happened)

    def _on_not_joined(self, error: FieldappError) -> None:
        if self._newcomer is not None:
            self._newcomer.setEnabled(True)
        self.told.emit(error.sentence, DANGER)

    @Slot()
    def _on_given_up(self) -> None:
        self._newcomer = None
        self.page.put_newcomer_away()
        self.page.names.clear()
        self._on_below()

    @Slot()
    def _on_double_click(self) -> None:
        self._on_more("participant")

    @Slot(str)
    def _on_more(self, what: str) -> None:
        match what:
            case "participant":
                if self.page.table.key():
                    self.go.emit(Address("record", self.page.table.key()))
            case "correct":
                self.go.emit(Address("record", self._session))
            case "delete":
                more = Sentence(
                    "It leaves every list with all its marks, at your colleagues too after the next connection. "
                    "For 30 days it can be brought back from “Deleted lately”."
                )
                self.deleting.ask(Sentence("Delete this session as a mistake?"), more)

    @Slot(str)
    def _on_head_count(self, record: str) -> None:
        if record:
            self.go.emit(Address("record", record))
        else:
            self.go.emit(Address("add", self._session, HEAD_COUNT))

    @Slot()
    def _on_print(self) -> None:
        desk, session = self.room.desk, self._session
        self.printout.print_out(
            partial(session_sheet, desk, session, spoken()), partial(was_printed, desk, "attendance", session)
        )


def _look(room: Room, session: RecordId, upto: int) -> tuple[int, Roll]:
    """The roll, and the number of the last mark that is surely in it."""
    return upto, look_at_roll(room.desk, session)

"""A workshop: at the left its sessions, the last first, at the right the people who take part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.domain.ids import RecordId
from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, say, say_number, spoken
from fieldapp.work.answered import choices
from fieldapp.work.attendance_sheets import workshop_sheet
from fieldapp.work.filling import GoneMeanwhile
from fieldapp.work.printed import was_printed
from fieldapp.work.workshops import (
    PARTICIPANT,
    Course,
    Participant,
    Session,
    begin_session,
    look_at_workshop,
)
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.printout import Printout
from ui.room import Room
from ui.screen import Address
from ui.screens import course_words as words
from ui.screens.deleting import Deleting
from ui.screens.live import LiveScreen
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.drop import DropButton, Line
from ui.widgets.list_box import ListBox
from ui.widgets.pages import Foot, Heading, side_by_side
from ui.widgets.said import Words, quiet

_DAY, _CAME = 112, 180
_NUMBER, _SEX, _AGE, _REMARK = 40, 32, 84, 160
_TITLE = 44


class WorkshopScreen(LiveScreen[Course]):
    """The trainer's own list, so names are seen here; the sheet on paper bears those of people who agreed."""

    name = "workshop"

    def __init__(self, address: Address, room: Room) -> None:
        """`address.more`: the session that is marked."""
        super().__init__(address, room)
        self._workshop = RecordId(address.key)
        self._course: Course | None = None
        self._ages: dict[str, str] = {}
        self.sessions: HeldModel[Session] = HeldModel(self._session_columns(), words.session_key, self)
        self.people: HeldModel[Participant] = HeldModel(self._people_columns(), words.participant_key, self)
        self.sessions_box = ListBox(
            self.sessions,
            Sentence("Sessions"),
            object_name="sessions",
            empty=Sentence("There was no session yet."),
            more=Sentence("New session opens a roll with everybody who is on the list."),
            headings=False,
        )
        self.people_box = ListBox(
            self.people,
            Sentence("Participants"),
            object_name="participants",
            empty=Sentence("Nobody is on the list yet."),
            more=Sentence("Put the people who take part on it once. They stand on the roll of each session."),
            headings=False,
        )
        self.printout = Printout(self, room)
        self.deleting = Deleting(self, room, self._workshop)
        self.heading = Heading("", back_to=Sentence("Workshops"))
        self.facts = quiet()
        self.sheet = plain(Sentence("Print sheet"), key="Ctrl+P")
        self.sheet.setObjectName("printSheet")
        self.more = DropButton(Sentence("More ▾"), name="more")
        self.foot = Foot()
        self.add_participant = plain(Sentence("Add participant"))
        self.add_participant.setObjectName("addParticipant")
        self.new_session = primary(Sentence("New session"))
        self.new_session.setObjectName("newSession")
        self._lay_out()
        self._connect()
        if address.more:
            self.sessions_box.table.choose(address.more)
        self.refresh()

    def _lay_out(self) -> None:
        self.heading.add(self.more, self.sheet)
        self.foot.add(self.add_participant, self.new_session)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.facts)
        self.column.addLayout(side_by_side(self.sessions_box, self.people_box, (9, 11)), 1)
        self.column.addWidget(self.foot)
        self.more.offer(
            [Line("correct", Sentence("Correct the workshop")), Line("delete", Sentence("Delete as a mistake"))]
        )

    def _connect(self) -> None:
        self.heading.back.connect(self.left)
        self.sessions_box.table.opened.connect(self._on_session)
        self.people_box.table.opened.connect(self._on_participant)
        self.sheet.clicked.connect(self._on_print)
        self.more.chosen.connect(self._on_more)
        self.add_participant.clicked.connect(self._on_add)
        self.new_session.clicked.connect(self._on_new)

    def address(self) -> Address:
        return Address("workshop", self._workshop, self.sessions_box.table.key())

    def words(self) -> Words:
        return self._course.workshop.title if self._course is not None else Sentence("Workshop")

    def panes(self) -> Sequence[QWidget]:
        lists = [box.table for box in (self.sessions_box, self.people_box) if not box.table.isHidden()]
        return (*lists, self.foot, self.heading)

    def main_button(self) -> Button:
        return self.new_session

    def new(self) -> bool:
        self.new_session.click()
        return True

    def print_out(self) -> bool:
        self._on_print()
        return True

    def keep(self) -> None:
        self.printout.keep()

    def question(self) -> Callable[[], Course]:
        return partial(look_at_workshop, self.room.desk, self._workshop)

    def concerns(self, happened: Happened) -> bool:
        return happened.sync or self._workshop in happened.roots

    def could_not(self, error: FieldappError) -> None:
        if isinstance(error, GoneMeanwhile):
            self.left.emit()
        super().could_not(error)

    def show_found(self, found: Course) -> None:
        self._course = found
        self._ages = choices(self.room.desk.library.form(PARTICIPANT), "age_band", spoken())
        workshop = found.workshop
        title = workshop.title or say("without a title")
        shown = words.short(title, _TITLE)
        told = ("" if shown == title else title, words.when(workshop), words.where(workshop), workshop.trainers)
        self.heading.say(shown)
        self.facts.say(" · ".join(filter(None, told)))
        self.sessions.show(found.sessions)
        self.people.show(found.participants)
        self.foot.note.say(_remarks(found))

    def _session_columns(self) -> list[Column[Session]]:
        return [
            Column(Sentence("Session"), self._session_name, strong=True),
            Column(Sentence("Day"), words.session_day, _DAY),
            Column(Sentence("Who came"), words.session_came, _CAME),
        ]

    def _people_columns(self) -> list[Column[Participant]]:
        return [
            Column(Sentence("No"), self._number, _NUMBER, quiet=True),
            Column(Sentence("Name"), words.participant_name),
            Column(Sentence("Sex"), words.participant_sex, _SEX),
            Column(Sentence("Age"), self._age, _AGE),
            Column(Sentence("Remarks"), words.participant_remark, _REMARK, quiet=True),
        ]

    def _session_name(self, session: Session) -> str:
        return words.session_title(session, self._course.workshop) if self._course is not None else ""

    def _number(self, participant: Participant) -> str:
        return str(self.people.rows.index(participant) + 1)

    def _age(self, participant: Participant) -> str:
        return self._ages.get(participant.age_band, participant.age_band)

    @Slot(str)
    def _on_session(self, session: str) -> None:
        self.go.emit(Address("session", session))

    @Slot(str)
    def _on_participant(self, participant: str) -> None:
        self.go.emit(Address("record", participant))

    @Slot()
    def _on_add(self) -> None:
        self.go.emit(Address("add", self._workshop, PARTICIPANT))

    @Slot()
    def _on_new(self) -> None:
        self.new_session.setEnabled(False)
        work = partial(begin_session, self.room.desk, self._workshop)
        self.room.jobs.run(work, done=self._on_begun, failed=self._on_not_begun)

    def _on_begun(self, begun: tuple[RecordId, Happened]) -> None:
        session, happened = begun
        self.room.board.tell(happened)
        self.go.emit(Address("session", session))

    def _on_not_begun(self, error: FieldappError) -> None:
        self.new_session.setEnabled(True)
        self.could_not(error)

    @Slot()
    def _on_print(self) -> None:
        desk, workshop = self.room.desk, self._workshop
        self.printout.print_out(
            partial(workshop_sheet, desk, workshop, spoken()), partial(was_printed, desk, "attendance", workshop)
        )

    @Slot(str)
    def _on_more(self, what: str) -> None:
        if what == "correct":
            self.go.emit(Address("record", self._workshop))
        elif self._course is not None:
            self.deleting.ask(Sentence("Delete this workshop as a mistake?"), _going(self._course))


def _remarks(course: Course) -> str:
    """What is not settled yet."""
    alone = sum(each.guardian_missing for each in course.participants)
    if alone:
        return say_number(
            "{number} participant under 18: ask whether a parent or guardian agrees.",
            "{number} participants under 18: ask whether a parent or guardian agrees.",
            alone,
        )
    return say("Not sent yet.") if course.workshop.not_sent else ""


def _going(course: Course) -> str:
    """What goes with it."""
    sessions = say_number("{number} session", "{number} sessions", len(course.sessions))
    people = say_number("{number} participant", "{number} participants", len(course.participants))
    return say(
        "It leaves every list, with {sessions} and {people}, at your colleagues too after the next connection. "
        "For 30 days it can be brought back from “Deleted lately”.",
        sessions=sessions,
        people=people,
    )

"""One service: telephones first, then whom it helps, where and when; and whether somebody asked there lately."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.domain.ids import RecordId
from fieldapp.domain.phones import show_phone
from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, say
from fieldapp.work.directory import SERVICE, Service, Telephone, look_at_service, still_right
from ui import times
from ui.room import Room
from ui.screen import Address
from ui.screens.live import LiveScreen
from ui.screens.service_lines import ServiceWords
from ui.theme.sizes import APART, CLOSE, COLUMN, px
from ui.widgets.banner import DANGER, NOTE, WARNING, Banner
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.pages import Body, Foot, Heading
from ui.widgets.said import Label, Words, said, section, show_if

_LABELS = 200


class ServiceScreen(LiveScreen[Service | None]):
    """What a colleague must know before she sends somebody there. A secret address is said to be secret."""

    name = "services"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self._record = RecordId(address.key)
        self._words = ServiceWords(room.desk.library.form(SERVICE), room.desk.today())
        self.heading = Heading(Sentence("Service"), back_to=Sentence("Services"))
        self.heading.back.connect(self.left)
        self.warning = Banner(lasting=True)
        self.body = Body(width=COLUMN + _LABELS)
        self.body.setObjectName("serviceFacts")
        self.body.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.called = section()
        self.facts = _Facts()
        self.body.column.addWidget(self.called)
        self.body.column.addWidget(self.facts)
        self.body.column.addStretch(1)
        self.foot = Foot()
        self.correct = plain(Sentence("Correct"))
        self.correct.setObjectName("correct")
        self.correct.clicked.connect(self._on_correct)
        self.right = primary(Sentence("I called today: still right"))
        self.right.setObjectName("stillRight")
        self.right.clicked.connect(self._on_right)
        self.foot.add(self.correct, self.right)
        for part in (self.heading, self.warning):
            self.column.addWidget(part)
        self.column.addWidget(self.body, 1)
        self.column.addWidget(self.foot)
        self.warning.hide()
        self.refresh()

    def words(self) -> Words:
        return Sentence("Service")

    def panes(self) -> Sequence[QWidget]:
        return (self.body, self.foot)

    def main_button(self) -> Button:
        return self.right

    def question(self) -> Callable[[], Service | None]:
        return partial(look_at_service, self.room.desk, self._record)

    def concerns(self, happened: Happened) -> bool:
        return self._record in happened.roots

    def show_found(self, found: Service | None) -> None:
        if found is None:
            self.left.emit()
            self.told.emit(Sentence("This entry is not here any more. A colleague may have deleted it."), WARNING)
            return
        self.heading.say(Sentence("Service"), self._words.kinds(found))
        self.called.say(found.name)
        self._warn(found)
        facts = self._facts(found)
        self.facts.show_facts(facts)
        self.body.setAccessibleName(found.name)
        self.body.setAccessibleDescription(" ".join(f"{said(label)}: {value}" for label, value in facts))

    def _warn(self, service: Service) -> None:
        if service.closed:
            self.warning.say(Sentence("It has closed down. Send nobody there."), DANGER)
        elif service.needs_a_call(self.room.desk.today()):
            self.warning.say(Sentence("Call first: nobody has asked there for half a year."), WARNING)
        else:
            self.warning.hide()
        show_if(self.right, not service.closed)
        self.right.setEnabled(service.checked_on != self.room.desk.today().isoformat())

    def _facts(self, service: Service) -> list[tuple[Words, str]]:
        """Only what somebody wrote down."""
        address = service.address
        if address and service.secret:
            address = say("{address} (secret: on no paper)", address=address)
        write = "" if service.safe_to_write is None else say("yes") if service.safe_to_write else say("no")
        told: list[tuple[Words, str]] = [
            (Sentence("Telephone"), "\n".join(map(_phone, service.phones))),
            (Sentence("Safe to write"), write),
            (Sentence("For whom"), service.whom),
            (Sentence("Hours"), service.hours),
            (Sentence("Oblast"), self._words.oblast(service)),
            (Sentence("Place"), address),
            (Sentence("Cost"), service.cost),
            (Sentence("Languages"), self._words.languages(service)),
            (Sentence("Good to know"), service.notes),
            (Sentence("Checked on"), times.day(service.checked_on)),
        ]
        return [(label, value) for label, value in told if value]

    @Slot()
    def _on_correct(self) -> None:
        self.go.emit(Address("serviceForm", self._record))

    @Slot()
    def _on_right(self) -> None:
        self.right.setEnabled(False)
        work = partial(still_right, self.room.desk, self._record)
        self.room.jobs.run(work, done=self._on_checked, failed=self._on_not_checked)

    def _on_checked(self, happened: Happened) -> None:
        self.room.board.tell(happened)
        self.told.emit(Sentence("Thank you. Everybody sees that it was checked today."), NOTE)

    def _on_not_checked(self, error: FieldappError) -> None:
        self.right.setEnabled(True)
        self.told.emit(error.sentence, DANGER)


def _phone(phone: Telephone) -> str:
    number = show_phone(phone.number)
    return f"{number}  {phone.note}" if phone.note else number


class _Facts(QWidget):
    """Labels on the left, what was written on the right."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(CLOSE))

    def show_facts(self, facts: Sequence[tuple[Words, str]]) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for label, value in facts:
            row = QWidget()
            across = QHBoxLayout(row)
            across.setContentsMargins(0, 0, 0, 0)
            across.setSpacing(px(APART))
            left, right = Label(label, tone="quiet"), Label(value)
            left.setFixedWidth(px(_LABELS))
            right.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            across.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
            across.addWidget(right, 1)
            self._column.addWidget(row)

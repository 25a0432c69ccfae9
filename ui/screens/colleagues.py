"""Who belongs to the organisation, who was invited, who asks to be let in: the coordinator's page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence, say_number
from sync.client.organisation.inviting import Asking
from sync.client.organisation.people import STAFF
from sync.client.organisation.staff import Colleague, Presence, Staff, staff, take_request
from ui.models.held import HeldModel
from ui.models.listed import Column
from ui.room import Room
from ui.screen import Address
from ui.screens import colleague_words as say_of
from ui.screens.live import LiveScreen
from ui.sticks import PAPERS, Stick
from ui.widgets.banner import NOTE
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.list_box import ListBox
from ui.widgets.pages import EmptyState, Foot, Heading
from ui.widgets.said import Words, show_if

_NAME: Final = 220
_ROLE: Final = 210
_STATE: Final = 250
_TITLE: Final = Sentence("Colleagues")


class ColleaguesScreen(LiveScreen[Staff]):
    """Whoever needs the coordinator stands first. At any other desk it only says whose page this is."""

    name = "colleagues"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self.stick = Stick(self, room)
        self.stick.read.connect(self._on_read)
        self.model: HeldModel[Colleague] = HeldModel(
            [
                Column(Sentence("Name"), say_of.name, _NAME, strong=True),
                Column(Sentence("Role"), say_of.role, _ROLE),
                Column(Sentence("Spaces"), _spaces),
                Column(Sentence("State"), say_of.presence, _STATE),
            ],
            _key,
            self,
        )
        self.list = ListBox(self.model, _TITLE, object_name="colleagues-list", empty="", titled=False)
        self.list.table.opened.connect(self._on_opened)
        self.refused = EmptyState("")
        self.heading = Heading(_TITLE)
        self.foot = Foot()
        self.kit = quiet_button(Sentence("The server's file"), name="server-file")
        self.hand_over = quiet_button(Sentence("Hand over a caseload"), name="hand-over-caseload")
        self.read_request = plain(Sentence("Read a request from a file"), name="read-request")
        self.invite = primary(Sentence("Invite a colleague"), name="invite")
        self.kit.clicked.connect(self._on_kit)
        self.hand_over.clicked.connect(self._on_hand_over)
        self.read_request.clicked.connect(self._on_read_request)
        self.invite.clicked.connect(self._on_invite)
        self.foot.add(self.kit, self.hand_over, self.read_request, self.invite)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self.refused, 1)
        self.column.addWidget(self.foot)
        self.refused.hide()
        self.refresh()

    def words(self) -> Words:
        return _TITLE

    def panes(self) -> Sequence[QWidget]:
        return (self.foot, self.list.table) if self.list.table.isHidden() else (self.list.table, self.foot)

    def main_button(self) -> Button:
        return self.invite

    def new(self) -> bool:
        if self.invite.isVisible():
            self._on_invite()
        return True

    def question(self) -> Callable[[], Staff]:
        return partial(staff, self.room.station)

    def concerns(self, happened: Happened) -> bool:
        return happened.sync or STAFF in happened.forms

    def show_found(self, found: Staff) -> None:
        self._show_page(mine=True)
        self.heading.say(_TITLE, found.organisation)
        self.model.show(found.colleagues)
        asking = sum(each.presence in (Presence.ASKS, Presence.TWICE) for each in found.colleagues)
        self.foot.note.say(
            say_number("{number} asks to be let in.", "{number} ask to be let in.", asking) if asking else ""
        )

    def could_not(self, error: FieldappError) -> None:
        self._show_page(mine=False)
        self.refused.say(error.sentence)

    def _show_page(self, *, mine: bool) -> None:
        for widget in (self.list, self.foot):
            show_if(widget, mine)
        show_if(self.refused, not mine)

    @Slot(str)
    def _on_opened(self, key: str) -> None:
        one = next((each for each in self.model.rows if _key(each) == key), None)
        if one is None:
            return
        if one.presence in (Presence.ASKS, Presence.TWICE) and one.invitation is not None:
            self.go.emit(Address("letIn", one.invitation))
        elif one.presence is Presence.INVITED and one.invitation is not None and not one.desks:
            self.go.emit(Address("invited", one.invitation))
        else:
            self.go.emit(Address("colleague", one.worker))

    @Slot()
    def _on_kit(self) -> None:
        self.go.emit(Address("found"))

    @Slot()
    def _on_hand_over(self) -> None:
        self.go.emit(Address("handOverCaseload"))

    @Slot()
    def _on_invite(self) -> None:
        self.go.emit(Address("invite"))

    @Slot()
    def _on_read_request(self) -> None:
        title = Sentence("Which file did your colleague give you?")
        self.stick.read_one(title, PAPERS, partial(take_request, self.room.station))

    @Slot(object)
    def _on_read(self, taken: tuple[Asking, Happened]) -> None:
        asking, happened = taken
        self.told.emit("", NOTE)
        self.room.board.tell(happened)
        self.go.emit(Address("letIn", asking.invitation))


def _key(colleague: Colleague) -> str:
    return colleague.worker


def _spaces(colleague: Colleague) -> str:
    return say_of.spaces(colleague.spaces)

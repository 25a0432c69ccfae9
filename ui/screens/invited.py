"""The code of a colleague who was invited: large, on paper, as a file; it can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError
from fieldapp.papers.secret import secret_page
from fieldapp.storage.values import Happened
from fieldapp.words import Language, Sentence, spoken
from sync.client.organisation.belonging import belonging
from sync.client.organisation.code_paper import code_page
from sync.client.organisation.invitations import OpenInvitation
from sync.client.organisation.inviting import invitation_again
from sync.client.organisation.staff import invited_with
from sync.client.station import Station
from sync.protocol.names import InvitationId
from ui.room import Room
from ui.screen import Address
from ui.screens.live import LiveScreen
from ui.screens.secret_print import SecretPrint
from ui.screens.withdrawal import Withdrawal
from ui.sticks import PAPERS, Stick
from ui.widgets.banner import NOTE
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.groups import GroupsShown
from ui.widgets.pages import Body, Foot, Heading, stack
from ui.widgets.said import Label, Words, section

_TITLE: Final = Sentence("Invitation")
_WIDTH: Final = 880

#: The invitation, None when it was taken back; and the server's address, "" for none.
_Found = tuple[OpenInvitation | None, str]


class InvitedScreen(LiveScreen[_Found]):
    """The code stays here until it is used or taken back, so a sheet that got lost can be printed again."""

    name = "invited"

    def __init__(self, address: Address, room: Room) -> None:
        """The address's key names the invitation."""
        super().__init__(address, room)
        self._id = InvitationId(address.key)
        self._invited: OpenInvitation | None = None
        self._server = ""
        self.stick = Stick(self, room)
        self.stick.saved.connect(self._on_saved)
        self.withdrawal = Withdrawal(self, room, self._id)
        self.code = GroupsShown((), across=4, name="code-groups")
        self.server = Label()
        self.take_back = quiet_button(Sentence("Take the code back"), name="withdraw")
        self.save_file = plain(Sentence("Save the invitation"), name="save-invitation")
        self.print_button = plain(Sentence("Print"), key="Ctrl+P", name="print")
        self.done = primary(Sentence("Done"), name="done")
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        self.heading = Heading(_TITLE, back_to=Sentence("Colleagues"))
        self.heading.back.connect(self.left)
        self.part = QWidget()
        self.part.hide()
        stack(
            self.part,
            section(Sentence("Her code")),
            self.code,
            Label(
                Sentence(
                    "Give it to her on paper or read it to her on the telephone. The code lets nobody in by itself: "
                    "her desk asks, and you compare six groups with her before you let it in."
                )
            ),
            self.server,
        )
        self.body = Body(width=_WIDTH)
        self.body.column.addWidget(self.part)
        self.body.column.addStretch(1)
        self.foot = Foot()
        self.printer = SecretPrint(self, self.room, self.foot.note)
        self.foot.add(self.take_back, self.save_file, self.print_button, self.done)
        self.take_back.clicked.connect(self.withdrawal.ask)
        self.save_file.clicked.connect(self._on_save)
        self.print_button.clicked.connect(self.print_out)
        self.done.clicked.connect(self.left)
        for widget in (self.heading, self.body, self.foot):
            self.column.addWidget(widget, 1 if widget is self.body else 0)

    def words(self) -> Words:
        return _TITLE

    def panes(self) -> Sequence[QWidget]:
        return (self.print_button,)

    def main_button(self) -> Button:
        return self.done

    def question(self) -> Callable[[], _Found]:
        return partial(_look, self.room.station, self._id)

    def concerns(self, happened: Happened) -> bool:
        return happened.sync

    def show_found(self, found: _Found) -> None:
        self._invited, self._server = found
        for button in (self.take_back, self.save_file, self.print_button):
            button.setVisible(self._invited is not None)
        self.part.setVisible(self._invited is not None)
        if self._invited is None:
            self.heading.say(_TITLE, Sentence("This code was taken back and lets nobody in."))
            self.code.show_groups(())
            return
        self.heading.say(Sentence("Invitation for {name}", {"name": self._invited.name}), _state(self._invited))
        self.code.show_groups(self._invited.code.text.split("-"))
        self.server.say(
            Sentence(
                "Her desk finds the invitation on the server at {address}. Without a connection, save it on a stick "
                "for her.",
                {"address": self._server},
            )
            if self._server
            else Sentence("No address of a server is known: save the invitation on a stick for her.")
        )

    def could_not(self, error: FieldappError) -> None:
        self.part.hide()
        super().could_not(error)

    @Slot()
    def print_out(self) -> bool:
        if self._invited is None:
            return False
        practice = self.room.desk.practice
        self.printer.print_out(partial(_sheet, self._invited, self._server, spoken(), sample=practice))
        return True

    @Slot()
    def _on_save(self) -> None:
        name = f"invitation-{self._id[:4]}.paper"
        work = partial(_file, self.room.station, self._id)
        self.stick.save(Sentence("Where shall the invitation go?"), PAPERS, name, work)

    @Slot(object)
    def _on_saved(self, _path: object) -> None:
        words = Sentence("The invitation is saved. Only whoever has the code can open it, so send them apart.")
        self.told.emit(words, NOTE)


def _look(station: Station, invitation: InvitationId) -> _Found:
    return invited_with(station, invitation), belonging(station).address


def _file(station: Station, invitation: InvitationId) -> bytes:
    return invitation_again(station, invitation).raw


def _state(invited: OpenInvitation) -> Sentence:
    if invited.desk is not None:
        return Sentence("used: her desk is in")
    if invited.request is not None:
        return Sentence("asks to be let in")
    return Sentence("invited, has not asked yet")


def _sheet(invited: OpenInvitation, address: str, language: Language, *, sample: bool) -> bytes:
    return secret_page(code_page(invited.code, address, language, sample=sample), language)

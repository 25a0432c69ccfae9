"""A desk asks to be let in: six groups are compared on the telephone, then it belongs to the organisation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from sync.client.errors import CodeUsed
from sync.client.organisation.inviting import let_in
from sync.client.organisation.staff import Asked, Presence, asked_with
from sync.protocol.invitations import SealedPaper
from sync.protocol.names import InvitationId
from ui.room import Room
from ui.screen import Address
from ui.screens.colleague_words import ROLES
from ui.screens.live import LiveScreen
from ui.screens.withdrawal import Withdrawal
from ui.sticks import PAPERS, Stick
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.buttons import quiet as quiet_button
from ui.widgets.groups import GroupsShown
from ui.widgets.pages import Body, Foot, Heading, stack
from ui.widgets.said import Label, Words, section, show_if

_TITLE: Final = Sentence("Let a desk in")
_WIDTH: Final = 880


class LetInScreen(LiveScreen[Asked | None]):
    """Lets in the desk whose groups stand here, and no other that may ask meanwhile."""

    name = "let_in"

    def __init__(self, address: Address, room: Room) -> None:
        """The address's key names the invitation."""
        super().__init__(address, room)
        self._id = InvitationId(address.key)
        self._asked: Asked | None = None
        self._welcome: SealedPaper | None = None
        self.stick = Stick(self, room)
        self.stick.saved.connect(self._on_saved)
        self.withdrawal = Withdrawal(self, room, self._id)
        self.state = Label(strong=True)
        self.state.setObjectName("let-in-state")
        self.compare = section(Sentence("Call her on a number that you know, and compare these six groups"))
        self.mark = GroupsShown((), across=6, name="fingerprint")
        self.how = Label()
        self.take_back = quiet_button(Sentence("Take the code back"), name="withdraw")
        self.not_now = plain(Sentence("Not now"), name="not-now")
        self.let_in = primary(Sentence("They are the same: let in"), name="let-in")
        self.save_file = plain(Sentence("Save the file for her"), name="save-welcome")
        self.done = primary(Sentence("Done"), name="done")
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        self.heading = Heading(_TITLE, back_to=Sentence("Colleagues"))
        self.heading.back.connect(self.left)
        part = QWidget()
        stack(part, self.state, self.compare, self.mark, self.how)
        body = Body(width=_WIDTH)
        body.column.addWidget(part)
        body.column.addStretch(1)
        self.foot = Foot()
        self.foot.add(self.take_back, self.not_now, self.let_in, self.save_file, self.done)
        self.take_back.clicked.connect(self.withdrawal.ask)
        self.not_now.clicked.connect(self.left)
        self.done.clicked.connect(self.left)
        self.let_in.clicked.connect(self._on_let_in)
        self.save_file.clicked.connect(self._on_save)
        for widget in (self.heading, body, self.foot):
            self.column.addWidget(widget, 1 if widget is body else 0)
        self._show_as(None)

    def words(self) -> Words:
        return _TITLE

    def panes(self) -> Sequence[QWidget]:
        return (self.done if self.not_now.isHidden() else self.not_now,)

    def main_button(self) -> Button:
        return self.done if self.let_in.isHidden() else self.let_in

    def question(self) -> Callable[[], Asked | None]:
        return partial(asked_with, self.room.station, self._id)

    def concerns(self, happened: Happened) -> bool:
        return happened.sync and self._welcome is None

    def show_found(self, found: Asked | None) -> None:
        """What was compared stays: another desk that asks meanwhile is shown, and has to be compared anew."""
        if self._welcome is not None:
            return
        if self._asked is not None and found is not None and found.asking.fingerprint != self._asked.asking.fingerprint:
            self.told.emit(Sentence("Another desk asks with this code now. Compare its groups anew."), DANGER)
        self._asked = found
        self._show_as(found.presence if found is not None else None)
        self.panes()[0].setFocus()
        if found is None:
            self.state.say(Sentence("Nobody asks with this code any more."))
            return
        asking = found.asking
        self.heading.say(Sentence("Let in {name}?", {"name": asking.invited}), ROLES[asking.role])
        self.mark.show_groups(asking.fingerprint)
        self.state.say(_state(found))
        self.how.say(_HOW[found.presence])

    def _show_as(self, presence: Presence | None) -> None:
        for widget, when in (
            (self.compare, {Presence.ASKS}),
            (self.mark, {Presence.ASKS, Presence.TWICE}),
            (self.how, set(Presence)),
            (self.take_back, {Presence.ASKS, Presence.TWICE}),
            (self.not_now, {Presence.ASKS}),
            (self.let_in, {Presence.ASKS}),
            (self.save_file, {Presence.HERE}),
        ):
            show_if(widget, presence in when)
        show_if(self.done, presence is not Presence.ASKS)

    @Slot()
    def _on_let_in(self) -> None:
        if self._asked is not None:
            self.foot.setEnabled(False)
            work = partial(let_in, self.room.station, self._asked.asking)
            self.room.jobs.run(work, done=self._on_in, failed=self._on_failed)

    def _on_in(self, welcome: SealedPaper) -> None:
        self.foot.setEnabled(True)
        self._welcome = welcome
        self._show_as(Presence.HERE)
        self.state.say(Sentence("Her desk is in."))
        self.how.say(_HOW[Presence.HERE])
        self.done.setFocus()
        self.room.board.tell(Happened(sync=True))

    @Slot()
    def _on_save(self) -> None:
        asked = self._asked
        if asked is not None:
            name = f"welcome-{self._id[:4]}.paper"
            self.stick.save(Sentence("Where shall the file go?"), PAPERS, name, self._file)

    def _file(self) -> bytes:
        """In the background; a desk that is in is let in once more, which changes nothing."""
        assert self._asked is not None
        return let_in(self.room.station, self._asked.asking).raw

    @Slot(object)
    def _on_saved(self, _path: object) -> None:
        self.told.emit(Sentence("The file is saved. Give the stick to your colleague: her desk reads it."), NOTE)

    def _on_failed(self, error: FieldappError) -> None:
        self.foot.setEnabled(True)
        self.told.emit(error.sentence, DANGER)


_HOW: Final = {
    Presence.ASKS: Sentence("If a single sign differs it is not her desk: do not let it in."),
    Presence.TWICE: Sentence("Take the code back, so that nobody asks with it any more."),
    Presence.HERE: Sentence(
        "It learns so at its next connection, and sends what was recorded before. Without a connection, save the file "
        "for her on a stick."
    ),
}


def _state(asked: Asked) -> Sentence:
    if asked.presence is Presence.TWICE:
        return CodeUsed().sentence
    if asked.presence is Presence.HERE:
        return Sentence("Her desk is in.")
    return Sentence("A desk asks with her code; whoever sits there is called “{name}”.", {
        "name": asked.asking.calls_herself
    })  # fmt: skip

"""Where the organisation's server is: the address this desk talks to; at a coordinator's desk, what holds for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError, Mistake
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from sync.client.inviting import set_address
from sync.client.moving import Where, tell_all, where
from sync.client.rules import TooManyAuthorities, authority_in
from sync.protocol.said_json import PINS
from ui.files import FileKind
from ui.jobs import Where as On
from ui.room import Room
from ui.screen import Address
from ui.screens.authorities import AuthoritiesPart
from ui.screens.live import LiveScreen
from ui.sticks import Stick
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import PLAIN, PRIMARY, Button, plain, primary
from ui.widgets.field import Field
from ui.widgets.lines import TextLine
from ui.widgets.pages import Body, Foot, Heading
from ui.widgets.said import Label, Words, show_if
from ui.widgets.said import quiet as quiet_label

_WIDTH: Final = 760
_TITLE: Final = Sentence("Address of the server")
_CERTIFICATES: Final = FileKind(Sentence("Certificates"), ("*.pem", "*.crt", "*.cer", "*.der"))
_HINT: Final = Sentence("Such as https://sync.example.org. Empty: nothing is sent by itself.")
_FOR_ME: Final = Sentence(
    "It comes with the invitation. Change it only if your coordinator tells you to. A server that is not your "
    "organisation's is noticed, and nothing is sent to it."
)
_FOR_ALL: Final = Sentence(
    "What you keep for all desks reaches each with its next connection to the old address: let the old server run "
    "until then. The server is met first; if it does not prove to be yours, nothing is changed."
)


class ServerScreen(LiveScreen[Where]):
    """The address holds as soon as it is kept; a wrong one loses nothing, because the server must prove whose it is."""

    name = "server"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self._typed = False
        self.stick = Stick(self, room)
        self.stick.read.connect(self._on_read)
        self.line = TextLine("server-address")
        self.line.changed.connect(self._on_typed)
        self.field = Field(_TITLE, self.line, hint=_HINT)
        self.intro = Label(_FOR_ME)
        self.warning = Label(tone="warning")
        self.own = quiet_label()
        self.own.setObjectName("own-address")
        self.authorities = AuthoritiesPart()
        self.authorities.changed.connect(self._on_typed)
        self.keep_button = primary(Sentence("Keep the address"), name="keep-address")
        self.keep_button.clicked.connect(self._on_keep)
        self.keep_for_all = primary(Sentence("Keep for all desks"), name="keep-for-all")
        self.keep_for_all.clicked.connect(self._on_keep_for_all)
        self.read_authority = plain(Sentence("Read a certificate from a file"), name="read-certificate")
        self.read_authority.clicked.connect(self._on_read_authority)
        self.go_back = plain(Sentence("Go back"), name="go-back")
        self.go_back.clicked.connect(self.left)
        self.heading = Heading(_TITLE)
        self._body = Body(width=_WIDTH)
        self.foot = Foot()
        self._lay_out()
        self._show_desk(coordinates=False)
        self.refresh()

    def _lay_out(self) -> None:
        for widget in (self.intro, self.warning, self.field, self.own, self.authorities):
            self._body.column.addWidget(widget)
        self._body.column.addStretch(1)
        self.foot.add(self.go_back, self.read_authority, self.keep_button, self.keep_for_all)
        self.column.addWidget(self.heading)
        self.column.addWidget(self._body, 1)
        self.column.addWidget(self.foot)
        for label in (self.warning, self.own):
            label.hide()

    def words(self) -> Words:
        return _TITLE

    def panes(self) -> Sequence[QWidget]:
        return (self.line, self.foot)

    def main_button(self) -> Button:
        return self.keep_button if self.keep_for_all.isHidden() else self.keep_for_all

    def question(self) -> Callable[[], Where]:
        return partial(where, self.room.station)

    def concerns(self, happened: Happened) -> bool:
        return happened.sync

    def show_found(self, found: Where) -> None:
        rules = found.rules
        self._show_desk(coordinates=rules is not None)
        overruled = rules is not None and rules.overruled
        self.warning.say(found.belonging.rules or "" if overruled else "")
        show_if(self.warning, overruled)
        mine = found.belonging.address
        self.own.say(Sentence("This desk itself goes by {address}.", {"address": mine}))
        show_if(self.own, rules is not None and bool(mine) and mine != rules.address)
        if not self._typed:
            self.line.show_value((rules.address if rules is not None else "") or mine)
            self.authorities.show_pins(rules.pins if rules is not None else ())

    def _show_desk(self, *, coordinates: bool) -> None:
        self.intro.say(_FOR_ALL if coordinates else _FOR_ME)
        for widget in (self.authorities, self.read_authority, self.keep_for_all):
            show_if(widget, coordinates)
        self.keep_button.say(Sentence("Keep for this desk alone") if coordinates else Sentence("Keep the address"))
        self.keep_button.dress(PLAIN if coordinates else PRIMARY)

    @Slot()
    def _on_typed(self) -> None:
        self._typed = True
        self.field.say_wrong(None)

    @Slot()
    def _on_keep(self) -> None:
        work = partial(set_address, self.room.station, self.line.value() or "")
        self.room.jobs.run(work, done=self._on_kept, failed=self._on_failed)

    def _on_kept(self, happened: Happened) -> None:
        self._typed = False
        self.room.board.tell(happened)
        self.told.emit(Sentence("The address is kept. The program talks to this server from now on."), NOTE)

    @Slot()
    def _on_keep_for_all(self) -> None:
        self.foot.note.say(Sentence("Meeting the server…"))
        self.foot.setEnabled(False)
        work = partial(tell_all, self.room.station, self.line.value() or "", self.authorities.pins)
        self.room.jobs.run(work, done=self._on_told_all, failed=self._on_failed, where=On.BESIDE)

    def _on_told_all(self, happened: Happened) -> None:
        self._typed = False
        self._rest()
        self.room.board.tell(happened)
        self.told.emit(Sentence("It is kept, and reaches the other desks with their next connection."), NOTE)

    def _on_failed(self, error: FieldappError) -> None:
        self._rest()
        if isinstance(error, Mistake):
            self.field.say_wrong(error.sentence)
            self.field.focus()
        else:
            self.told.emit(error.sentence, DANGER)

    def _rest(self) -> None:
        self.foot.note.say("")
        if not self.foot.isEnabled():
            self.foot.setEnabled(True)
            self.main_button().setFocus()

    @Slot()
    def _on_read_authority(self) -> None:
        self.stick.read_one(Sentence("Where is the authority's certificate?"), _CERTIFICATES, authority_in)

    @Slot(object)
    def _on_read(self, pin: bytes) -> None:
        if len(self.authorities.pins) == PINS:
            self.told.emit(TooManyAuthorities().sentence, DANGER)
            return
        self.told.emit("", NOTE)
        self.authorities.add(pin)

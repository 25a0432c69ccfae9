"""Where the organisation's server is: the address this desk talks to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.errors import FieldappError, Mistake
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from sync.client.belonging import Belonging, belonging
from sync.client.inviting import set_address
from ui.room import Room
from ui.screen import Address
from ui.screens.live import LiveScreen
from ui.theme.sizes import COLUMN
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.buttons import Button, plain, primary
from ui.widgets.field import Field
from ui.widgets.lines import TextLine
from ui.widgets.pages import Body, Foot, Heading
from ui.widgets.said import Label, Words

_TITLE: Final = Sentence("Address of the server")


class ServerScreen(LiveScreen[Belonging]):
    """The address holds as soon as it is kept; a wrong one loses nothing, because the server must prove whose it is."""

    name = "server"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self._typed = False
        self.line = TextLine("server-address")
        self.line.changed.connect(self._on_typed)
        self.field = Field(
            _TITLE, self.line, hint=Sentence("Such as https://sync.example.org. Empty: nothing is sent by itself.")
        )
        self.keep_button = primary(Sentence("Keep the address"), name="keep-address")
        self.keep_button.clicked.connect(self._on_keep)
        self.go_back = plain(Sentence("Go back"), name="go-back")
        self.go_back.clicked.connect(self.left)
        self.heading = Heading(_TITLE)
        body = Body(width=COLUMN)
        body.column.addWidget(
            Label(
                Sentence(
                    "It comes with the invitation. Change it only if your coordinator tells you to. A server that is "
                    "not your organisation's is noticed, and nothing is sent to it."
                )
            )
        )
        body.column.addWidget(self.field)
        body.column.addStretch(1)
        self.foot = Foot()
        self.foot.add(self.go_back, self.keep_button)
        for widget in (self.heading, body, self.foot):
            self.column.addWidget(widget, 1 if widget is body else 0)
        self.refresh()

    def words(self) -> Words:
        return _TITLE

    def panes(self) -> Sequence[QWidget]:
        return (self.line, self.foot)

    def main_button(self) -> Button:
        return self.keep_button

    def question(self) -> Callable[[], Belonging]:
        return partial(belonging, self.room.station)

    def concerns(self, happened: Happened) -> bool:
        return happened.sync

    def show_found(self, found: Belonging) -> None:
        if not self._typed:
            self.line.show_value(found.address)

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

    def _on_failed(self, error: FieldappError) -> None:
        if isinstance(error, Mistake):
            self.field.say_wrong(error.sentence)
            self.field.focus()
        else:
            self.told.emit(error.sentence, DANGER)

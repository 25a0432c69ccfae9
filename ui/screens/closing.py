"""The desk was closed by its organisation: nothing of it is shown any more while what is unsent still goes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from sync.client.talk.status import Status, status
from ui.room import Room
from ui.screen import Address
from ui.screens import parting_words
from ui.screens import sync_words as words_of
from ui.screens.live import LiveScreen
from ui.status_line import live_of
from ui.theme.sizes import COLUMN
from ui.widgets.buttons import Button, primary
from ui.widgets.pages import Body, Foot, Heading
from ui.widgets.said import Label, Words

_TITLE: Final = Sentence("This desk was closed")


class ClosingScreen(LiveScreen[Status]):
    """Says by whom and when, and how far the sending is; when it is done, the program begins anew without the desk."""

    name = "closing"

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address, room)
        self.heading = Heading(_TITLE)
        self.words_of_it = Label(strong=True)
        self.words_of_it.setObjectName("closing-words")
        self.progress = Label()
        self.progress.setObjectName("closing-progress")
        self.send = primary(Sentence("Send now"), name="send-now")
        self.send.clicked.connect(self._on_send)
        body = Body(width=COLUMN)
        for label in (self.words_of_it, self.progress):
            body.column.addWidget(label)
        body.column.addStretch(1)
        self.foot = Foot()
        self.foot.add(self.send)
        self.column.addWidget(self.heading)
        self.column.addWidget(body, 1)
        self.column.addWidget(self.foot)
        self.refresh()

    def words(self) -> Words:
        return _TITLE

    def panes(self) -> Sequence[QWidget]:
        return (self.send,)

    def main_button(self) -> Button:
        return self.send

    def question(self) -> Callable[[], Status]:
        return partial(status, self.room.station, live_of(self.room))

    def concerns(self, happened: Happened) -> bool:
        return happened.sync or bool(happened.written)

    def show_found(self, found: Status) -> None:
        self.words_of_it.say("" if found.end is None else parting_words.end(found.end))
        self.progress.say(words_of.progress(found, self.room.desk.today()))

    @Slot()
    def _on_send(self) -> None:
        if self.room.courier is not None:
            self.room.courier.nudge()

"""A line on the start page of a desk that belongs to no organisation yet: says so, and leads on."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot

from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from sync.client.belonging import Belonging, Stage, belonging
from ui.room import Room
from ui.widgets.banner import NOTE, Banner
from ui.widgets.said import show_if


class NotJoined(Banner):
    """Takes no room at a desk that has joined, and in practice. `pressed` leads to joining."""

    def __init__(self, room: Room) -> None:
        super().__init__(kind=NOTE, lasting=True)
        self._room = room
        self.action.setObjectName("join")
        self.hide()
        room.board.happened.connect(self._on_happened)
        if not room.desk.practice:
            room.jobs.run(partial(belonging, room.station), done=self._on_seen)

    def _on_seen(self, seen: Belonging) -> None:
        if seen.stage is Stage.ASKS:
            self.label.say(Sentence("Waits for your coordinator to let this desk in"))
            self.action.say(Sentence("Look"))
        else:
            self.label.say(Sentence("This desk has not joined an organisation yet. You can record all the same."))
            self.action.say(Sentence("Type the code"))
        self.action.show()
        show_if(self, seen.stage is not Stage.IN)

    @Slot(object)
    def _on_happened(self, happened: object) -> None:
        if isinstance(happened, Happened) and happened.sync and not self._room.desk.practice:
            self._room.jobs.run(partial(belonging, self._room.station), done=self._on_seen)

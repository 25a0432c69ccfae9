"""A line where lists and searches stand, as long as only a part of what this desk may read is here."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot

from fieldapp.storage.values import Happened
from sync.client.status import Glance, glance
from ui.room import Room
from ui.sending import still_loading
from ui.widgets.said import Label, show_if


class LoadingLine(Label):
    """Takes no room once all is here."""

    def __init__(self, room: Room) -> None:
        super().__init__(tone="quiet")
        self._room = room
        self.setObjectName("still-loading")
        self.hide()
        room.board.happened.connect(self._on_happened)
        self._look()

    def _look(self) -> None:
        self._room.jobs.run(partial(glance, self._room.station), done=self._on_seen)

    def _on_seen(self, seen: Glance) -> None:
        words = still_loading(seen)
        self.say(words)
        show_if(self, bool(words))

    @Slot(object)
    def _on_happened(self, happened: object) -> None:
        if isinstance(happened, Happened) and happened.sync:
            self._look()

"""Beside every screen of an open desk: sees that its organisation closed it, and has it destroyed."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from fieldapp.storage.values import Happened
from fieldapp.work.copying import how_copies_stand
from sync.client.organisation.wiping import OwnEnd, own_end
from ui.office import Closed
from ui.room import Room
from ui.screen import Address
from ui.window import Window

CLOSING = Address("closing")


class Closing(QObject):
    """Lives as long as the desk is open in the window. `is_on`: from now on every address shows that it is closed."""

    def __init__(self, window: Window, room: Room, *, is_on: bool) -> None:
        super().__init__(window)
        self.is_on = is_on
        self._window = window
        self._room = room
        room.board.happened.connect(self._on_happened)
        self._look()

    def stop(self) -> None:
        """The desk is being closed."""
        self._room.board.happened.disconnect(self._on_happened)

    def _look(self) -> None:
        if not self._room.desk.practice:
            self._room.jobs.run(partial(_seen, self._room), done=self._on_seen)

    def _on_seen(self, seen: tuple[OwnEnd | None, Path | None]) -> None:
        end, copies = seen
        if end is None or not end.wipe:
            return
        if end.is_due:
            self._room.parts.close_down(Closed(end.organisation, end.at, copies))
        elif not self.is_on:
            self.is_on = True
            self._window.furnish((), (), None)
            self._window.restart(CLOSING)

    @Slot(object)
    def _on_happened(self, happened: object) -> None:
        if isinstance(happened, Happened) and happened.sync:
            self._look()


def _seen(room: Room) -> tuple[OwnEnd | None, Path | None]:
    """In the background."""
    end = own_end(room.station)
    return end, how_copies_stand(room.desk).folder if end is not None and end.wipe else None

"""Beside every screen of an open desk: says on the bar how sending stands, and wakes the courier after a save."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Slot

from fieldapp.storage.values import Happened
from sync.client.status import Glance, Live, glance
from ui.jobs import Job
from ui.room import Room
from ui.sending import in_short, still_loading
from ui.window import Window


class StatusLine(QObject):
    """Lives as long as the desk is open in the window. Nothing it says is older than the last thing that happened."""

    def __init__(self, window: Window, room: Room) -> None:
        super().__init__(window)
        self._window = window
        self._room = room
        self._job: Job | None = None
        room.board.happened.connect(self._on_happened)
        room.board.done_here.connect(self._on_done_here)
        window.installEventFilter(self)
        self.refresh()

    def stop(self) -> None:
        """Say no more: the desk is being closed."""
        self._room.board.happened.disconnect(self._on_happened)
        self._room.board.done_here.disconnect(self._on_done_here)
        self._window.removeEventFilter(self)

    def refresh(self) -> None:
        """Look now; an older look is given up."""
        if self._job is not None:
            self._job.cancel()
        self._job = self._room.jobs.run(partial(glance, self._room.station, live_of(self._room)), done=self._on_seen)

    def _on_seen(self, seen: Glance) -> None:
        self._job = None
        self._window.bar.say_status(in_short(seen, self._room.desk.today()))
        self._window.finder.say_loading(still_loading(seen))

    @Slot(object)
    def _on_happened(self, happened: object) -> None:
        if isinstance(happened, Happened) and _is_news(happened):
            self.refresh()

    @Slot(object)
    def _on_done_here(self, happened: object) -> None:
        courier = self._room.courier
        if courier is not None and isinstance(happened, Happened) and _is_news(happened):
            courier.nudge()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LanguageChange:
            self.refresh()
        return super().eventFilter(watched, event)


def live_of(room: Room) -> Live:
    """What the courier does at this moment."""
    return Live() if room.courier is None else room.courier.live


def _is_news(happened: Happened) -> bool:
    """Whether something waits to be sent now, or is known of the server, that was not before."""
    return happened.sync or bool(happened.written)

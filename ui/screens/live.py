"""A screen that shows something of the store, and asks again when the board says that it changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication

from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from ui.jobs import Job
from ui.panes import focus_into
from ui.room import Room
from ui.screen import Address, Screen
from ui.widgets.banner import DANGER

T = TypeVar("T")


class LiveScreen(Screen, Generic[T]):
    """What is seen is never older than the last thing that happened; until it is here the page stays as it was."""

    def __init__(self, address: Address, room: Room) -> None:
        super().__init__(address)
        self.room = room
        self._job: Job | None = None
        self._came = False
        room.board.happened.connect(self._on_happened)

    def question(self) -> Callable[[], T]:
        """The work that looks it up; runs in the background and touches no widget."""
        raise NotImplementedError

    def show_found(self, found: T) -> None:
        """Show it."""
        raise NotImplementedError

    def concerns(self, happened: Happened) -> bool:
        """Whether something that is seen here may have changed."""
        return bool(happened)

    def could_not(self, error: FieldappError) -> None:
        """It could not be looked up."""
        self.told.emit(error.sentence, DANGER)

    def refresh(self) -> None:
        """Ask now; an older question is given up."""
        if self._job is not None:
            self._job.cancel()
        self._job = self.room.jobs.run(self.question(), done=self._on_found, failed=self._on_failed)

    def retranslate(self) -> None:
        self.refresh()

    def _on_found(self, found: T) -> None:
        self._job = None
        first, self._came = not self._came, True
        self.show_found(found)
        if first and self._may_take_the_keyboard():
            focus_into(self.panes()[0])

    def _on_failed(self, error: FieldappError) -> None:
        self._job = None
        self.could_not(error)

    def _may_take_the_keyboard(self) -> bool:
        """Nothing else in this window has it: a panel over the page keeps it; another window stays in front."""
        focus = QApplication.focusWidget()
        if focus is not None and focus.window() is not self.window():
            focus = self.window().focusWidget()
        seen = self.isVisible() or not self.window().isVisible()  # a window that is about to show gives it on
        return seen and (focus is None or not focus.isVisible() or focus is self or self.isAncestorOf(focus))

    @Slot(object)
    def _on_happened(self, happened: object) -> None:
        if isinstance(happened, Happened) and self.concerns(happened):
            self.refresh()

"""Delete a record as a mistake: ask first, say what goes with it and how it comes back, leave its page."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from fieldapp.domain.ids import RecordId
from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from fieldapp.work.undoing import delete_as_mistake
from ui.room import Room
from ui.screen import Screen
from ui.widgets.ask import Ask
from ui.widgets.banner import DANGER, NOTE
from ui.widgets.said import Words


class Deleting(QObject):
    """Nothing goes without her word."""

    def __init__(self, screen: Screen, room: Room, record: RecordId) -> None:
        super().__init__(screen)
        self._screen = screen
        self._room = room
        self._record = record

    def ask(self, question: Words, more: Words) -> None:
        """Say what will be gone."""
        ask = Ask(self._screen, question, more, Sentence("Delete it"))
        ask.agreed.connect(self._on_agreed)
        ask.open()

    @Slot()
    def _on_agreed(self) -> None:
        work = partial(delete_as_mistake, self._room.desk, self._record)
        self._room.jobs.run(work, done=self._on_deleted, failed=self._on_failed)

    def _on_deleted(self, happened: Happened) -> None:
        screen = self._screen
        screen.left.emit()
        self._room.board.tell(happened)
        screen.told.emit(Sentence("It was deleted. “Deleted lately” brings it back within 30 days."), NOTE)

    def _on_failed(self, error: FieldappError) -> None:
        self._screen.told.emit(error.sentence, DANGER)

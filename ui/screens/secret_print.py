"""A secret's way to paper: printed from memory, and written down nowhere that it was."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from fieldapp.errors import FieldappError
from fieldapp.words import Sentence
from ui.jobs import Where
from ui.office import Printing
from ui.room import Room
from ui.screen import Screen
from ui.widgets.banner import DANGER
from ui.widgets.said import Label


class SecretPrint(QObject):
    """One sheet of one screen at a time. Once the printer took it, the note asks whether it came out."""

    #: The printer took it.
    printed = Signal()

    def __init__(self, screen: Screen, room: Room, note: Label) -> None:
        super().__init__(screen)
        self._screen = screen
        self._room = room
        self._note = note
        self._printing: Printing | None = None

    def print_out(self, make: Callable[[], bytes]) -> None:
        """Print what `make` makes in the background."""
        self._room.jobs.run(make, done=self._on_made, failed=self._on_failed, where=Where.BESIDE)

    def _on_made(self, pdf: bytes) -> None:
        if self._printing is None:
            self._printing = self._room.parts.printing()
            self._printing.printed.connect(self._on_printed)
        self._printing.print_out(pdf)

    @Slot()
    def _on_printed(self) -> None:
        self._note.say(Sentence("Did it come out? If not, look at the printer and print again."))
        self.printed.emit()

    def _on_failed(self, error: FieldappError) -> None:
        self._screen.told.emit(error.sentence, DANGER)

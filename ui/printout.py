"""A screen's way to paper: make the PDF, hand it to the printer, ask whether it came out, and remember that."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from fieldapp.errors import FieldappError
from fieldapp.storage.values import Happened
from fieldapp.words import Sentence
from fieldapp.work.printed import CameOut
from ui.office import Printing
from ui.room import Room
from ui.screen import Screen
from ui.widgets.ask import AskWhich
from ui.widgets.banner import DANGER, WARNING
from ui.widgets.choices import Option

#: Makes the paper, in the background. Raises FieldappError.
Make = Callable[[], bytes]
#: Writes down, in the background, that it was printed and whether it came out.
Remember = Callable[[CameOut], Happened]

_ANSWERS: Final = (
    Option(CameOut.ALL.value, Sentence("Yes, all of it")),
    Option(CameOut.PARTLY.value, Sentence("Only partly")),
    Option(CameOut.NOTHING.value, Sentence("No")),
)


class Printout(QObject):
    """One paper of one screen at a time. What the printer took is remembered, whatever happens afterwards.

    It listens to the printer only while its own paper is there, so another screen's is never taken for this one.
    The screen calls `keep` from its own `keep`: a lock while the question is open forgets nothing.
    """

    #: The paper was printed, and that is written down.
    done = Signal()
    #: Printed or not, the next paper may be printed now.
    free = Signal()

    def __init__(self, screen: Screen, room: Room) -> None:
        super().__init__(screen)
        self._screen = screen
        self._room = room
        self._remember: Remember | None = None
        self._printing: Printing | None = None
        self._ask: AskWhich | None = None

    @property
    def busy(self) -> bool:
        """Whether a paper is on its way."""
        return self._remember is not None

    def print_out(self, make: Make, remember: Remember) -> None:
        """Print what `make` makes. A second press while a paper is on its way does nothing."""
        if not self.busy:
            self._remember = remember
            self._room.jobs.run(make, done=self._on_made, failed=self._on_failed)

    def keep(self) -> None:
        """The screen is being left, or the program is about to lock: nobody will say whether the paper came out."""
        if self._ask is not None:
            ask, self._ask = self._ask, None
            ask.close()
            self._write_down(CameOut.NOT_SAID)

    def _on_made(self, pdf: bytes) -> None:
        printing = self._printing = self._room.parts.printing()
        printing.printed.connect(self._on_printed)
        printing.failed.connect(self._on_not_printed)
        printing.given_up.connect(self._on_not_printed)
        printing.print_out(pdf)

    def _on_failed(self, error: FieldappError) -> None:
        self._remember = None
        self._screen.told.emit(error.sentence, DANGER)
        self.free.emit()

    @Slot()
    def _on_printed(self) -> None:
        self._let_go()
        more = Sentence("Look at the printer. Spoilt sheets must be destroyed, so that nobody finds them.")
        self._ask = AskWhich(self._screen.window(), Sentence("Did the paper come out?"), more, _ANSWERS, name="cameOut")
        self._ask.chosen.connect(self._on_said)
        self._ask.rejected.connect(self._on_not_said)
        self._ask.open()

    @Slot()
    def _on_not_printed(self) -> None:
        """The window says why, if there is something to say."""
        self._let_go()
        self._remember = None
        self.free.emit()

    def _let_go(self) -> None:
        if self._printing is not None:
            self._printing.printed.disconnect(self._on_printed)
            self._printing.failed.disconnect(self._on_not_printed)
            self._printing.given_up.disconnect(self._on_not_printed)
            self._printing = None

    @Slot(str)
    def _on_said(self, value: str) -> None:
        self._ask = None
        came_out = CameOut(value)
        if came_out is not CameOut.ALL:
            self._screen.told.emit(
                Sentence("Destroy the spoilt sheets now. Then look at the printer, and print again."), WARNING
            )
        self._write_down(came_out)

    @Slot()
    def _on_not_said(self) -> None:
        if self._ask is not None:
            self._ask = None
            self._write_down(CameOut.NOT_SAID)

    def _write_down(self, came_out: CameOut) -> None:
        if self._remember is not None:
            work, self._remember = partial(self._remember, came_out), None
            self._room.jobs.run(work, done=self._on_written_down, failed=self._on_failed)
            self.free.emit()

    def _on_written_down(self, happened: Happened) -> None:
        self._room.board.tell(happened)
        self.done.emit()

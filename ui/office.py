"""What an open desk is to the program: places for the bar, things to do, screens. `ui/desk.py` makes one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import SignalInstance

from fieldapp.domain.clock import Clock, Moment
from fieldapp.words import Language
from ui.board import Board
from ui.copies import Copies
from ui.elsewhere import Elsewhere
from ui.entrance import Entered
from ui.finder import Hit, Search
from ui.jobs import Jobs
from ui.screen import Address, Screen
from ui.topbar import Way
from ui.widgets.said import Words
from ui.window import Window


@dataclass(frozen=True, slots=True)
class Closed:
    """The open desk was closed by this organisation: it must be destroyed, and its copies in this folder."""

    organisation: str
    when: Moment
    copies: Path | None


def _stay(_where: object) -> None:
    """There is nowhere else to go."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the program lends to an office. `speak` switches the language of everything; `printing` prints.
    `go_elsewhere` ends this process and begins another; `close_down` too, and destroys the desk between them.

    It is made on the GUI thread; an office is not.
    """

    home: Path
    clock: Clock
    jobs: Jobs
    board: Board
    speak: Callable[[Language], None]
    printing: Callable[[], Printing]
    practice: bool = False
    copies: Copies = field(default_factory=Copies)
    go_elsewhere: Callable[[Elsewhere], object] = _stay
    close_down: Callable[[Closed], object] = _stay


@dataclass(frozen=True, slots=True)
class Furniture:
    """What an open desk puts into the window. `told`: a warning for the first page."""

    ways: Sequence[Way]
    actions: Sequence[Hit]
    search: Search | None
    first: Address
    told: Words = ""


class Office(Protocol):
    """An open desk."""

    def furniture(self) -> Furniture:
        """Its places, actions and search."""

    def make(self, address: Address) -> Screen:
        """The screen at this address."""

    def move_in(self, window: Window) -> None:
        """The window is furnished: from now on tell it how sending and receiving stand."""

    def close(self) -> bool:
        """No job runs any more: close the store and wipe the keys. Whether no thread of it is left."""


class Printing(Protocol):
    """The way to the printer: `ui.paper.Printing`, or one that writes down what would be printed."""

    #: The printer took the paper; a FieldappError if it did not; she thought better of it.
    printed: SignalInstance
    failed: SignalInstance
    given_up: SignalInstance

    def print_out(self, pdf: bytes) -> None:
        """Ask for a printer and print."""


#: Opens a desk, in the background. Raises Trouble.
OpenOffice = Callable[[Entered, Parts], Office]

"""A screen's way to a stick: ask where, write or read in the background, and say what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from fieldapp.errors import FieldappError
from fieldapp.words import Sentence
from sync.client import files
from sync.protocol import limits
from ui.files import FileKind, choose_file, save_file
from ui.room import Room
from ui.screen import Screen
from ui.widgets.banner import DANGER
from ui.widgets.said import Words

#: Invitations, requests and welcomes; their names say nothing to others.
PAPERS: Final = FileKind(Sentence("Files for joining"), ("*.paper",))
#: The server's file.
KIT: Final = FileKind(Sentence("The server's file"), ("*.kit",))

#: Makes what the file shall hold, in the background. Raises FieldappError.
Make = Callable[[], bytes]
#: Does something with what the file holds, in the background. Raises FieldappError.
Use = Callable[[bytes], object]


class Stick(QObject):
    """One file of one screen at a time. Nothing is heard when she goes back."""

    #: The file is on the stick: its path.
    saved = Signal(object)
    #: What came of the file that was read.
    read = Signal(object)

    def __init__(self, screen: Screen, room: Room) -> None:
        super().__init__(screen)
        self._screen = screen
        self._room = room
        self._make: Make | None = None
        self._use: Use | None = None
        self._most = limits.SEALED_PAPER

    def save(self, title: Words, kind: FileKind, name: str, make: Make) -> None:
        """Ask where, then write what `make` makes."""
        self._make = make
        save_file(self._screen, title, kind, name, self._on_place)

    def read_one(self, title: Words, kind: FileKind, use: Use, *, most: int = limits.SEALED_PAPER) -> None:
        """Ask which, then do `use` with what it holds: more than `most` bytes are none of ours."""
        self._use = use
        self._most = most
        choose_file(self._screen, title, [kind], self._on_file)

    @Slot(object)
    def _on_place(self, path: Path) -> None:
        if self._make is not None:
            work = partial(_write, path, self._make)
            self._room.jobs.run(work, done=self._on_saved, failed=self._on_failed)

    @Slot(object)
    def _on_file(self, path: Path) -> None:
        if self._use is not None:
            work = partial(_read, path, self._use, self._most)
            self._room.jobs.run(work, done=self._on_read, failed=self._on_failed)

    def _on_saved(self, path: Path) -> None:
        self.saved.emit(path)

    def _on_read(self, what: object) -> None:
        self.read.emit(what)

    def _on_failed(self, error: FieldappError) -> None:
        self._screen.told.emit(error.sentence, DANGER)


def _write(path: Path, make: Make) -> Path:
    files.save(path, make())
    return path


def _read(path: Path, use: Use, most: int) -> object:
    return use(files.load(path, most))

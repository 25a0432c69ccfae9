"""Every key that does something everywhere, in one table: the window binds them and F1 shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QKeySequence

from fieldapp.words import Sentence


@dataclass(frozen=True, slots=True)
class Key:
    """A key and what it does."""

    keys: str
    does: Sentence

    @property
    def shown(self) -> str:
        """The key as it is written on this system."""
        return QKeySequence(self.keys).toString(QKeySequence.SequenceFormat.NativeText)


FIND: Final = Key("Ctrl+K", Sentence("Find anything, or any action"))
NEW: Final = Key("Ctrl+N", Sentence("New"))
SAVE: Final = Key("Ctrl+S", Sentence("Save"))
PRINT: Final = Key("Ctrl+P", Sentence("Print"))
HELP: Final = Key("F1", Sentence("Help for this page"))
MEANT: Final = Key("F3", Sentence("In a form: what is meant by the question"))
SPECIAL: Final = Key("F4", Sentence("Not known, declined, not asked"))
PANE: Final = Key("F6", Sentence("Next part of the window"))
PANE_BACK: Final = Key("Shift+F6", Sentence("Previous part of the window"))
COVER: Final = Key("F12", Sentence("Cover the screen, and uncover it"))
LANGUAGE: Final = Key("F9", Sentence("In a form: the next of its languages"))
LOCK: Final = Key("Ctrl+L", Sentence("Lock"))
BACK: Final = Key("Alt+Left", Sentence("Back"))
NEXT: Final = Key("Ctrl+Return", Sentence("The main button of the page"))

EVERYWHERE: Final = (FIND, NEW, SAVE, PRINT, NEXT, MEANT, SPECIAL, LANGUAGE, PANE, PANE_BACK, BACK, COVER, LOCK, HELP)

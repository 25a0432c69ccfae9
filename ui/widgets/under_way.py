"""Says that something is being done: nothing for a moment, then what, and if it takes longer, how far it is."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QTimer, Slot

from fieldapp.words import Sentence
from ui.widgets.said import Label, Words, announce, said

#: Seconds before anything is said, and before it is said how far it is.
AT_FIRST: Final = 0.3
HOW_FAR: Final = 2.0


class UnderWay(Label):
    """A line that takes no room while nothing is done."""

    def __init__(self) -> None:
        super().__init__(tone="quiet")
        self.hide()
        self._what: Words = ""
        self._began = 0.0
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(int(AT_FIRST * 1000))
        self._wait.timeout.connect(self._on_waited)

    def begin(self, what: Words) -> None:
        """This is being done now."""
        self._what = what
        self._began = time.monotonic()
        self._wait.start()

    def go_on(self, what: Words) -> None:
        """Now this is being done, as part of the same."""
        self._what = what
        if not self._wait.isActive():
            self._show(what)

    def tell(self, done: int, whole: int) -> None:
        """So many of so many."""
        if whole and time.monotonic() - self._began >= HOW_FAR:
            self._show(Sentence("{what} {percent} %", {"what": self._what, "percent": done * 100 // whole}))

    def end(self) -> None:
        """It is done, or was given up."""
        self._wait.stop()
        self.hide()

    def _show(self, words: Words) -> None:
        self.say(words)
        self.show()

    @Slot()
    def _on_waited(self) -> None:
        self._show(self._what)
        announce(self, said(self._what))

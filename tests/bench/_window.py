"""The program as a person starts it, watched from inside: it tells each time what she waits for has been painted.

`python -m tests.bench._window BEGUN HOME [PASSPHRASE]`: BEGUN is what the clock said when the process was begun. With a
passphrase it types it, and goes on to the first lists. Each line that it prints is one thing as JSON: name, number.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from tests.bench._figures import memory
from ui import main as program
from ui.program import Program
from ui.screen import Address, Screen

#: So long she types her passphrase, in milliseconds.
_TYPING: Final = 3000


class Watched(Program):
    """The program, with an eye on it from its first window on."""

    def open(self) -> None:
        self.eye = Eye(self)
        super().open()


class Eye(QObject):
    """Sees when a screen, or a list with rows in it, is painted for the first time."""

    def __init__(self, watched: Program) -> None:
        super().__init__()
        self._program = watched
        self._begun = float(sys.argv[1])
        self._passphrase = sys.argv[3] if len(sys.argv) > 3 else ""
        self._seen: Callable[[QWidget], bool] = _is_unlock
        self._then: Callable[[], None] = self._unlock
        watched.entrance.entered.connect(self._on_entered)
        _app().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and self._seen(watched):
            self._seen = _nothing
            QTimer.singleShot(0, self._painted)  # when all that is painted with it has been
        return False

    def _await_list(self, screen: str, then: Callable[[], None]) -> None:
        self._begun, self._then = perf_counter(), then
        self._seen = _List(screen)

    @Slot()
    def _painted(self) -> None:
        self._then()

    def _unlock(self) -> None:
        self._tell("unlock")
        if not self._passphrase:
            _end()
        QTimer.singleShot(_TYPING, self._type)

    @Slot()
    def _type(self) -> None:
        from PySide6.QtCore import Qt  # noqa: PLC0415 - not before what was measured first
        from PySide6.QtTest import QTest  # noqa: PLC0415

        field = _app().focusWidget()
        assert field is not None
        QTest.keyClicks(field, self._passphrase)
        QTest.keyClick(field, Qt.Key.Key_Return)

    @Slot(object)
    def _on_entered(self, _entered: object) -> None:
        self._await_list("start", self._started)

    def _started(self) -> None:
        self._tell("start")
        QTimer.singleShot(500, self._open_cases)

    @Slot()
    def _open_cases(self) -> None:
        self._await_list("cases", self._listed)
        self._program.window.open(Address("cases"))

    def _listed(self) -> None:
        self._tell("cases")
        self._work()
        _say("memory", memory())
        _end()

    def _work(self) -> None:
        """Pages and searches as on a long day, so that every cache is as full as it gets."""
        from tests.bench.store import ask_much  # noqa: PLC0415 - not before what was measured first

        office = self._program._office
        ask_much(office._room.desk.store, random.Random(3))  # type: ignore[union-attr] # it is open: a list was shown

    def _tell(self, name: str) -> None:
        _say(name, perf_counter() - self._begun)


class _List:
    """Rows of a list on this screen."""

    def __init__(self, screen: str) -> None:
        self._screen = screen

    def __call__(self, painted: QWidget) -> bool:
        table = painted.parentWidget()
        if not isinstance(table, QTableView) or table.model() is None or not table.model().rowCount():
            return False
        around = table.parentWidget()
        while around is not None and not isinstance(around, Screen):
            around = around.parentWidget()
        return around is not None and around.objectName() == self._screen


def _is_unlock(painted: QWidget) -> bool:
    return painted.objectName() == "unlock" and isinstance(painted, Screen)


def _nothing(_painted: QWidget) -> bool:
    return False


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def _say(name: str, number: float | None) -> None:
    print(json.dumps([name, number]), flush=True)


def _end() -> None:
    os._exit(0)


if __name__ == "__main__":
    vars(program)["Program"] = Watched  # the same with an eye on it
    sys.exit(program.main(["--home", sys.argv[2], "--language", "ru"]))

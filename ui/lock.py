"""When the screen locks: nobody has touched it for a while, or the laptop slept, or another user took over.

Locking itself (write the draft, end the process, start a fresh one) is in `ui/again.py`; this only says when.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from enum import Enum
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow

#: Seconds without a touch until it locks; in interview mode the cover falls then, and it locks later.
IDLE: Final = 5 * 60
INTERVIEW: Final = 30 * 60
#: How often it looks, in seconds, and the gap between two looks that means the laptop was asleep.
LOOK_EVERY: Final = 5
ASLEEP: Final = 30

_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Wish(Enum):
    """What the watch asks for."""

    COVER = "cover"
    LOCK = "lock"


class Watch(QObject):
    """Watches for idleness and sleep of the laptop, and says once what is due."""

    due = Signal(Wish)

    def __init__(
        self,
        parent: QObject,
        *,
        now: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._wall = wall
        self._touched = now()
        self._looked = wall()
        self._windows: list[QWindow] = []
        self._told: Wish | None = None
        self.interview = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY * 1000)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Watch from now on; every window of the program that gets the focus counts."""
        self.touch()
        self._looked = self._wall()
        self._timer.start()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._on_window)
        for window in QGuiApplication.topLevelWindows():
            self._on_window(window)

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self._now()
        self._told = None

    @Slot()
    def look(self) -> None:
        """See whether it is time."""
        wall, idle = self._wall(), self._now() - self._touched
        slept = abs(wall - self._looked) > ASLEEP
        self._looked = wall
        wish: Wish | None = None
        if slept or idle >= (INTERVIEW if self.interview else IDLE):
            wish = Wish.LOCK
        elif idle >= IDLE:
            wish = Wish.COVER
        if wish is not None and wish is not self._told:
            self._told = wish
            self.due.emit(wish)

    @Slot(QWindow)
    def _on_window(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
        return super().eventFilter(watched, event)


def refuse_capture(window: QWindow) -> bool:
    """Ask Windows to leave this window out of screenshots and recordings; False where that cannot be asked."""
    done = False
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # of use on Windows alone

        exclude, monitor_only = 0x11, 0x01
        set_affinity = ctypes.windll.user32.SetWindowDisplayAffinity
        handle = int(window.winId())
        done = bool(set_affinity(handle, exclude) or set_affinity(handle, monitor_only))
    return done

"""What the system tells about the laptop: it goes to sleep, its lid closes, another user takes over.

Windows sends messages to the window, Linux tells it on the system bus. Where neither can be heard, `Watch` notices
after waking that time has passed.
"""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal, Slot
from PySide6.QtGui import QWindow

#: Windows' numbers, from winuser.h and wtsapi32.h.
_POWER, _SUSPEND = 0x0218, 4
_SESSION, _SESSION_LEFT = 0x02B1, frozenset({2, 4, 6, 7})  # console or remote disconnect, logoff, lock
_LOGIN: Final = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")


class SystemEvents(QObject):
    """`left` comes when nobody can be in front of the screen any more."""

    left = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._filter: _WindowsMessages | None = None

    def listen(self, window: QWindow) -> None:
        """Hear of it from now on."""
        if sys.platform == "win32":
            self._filter = _WindowsMessages(self, window)
        elif sys.platform == "linux":
            self._listen_on_bus()

    def _listen_on_bus(self) -> None:
        from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415  # not needed before the unlock

        bus = QDBusConnection.systemBus()
        if bus.isConnected():
            service, path, interface = _LOGIN
            slot = SLOT("on_sleep(bool)")
            bus.connect(service, path, interface, "PrepareForSleep", self, slot)  # type: ignore[call-overload]  # its stub wants bytes, it takes text

    @Slot(bool)
    def on_sleep(self, going: bool) -> None:  # noqa: FBT001  # as the bus calls it
        """The system goes to sleep (or, False, has woken)."""
        if going:
            self.left.emit()

    def on_message(self, number: int, detail: int) -> None:
        """A message of Windows."""
        if (number == _POWER and detail == _SUSPEND) or (number == _SESSION and detail in _SESSION_LEFT):
            self.left.emit()


class _WindowsMessages(QAbstractNativeEventFilter):
    """Hears the messages that Windows sends to our window."""

    def __init__(self, events: SystemEvents, window: QWindow) -> None:
        super().__init__()
        self._events = events
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415  # of use on Windows alone

            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(int(window.winId()), 0)
        app = QCoreApplication.instance()
        if app is not None:
            app.installNativeEventFilter(self)

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        if sys.platform == "win32" and kind == b"windows_generic_MSG":
            from ctypes import wintypes  # noqa: PLC0415

            told = wintypes.MSG.from_address(int(message))
            self._events.on_message(told.message, told.wParam)
        return False, 0

"""Presses keys and mouse buttons as a person would: on what is visible, enabled and has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


def _focus() -> QWidget:
    """Where a key goes: a list that dropped open has the keyboard before anything else."""
    popup = QApplication.activePopupWidget()
    focus = QApplication.focusWidget() if popup is None else popup.focusWidget() or popup
    assert focus is not None, "nothing has the keyboard"
    return focus


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, *, times: int = 1) -> None:
    """Press a key where the keyboard is."""
    for _ in range(times):
        QTest.keyClick(_focus(), key, modifier)


def type_text(text: str) -> None:
    """Type a text, in any script, where the keyboard is."""
    for sign in text:
        if sign.isascii():
            QTest.keyClicks(_focus(), sign)
        else:  # QTest itself knows the keys of Latin letters alone
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(_focus(), QKeyEvent(kind, 0, NONE, sign))


def click(widget: QWidget | None) -> None:
    """Click into the middle of something that can be seen and used."""
    assert widget is not None, "nothing there to click"
    assert widget.isVisible(), f"{widget} cannot be seen"
    assert widget.isEnabled(), f"{widget} cannot be used"
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

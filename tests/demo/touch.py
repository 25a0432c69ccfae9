"""Fingers: keys and mouse buttons, pressed where a person could press them, and counted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from tests.demo.sight import Clumsy, front_window, reached_at


@dataclass
class Fingers:
    """Press keys and buttons; how many they have pressed."""

    keys: int = 0
    clicks: int = 0

    def click(self, widget: QWidget, place: QPoint | None = None) -> None:
        """Press and let go of the left button; on a wide check box at its mark, where a person would."""
        at = place or widget.rect().center()
        if isinstance(widget, QAbstractButton) and not widget.hitButton(at):
            at = QPoint(12, widget.height() // 2)
        if not reached_at(widget, at):
            raise Clumsy(f"something lies over {widget.objectName()}")
        self.clicks += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

    def into(self, widget: QWidget) -> None:
        """Put the keyboard into a widget by clicking on it, unless it is there."""
        if not holds_keyboard(widget):
            self.click(widget)
        if not holds_keyboard(widget):
            raise Clumsy(f"a click does not put the keyboard into {widget.objectName()}")

    def letter(self, letter: str) -> None:
        """One letter, in any script, where the keyboard is."""
        self.keys += 1
        widget = keyboard()
        if letter == "\n":
            QTest.keyClick(widget, Qt.Key.Key_Return)
        elif letter.isascii():
            QTest.keyClicks(widget, letter)
        else:  # QTest knows only Latin letters
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))

    def press(self, keys: str) -> None:
        """A combination such as "Ctrl+S", "F12", "Return"; a shortcut gets it first, as from a keyboard."""
        self.keys += 1
        QTest.keySequence(keyboard(), QKeySequence.fromString(keys))


def keyboard() -> QWidget:
    """What a key would reach."""
    front = front_window()
    widget = QApplication.focusWidget()
    if widget is None or (front.isModal() and not front.isAncestorOf(widget)):
        return front
    return widget


def holds_keyboard(widget: QWidget) -> bool:
    """Whether the keyboard is in it, or in what it stands for."""
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus) or focus is widget.focusProxy())

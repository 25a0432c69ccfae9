"""Buttons: one loud one a screen, plain ones beside it, quiet ones that read like a link, a red one that destroys."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from ui.widgets.said import Words, marked, said

PRIMARY: Final = "primary"
PLAIN: Final = "plain"
QUIET: Final = "quiet"
DANGER: Final = "danger"
PLACE: Final = "place"
SPECIAL: Final = "special"
LINE: Final = "line"


class Button(QPushButton):
    """A button whose words follow the language. Enter presses it when it has the focus, as Space does."""

    def __init__(self, words: Words, kind: str = PLAIN, *, key: str = "") -> None:
        """`key` is the shortcut that does the same; it is shown as the tool tip, not bound here."""
        super().__init__()
        self._words = words
        self._key = key
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def say(self, words: Words) -> None:
        """Bear these words from now on."""
        self._words = words
        self.retranslate()

    def dress(self, kind: str) -> None:
        """Be a button of this kind from now on."""
        if self.property("kind") != kind:
            marked(self, kind=kind)

    def retranslate(self) -> None:
        """Say the words in the language spoken now."""
        text = said(self._words)
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text.rstrip(" ▾"))
        if self._key:
            self.setToolTip(QKeySequence(self._key).toString(QKeySequence.SequenceFormat.NativeText))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self.click()
            return
        super().keyPressEvent(event)


_KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier


def primary(words: Words, *, name: str = "") -> Button:
    """The one thing to do next. `name` is the object's."""
    return _named(Button(words, PRIMARY, key="Ctrl+Return"), name)


def plain(words: Words, *, key: str = "", name: str = "") -> Button:
    """Something else to do."""
    return _named(Button(words, PLAIN, key=key), name)


def quiet(words: Words, *, key: str = "", name: str = "") -> Button:
    """Something that is rarely done: reads like a link."""
    return _named(Button(words, QUIET, key=key), name)


def danger(words: Words) -> Button:
    """Something that cannot be undone; named by its verb."""
    return Button(words, DANGER)


def _named(button: Button, name: str) -> Button:
    button.setObjectName(name)
    return button


class MenuButton(Button):
    """A button that opens a menu. Its words end in ▾."""

    def __init__(self, words: Words, kind: str = PLAIN, *, key: str = "") -> None:
        super().__init__(words, kind, key=key)
        self.choices = QMenu(self)
        self.setMenu(self.choices)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.showMenu()
            return
        super().keyPressEvent(event)

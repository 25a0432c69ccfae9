"""The menu at the right end of the bar: what can be done anywhere, each with its key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from fieldapp.words import Sentence
from ui.keys import Key


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the menu; `key` shows how to do it without the menu. `toggles`: it is switched on and off."""

    words: Sentence
    do: Callable[..., object]
    key: Key | None = None
    toggles: bool = False


class Menu(QObject):
    """Fills a menu and keeps its words in the language spoken."""

    def __init__(self, menu: QMenu, lines: list[Line]) -> None:
        super().__init__(menu)
        self._lines = lines
        self._actions: list[QAction] = []
        for line in lines:
            action = QAction(menu)
            action.setCheckable(line.toggles)
            if line.key is not None:
                action.setShortcut(QKeySequence(line.key.keys))
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # shown here, bound by the window
            action.triggered.connect(line.do)
            menu.addAction(action)
            self._actions.append(action)
        menu.installEventFilter(self)
        self._say()

    def _say(self) -> None:
        for line, action in zip(self._lines, self._actions, strict=True):
            action.setText(line.words.said())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.Show):
            self._say()
        return super().eventFilter(watched, event)

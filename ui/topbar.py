"""The line on top of the window: where one can go, and in words how sending and receiving stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from fieldapp.words import Sentence
from ui.screen import Address
from ui.theme.sizes import CLOSE, NEAR, px
from ui.widgets.buttons import PLACE, QUIET, Button, MenuButton
from ui.widgets.said import Words


@dataclass(frozen=True, slots=True)
class Way:
    """One of the places on the bar."""

    words: Words
    address: Address


class TopBar(QFrame):
    """Shows the places, which one is open, and the status. Left and Right move between places."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.setProperty("kind", "bar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._ways: tuple[Way, ...] = ()
        self._buttons: list[Button] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(px(NEAR), 0, px(CLOSE), 0)
        self._row.setSpacing(0)
        self._row.addStretch(1)
        self.status = Button("", QUIET)
        self.status.setObjectName("status")
        self.status.hide()
        self.menu = MenuButton(Sentence("Menu ▾"), QUIET)
        self.menu.setObjectName("menu")
        self._row.addWidget(self.status)
        self._row.addWidget(self.menu)

    @property
    def ways(self) -> Sequence[Way]:
        """The places shown."""
        return self._ways

    def offer(self, ways: Sequence[Way]) -> None:
        """Show these places."""
        for old in self._buttons:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._ways = tuple(ways)
        self._buttons = [self._button(way) for way in ways]
        for number, button in enumerate(self._buttons):
            self._row.insertWidget(number, button, 0, Qt.AlignmentFlag.AlignBottom)

    def _button(self, way: Way) -> Button:
        button = Button(way.words, PLACE)
        button.setObjectName(f"place={way.address.screen}")
        button.setCheckable(True)
        button.clicked.connect(self._on_clicked)
        return button

    def mark(self, address: Address) -> None:
        """Show which place is open; none if the page belongs to no place."""
        for way, button in zip(self._ways, self._buttons, strict=True):
            button.setChecked(way.address.screen == address.screen)

    def say_status(self, words: Words) -> None:
        """How sending and receiving stand, in words and time."""
        self.status.say(words)
        self.status.setVisible(bool(words))

    def first(self) -> QWidget:
        """Where the keyboard goes: the open place."""
        return next((button for button in self._buttons if button.isChecked()), (self._buttons or [self.menu])[0])

    @Slot()
    def _on_clicked(self) -> None:
        sender = self.sender()
        for way, button in zip(self._ways, self._buttons, strict=True):
            if button is sender:
                self.chosen.emit(way.address)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        at = next((number for number, button in enumerate(self._buttons) if button.hasFocus()), None)
        if step and at is not None:
            self._buttons[(at + step) % len(self._buttons)].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)
